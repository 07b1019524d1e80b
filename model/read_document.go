package model

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

var (
	urgencies = []string{"planned", "expedited", "emergency"}
	rigors    = []string{"R1", "R2", "R3", "R4"}
)

// document reads a document by its kind.
func (d *decoder) document(n *yaml.Node) *Document {
	doc := &Document{Header: Header{Pos: d.pos(n)}}
	kind := lookup(n, "kind")
	if kind == nil {
		d.report(n, "E-DOC-3", "a document without `kind`", "the kind says how the rest is read", "begin with `kind: release-model`")
		return doc
	}
	doc.Kind = d.text(kind)
	d.origin = d.identity(n)
	switch child, isModel := strings.CutSuffix(doc.Kind, "-model"); {
	case isModel:
		d.child = child
		doc.Model = d.model(n)
		doc.Header = doc.Model.Header
	case doc.Kind == "process":
		d.child = strings.TrimSuffix(d.textOf(n, "runs"), "-model")
		doc.Process = d.process(n)
		doc.Header = doc.Process.Header
	case doc.Kind == "site":
		d.large = true // a directory of people is
		doc.Site = d.site(n)
		doc.Header = doc.Site.Header
	case doc.Kind == "policy":
		doc.Policy = d.policy(n)
		doc.Header = doc.Policy.Header
	case doc.Kind == "model-test":
		doc.Suite = d.suite(n)
		doc.Header = doc.Suite.Header
	case doc.Kind == "overlay":
		doc.Shared = d.shared(n)
		doc.Header = doc.Shared.Header
	default:
		d.wrong(kind, fmt.Sprintf("`%s` is no kind of document", doc.Kind),
			"kinds are process, release-model, change-model, policy, overlay, model-test, site")
	}
	return doc
}

// key is where a key of the header or a section was written, or the document
// when it was not.
func (h *Header) key(name string) Pos {
	if p, ok := h.Set[name]; ok {
		return p
	}
	return h.Pos
}

// identity is id@version of a document, before it is read.
func (d *decoder) identity(n *yaml.Node) string {
	return d.textOf(n, "id") + "@" + d.textOf(n, "version")
}

func (d *decoder) textOf(n *yaml.Node, key string) string {
	if v := lookup(n, key); v != nil && v.Kind == yaml.ScalarNode {
		return strings.TrimSpace(v.Value)
	}
	return ""
}

// headerFields are the keys every document may have.
func (d *decoder) headerFields(h *Header) []field {
	return []field{
		{"kind", &h.Kind},
		{"id", func(v *yaml.Node) { h.ID = d.kebab(v) }},
		{"version", func(v *yaml.Node) { h.Version = d.version(v) }},
		{"title", &h.Title},
		{"owner", &h.Owner},
		{"applies_to", &h.AppliesTo},
		{"accountable", &h.Accountable},
		{"source", &h.Source},
		{"purpose", &h.Purpose},
	}
}

// header checks what every document must say of itself.
func (d *decoder) header(n *yaml.Node, h *Header, must ...string) {
	h.Pos = d.pos(n)
	h.Set = make(map[string]Pos, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		h.Set[n.Content[i].Value] = d.pos(n.Content[i])
	}
	for _, key := range must {
		if lookup(n, key) == nil {
			d.report(n, "E-DOC-3", fmt.Sprintf("the header has no `%s`", key),
				"who reads a document must know what it is and who answers for it", fmt.Sprintf("add `%s:`", key))
		}
	}
}

func (d *decoder) kebab(n *yaml.Node) string {
	s := d.text(n)
	if s != "" && !isID(strings.ReplaceAll(s, "-", "_")) || strings.Contains(s, "_") {
		d.wrong(n, fmt.Sprintf("`%s` is no document id", s), "document ids are kebab-case: small letters, digits and `-`")
	}
	return s
}

// version reads a semantic version from its source text: 1.10 would be a
// number to YAML and is an incomplete version to everybody else.
func (d *decoder) version(n *yaml.Node) string {
	s := d.text(n)
	if s == "" || isSemver(s) {
		return s
	}
	hint := "write major.minor.patch, such as 1.0.0"
	if isSemver(s + ".0") {
		hint = fmt.Sprintf("write %s.0", s)
	} else if isSemver(s + ".0.0") {
		hint = fmt.Sprintf("write %s.0.0", s)
	}
	d.wrong(n, fmt.Sprintf("`%s` is no version", s), hint)
	return s
}

