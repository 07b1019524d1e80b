package engine

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
)

// view reads a case: what conditions and times are evaluated against, and who
// may do what. Decide and Offer use the same one, so that a refusal and the
// sentence "why not" cannot differ. It is the expr.Source and the calendar.Env
// of the engine.
type view struct {
	p *Plan
	s *State
	w *World

	now   calendar.Instant
	node  NodeID // whose condition is read
	frame FrameID
	base  calendar.Instant // what a relative word in a time counts from
	event *Command         // the signal handled, for event.*
	stack expr.Stack
	teams []int32 // by role: where its team stood
	// noWorld makes what the world knows unknown: Evolve and Due read times
	// through a view and must not depend on it.
	noWorld bool
	// forecast, when set, has the planned instants of what is still to come:
	// of plans and views only.
	forecast *forecast
}

// Reasons why a cell is unknown, beside those of package expr.
const (
	reasonTooOld expr.Reason = expr.ReasonCaller + iota
	reasonNoReading
	reasonWorld
)

// eval evaluates a condition of node n in frame f.
func (v *view) eval(pr ProgramID, n NodeID, f FrameID) expr.Value {
	node, frame := v.node, v.frame
	v.node, v.frame = n, f
	x := expr.Eval(v.p.Programs[pr].Expr, v, &v.stack)
	v.node, v.frame = node, frame
	return x
}

// holds reports whether a condition is absent or true.
func (v *view) holds(pr ProgramID, n NodeID, f FrameID) bool {
	return pr == None || v.eval(pr, n, f).IsTrue()
}

// template evaluates an input of node n.
func (v *view) template(t *expr.Template, n NodeID, f FrameID) expr.Value {
	node, frame := v.node, v.frame
	v.node, v.frame = n, f
	x := t.Eval(v, &v.stack)
	v.node, v.frame = node, frame
	return x
}

// frameFor returns the frame of scope that is f or encloses it, or None.
func (v *view) frameFor(scope ScopeID, f FrameID) FrameID {
	for f != None && v.s.Frames[f].Scope != scope {
		f = v.s.Frames[f].Parent
	}
	return f
}

// slotFor returns the slot of node n as seen from frame f, or nil: items are
// not in sight from outside.
func (v *view) slotFor(n NodeID, f FrameID) (*Slot, FrameID) {
	r := v.p.row(n)
	if f == 0 && r.scope == 0 {
		return &v.s.Slots[r.slot], 0
	}
	if f = v.frameFor(r.scope, f); f == None {
		return nil, None
	}
	return v.s.slotOf(r, f), f
}

// Load returns the value of a cell, see ref.go.
func (v *view) Load(ref expr.Ref) expr.Value {
	kind, i := SplitRef(ref)
	switch kind {
	case RefParam:
		return v.param(i)
	case RefFact:
		return v.fact(ref, i)
	case RefOutput:
		return v.output(int32(i), v.frame)
	case RefEvidence:
		return v.evidence(int32(i>>3), EvidenceField(i&7), v.frame)
	case RefNode:
		n, attr := SplitNodeRef(i)
		return v.attr(n, attr, v.frame)
	case RefVar:
		return v.variable(ScopeID(i))
	case RefT:
		return timeOr(v.s.T, ref)
	case RefDate:
		return timeOr(v.date(i), ref)
	case RefPeriod:
		return v.period(ref, i)
	case RefReleased:
		return timeOrNull(v.s.Released)
	case RefOutcome:
		return stringOrNull(v.s.Outcome)
	case RefAnyTouches:
		return expr.Bool(v.anyTouches())
	case RefCase:
		return v.caseAttr(CaseAttr(i))
	case RefPrevious:
		return v.previous(v.p.Previous[i])
	case RefColumn:
		return v.column(ref, i>>8, i&255)
	case RefRows:
		return v.p.Tables[i].Data
	case RefTarget:
		d := &v.p.Targets[i].Dur
		return expr.Duration(elapsedMillis(*d))
	case RefContact:
		return expr.String(v.p.Contacts[i].Text)
	case RefTally:
		return v.tallyCell(TallyCell(i>>8), int8(i&255))
	case RefEvent:
		return v.eventField(ref, i)
	default:
		return v.loadWorld(ref, kind, i)
	}
}

