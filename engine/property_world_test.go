package engine

import "pgregory.net/rapid"

// goodGrants let everything be built and deployed. Kim may deploy, but decided
// about it: there is somebody to refuse.
func goodGrants() []Grant {
	return []Grant{
		{ID: "b", Stage: "build", Status: "active", Deciders: []string{"ida"}},
		{ID: "d", Stage: "deploy", Status: "active", Deciders: []string{"ida", "kim"}},
	}
}

// misfits each make a grant fit what it should cover in one way, and most of
// them not fit.
var misfits = []func(g *Grant, pl *player){
	func(*Grant, *player) {},
	func(g *Grant, _ *player) { g.Status = "revoked" },
	func(g *Grant, _ *player) { g.Environments = []string{"staging"} },
	func(g *Grant, _ *player) { g.Environments = []string{"live", "staging"} },
	func(g *Grant, _ *player) { g.CIs = []string{"x"} },
	func(g *Grant, _ *player) { g.CIs = []string{"search"} },
	func(g *Grant, _ *player) { g.CIs = []string{"shop", "x"} },
	func(g *Grant, pl *player) { g.From = pl.now + 1_800_000 },
	func(g *Grant, pl *player) { g.To = pl.now + 120_000 },
	func(g *Grant, pl *player) { g.To = pl.now + 3_600_000 },
	func(g *Grant, _ *player) { g.Package = "another" },
	func(g *Grant, _ *player) { g.Model = "another" },
	func(g *Grant, _ *player) { g.Stage = "build" },
}

// changeWorld changes grants and freezes at random; nothing of before stays.
func (pl *player) changeWorld(rt *rapid.T) {
	pl.w.Freezes = nil
	if rapid.IntRange(0, 3).Draw(rt, "freeze") == 0 {
		z := Freeze{ID: "F", From: pl.now, To: pl.now + 3_600_000, Environments: []string{"live"}}
		if rapid.Bool().Draw(rt, "exempt") {
			z.ExemptUrgencies = []string{"emergency"}
		}
		if rapid.Bool().Draw(rt, "everywhere") {
			z.Environments = nil
		}
		pl.w.Freezes, pl.w.Grants = []Freeze{z}, goodGrants() // nothing but the freeze forbids
		return
	}
	pl.w.Grants = goodGrants()
	i := rapid.SampledFrom([]int{0, 1, 1, 1}).Draw(rt, "grant") // mostly that which touching steps need
	rapid.SampledFrom(misfits).Draw(rt, "misfit")(&pl.w.Grants[i], pl)
}

// goodWorld is a world in which nothing keeps a case from its end.
func (pl *player) goodWorld() {
	pl.w.Freezes, pl.w.Grants = nil, goodGrants()
	pl.w.CIs = []CI{{ID: "shop", Type: "service"}, {ID: "shop_web", Type: "application", PartOf: "shop"}}
}
