package model

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// process reads a process document (language reference, section 15).
func (d *decoder) process(n *yaml.Node) *Process {
	p := &Process{}
	fields := append(d.headerFields(&p.Header),
		field{"runs", &p.Runs}, field{"roles", &p.Roles}, field{"facts", &p.Facts},
		field{"phases", func(v *yaml.Node) { p.Phases = named(d, v, "`phases`", d.processPhase) }},
		field{"released", &p.Released},
		field{"branch", func(v *yaml.Node) {
			d.record(v, "`branch`", field{"phase", &p.Branch}, field{"then", &p.BranchThen})
		}},
		field{"rules", func(v *yaml.Node) {
			d.items(v, "`rules`", func(v *yaml.Node) { p.Rules = append(p.Rules, d.rule(v)) })
		}},
		field{"escalate", &p.Escalate},
		field{"dials", func(v *yaml.Node) { d.processDials(v, p) }})
	d.record(n, "a process", fields...)
	d.header(n, &p.Header, "id", "version", "title", "owner", "runs", "phases", "released", "accountable")
	p.Digest = digest(canonicalProcess(p))
	return p
}

func (d *decoder) processPhase(id Word, n *yaml.Node) ProcessPhase {
	p := ProcessPhase{ID: id}
	d.record(n, "a phase of a process", field{"when", &p.When}, field{"enter", &p.Enter}, field{"exit", &p.Exit})
	return p
}

func (d *decoder) rule(n *yaml.Node) Rule {
	var r Rule
	d.record(n, "a rule",
		field{"rule", func(v *yaml.Node) { r.ID = Word{Text: d.text(v), Pos: d.pos(v)} }},
		field{"at", &r.At}, field{"start_if", &r.StartIf}, field{"differs_from", &r.DiffersFrom},
		field{"from_rigor", func(v *yaml.Node) { r.FromRigor = d.oneOf(v, "a rigor", rigors) }},
		field{"code", &r.Code})
	d.must(n, "a rule", "rule", "at")
	return r
}

func (d *decoder) processDials(n *yaml.Node, p *Process) {
	d.record(n, "`dials`",
		field{"rigor", func(v *yaml.Node) {
			p.RigorOps = make(map[string][]Op, len(rigors))
			d.each(v, "`rigor`", func(k, v *yaml.Node) {
				p.RigorOps[d.oneOf(k, "a rigor", rigors)] = d.ops(v)
			})
		}},
		field{"urgency", func(v *yaml.Node) { p.Urgencies = named(d, v, "`urgency`", d.urgency) }})
}

func (d *decoder) urgency(id Word, n *yaml.Node) Urgency {
	u := Urgency{ID: id.Text}
	word := func(key, only string, set func()) field {
		return field{key, func(v *yaml.Node) {
			if d.oneOf(v, "`"+only+"`", []string{only}) == only {
				set()
			}
		}}
	}
	d.record(n, "an urgency",
		field{"changes", &u.Changes},
		word("due", "half", func() { u.HalfDue = true }),
		word("clock", "elapsed", func() { u.Elapsed = true }),
		word("windows", "waived", func() { u.Windows = "waived" }),
		word("freezes", "by_rule", func() { u.Freezes = "by_rule" }),
		field{"may", func(v *yaml.Node) {
			d.items(v, "`may`", func(v *yaml.Node) { u.May = append(u.May, d.oneOf(v, "an exception", exceptions)) })
		}})
	return u
}

// exceptions are what an urgency may allow its overlays on mandatory steps
// (language reference, section 13).
var exceptions = []string{"skip", "owe", "shorten_dwell", "shorten_notice", "widen_window"}

func (d *decoder) policy(n *yaml.Node) *Policy {
	p := &Policy{}
	d.record(n, "a policy", append(d.headerFields(&p.Header), field{"limits", func(v *yaml.Node) {
		d.items(v, "`limits`", func(v *yaml.Node) {
			l := Limit{Pos: d.pos(v)}
			d.record(v, "a limit", field{"at", &l.At}, field{"require", func(v *yaml.Node) { l.Require, l.Least = d.entries(v), d.least(v) }}, field{"limit", &l.Limit},
				field{"forbid", &l.Forbid}, field{"from_rigor", &l.FromRigor})
			p.Limits = append(p.Limits, l)
		})
	}})...)
	d.header(n, &p.Header, "id", "version", "title", "owner", "applies_to", "limits")
	return p
}

// least reads what a limit requires as the fields of a step.
func (d *decoder) least(n *yaml.Node) *Step {
	s := &Step{Pos: d.pos(n)}
	d.each(n, "what is required", func(k, v *yaml.Node) {
		switch to := s.place(k.Value); {
		case slices.Contains(kinds, k.Value), v.Kind == yaml.ScalarNode && v.Value == "any":
		case to == nil:
			d.unknownKey(k, "a step", stepKeys)
		default:
			d.read(v, to)
		}
	})
	return s
}

func (d *decoder) suite(n *yaml.Node) *Suite {
	s := &Suite{}
	d.record(n, "a test document", append(d.headerFields(&s.Header),
		field{"model", func(v *yaml.Node) { s.Model = d.idAtMajor(v) }}, field{"tests", &s.Tests})...)
	d.header(n, &s.Header, "model", "tests")
	return s
}

func (d *decoder) shared(n *yaml.Node) *SharedOverlay {
	s := &SharedOverlay{}
	fields := append(d.headerFields(&s.Header), field{"for", &s.For})
	d.record(n, "an overlay", append(fields, d.overlayFields(&s.Overlay)...)...)
	d.header(n, &s.Header, "id", "version", "title", "owner", "for")
	s.Overlay.ID = Word{Text: s.ID, Pos: s.Pos}
	return s
}