// loadWorld loads the cells whose value lies in the world.
func (v *view) loadWorld(ref expr.Ref, kind RefKind, i int) expr.Value {
	switch kind {
	case RefFits:
		return expr.Bool(v.windowBlame(v.node, v.frame).code == blameNone)
	case RefMembers, RefPerson, RefSite, RefCovered, RefLink:
		if v.noWorld || v.w == nil {
			return expr.Unknown(ref, reasonWorld)
		}
	}
	switch kind {
	case RefCovered:
		return expr.Bool(v.coveredBlame(v.node, v.frame).code == blameNone)
	case RefMembers:
		return stringList(v.holders(RoleID(i), v.frame))
	case RefPerson:
		if h := v.holders(RoleID(i), v.frame); len(h) == 1 {
			return expr.String(h[0])
		}
		return expr.Null()
	case RefSite:
		return v.siteGroup(ref, v.p.SiteGroups[i])
	case RefLink:
		return expr.Unknown(ref, reasonWorld) // no world reads links yet: models with them are refused
	case RefProgram:
		return v.eval(ProgramID(i), v.node, v.frame)
	case RefBase:
		return timeOr(v.base, ref)
	default:
		return expr.Unknown(ref, expr.ReasonUndecided)
	}
}

func (v *view) param(i int) expr.Value {
	// Params stand in the order of the plan, see evolveStart.
	if i < len(v.s.Params) {
		return v.s.Params[i].Value
	}
	return expr.Null()
}

func (v *view) fact(ref expr.Ref, i int) expr.Value {
	r := v.s.reading(int32(i))
	switch {
	case r == nil:
		return expr.Unknown(ref, reasonNoReading)
	case v.aged(i, r):
		return expr.Unknown(ref, reasonTooOld)
	}
	return r.Value
}

// aged reports whether a reading has passed its max_age; the interval is
// half-open.
func (v *view) aged(i int, r *FactReading) bool {
	until := v.p.freshUntil(int32(i), r.At)
	return until != 0 && v.now >= until
}

// freshUntil returns the instant at which a reading taken at t is too old, or
// 0 for never.
func (p *Plan) freshUntil(fact int32, t calendar.Instant) calendar.Instant {
	age := &p.Facts[fact].MaxAge
	if age.IsZero() {
		return 0
	}
	return age.AddTo(t, p.zone(), p.calendarOf(age.Calendar))
}

func (v *view) output(i int32, f FrameID) expr.Value {
	if o := v.currentOutput(i, f); o != nil {
		return o.Value
	}
	if d := v.p.Outputs[i].Default; d != nil {
		return *d
	}
	return expr.Null()
}

// currentOutput returns what the current attempt of the giver gave, or nil.
func (v *view) currentOutput(i int32, f FrameID) *OutputValue {
	slot, frame := v.slotFor(v.p.Outputs[i].Node, f)
	if slot == nil {
		return nil
	}
	o := v.s.output(i, frame)
	if o == nil || o.Attempt != slot.Attempt {
		return nil
	}
	return o
}

func (v *view) evidence(i int32, field EvidenceField, f FrameID) expr.Value {
	o := v.currentOutput(i, f)
	valid := o != nil && o.counts(v.now)
	switch field {
	case EvidenceResult:
		if !valid {
			return expr.String("missing")
		}
		return expr.String(o.Result)
	case EvidenceValid:
		return expr.Bool(valid)
	}
	if o == nil {
		return expr.Null()
	}
	switch field {
	case EvidenceDigest:
		return o.Value
	case EvidenceAt:
		return timeOrNull(o.At)
	case EvidenceBy:
		return stringOrNull(o.By)
	case EvidenceExpires:
		return timeOrNull(o.Until)
	default:
		return expr.List(o.About...)
	}
}

// counts reports whether evidence stands at t: given, not returned, not void,
// not expired.
func (o *OutputValue) counts(t calendar.Instant) bool {
	switch o.Evidence {
	case EvidenceWasReturned, EvidenceVoid, EvidenceExpired, EvidenceWasSuspended:
		return false
	}
	return o.Until == 0 || t < o.Until
}

func (v *view) variable(scope ScopeID) expr.Value {
	f := v.frameFor(scope, v.frame)
	if f == None {
		return expr.Null()
	}
	return v.s.Frames[f].Value
}

func (v *view) caseAttr(a CaseAttr) expr.Value {
	switch a {
	case CaseID:
		return expr.String(v.s.Case)
	case CaseTitle:
		return expr.String(v.s.Title)
	case CaseChanges:
		return stringList(v.s.Changes)
	case CaseUrgency:
		return expr.String(v.s.Urgency)
	case CaseRigor:
		return expr.String(v.p.Rigor)
	case CasePrevious:
		return v.previousRecord()
	}
	name := map[CaseAttr]string{CaseSize: "size", CaseComponentKinds: "component_kinds", CaseEnvironments: "environments"}[a]
	for i := range v.s.About {
		if v.s.About[i].Name == name {
			return v.s.About[i].Value
		}
	}
	return expr.Null()
}

