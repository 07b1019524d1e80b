package modeltest

import (
	"slices"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// job is what a machine has been asked to do and has not answered yet.
type job struct {
	node    engine.NodeID
	frame   engine.FrameID
	attempt uint16
	undo    bool
	stop    bool // it was asked to go to its safe point, and will say so
	due     calendar.Instant
	paused  bool
	left    calendar.Instant // while paused
}

func (j *job) of(e *engine.Effect) bool { return j.node == e.Node && j.frame == e.Frame }

// take does what an effect asks of machines. What is for people and outside is
// nobody's here.
func (pl *player) take(e *engine.Effect) {
	switch e.Kind {
	case engine.EffectCall:
		j := job{node: e.Node, frame: e.Frame, attempt: e.Attempt, undo: e.Undo}
		j.due = pl.finish(&j)
		pl.jobs = append(pl.jobs, j)
	case engine.EffectPause:
		pl.pause(e)
	case engine.EffectResume:
		for i := range pl.jobs {
			if j := &pl.jobs[i]; j.of(e) && j.paused {
				j.paused, j.due = false, pl.now+j.left
			}
		}
	case engine.EffectKill:
		pl.jobs = slices.DeleteFunc(pl.jobs, func(j job) bool { return j.of(e) && !j.undo })
	}
}

// finish is when a machine is done: after the median of its `takes`, else at
// once.
func (pl *player) finish(j *job) calendar.Instant {
	spec := pl.spec(j.node, j.frame)
	takes := spec.Takes
	if j.undo && spec.BackOut != nil {
		takes = spec.BackOut.Takes
	}
	if takes.P90.IsZero() {
		return pl.now
	}
	return later(pl.plan, pl.now, takes.Percentile(50, calendarOf(pl.plan)))
}

// pause sends a machine to its safe point, where it is at once; one that has
// none goes on to its end.
func (pl *player) pause(e *engine.Effect) {
	for i := range pl.jobs {
		j := &pl.jobs[i]
		if !j.of(e) || j.paused || j.undo || j.stop || !pl.safePoint(e.Use) {
			continue
		}
		j.paused, j.left = true, max(0, j.due-pl.now)
		pl.jobs = append(pl.jobs, job{node: j.node, frame: j.frame, attempt: j.attempt, stop: true, due: pl.now})
		return
	}
}

func (pl *player) safePoint(use string) bool {
	if pl.t.site == nil {
		return true
	}
	i := slices.IndexFunc(pl.t.site.Executors, func(s model.Signature) bool { return s.ID.Text == use })
	return i < 0 || pl.t.site.Executors[i].SafePoint
}

// machines lets the first machine that is due report, and says whether one did.
func (pl *player) machines() bool {
	best := -1
	for i := range pl.jobs {
		if j := &pl.jobs[i]; !j.paused && j.due <= pl.now && (best < 0 || j.due < pl.jobs[best].due) {
			best = i
		}
	}
	if best < 0 {
		return false
	}
	j := pl.jobs[best]
	pl.jobs = slices.Delete(pl.jobs, best, best+1)
	c := engine.Command{
		Kind: engine.CmdReport, Node: j.node, Frame: j.frame, Attempt: j.attempt, Target: engine.None,
		Actor: engine.Actor{Machine: machine},
	}
	switch {
	case j.stop:
		c.Kind = engine.CmdPaused
	case !j.undo:
		c.Values = pl.outputs(j.node, j.frame, nil)
	}
	_ = pl.do(c)
	return true
}

// outputs is what a report of a step brings: what the line gives, else what the
// test gives, else a sample unless there is a default or it may be absent.
func (pl *player) outputs(n engine.NodeID, f engine.FrameID, line []model.Entry) []engine.Named {
	var list []engine.Named
	node := &pl.plan.Nodes[n]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		if v, ok := pl.output(n, f, &pl.plan.Outputs[i], line); ok {
			list = append(list, engine.Named{Name: pl.plan.Outputs[i].Name, Value: v})
		}
	}
	return list
}

func (pl *player) output(n engine.NodeID, f engine.FrameID, o *engine.Output, line []model.Entry) (expr.Value, bool) {
	name := sampleName(pl.plan.Place(pl.state(), n, f)+"."+o.Name, pl.slot(n, f).Attempt)
	for _, e := range line {
		if e.Key.Text == o.Name {
			return pl.typed(e.Value, o, name), true
		}
	}
	for i := range pl.t.values.gives {
		g := &pl.t.values.gives[i]
		if g.step != pl.plan.Nodes[n].ID || g.output != o.Name {
			continue
		}
		if g.asked != noQuestion {
			return pl.ask(g.asked, f), true
		}
		return pl.typed(g.value, o, name), true
	}
	switch {
	case o.Default != nil || o.Optional || o.Type.Optional:
		return expr.Value{}, false
	case o.Evidence != "":
		return pl.sample.evidence(name), true
	}
	return pl.sample.of(o.Type, name), true
}

func (pl *player) typed(v model.Value, o *engine.Output, name string) expr.Value {
	if o.Evidence != "" {
		return pl.sample.evidenceOf(v, name)
	}
	x, _ := engine.Literal(v, o.Type) // checked when the test was compiled
	return x
}

// sampleName tells attempts apart: what is made again is another thing.
func sampleName(name string, attempt uint16) string {
	if attempt > 1 {
		return name + "#" + string(rune('0'+attempt%10))
	}
	return name
}

func (pl *player) ask(question int, f engine.FrameID) expr.Value {
	return engine.Ask(pl.plan, pl.state(), &pl.world, question, f, pl.now)
}
