package modeltest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/headgate/headgate/engine"
)

// drive lets everybody act well, and time pass, until something stands as it is
// wanted. It says whether it came to that.
func (pl *player) drive(w *wanted) bool {
	pl.movedAt, pl.idle = pl.now, false
	for pl.asked < mostDecisions && pl.now-pl.movedAt < longestQuiet {
		if pl.stands(&w.place, w.word.Text) {
			return true
		}
		if pl.over() || !pl.anything() {
			return false
		}
		if pl.came(w) {
			return true
		}
	}
	return false
}

// anything lets one thing happen, the first that there is: a machine answers, a
// person acts, Change grants, somebody frees what is stuck, time passes.
func (pl *player) anything() bool {
	return pl.machines() || pl.people() || pl.wait()
}

// people lets somebody act, or Change. Where nobody can, nobody is asked again
// before something moves, or the time has come that kept him from it.
func (pl *player) people() bool {
	if pl.idle && (pl.opens == 0 || pl.now < pl.opens) {
		return false
	}
	pl.idle, pl.opens = false, 0
	if pl.somebody(actsWell) || pl.change() || pl.somebody(frees) {
		return true
	}
	pl.idle = true
	return false
}

// wait lets time pass to the next thing that happens by itself, or that
// somebody may do what he may not yet.
func (pl *player) wait() bool {
	t := sooner(pl.next(), pl.opens)
	if t == 0 {
		return false
	}
	pl.step(t)
	return true
}

// rank orders acts of people; noRank are those that only a line asks for.
type rank uint8

const (
	noRank   rank = iota
	actsWell      // the work itself
	frees         // lets go on what is stuck
)

// rankOf is what an act is for. Nobody holds, cancels, refuses or waives by
// himself.
func rankOf(k engine.CommandKind) rank {
	switch k {
	case engine.CmdReport, engine.CmdVote, engine.CmdOffer, engine.CmdTake, engine.CmdAccept, engine.CmdSubmit:
		return actsWell
	case engine.CmdResume, engine.CmdRetry, engine.CmdConfirm:
		return frees
	}
	return noRank
}

// offered is an act somebody may do now.
type offered struct {
	act    engine.Act
	person string
}