// isSemver reports whether s is a semantic version. Source: semver.org 2.0.0.
func isSemver(s string) bool {
	core, pre, hasPre := strings.Cut(s, "-")
	parts := strings.Split(core, ".")
	if len(parts) != 3 || hasPre && (pre == "" || strings.Contains(pre, "..")) {
		return false
	}
	return !slices.ContainsFunc(parts, func(p string) bool {
		return p == "" || len(p) > 9 || strings.Trim(p, "0123456789") != "" || len(p) > 1 && p[0] == '0'
	})
}

func (d *decoder) model(n *yaml.Node) *Model {
	m := &Model{}
	d.record(n, "a model", d.modelFields(m)...)
	d.header(n, &m.Header, "id", "version", "title", "owner")
	return m
}

// modelFields are the keys of a model: its header, then its sections.
func (d *decoder) modelFields(m *Model) []field {
	fields := append(d.headerFields(&m.Header),
		field{"class", &m.Class},
		field{"extends", func(v *yaml.Node) { m.Extends = d.idAtMajor(v) }},
		field{"abstract", &m.Abstract}, field{"review_every", &m.ReviewEvery},
		field{"label", &m.Label}, field{"shown_as", &m.ShownAs},
		field{"dials", func(v *yaml.Node) { d.dials(v, &m.Header) }})
	return append(fields, d.sections(m)...)
}

// sections are the keys of a model beside its header, in the order of the
// language reference, section 1.
func (d *decoder) sections(m *Model) []field {
	return []field{
		{"params", &m.Params},
		{"facts", &m.Facts},
		{"events", func(v *yaml.Node) { m.Events = d.events(v) }},
		{"links", func(v *yaml.Node) { m.Links = d.links(v) }},
		{"agreements", func(v *yaml.Node) { m.Agreements = d.agreements(v) }},
		{"roles", &m.Roles},
		{"environments", func(v *yaml.Node) {
			d.items(v, "`environments`", func(v *yaml.Node) { m.Environments = append(m.Environments, d.word(v)) })
		}},
		{"timeline", func(v *yaml.Node) { d.timeline(v, &m.Timeline) }},
		{"locks", func(v *yaml.Node) { m.Locks = d.locks(v) }},
		{"labels", func(v *yaml.Node) { m.Labels = d.labels(v) }},
		{"tables", func(v *yaml.Node) { m.Tables = d.tables(v) }},
		{"ladders", func(v *yaml.Node) { m.Ladders = d.ladders(v) }},
		{"phases", func(v *yaml.Node) { m.Phases = named(d, v, "`phases`", d.phase) }},
		{"procedures", func(v *yaml.Node) { m.Procedures = named(d, v, "`procedures`", d.procedure) }},
		{"watch", &m.Watch},
		{"escalate", &m.Escalate},
		{"overlays", func(v *yaml.Node) { m.Overlays = d.overlays(v) }},
		{"measures", func(v *yaml.Node) { m.Measures = d.measures(v) }},
		{"tests", &m.Tests},
		{"guidance", &m.Guidance},
		{"x", &m.X},
		{"none", func(v *yaml.Node) { m.None = d.none(v) }},
	}
}

func (d *decoder) ladders(n *yaml.Node) []Ladder {
	return named(d, n, "`ladders`", func(id Word, v *yaml.Node) Ladder {
		l := d.ladder(v)
		l.ID = id
		return *l
	})
}

// phase reads a list of steps, or {steps, …}.
func (d *decoder) phase(id Word, n *yaml.Node) *Step {
	s := &Step{Kind: "phase", ID: id.Text, Pos: id.Pos, From: d.origin, Set: map[string]Pos{}}
	if n.Kind == yaml.SequenceNode {
		s.Set["steps"] = d.pos(n)
		s.Steps = d.steps(n)
		return s
	}
	d.stepFields(n, s)
	return s
}

// procedure reads a named list of steps as a sequence block.
func (d *decoder) procedure(id Word, n *yaml.Node) *Step {
	s := d.phase(id, n)
	s.Kind = "group"
	return s
}

func (d *decoder) dials(n *yaml.Node, h *Header) {
	d.record(n, "`dials`",
		field{"rigor", func(v *yaml.Node) { h.Rigor = d.oneOf(v, "a rigor", rigors) }},
		field{"urgency", func(v *yaml.Node) { h.Urgency = d.oneOf(v, "an urgency", urgencies) }})
}

// idAtMajor reads id@major.
func (d *decoder) idAtMajor(n *yaml.Node) string {
	s := d.text(n)
	id, major, ok := strings.Cut(s, "@")
	if s != "" && (!ok || id == "" || major == "" || strings.Trim(major, "0123456789") != "") {
		d.wrong(n, fmt.Sprintf("`%s` names no version of a model", s), "write id@major, such as release-core@1")
	}
	return s
}
