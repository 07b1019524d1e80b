package engine

import "github.com/headgate/headgate/expr"

// A cell is one thing a condition or a time may read. Cells are numbered as
// expr.Ref: the kind in the upper bits, an index in the lower ones, so that a
// source decodes one with two shifts and no table. Times use the same numbers
// for their references, so one Load serves both.
//
// A cell names no frame. The value is that of the reader's frame: for a node,
// output or variable the frame is the nearest one, from the reader's outwards,
// whose scope is that of the node. Items of an each seen from outside are
// reached through RefNode with AttrItems or AttrByKey and handles, see
// Plan.Field.
//
// Source: language reference, sections 2, 10 and 15.

// RefKind is the kind of a cell.
type RefKind uint8

// The kinds of cells. The comment says what the index is and what Load gives.
const (
	RefParam      RefKind = iota // Plan.Params; its value, or null
	RefFact                      // Plan.Facts; the whole reading, unknown if absent or too old
	RefOutput                    // Plan.Outputs; what the current attempt gave, else the default, else null
	RefEvidence                  // MakeRef(RefEvidence, output<<3 | EvidenceField)
	RefNode                      // NodeRef: an attribute of a node
	RefVar                       // a scope; the value of its `as` variable
	RefT                         // none; planned date as time, unknown until set
	RefDate                      // Plan.Dates; its time, unknown while unresolved
	RefPeriod                    // Plan.Periods; x.active as bool
	RefReleased                  // none; time, null until then
	RefOutcome                   // none; outcome of the case, null until fixed
	RefAnyTouches                // none; bool
	RefCase                      // CaseAttr; attribute of the case
	RefPrevious                  // Plan.Previous; release.previous.<name>, null the first time
	RefColumn                    // MakeRef(RefColumn, table<<8 | column of Table.Columns); of the row that matches
	RefRows                      // Plan.Tables; Table.Data of a data table
	RefTarget                    // Plan.Targets; duration of an agreement's target
	RefContact                   // Plan.Contacts; text
	RefTally                     // MakeRef(RefTally, tally<<8 | answer); int, for the open decision
	RefEvent                     // MakeRef(RefEvent, event<<8 | field); of the event handled
	RefCovered                   // none; bool, for the step asked about
	RefFits                      // none; fits_window, bool, true without a window
	RefMembers                   // Plan.Roles; list(person), now
	RefPerson                    // Plan.Roles; the one holder, or null
	RefSite                      // Plan.SiteGroups; list(person), or map of lists when keyed
	RefLink                      // Plan.Links; list of cases, open below `expect`
	RefLinkNone                  // Plan.Links; bool, unknown below `expect`
	RefOther                     // none; the linked case asked about, as a record
	RefProgram                   // Plan.Programs; times only: the value of that program
	RefBase                      // none; times only: the instant a relative word counts from
	RefDeferred                  // a scope; list of what was deferred to its each
	RefWindow                    // Plan.Windows; times only
	RefCalendar                  // Plan.Calendars; times only
	RefZone                      // Plan.Zones; times only
	RefEventAt                   // Plan.Events; times only: when the event last came
)

const refIndexBits = 24

// MakeRef returns the cell of a kind and an index below 1<<24.
func MakeRef(kind RefKind, index int) expr.Ref {
	return expr.Ref(int32(kind)<<refIndexBits | int32(index))
}

// EvidenceRef returns the cell of a field of the evidence that output is.
func EvidenceRef(output int, field EvidenceField) expr.Ref {
	return MakeRef(RefEvidence, output<<3|int(field))
}

// EventRef returns the cell of a field of the event handled.
func EventRef(event, field int) expr.Ref { return MakeRef(RefEvent, event<<8|field) }

// SplitRef returns kind and index of a cell.
func SplitRef(ref expr.Ref) (RefKind, int) {
	return RefKind(ref >> refIndexBits), int(ref & (1<<refIndexBits - 1))
}

// Attr is an attribute of a node, the low five bits of a RefNode.
type Attr uint8

// The attributes. Those from AttrTotal on are of blocks, those from AttrItems
// on of an each.
const (
	AttrOutcome   Attr = iota // word, null until settled
	AttrState                 // word
	AttrReady                 // time, null until then
	AttrStart                 // time; of a block the first start in it
	AttrEnd                   // time
	AttrDue                   // times only
	AttrBy                    // person, or "engine"
	AttrAttempt               // int from 1
	AttrHeldFor               // duration
	AttrSettled               // bool
	AttrHeld                  // bool
	AttrHeldCount             // int
	AttrTotal                 // int
	AttrDone                  //
	AttrDropped               //
	AttrDeferred              //
	AttrFailed                //
	AttrOpen                  //
	AttrItems                 // list of item handles, in order of joining
	AttrByKey                 // map of item handles by key: block[key]
	AttrKey                   // of an item handle: its key
	AttrValue                 // of an item handle: its value
)

// NodeRef returns the cell of an attribute of a node.
func NodeRef(node NodeID, attr Attr) expr.Ref { return MakeRef(RefNode, int(node)<<5|int(attr)) }

// SplitNodeRef splits the index of a RefNode.
func SplitNodeRef(index int) (NodeID, Attr) { return NodeID(index >> 5), Attr(index & 31) }

// EvidenceField is a field of evidence, the low three bits of a RefEvidence.
type EvidenceField uint8

