package handbook

import (
	"strings"

	"github.com/headgate/headgate/engine"
)

// procedure tells the steps phase by phase, in the order in which they run.
func (b *builder) procedure() *Section {
	s := &Section{ID: "procedure", Title: "Procedure"}
	s.add(
		Para{plain("Steps run in the order in which they stand here, unless a block says otherwise. Where a step does not say what follows an outcome, this holds:")},
		List{Items: []Text{
			plain("what is done, accepted or answered as hoped goes on to the next step;"),
			plain("what failed, was refused or was withdrawn stops there, and who answers for it decides whether it is tried again, accepted, redone or backed out;"),
			plain("a step that is late stays open: silence never means that it is done, and its ladder brings in others (see Escalation)."),
		}},
	)
	for _, ph := range b.p.Phases {
		s.Sections = append(s.Sections, b.phase(ph))
	}
	for i := range b.p.Nodes {
		if b.p.Nodes[i].Kind == engine.KindProcedure {
			s.Sections = append(s.Sections, b.phase(engine.NodeID(i)))
		}
	}
	return s
}

func (b *builder) phase(ph engine.NodeID) *Section {
	v := b.p.View(ph, 0)
	s := &Section{ID: "step-" + v.ID, Title: title(&v), Code: v.ID}
	switch {
	case ph == b.p.Branch:
		s.add(Para{plain("This phase is entered only by a back-out.")})
	case b.p.Nodes[ph].Kind == engine.KindProcedure:
		s.add(Para{plain("This procedure stands in no phase: it runs when a rule says so.")})
	}
	if why := b.absent(v.ID); why != "" {
		s.add(Para{plain(capital(why) + ".")})
	}
	if list := b.stepFacts(ph, 0); len(list) > 0 {
		s.add(Facts{list})
	}
	s.add(b.phasePicture(v.ID)...)
	s.Blocks = append(s.Blocks, b.children(ph)...)
	return s
}

// children are the sections of what is in a block: steps, and groups of blocks.
// Neighbours that are steps stand in one group without words.
func (b *builder) children(block engine.NodeID) []Block {
	var out []Block
	var row []*Section
	flush := func() {
		if len(row) > 0 {
			out, row = append(out, Group{Sections: row}), nil
		}
	}
	for c := block + 1; c < b.p.Nodes[block].End; c = b.p.Nodes[c].End {
		if !b.isBlock(c) {
			row = append(row, b.step(c))
			continue
		}
		if b.p.Nodes[c].ID != "" {
			row = append(row, b.named(c))
			continue
		}
		flush()
		out = append(out, Group{Lead: plain(capital(b.together(c)) + ":"), Facts: b.stepFacts(c, b.p.Nodes[c].Overlay), Sections: b.flat(c)})
	}
	flush()
	return out
}

// flat are the sections of a block without a name of its own.
func (b *builder) flat(block engine.NodeID) []*Section {
	var out []*Section
	for c := block + 1; c < b.p.Nodes[block].End; c = b.p.Nodes[c].End {
		switch {
		case !b.isBlock(c):
			out = append(out, b.step(c))
		case b.p.Nodes[c].ID != "":
			out = append(out, b.named(c))
		default:
			out = append(out, b.flat(c)...)
		}
	}
	return out
}

// named is the section of a block that has an id.
func (b *builder) named(n engine.NodeID) *Section {
	s := b.step(n)
	s.Blocks = append([]Block{Para{plain(capital(b.together(n)) + ".")}}, s.Blocks...)
	s.Blocks = append(s.Blocks, b.children(n)...)
	return s
}

// together says how the steps of a block run.
func (b *builder) together(n engine.NodeID) string {
	spec, node := b.p.SpecOf(n, b.p.Nodes[n].Overlay), &b.p.Nodes[n]
	switch node.Kind {
	case engine.KindParallel:
		return "these steps run side by side; " + b.say.Enough(spec.Enough)
	case engine.KindEach:
		order := "side by side"
		if spec.Serial {
			order = "one after another"
		}
		as := b.p.Scopes[node.Inner].As
		return "the steps of this block are done for each " + strings.TrimSpace(as+" of") + " " + b.items(n, node.Overlay) + ", " + order + "; " + b.say.Enough(spec.Enough)
	}
	return "these steps run one after another"
}

var kindWords = map[engine.NodeKind]string{
	engine.KindTask: "task", engine.KindAuto: "automatic", engine.KindDecide: "decision", engine.KindWait: "wait", engine.KindGate: "gate",
	engine.KindHandoff: "handoff", engine.KindDocument: "document", engine.KindNotify: "notice", engine.KindBoundary: "point of no return",
	engine.KindChild: "case of another model", engine.KindPhase: "phase", engine.KindGroup: "block", engine.KindParallel: "side by side",
	engine.KindEach: "for each", engine.KindProcedure: "procedure",
}

// step is the section of a step: what it is, what to do, and its facts.
func (b *builder) step(n engine.NodeID) *Section {
	mask := b.p.Nodes[n].Overlay
	v, spec := b.p.View(n, mask), b.p.SpecOf(n, mask)
	s := &Section{ID: "step-" + v.ID, Title: title(&v), Code: v.ID, Tags: b.tags(n, &v)}
	for _, text := range []string{spec.How, spec.Why, spec.Guidance} {
		if text != "" {
			s.add(Para{plain(text)})
		}
	}
	if list := b.stepFacts(n, mask); len(list) > 0 {
		s.add(Facts{list})
	}
	return s
}

func (b *builder) tags(n engine.NodeID, v *engine.NodeView) []string {
	tags := []string{kindWords[b.p.Nodes[n].Kind]}
	if v.OfProcess {
		tags = append(tags, "of the process")
	}
	if v.Owed {
		tags = append(tags, "owed")
	}
	if ids := b.p.OverlayIDs(b.p.Nodes[n].Overlay); len(ids) > 0 {
		tags = append(tags, "only with "+strings.Join(ids, " and "))
	}
	return tags
}
