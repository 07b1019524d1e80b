package handbook

import (
	"strings"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
)

// Of writes the handbook of a plan. m is the flattened model the plan was
// compiled from: what people wrote about it, which the engine does not need.
// Both are read only.
func Of(p *engine.Plan, m *model.Model) Book {
	b := newBuilder(p, m)
	book := Book{
		Title:    p.Title,
		Subtitle: "Handbook of the " + strings.ReplaceAll(p.Kind, "-", " ") + " " + p.Model + " " + p.Version,
		Running:  p.Title + " · " + p.Model + " " + p.Version + " · " + short(p.Digest),
		Head:     b.head(),
	}
	for _, s := range []*Section{
		b.purpose(), b.people(), b.matrix(), b.timeline(), b.procedure(), b.decisions(), b.handoffs(), b.evidence(),
		b.ladders(), b.backOut(), b.overlays(), b.parameters(), b.outside(), b.measures(),
	} {
		if s != nil {
			book.Sections = append(book.Sections, s)
		}
	}
	if g := b.glossary(&book); g != nil {
		book.Sections = append(book.Sections, g)
	}
	return book
}

// builder assembles the sections of one plan.
type builder struct {
	p     *engine.Plan
	m     *model.Model
	say   engine.Sayings
	steps map[string]bool        // ids that have a section
	texts map[string]*model.Step // steps of the document by id
}

func newBuilder(p *engine.Plan, m *model.Model) *builder {
	b := &builder{p: p, m: m, say: p.Say(), steps: map[string]bool{}, texts: map[string]*model.Step{}}
	for i := range p.Nodes {
		if p.Nodes[i].ID != "" {
			b.steps[p.Nodes[i].ID] = true
		}
	}
	b.index(m.Phases)
	b.index(m.Procedures)
	return b
}

func (b *builder) index(list []*model.Step) {
	for _, s := range list {
		if s.ID != "" {
			b.texts[s.ID] = s
		}
		b.index(s.Steps)
	}
}

// short is a digest as people compare it: the first twelve digits.
func short(digest string) string {
	hex := strings.TrimPrefix(digest, "sha256:")
	return hex[:min(12, len(hex))]
}

// head is what tells this version from any other.
func (b *builder) head() []Fact {
	var f facts
	f.add("Model", then(code(b.p.Model), plain(" "+b.p.Version)))
	f.add("Digest", code(b.p.Digest))
	f.add("Process", b.process())
	f.add("Extends", b.parents())
	f.add("Class", plain(b.m.Class))
	f.add("Owner", b.role(b.p.Owner))
	f.add("Accountable", b.role(b.m.Accountable))
	f.add("Rigor and urgency", plain(b.p.Rigor+", "+b.p.Urgency))
	f.add("Reviewed", b.reviewed())
	f.add("Source", plain(b.m.Source))
	for _, part := range b.p.NotYet {
		f.add("Cannot be started yet", plain(part))
	}
	if b.m.Abstract {
		f.add("Use", plain("a base that others extend; it is never started itself"))
	}
	return f.list
}

func (b *builder) process() Text {
	if b.m.Process == nil {
		return nil
	}
	return then(code(b.m.Process.ID), plain(" "+b.m.Process.Version+", digest "), code(short(b.m.Process.Digest)))
}

func (b *builder) reviewed() Text {
	if b.m.ReviewEvery == "" {
		return plain("no interval is set")
	}
	return plain("every " + spanWords(b.m.ReviewEvery))
}

func (b *builder) parents() Text {
	texts := make([]Text, len(b.m.Parents))
	for i, id := range b.m.Parents {
		texts[i] = code(id)
	}
	return joined(texts, ", ")
}