// The fields of evidence.
const (
	EvidenceResult  EvidenceField = iota // word; "missing" when there is none that counts
	EvidenceDigest                       // digest
	EvidenceValid                        // bool
	EvidenceAt                           // time
	EvidenceBy                           // person
	EvidenceExpires                      // time, null for never
	EvidenceAbout                        // list of values
)

// CaseAttr is an attribute of the case, read under the name of its process.
type CaseAttr uint8

// The attributes of the case.
const (
	CaseID             CaseAttr = iota // id
	CaseTitle                          // string
	CaseSize                           // word
	CasePrevious                       // record of World.Previous, null the first time
	CaseComponentKinds                 // list(string)
	CaseEnvironments                   // list(string)
	CaseChanges                        // list(id)
	CaseUrgency                        // word
	CaseRigor                          // word
)

// Tally names what RefTally counts, the bits above the answer.
type TallyCell uint8

// The counts. An answer index follows for the first three.
const (
	TallyVotes   TallyCell = iota // votes.<answer>
	TallyGroups                   // groups.<answer>: roles with at least one
	TallyOrgs                     // orgs.<answer>
	TallyCast                     // votes.cast
	TallyMembers                  // votes.members
	TallyOrgsAll                  // orgs.all
)

// The functions a Source computes beside the language's own, as expr.Function
// ids.
const (
	FnGranted = iota // granted(stage, part?) -> bool
	FnWeekday        // weekday(time) -> Mon … Sun
	FnRange          // range(n) -> [0 … n-1]
	FnReached        // s.reached(id): s of a link
	FnDone           // s.done(id)
)

// HandleKind says what a handle stands for.
type HandleKind uint8

// The kinds of handles: an item of an each, a node in a frame, an output in a
// frame.
const (
	HandleItem HandleKind = iota
	HandleNode
	HandleOutput
)

// MakeHandle returns the number of an expr.Handle: index is the each's node for
// an item, else the node or output.
func MakeHandle(kind HandleKind, frame FrameID, index int32) int64 {
	return int64(kind)<<60 | int64(frame)<<28 | int64(index)
}

// SplitHandle is the inverse of MakeHandle.
func SplitHandle(h int64) (HandleKind, FrameID, int32) {
	return HandleKind(h >> 60), FrameID(h >> 28 & (1<<31 - 1)), int32(h & (1<<28 - 1))
}

// Field resolves a field of a handle, as in `lines[line].source.archive`: for
// an item (index: its each) a RefNode of AttrKey, AttrValue, AttrOutcome or
// AttrSettled on the each, or a step of the item, which is returned as
// HandleNode; for a node one of its attributes or outputs (RefNode, RefOutput);
// for an output a RefEvidence. handle tells the caller to wrap the result in a
// handle of that kind and index instead of loading ref. ok is false when there
// is no such field.
func (p *Plan) Field(kind HandleKind, index int32, name string) (f HandleField, ok bool) {
	switch kind {
	case HandleItem:
		return p.itemField(NodeID(index), name)
	case HandleNode:
		return p.nodeField(NodeID(index), name)
	default:
		field, ok := evidenceFields[name]
		return HandleField{Ref: EvidenceRef(int(index), field)}, ok
	}
}

// HandleField is what Plan.Field found: a cell to load in the handle's frame,
// or, with IsHandle, a further handle in that frame.
type HandleField struct {
	Ref      expr.Ref
	IsHandle bool
	Kind     HandleKind
	Index    int32
}

func (p *Plan) itemField(each NodeID, name string) (HandleField, bool) {
	if attr, ok := itemAttrs[name]; ok {
		return HandleField{Ref: NodeRef(each, attr)}, true
	}
	n, ok := p.names[name]
	if !ok || p.Nodes[n].Scope != p.Nodes[each].Inner {
		return HandleField{}, false
	}
	return HandleField{IsHandle: true, Kind: HandleNode, Index: int32(n)}, true
}

func (p *Plan) nodeField(n NodeID, name string) (HandleField, bool) {
	node := &p.Nodes[n]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		switch o := &p.Outputs[i]; {
		case o.Name != name:
		case o.Evidence != "":
			return HandleField{IsHandle: true, Kind: HandleOutput, Index: i}, true
		default:
			return HandleField{Ref: MakeRef(RefOutput, int(i))}, true
		}
	}
	attr, ok := nodeAttrs[name]
	return HandleField{Ref: NodeRef(n, attr)}, ok
}

var itemAttrs = map[string]Attr{"key": AttrKey, "value": AttrValue, "outcome": AttrOutcome, "settled": AttrSettled}

var nodeAttrs = map[string]Attr{
	"outcome": AttrOutcome, "state": AttrState, "ready": AttrReady, "start": AttrStart, "end": AttrEnd,
	"by": AttrBy, "attempt": AttrAttempt, "held_for": AttrHeldFor, "settled": AttrSettled,
	"held": AttrHeld, "held_count": AttrHeldCount, "total": AttrTotal, "done": AttrDone,
	"dropped": AttrDropped, "deferred": AttrDeferred, "failed": AttrFailed, "open": AttrOpen, "items": AttrItems,
}

var evidenceFields = map[string]EvidenceField{
	"result": EvidenceResult, "digest": EvidenceDigest, "valid": EvidenceValid, "at": EvidenceAt,
	"by": EvidenceBy, "expires": EvidenceExpires, "about": EvidenceAbout,
}
