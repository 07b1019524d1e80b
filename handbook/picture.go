package handbook

import "github.com/headgate/headgate/draw"

// picture shows the whole model: a strip per phase, a column per role.
func (b *builder) picture() string {
	return draw.SVG(draw.Swim(draw.SwimPlan(b.p.Graph(0)), draw.ByPhase), b.p.Title+": steps by phase and role")
}

// pictured are the phases that are drawn by themselves: less is told sooner in
// words.
const pictured = 3

// phasePicture shows one phase at full size, a row per role.
func (b *builder) phasePicture(id string) []Block {
	g := draw.SwimPlan(b.p.Graph(0))
	for i, p := range g.Phases {
		if p.ID != id {
			continue
		}
		if only := g.Only(i); len(only.Nodes) >= pictured {
			return []Block{Figure{SVG: draw.SVG(draw.Swim(only, draw.ByRole), "Steps of "+p.Title+" by role")}}
		}
	}
	return nil
}