func (v *view) previous(name string) expr.Value {
	if v.w == nil || v.noWorld {
		return expr.Null()
	}
	for i := range v.w.Previous {
		if v.w.Previous[i].Name == name {
			return v.w.Previous[i].Value
		}
	}
	return expr.Null()
}

func (v *view) previousRecord() expr.Value {
	if v.w == nil || v.noWorld || len(v.w.Previous) == 0 {
		return expr.Null()
	}
	fields := make([]expr.Field, len(v.w.Previous))
	for i, n := range v.w.Previous {
		fields[i] = expr.Field{Name: n.Name, Value: n.Value}
	}
	return expr.Map(fields...)
}

func (v *view) eventField(ref expr.Ref, i int) expr.Value {
	if v.event == nil {
		return expr.Unknown(ref, expr.ReasonUndecided)
	}
	t := &v.p.Events[i>>8]
	for _, x := range v.event.Values {
		if x.Name == t.Fields[i&255] {
			return x.Value
		}
	}
	return expr.Null()
}

func (v *view) period(ref expr.Ref, i int) expr.Value {
	from := v.timeAt(v.p.Periods[i].From, None, 0, 0)
	to := v.timeAt(v.p.Periods[i].To, None, 0, 0)
	if from == 0 || to == 0 {
		return expr.Unknown(ref, expr.ReasonUndecided)
	}
	return expr.Bool(from <= v.now && v.now < to)
}

// anyTouches reports whether a touching step of this case is not skipped.
func (v *view) anyTouches() bool {
	for i := range v.p.Nodes {
		node := &v.p.Nodes[i]
		if !node.Touching || node.Kind.IsBlock() || !v.present(NodeID(i)) {
			continue
		}
		if v.p.rt.procedure[i] != None && v.beside(NodeID(i)) == nil {
			continue // it may never run
		}
		if node.Scope != 0 {
			return true
		}
		if v.s.slot(v.p, NodeID(i), 0).Outcome != OutcomeSkipped {
			return true
		}
	}
	return false
}

// present reports whether node n is part of the case under the overlays in
// force.
func (v *view) present(n NodeID) bool {
	o := v.p.row(n).overlay
	return o == 0 || o&v.s.Overlays != 0
}

// column returns a cell of the first row of a decision table that matches. An
// input that is not known makes the row undecided, unless the table says what
// unknown counts as.
// Source: language reference, section 15, "tables".
func (v *view) column(ref expr.Ref, table, column int) expr.Value {
	t := &v.p.Tables[table]
	best := expr.Unknown(ref, expr.ReasonUndecided)
	undecided := false
	for i := range t.Rows {
		match := v.matches(&t.Rows[i])
		if match.IsFalse() {
			continue
		}
		if match.IsUnknown() {
			undecided = true
		}
		out := v.eval(t.Rows[i].Outputs[column], v.node, v.frame)
		if !undecided {
			return out
		}
		if t.Unknown != "highest" {
			return match
		}
		if best.IsUnknown() || greater(out, best) {
			best = out
		}
		if match.IsTrue() {
			break
		}
	}
	return best
}

func greater(a, b expr.Value) bool { return a.AsNumber() > b.AsNumber() }

func (v *view) matches(row *TableRow) expr.Value {
	all := expr.Bool(true)
	for _, test := range row.Tests {
		if test == None {
			continue
		}
		x := v.eval(test, v.node, v.frame)
		if x.IsFalse() {
			return x
		}
		if !x.IsTrue() {
			all = x
		}
	}
	return all
}

func timeOr(t calendar.Instant, blame expr.Ref) expr.Value {
	if t == 0 {
		return expr.Unknown(blame, expr.ReasonUndecided)
	}
	return expr.Time(int64(t))
}

func timeOrNull(t calendar.Instant) expr.Value {
	if t == 0 {
		return expr.Null()
	}
	return expr.Time(int64(t))
}

func stringOrNull(s string) expr.Value {
	if s == "" {
		return expr.Null()
	}
	return expr.String(s)
}

func stringList(list []string) expr.Value {
	items := make([]expr.Value, len(list))
	for i, s := range list {
		items[i] = expr.String(s)
	}
	return expr.List(items...)
}

// date returns a named date: where a shift moved it, else by its expression.
func (v *view) date(i int) calendar.Instant {
	for k := range v.s.Dates {
		if v.s.Dates[k].Name == v.p.Dates[i].ID {
			return v.s.Dates[k].At
		}
	}
	return v.timeAt(v.p.Dates[i].Time, None, 0, 0)
}

// reasonText says why a cell is unknown.
func reasonText(r expr.Reason) string {
	switch r {
	case reasonTooOld:
		return "its reading is too old"
	case reasonNoReading:
		return "no reading yet"
	case reasonWorld:
		return "no answer from outside"
	}
	return r.String()
}
