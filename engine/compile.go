package engine

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// Compile lowers a flattened model to a plan. Site gives the names of the
// installation: nil leaves them unchecked. The caller has run model.Flatten and
// model.Check; Compile reports what only the lowered graph shows: names in
// conditions, types, targets, staffing, and the flow. The plan is nil if there
// is an error; warnings come with one. The model is not kept or changed.
//
// It works in two passes. The first lays out the nodes, so that every name has
// a cell; the second compiles the bodies, which may read any of them.
// Source: language reference, sections 14, 16 and 18.
func Compile(m *model.Model, site *model.Site) (*Plan, model.Diagnostics) {
	c := newCompiler(m, site)
	c.lower()
	c.checks()
	return c.finished()
}

// lower makes the plan.
func (c *compiler) lower() {
	c.calendars()
	c.layout()
	c.declare()
	c.bodies()
	c.notYet()
	c.plan.index = buildIndex(c.plan)
}

// finished returns the plan, ready to run, unless something is wrong.
func (c *compiler) finished() (*Plan, model.Diagnostics) {
	c.found = once(c.found)
	if c.found.HasErrors() {
		return nil, c.found
	}
	c.plan.prepare()
	return c.plan, c.found
}

// once sorts findings and keeps each once: the body of a step is compiled for
// every combination of overlays.
func once(found model.Diagnostics) model.Diagnostics {
	found.Sort()
	return slices.CompactFunc(found, func(a, b model.Diagnostic) bool {
		return a.Code == b.Code && a.Pos == b.Pos && a.Message == b.Message
	})
}

// compiler is the working memory of one Compile.
type compiler struct {
	m    *model.Model
	site *model.Site // never nil; see known
	plan *Plan

	known bool                 // a site was given: its names are checked
	names map[string]name      // the flat namespace of the model
	steps []*model.Step        // by NodeID; nil for none
	ops   map[string][]overlay // what overlays do to a step, by its id, in order of overlay

	itemTypes map[NodeID]expr.Type
	zone      *calendar.Zone
	found     model.Diagnostics
}

// name is what an id of the model stands for. Index is into the table of its
// kind in the plan.
type name struct {
	kind  nameKind
	index int32
}

type nameKind uint8

const (
	nameNode nameKind = iota
	nameRole
	nameFact
	nameEvent
	nameLink
	nameAgreement // index into model.Model.Agreements
	nameDate
	namePeriod
	nameWindow
	nameLock
	nameTable
	nameLadder
	nameOverlay
)

// overlay is one operation of the overlay with this bit.
type overlay struct {
	bit Mask
	op  *model.Op
}

func newCompiler(m *model.Model, site *model.Site) *compiler {
	c := &compiler{
		m: m, site: site, known: site != nil,
		names: map[string]name{}, ops: map[string][]overlay{}, itemTypes: map[NodeID]expr.Type{},
	}
	if site == nil {
		c.site = &model.Site{}
	}
	c.plan = &Plan{
		Kind: m.Kind, CaseWord: caseWord(m), Model: m.ID, Version: m.Version, Title: m.Title,
		Digest: m.Digest, Rigor: or(m.Rigor, "R1"), Urgency: or(m.Urgency, "planned"), Owner: m.Owner,
		Branch: None, BranchTo: None, Released: None, AnchorT: None, Calendar: None, Ladder: None,
		names: map[string]NodeID{},
	}
	for i := range m.Overlays {
		o := &m.Overlays[i]
		c.names[o.ID.Text] = name{nameOverlay, int32(i)}
		for j := range o.Changes {
			op := &o.Changes[j]
			c.ops[op.At.Text] = append(c.ops[op.At.Text], overlay{1 << i, op})
		}
	}
	return c
}

// caseWord is the name a case is read under: that of its process.
func caseWord(m *model.Model) string {
	if m.Process != nil && m.Process.ID != "" {
		return m.Process.ID
	}
	const suffix = "-model"
	if n := len(m.Kind) - len(suffix); n > 0 && m.Kind[n:] == suffix {
		return m.Kind[:n]
	}
	return m.Kind
}

// report adds an error, or a warning when the code says so.
func (c *compiler) report(code string, pos model.Pos, message, reason, hint string) {
	d := model.Diagnostic{Code: code, Pos: pos, Message: message, Reason: reason, Hint: hint}
	if code[0] == 'W' {
		d.Severity = model.Warning
	}
	c.found = append(c.found, d)
}

// notYet lists what the model uses and this version does not run: what
// model.Later knows, and what the compiler itself leaves out.
func (c *compiler) notYet() {
	for _, d := range model.Later(c.m) {
		c.later(strings.TrimPrefix(d.Message, "not yet supported: "))
	}
}

// later notes one part of the model, once.
func (c *compiler) later(what string) {
	if !slices.Contains(c.plan.NotYet, what) {
		c.plan.NotYet = append(c.plan.NotYet, what)
	}
}

// or returns s, or other if s is empty.
func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// fieldPos is where a field of a step was written, else the step is.
func fieldPos(s *model.Step, field string) model.Pos {
	if pos, ok := s.Set[field]; ok {
		return pos
	}
	return s.Pos
}
