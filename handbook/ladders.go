package handbook

import (
	"strconv"

	"github.com/headgate/headgate/engine"
)

// ladders tells who is brought in when a step is late, and which steps climb
// which ladder.
func (b *builder) ladders() *Section {
	if len(b.p.Ladders) == 0 {
		return nil
	}
	s := &Section{ID: "escalation", Title: "Escalation"}
	s.add(Para{plain("The clock of a ladder runs from the moment a step is ready to its due time, and on at the same rate behind that. Asking brings in help and leaves the work where it is; raising brings in authority. Neither takes the decision away from those whose it is.")})
	for i := range b.p.Ladders {
		if sec := b.ladder(engine.LadderID(i)); sec != nil {
			s.Sections = append(s.Sections, sec)
		}
	}
	return s
}

func (b *builder) ladder(id engine.LadderID) *Section {
	t := Table{Caption: "Rungs of " + b.ladderName(id), Head: []string{"When", "What happens"}}
	for i := range b.p.Ladders[id].Rungs {
		when, what := b.say.Rung(&b.p.Ladders[id].Rungs[i])
		t.Rows = append(t.Rows, row(plain(when), b.said(what)))
	}
	steps := b.climbers(id)
	if len(steps) == 0 {
		return nil
	}
	s := &Section{ID: ladderID(id), Title: capital(b.ladderName(id))}
	s.table(t)
	lead := plain("Climbed by ")
	if o := b.overlayOf(id); o != "" {
		lead = plain("With " + o + " it takes the place of the ladder of the model, and is climbed by ")
	}
	s.add(Para{then(lead, joined(steps, ", "), plain("."))})
	return s
}

// climbers are the steps with a due time that climb a ladder, alone or under
// one of the overlays.
func (b *builder) climbers(id engine.LadderID) []Text {
	var out []Text
	for i := range b.p.Nodes {
		n := engine.NodeID(i)
		for _, mask := range b.masks() {
			if mask&b.p.Nodes[i].Overlay != b.p.Nodes[i].Overlay || b.p.LadderOf(n, mask) != id || !b.p.SpecOf(n, mask).Due.Set || b.p.Nodes[i].ID == "" {
				continue
			}
			if b.overlayOf(id) != "" {
				mask = 0 // said once for all
			}
			out = append(out, then(b.node(n), b.only(mask)))
			break
		}
	}
	return out
}

// overlayOf is the overlay that brings a ladder, or empty.
func (b *builder) overlayOf(id engine.LadderID) string {
	for i := range b.p.Overlays {
		if b.p.Overlays[i].Ladder == id {
			return b.p.Overlays[i].ID
		}
	}
	return ""
}

// masks are no overlay, and each alone.
func (b *builder) masks() []engine.Mask {
	out := []engine.Mask{0}
	for i := range b.p.Overlays {
		out = append(out, engine.Mask(1)<<i)
	}
	return out
}

func (b *builder) ladderName(id engine.LadderID) string {
	if name := b.p.Ladders[id].ID; name != "" {
		return "ladder " + people(name)
	}
	if id == b.p.Ladder {
		return "ladder of the model"
	}
	if o := b.overlayOf(id); o != "" {
		return "ladder of " + o
	}
	for i := range b.p.Nodes {
		if b.p.Nodes[i].Specs[0].Ladder == id && b.p.Nodes[i].ID != "" {
			return "ladder of " + people(b.p.Nodes[i].ID)
		}
	}
	return "ladder " + strconv.Itoa(int(id)+1)
}

func ladderID(id engine.LadderID) string { return "ladder-" + strconv.Itoa(int(id)+1) }
