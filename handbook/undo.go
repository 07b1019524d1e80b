package handbook

import (
	"strings"

	"github.com/headgate/headgate/engine"
)

// touches names what a step changes, and where.
func (b *builder) touches(s *engine.Spec) Text {
	var parts []Text
	for _, ci := range s.Touches.CIs {
		parts = append(parts, code(ci))
	}
	if s.Touches.Program != engine.None {
		parts = append(parts, b.said("`"+b.source(s.Touches.Program)+"`"))
	}
	return then(joined(parts, ", "), plain(" in "+s.Touches.Environment))
}

// wayBack says how what a step changed is undone.
func (b *builder) wayBack(s *engine.Spec) Text {
	x := s.BackOut
	if x.None != "" {
		return then(plain("none: "+x.None+"; accepted by "), b.roleOf(x.Accept))
	}
	var t Text
	if x.Use != "" {
		t = then(plain("the machine "), code(x.Use))
	} else {
		t = prefixed("by ", b.rolesOf(x.Who))
	}
	if x.How != "" {
		t = then(t, plain(": "+strings.TrimSuffix(x.How, ".")))
	}
	if takes := x.Takes.P90; !takes.IsZero() {
		t = then(t, plain(", takes "+x.Takes.Words()))
	}
	return t
}

// remedy says what is left to do behind a point of no return.
func (b *builder) remedy(s *engine.Spec) Text {
	if s.RemedyProcedure != engine.None {
		return b.node(s.RemedyProcedure)
	}
	return plain(s.Remedy)
}

// backOut tells how we get back: what is undone and how, what starts it, and
// from where there is no return.
func (b *builder) backOut() *Section {
	s := &Section{ID: "back-out", Title: "Back-out and points of no return"}
	undo := Table{Caption: "What is changed, and how it is undone", Head: []string{"Step", "Changes", "Undone by"}}
	stops := Table{Caption: "Points of no return", Head: []string{"Point", "Accepted by", "What remains behind it"}}
	for i := range b.p.Nodes {
		n := engine.NodeID(i)
		node := &b.p.Nodes[i]
		spec := b.p.SpecOf(n, node.Overlay)
		if spec.Touches != nil {
			back := plain("nothing is said")
			if spec.BackOut != nil {
				back = b.wayBack(spec)
			}
			undo.Rows = append(undo.Rows, row(then(b.node(n), b.only(node.Overlay)), b.touches(spec), back))
		}
		if node.Kind == engine.KindBoundary {
			stops.Rows = append(stops.Rows, row(then(b.node(n), b.only(node.Overlay)), b.roleOf(spec.Accept), b.remedy(spec)))
		}
	}
	if len(undo.Rows) == 0 {
		s.add(Para{plain("No step of this model changes anything, so there is nothing to undo.")})
		return s
	}
	s.add(Para{b.backOutRule()})
	s.table(undo)
	if starts := b.backOutStarts(); len(starts) > 0 {
		s.add(Para{plain("A back-out begins by itself, without waiting for anybody:")}, List{Items: starts})
	}
	if len(stops.Rows) == 0 {
		s.add(Para{plain("There is no point of no return: everything can be undone until the end.")})
	}
	s.table(stops)
	return s
}

func (b *builder) backOutRule() Text {
	t := plain("Who answers for a step or its block may back it out. What was changed is undone in reverse order of start, the last first")
	if b.p.Branch != engine.None {
		t = then(t, plain("; it is done in the phase "), b.node(b.p.Branch))
	}
	return then(t, plain(". A back-out needs no grant and no window."))
}

// backOutStarts lists the rules that begin a back-out.
func (b *builder) backOutStarts() []Text {
	var out []Text
	for i := range b.p.Watches {
		w := &b.p.Watches[i]
		for j := range w.Then {
			if w.Then[j].Verb == engine.VerbBackOut {
				out = append(out, then(b.said(b.say.Watch(w)), b.only(w.Overlay)))
				break
			}
		}
	}
	return out
}
