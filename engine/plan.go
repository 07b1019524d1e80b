package engine

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/model"
)

// NodeID is the index of a node in Plan.Nodes; nodes stand in document order
// (pre-order), so the subtree of n is [n, Nodes[n].End). None is no node.
type NodeID int32

// None is the absent node, frame or index.
const None = -1

// ScopeID is the index of a scope in Plan.Scopes: 0 is the case, every each
// opens one for its items.
type ScopeID int32

// ProgramID is the index of a compiled condition in Plan.Programs, or None.
type ProgramID int32

// RoleID is the index of a role in Plan.Roles, or None.
type RoleID int32

// LadderID is the index of a ladder in Plan.Ladders, or None.
type LadderID int32

// Mask is a set of overlays; bit i is Plan.Overlays[i].
type Mask uint16

// Plan is a compiled model. It is immutable and may be shared. Nodes of every
// overlay are in it: applying an overlay changes a mask in the state, never a
// number, so a snapshot stays valid.
type Plan struct {
	Kind     string // release-model, …
	CaseWord string // release, change: the name the case is read under
	Model    string // id
	Version  string
	Title    string
	Digest   string // of the flattened model
	Rigor    string
	Urgency  string
	Owner    string
	Zone     string // IANA name

	Nodes    []Node
	Scopes   []Scope
	Phases   []NodeID // in order, the branch included
	Branch   NodeID   // phase entered by back-out, or None
	BranchTo NodeID   // phase that follows the branch, or None
	Released NodeID   // released is the end of this node, or None
	Params   []Param

	Environments []string // the promotion path, in order
	Roles        []Role
	Facts        []Fact
	Dates        []Date
	Periods      []Period
	Windows      []Window
	Calendars    []Calendar
	Tables       []Table
	Ladders      []Ladder
	Overlays     []Overlay
	Urgencies    []UrgencyDial
	Rules        []Rule
	Outputs      []Output // of all nodes, in node order
	Programs     []Program
	Times        []TimeProgram
	Events       []EventType
	Watches      []Watch // of the case, then of all nodes in document order
	Counters     int32   // number of redo and shift counters, see Action.Counter
	AnchorT      NodeID  // the node whose start T is, or None

	// What cells of ref.go index beside the tables above.
	Targets    []AgreementTarget
	Contacts   []Contact
	SiteGroups []string // groups of the directory that conditions read
	Previous   []string // names read as release.previous.<name>
	Links      []Link
	Zones      []*calendar.Zone
	Locks      []Lock

	SiteZone *calendar.Zone // the zone in force: of the timeline, else the site's, else UTC
	Calendar int32          // index in Calendars: the one in force, or None
	Ladder   LadderID       // of the document or the process; see LadderOf

	// NotYet lists what the model uses and this engine does not run yet; such
	// a plan compiles, shows and refuses to start (E-LATER-1).
	NotYet []string

	names map[string]NodeID
	index index
	rt    runtimeTables
	asked []asked // see CompileAsking
}

// SpecOf returns the body of node n under the overlays of mask.
func (p *Plan) SpecOf(n NodeID, mask Mask) *Spec {
	node := &p.Nodes[n]
	return node.Specs[squeeze(mask, node.Patched)]
}

// squeeze packs the bits of mask that are set in within, lowest first.
func squeeze(mask, within Mask) int {
	packed, at := 0, 0
	for ; within != 0; within &= within - 1 {
		if mask&within&-within != 0 {
			packed |= 1 << at
		}
		at++
	}
	return packed
}

// LadderOf returns the ladder of node n under the overlays of mask: the
// innermost written on it or a block around it, else that of the last overlay
// in force that has one, else that of the document.
// Source: language reference, section 4.
func (p *Plan) LadderOf(n NodeID, mask Mask) LadderID {
	if l := p.SpecOf(n, mask).Ladder; l != None {
		return l
	}
	for i := len(p.Overlays) - 1; i >= 0; i-- {
		if mask&(1<<i) != 0 && p.Overlays[i].Ladder != None {
			return p.Overlays[i].Ladder
		}
	}
	return p.Ladder
}

// NodeKind is the kind of a node.
type NodeKind uint8

// The kinds of nodes. Phase, Group, Parallel, Each and Procedure are blocks.
const (
	KindTask NodeKind = iota
	KindAuto
	KindDecide
	KindWait
	KindGate
	KindHandoff
	KindDocument
	KindNotify
	KindBoundary
	KindChild
	KindPhase
	KindGroup
	KindParallel
	KindEach
	KindProcedure
)

// Node is a step or block of the plan.
type Node struct {
	ID                   string
	Kind                 NodeKind
	Parent               NodeID // None: top level
	End                  NodeID // first node behind the subtree
	Next                 NodeID // next sibling in a sequence, or None
	Phase                NodeID
	Scope                ScopeID   // the scope its slots live in
	Inner                ScopeID   // of an each: the scope of its items; else None
	Slot                 int32     // index of its slot within a frame of Scope
	Overlay              Mask      // non-zero: inserted by this overlay, absent without it
	Touching             bool      // it or something in it touches
	Pos                  model.Pos // where it is written
	Mandatory, OfProcess bool

	// Specs holds the compiled fields for every combination of the overlays in
	// Patched that touch this node, lowest bit first; Specs[0] is the plain one.
	Patched Mask
	Specs   []*Spec
	Outputs [2]int32 // range in Plan.Outputs
	Watches [2]int32 // range in Plan.Watches
}

// Scope is a family of frames with the same nodes.
type Scope struct {
	Each   NodeID // None for the case
	Parent ScopeID
	First  NodeID // first node of the scope
	End    NodeID
	Slots  int32 // per frame
	As     string
}
