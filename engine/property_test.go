package engine

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/headgate/headgate/model"
)

// playable are the models that properties are played on: two that are shipped,
// one in which people touch and must differ, and a change that two must grant.
var playable = []string{"handbook-page", "software-standard", "rules", "permit"}

// playground compiles a playable model, always anew, with the people of the
// sample site.
func playground(t testing.TB, id string) (*Plan, *Directory) {
	t.Helper()
	names := []string{"../models/change-process.yaml", "../models/release-process.yaml", "../models/release-core.yaml", "../models/site.yaml"}
	switch id {
	case "rules", "permit":
		names = append(names, "testdata/model/kitchen-"+id+".yaml")
	default:
		names = append(names, "../models/"+id+".yaml")
	}
	set := load(t, names...)
	p, found := Build(set.ByID(id), set, set.Site)
	if found.HasErrors() {
		t.Fatal(set.Annotate(found))
	}
	return p, directoryOf(set.Site)
}

// eachPlayable runs a test on every playable model.
func eachPlayable(t *testing.T, test func(t *testing.T, id string)) {
	t.Helper()
	for _, id := range playable {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			test(t, id)
		})
	}
}

func TestHelpfulPeopleCloseEveryCase(t *testing.T) {
	t.Parallel()
	eachPlayable(t, func(t *testing.T, id string) {
		p, dir := playground(t, id)
		pl := newPlayer(t, p, dir)
		pl.start(fillParams(pl.p))
		pl.help(2000)
		pl.checkReplay()
		if pl.s.Status != Closed || pl.s.Outcome != "successful" {
			t.Errorf("got %v %s, want closed successful", pl.s.Status, pl.s.Outcome)
		}
	})
}

// TestAnyCaseCanEnd plays at random, lawful and unlawful moves alike, and then
// lets helpful people end the case, or back it out if anything is live: I10, and
// in every move I1 I2 I3 I6 I7 I9 I11 I12 I13 I14 I18.
func TestAnyCaseCanEnd(t *testing.T) {
	t.Parallel()
	eachPlayable(t, func(t *testing.T, id string) {
		p, dir := playground(t, id)
		rapid.Check(t, func(rt *rapid.T) {
			pl := newPlayer(rt, p, dir)
			pl.play(rt)
			if rapid.Bool().Draw(rt, "back out") {
				pl.backOut()
			}
			pl.help(4000)
			pl.checkReplay()
		})
	})
}

// TestARunningCaseKeepsItsModel holds I8: nothing that happens in a case changes
// what it runs, and the same document compiled again runs it just as well, byte
// for byte.
func TestARunningCaseKeepsItsModel(t *testing.T) {
	t.Parallel()
	eachPlayable(t, func(t *testing.T, id string) {
		p, dir := playground(t, id)
		dump, digest := p.Dump(), p.Digest
		rapid.Check(t, func(rt *rapid.T) {
			pl := newPlayer(rt, p, dir)
			pl.play(rt)
			if diff := cmp.Diff(dump, p.Dump()); diff != "" {
				rt.Fatalf("the case changed its model:\n%s", diff)
			}
			again, _ := playground(t, id)
			if again.Digest != digest || again.Dump() != dump {
				rt.Fatalf("the same document is another model: %s, and was %s", again.Digest, digest)
			}
			var s State
			Replay(again, pl.log, &s)
			if diff := cmp.Diff(s, pl.s, stateOptions...); diff != "" {
				rt.Fatalf("the same model compiled again runs the case otherwise:\n%s", diff)
			}
		})
	})
}

// TestOneAnswersAndSomebodyDoes holds I14 over every shipped model under every
// combination of its overlays: exactly one role answers for a step, and at least
// one does it.
func TestOneAnswersAndSomebodyDoes(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("../models/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set := load(t, append(names, "../models/bench/r12.yaml", "testdata/model/kitchen-rules.yaml")...)
	for _, m := range set.Models {
		p, found := Build(m, set, set.Site)
		if found.HasErrors() {
			t.Fatal(set.Annotate(found))
		}
		for mask := range Mask(1) << len(p.Overlays) {
			for _, row := range p.Raci(mask).Rows {
				cells := strings.Join(row.Cells, " ")
				if strings.Count(cells, "A") != 1 || strings.Count(cells, "R") < 1 && needsHands(p, row.Step) {
					t.Errorf("%s under %v, %s: %s", m.ID, p.OverlayIDs(mask), row.Step, cells)
				}
			}
		}
	}
}

// needsHands leaves out what goes by itself: waits, gates and boundaries, and
// messages.
func needsHands(p *Plan, step string) bool {
	switch p.Nodes[p.node(step)].Kind {
	case KindWait, KindGate, KindBoundary, KindNotify, KindDocument:
		return false
	}
	return true
}

// TestNobodyMeansNoModel holds I14 from the other side: a model in which a step
// has nobody who answers for it, or nobody who does it, does not compile.
func TestNobodyMeansNoModel(t *testing.T) {
	t.Parallel()
	set := load(t, "../models/release-process.yaml", "../models/site.yaml", "testdata/model/kitchen-rules.yaml")
	flat, found := model.Flatten(set.ByID("rules"), set)
	if found.HasErrors() {
		t.Fatal(found)
	}
	var people []*model.Step
	eachStep(flat.Phases, func(s *model.Step) {
		if s.Kind == "task" || s.Kind == "decide" {
			people = append(people, s)
		}
	})
	rapid.Check(t, func(rt *rapid.T) {
		broken := *flat
		if s := rapid.SampledFrom(people).Draw(rt, "step"); rapid.Bool().Draw(rt, "who") {
			who := s.Who
			s.Who = nil
			defer func() { s.Who = who }()
		} else {
			broken.Accountable, broken.Process = "", nil
		}
		found := model.Check(&broken, set.Site)
		if !slices.ContainsFunc(found, func(d model.Diagnostic) bool { return d.Code == "E-RACI-1" }) {
			rt.Errorf("nobody was missed: %v", found)
		}
	})
}

func eachStep(steps []*model.Step, do func(*model.Step)) {
	for _, s := range steps {
		do(s)
		eachStep(s.Steps, do)
	}
}