// somebody does the first act of a rank that is offered to anybody: in document
// order, and of several people the first by name.
func (pl *player) somebody(r rank) bool {
	pl.freshen(pl.now)
	var list []offered
	for _, person := range pl.everybody {
		engine.Offer(pl.plan, pl.state(), &pl.world, person, &pl.offers)
		for _, a := range pl.offers.Acts {
			switch {
			case rankOf(a.Kind) != r || pl.voted(&a, person):
			case a.WhyNot == nil:
				list = append(list, offered{a, person})
			case a.WhyNot.Until > pl.now:
				pl.opens = sooner(pl.opens, a.WhyNot.Until)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b offered) int {
		return cmp.Or(cmp.Compare(a.act.Node, b.act.Node), cmp.Compare(a.act.Frame, b.act.Frame))
	})
	for i := range list {
		if pl.do(pl.commandOf(&list[i].act, list[i].person)) == nil {
			return true
		}
	}
	return false
}

// voted reports whether an act is a vote that its person has given already.
func (pl *player) voted(a *engine.Act, person string) bool {
	return a.Kind == engine.CmdVote && slices.ContainsFunc(pl.state().Votes, func(v engine.Vote) bool {
		return v.Node == a.Node && v.Frame == a.Frame && v.Person == person && v.Attempt == pl.slot(a.Node, a.Frame).Attempt
	})
}

// commandOf is an offered act, done well: the first answer, every point ticked,
// everything given.
func (pl *player) commandOf(a *engine.Act, person string) engine.Command {
	c := engine.Command{
		Kind: a.Kind, Node: a.Node, Frame: a.Frame, Target: engine.None,
		Actor: engine.Actor{Person: person}, Points: a.Points,
	}
	if rankOf(a.Kind) == frees {
		c.Reason = "it was stuck"
	}
	switch a.Kind {
	case engine.CmdVote, engine.CmdConfirm:
		c.Answer = a.Answers[0]
	case engine.CmdAccept:
		c.Answer = a.Title
	}
	switch a.Kind {
	case engine.CmdReport, engine.CmdOffer, engine.CmdVote, engine.CmdConfirm:
		c.Values = pl.outputs(a.Node, a.Frame, nil)
	case engine.CmdSubmit:
		for _, v := range pl.outputs(a.Node, a.Frame, nil) {
			if v.Name == a.Title {
				c.Values = []engine.Named{v}
			}
		}
	}
	return c
}

// change gives the grants that an open gate, or a start, waits for.
func (pl *player) change() bool {
	given := false
	for _, stage := range []string{"build", "deploy", "enable"} {
		if pl.awaited(stage) && !pl.granted(stage) {
			pl.world.Grants = append(pl.world.Grants, engine.Grant{
				ID: "CH-1/" + stage, Change: "CH-1", Kind: "individual", Stage: stage, Deciders: pl.deciders, Status: "active",
			})
			given = true
		}
	}
	for _, part := range pl.parts() {
		pl.world.Grants = append(pl.world.Grants, engine.Grant{
			ID: "CH-1/" + part.stage + "/" + part.name, Change: "CH-1", Kind: "individual", Stage: part.stage,
			Environments: []string{part.name}, Deciders: pl.deciders, Status: "active",
		})
		given = true
	}
	if given {
		_ = pl.do(engine.Command{Kind: engine.CmdWorld, Node: engine.None, Target: engine.None})
	}
	return given
}

// granted reports whether there is a grant of a stage for the whole case.
func (pl *player) granted(stage string) bool {
	return slices.ContainsFunc(pl.world.Grants, func(g engine.Grant) bool {
		return g.Stage == stage && len(g.Environments) == 0 && g.Status == "active"
	})
}

// part is what a grant for a part of a case is for.
type part struct{ stage, name string }

// parts lists those that open gates read and nobody has granted yet.
func (pl *player) parts() []part {
	var list []part
	s := pl.state()
	for i := range s.Frames {
		for n := range pl.plan.Nodes {
			node := engine.NodeID(n)
			if pl.plan.Nodes[n].Scope != s.Frames[i].Scope || pl.slot(node, engine.FrameID(i)).State != engine.Active {
				continue
			}
			until := pl.spec(node, engine.FrameID(i)).Until
			if until == engine.None {
				continue
			}
			for _, m := range partly.FindAllStringSubmatch(pl.plan.Programs[until].Source, -1) {
				if p := (part{m[1], m[2]}); !pl.grantedPart(p) {
					list = append(list, p)
				}
			}
		}
	}
	return list
}

// partly finds granted(stage, part) in a condition.
var partly = regexp.MustCompile(`granted\(\s*["'](\w+)["']\s*,\s*["'](\w+)["']`)

func (pl *player) grantedPart(p part) bool {
	return slices.ContainsFunc(pl.world.Grants, func(g engine.Grant) bool {
		return g.Stage == p.stage && slices.Contains(g.Environments, p.name) && g.Status == "active"
	})
}

// awaited reports whether something waits for a grant of a stage: an open gate
// that reads it, or a touching step that may not start without.
func (pl *player) awaited(stage string) bool {
	s := pl.state()
	for i := range s.Frames {
		for n := range pl.plan.Nodes {
			node := engine.NodeID(n)
			if pl.plan.Nodes[n].Scope != s.Frames[i].Scope || pl.slot(node, engine.FrameID(i)).State != engine.Active {
				continue
			}
			if until := pl.spec(node, engine.FrameID(i)).Until; until != engine.None && readsGrant(pl.plan.Programs[until].Source, stage) {
				return true
			}
		}
	}
	for i := range s.Delays {
		if stage == "deploy" && s.Delays[i].Code == "R-GRANT" {
			return true
		}
	}
	return false
}

func readsGrant(source, stage string) bool {
	return strings.Contains(source, `granted("`+stage+`"`) || strings.Contains(source, "granted('"+stage+"'")
}
