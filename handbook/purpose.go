package handbook

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
)

// purpose says what the model is for, when it applies and how it runs.
func (b *builder) purpose() *Section {
	s := &Section{ID: "purpose", Title: "Purpose and scope"}
	if b.m.Purpose != "" {
		s.add(Para{plain(b.m.Purpose)})
	}
	if b.m.Guidance != "" {
		s.add(Para{plain(b.m.Guidance)})
	}
	var f facts
	f.add("Applies when", appliesWhen(b.m))
	f.add("Promotion path", plain(arrows(b.m.Environments)))
	f.add("Ends", b.ends())
	s.add(Facts{f.list})
	s.table(b.phases())
	s.add(Figure{SVG: b.picture(), Caption: "Who does what, phase by phase. Dashed arrows go back, dotted ones back out.", Whole: true})
	return s
}

func appliesWhen(m *model.Model) Text {
	if m.AppliesTo.Src == "" {
		return nil
	}
	return code(m.AppliesTo.Src)
}

func arrows(list []model.Word) string {
	s := ""
	for i, w := range list {
		if i > 0 {
			s += " → "
		}
		s += w.Text
	}
	return s
}

// ends says when a case is over.
func (b *builder) ends() Text {
	t := plain("after its last phase, when nothing is owed, blocked, held or stale and every deliverable has been accepted")
	if b.p.Released != engine.None {
		t = then(t, plain("; it counts as released at the end of "), b.node(b.p.Released))
	}
	return t
}

// phases lists the phases with the steps in each.
func (b *builder) phases() Table {
	t := Table{Caption: "Phases", Head: []string{"Phase", "Steps"}}
	for _, ph := range b.p.Graph(0).Phases {
		what := joined(b.stepsIn(ph.ID), ", ")
		if why := b.absent(ph.ID); why != "" {
			what = joined([]Text{what, plain(why)}, "; ")
		}
		switch {
		case ph.Branch && b.p.BranchTo != engine.None:
			what = then(plain("entered only by a back-out, and followed by "), b.node(b.p.BranchTo), plain(": "), what)
		case ph.Branch:
			what = then(plain("entered only by a back-out: "), what)
		}
		t.Rows = append(t.Rows, row(b.said("`"+ph.ID+"`"), what))
	}
	return t
}

func (b *builder) stepsIn(phase string) []Text {
	var out []Text
	for i := range b.p.Nodes {
		node := &b.p.Nodes[i]
		if !b.isBlock(engine.NodeID(i)) && node.Overlay == 0 && node.Phase != engine.None && b.p.Nodes[node.Phase].ID == phase {
			out = append(out, b.node(engine.NodeID(i)))
		}
	}
	return out
}

// absent is the reason for which a phase has no steps of the model.
func (b *builder) absent(phase string) string {
	for _, n := range b.m.None {
		if n.ID.Text == phase {
			return "nothing of the model itself: " + n.Reason
		}
	}
	return ""
}

// spanWords says a duration of the document; what is none stays as it is.
func spanWords(s string) string {
	if d, err := calendar.ParseDur(s); err == nil {
		return d.Words()
	}
	return s
}
