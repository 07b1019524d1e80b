package model

import (
	"fmt"
	"slices"
	"strings"
)

// Flatten gives the model a case runs: the process's steps around the model's
// own, parents merged in, the operations of its rigor applied, and its digest
// taken. Overlays stay patches; their places are checked. The documents given
// are not changed, and the result shares what both leave alone.
//
// The result is nil only when no process runs the model or a parent of it is
// missing. With errors it is as
// complete as could be, so that Check finds more, and must not be started.
// Source: language reference, section 13.
func Flatten(doc *Model, lib Library) (*Model, Diagnostics) {
	f := &flattener{found: &findings{}, lib: lib}
	process := lib.Process(doc.Kind)
	if process == nil {
		f.refuse("E-PROC-1", doc.key("kind"), fmt.Sprintf("no process runs a %s", doc.Kind),
			"a model is written into the phases of a process", "add the process document, or correct `kind`")
		return nil, f.found.sorted()
	}
	f.process = process
	m, _ := f.merged(doc, nil)
	if f.orphan {
		return nil, f.found.sorted()
	}
	f.frame(m, process)
	f.applyRigor(m, process)
	f.finish(m)
	m.Missing = f.missing(m)
	if all, ok := lib.(policyLibrary); ok {
		m.Policies = binding(all.AllPolicies(), m)
	}
	if tests, ok := lib.(testLibrary); ok {
		m.Tested = tests.Tested(m.ID + "@" + major(m.Version))
	}
	m.Digest = digest(Canonical(m))
	return m, f.found.sorted()
}

type flattener struct {
	found   *findings
	lib     Library
	process *Process
	orphan  bool // a parent is missing, so nothing else can be said

	// Of the child that is being merged:
	tightening *tightening
	placed     map[string]Pos // where it names inherited steps
}

func (f *flattener) refuse(code string, pos Pos, message, reason, hint string) {
	f.found.add(Diagnostic{Code: code, Pos: pos, Message: message, Reason: reason, Hint: hint})
}

// merged gives doc with its parents, without the process, and whether all of
// them are abstract, so that their numbers are defaults. Chain is what led
// here, to find cycles.
func (f *flattener) merged(doc *Model, chain []string) (m *Model, abstract bool) {
	if doc.Extends == "" {
		return f.refined(&Model{}, doc, true), doc.Abstract
	}
	chain = append(chain, doc.ID+"@"+major(doc.Version))
	if slices.Contains(chain, doc.Extends) {
		f.orphan = true
		f.refuse("E-REF-1", doc.key("extends"), fmt.Sprintf("`extends` runs in a circle: %s", strings.Join(append(chain, doc.Extends), " → ")),
			"a parent is complete before its child", "remove one `extends` of the circle")
		return doc, false
	}
	parent := f.lib.Model(doc.Extends)
	if parent == nil {
		f.orphan = true
		f.refuse("E-REF-1", doc.key("extends"), fmt.Sprintf("`extends` names %s, which is not here", doc.Extends),
			"a child cannot be read without its parent", "add the document, or correct the name")
		return doc, false
	}
	if parent.Kind != doc.Kind {
		f.refuse("E-INH-3", doc.key("extends"), fmt.Sprintf("a %s extends a %s", doc.Kind, parent.Kind),
			"both run through the same process", "extend a model of the same kind")
	}
	base, abstract := f.merged(parent, chain)
	return f.refined(base, doc, abstract), abstract && doc.Abstract
}

// refined gives base refined by child: maps merge by name, lists and texts
// replace. With defaults the numbers and literal lists of base are defaults
// (language reference, section 13).
func (f *flattener) refined(base, child *Model, defaults bool) *Model {
	m := *child
	m.Header = f.header(base.Header, child.Header)
	if base.ID != "" {
		m.Parents = append([]string{base.ID + "@" + base.Version}, base.Parents...)
	}
	m.Params = mergeNamed(base.Params, child.Params)
	m.Facts = mergeNamed(base.Facts, child.Facts)
	m.Events = mergeNamed(base.Events, child.Events)
	m.Links = mergeNamed(base.Links, child.Links)
	m.Agreements = mergeAgreements(base.Agreements, child.Agreements)
	m.Roles = mergeNamed(base.Roles, child.Roles)
	m.Locks = mergeNamed(base.Locks, child.Locks)
	m.Labels = mergeNamed(base.Labels, child.Labels)
	m.Tables = f.mergeTables(base.Tables, child.Tables)
	m.Ladders = mergeNamed(base.Ladders, child.Ladders)
	m.Overlays = mergeNamed(base.Overlays, child.Overlays)
	m.Measures = mergeNamed(base.Measures, child.Measures)
	m.None = mergeNamed(base.None, child.None)
	m.Timeline = refineRecord(base.Timeline, child.Timeline)
	m.Timeline.Dates = mergeNamed(base.Timeline.Dates, child.Timeline.Dates)
	m.Timeline.Periods = mergeNamed(base.Timeline.Periods, child.Timeline.Periods)
	m.Timeline.Windows = mergeNamed(base.Timeline.Windows, child.Timeline.Windows)
	m.Environments = either(child.Environments, base.Environments)
	m.Watch = either(child.Watch, base.Watch)
	if m.Escalate == nil {
		m.Escalate = base.Escalate
	}
	if m.Guidance == "" {
		m.Guidance = base.Guidance
	}
	f.tightening = &tightening{
		defaults: defaults, roles: mergeNamed(f.process.Roles, m.Roles), labels: m.Labels, windows: m.Timeline.Windows,
		around: windowsAround(base),
	}
	f.placed = make(map[string]Pos)
	m.Phases = f.blocks(base.Phases, child.Phases)
	m.Procedures = f.blocks(base.Procedures, child.Procedures)
	f.compareSections(base, child, &m)
	f.comparePlaces(base, &m)
	return &m
}

func (f *flattener) header(base, child Header) Header {
	h := refineRecord(base, child)
	h.Abstract, h.Extends, h.Source = child.Abstract, child.Extends, child.Source
	h.Title, h.Purpose, h.Pos = child.Title, child.Purpose, child.Pos
	if child.Rigor != "" && child.Rigor < base.Rigor {
		f.refuse("E-TIGHT-1", child.key("dials"), fmt.Sprintf("rigor %s is below the parent's %s", child.Rigor, base.Rigor),
			"a child may tighten and never loosen what its parent obliges", fmt.Sprintf("write %s or higher", base.Rigor))
		h.Rigor = base.Rigor
	}
	return h
}

// blocks merges phases or procedures by id: those of the base first, in their
// order, then the new ones.
func (f *flattener) blocks(base, child []*Step) []*Step {
	var out []*Step
	for _, b := range base {
		if c := byID(child, b.ID); c != nil {
			out = append(out, f.refine(b, c))
			continue
		}
		out = append(out, clone(b))
	}
	for _, c := range child {
		if byID(base, c.ID) == nil {
			n := *c
			n.Steps = f.list(nil, c.Steps, c.Pos)
			out = append(out, &n)
		}
	}
	return out
}

func byID(steps []*Step, id string) *Step {
	for _, s := range steps {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// frame puts the model's phases in the order of the process, with the steps of
// the process around them.
func (f *flattener) frame(m *Model, p *Process) {
	m.Process = p
	m.Roles = mergeNamed(p.Roles, m.Roles)
	m.Facts = mergeNamed(p.Facts, m.Facts)
	phases := make([]*Step, 0, len(p.Phases))
	names := make([]string, 0, len(p.Phases))
	for _, pp := range p.Phases {
		phase := &Step{Kind: "phase", ID: pp.ID.Text, Pos: pp.ID.Pos, From: p.ID + "@" + p.Version}
		if own := byID(m.Phases, pp.ID.Text); own != nil {
			copied := *own
			phase = &copied
		}
		if pp.When.Src != "" {
			phase.When = pp.When
		}
		phase.Steps = slices.Concat(framed(pp.Enter), phase.Steps, framed(pp.Exit))
		phases, names = append(phases, phase), append(names, pp.ID.Text)
	}
	for _, own := range m.Phases {
		if !slices.Contains(names, own.ID) {
			f.refuse("E-PROC-1", own.Pos, fmt.Sprintf("the process %s has no phase `%s`", p.ID, own.ID),
				"the phases are those of the process", "move the steps into one of "+strings.Join(names, ", "))
		}
	}
	m.Phases = phases
}

// framed copies steps of the process and marks them as such.
func framed(steps []*Step) []*Step {
	out := cloneAll(steps)
	walk(out, func(s *Step) { s.OfProcess, s.Mandatory = true, true })
	return out
}

// missing lists the models a model names that the library has not.
func (f *flattener) missing(m *Model) []string {
	var out []string
	look := func(name string) {
		if name != "" && name != "any" && f.lib.Model(name) == nil && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	every(m, func(s *Step) { look(s.Model) })
	for _, l := range m.Links {
		look(l.Model)
	}
	return out
}

// walk calls visit for every step, each before its children.
func walk(steps []*Step, visit func(*Step)) {
	for _, s := range steps {
		visit(s)
		walk(s.Steps, visit)
	}
}

// clone copies a step and the steps below it; what they point to is shared.
func clone(s *Step) *Step {
	c := *s
	c.Steps = cloneAll(s.Steps)
	return &c
}

func cloneAll(steps []*Step) []*Step {
	if steps == nil {
		return nil
	}
	out := make([]*Step, len(steps))
	for i, s := range steps {
		out[i] = clone(s)
	}
	return out
}
