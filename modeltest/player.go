package modeltest

import (
	"slices"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// player plays one test: it holds the case, the made-up world around it, and
// the clock.
type player struct {
	t      *Test
	plan   *engine.Plan
	sample sampler
	world  engine.World
	d      engine.Decision // its State is the case
	now    calendar.Instant
	log    []engine.Event // but readings, see note
	events int

	everybody []string
	deciders  []string
	readings  []engine.Named // of every fact, as the test says or a sample
	jobs      []job
	effects   []engine.Effect
	asked     int // decisions so far
	offers    engine.Offers

	movedAt calendar.Instant // when anything but readings and reminders happened last
	idle    bool             // nobody had anything to do, and nothing has moved since
	opens   calendar.Instant // when idle: when somebody may, who may not yet; or 0
}

// A test that does not come to an end is given up after so many decisions, or
// so long without any movement.
const (
	mostDecisions = 200_000
	longestQuiet  = 400 * day
)

func newPlayer(t *Test) *player {
	pl := &player{t: t, plan: t.plan}
	start := pl.start()
	pl.now = beginOf(t.plan, start.T)
	pl.sample = sampler{site: t.site, time: expr.Time(int64(pl.now))}
	pl.world.Directory = directoryOf(t.plan, t.site)
	pl.everybody = everybody(pl.world.Directory)
	pl.deciders = pl.grantDeciders()
	pl.world.CIs = components(t.site)
	for _, name := range t.plan.Previous {
		pl.world.Previous = append(pl.world.Previous, engine.Named{Name: name, Value: expr.String("sha256:previous." + name)})
	}
	for i := range t.plan.Facts {
		pl.readings = append(pl.readings, pl.firstReading(&t.plan.Facts[i]))
	}
	return pl
}

// start is what the case is started with: what the test says, else defaults,
// which the engine knows, else samples.
func (pl *player) start() *engine.Start {
	s := &engine.Start{Case: "TEST-1", Title: pl.t.Name}
	if pl.t.doc.Overlay != "" {
		s.Overlays = []string{pl.t.doc.Overlay}
	}
	for i := range pl.t.values.params {
		if p := &pl.t.values.params[i]; p.Name == "T" && p.Value.Kind() == expr.KindTime {
			s.T = calendar.Instant(p.Value.AsInt())
		}
	}
	if s.T == 0 && pl.asksForT() {
		s.T = local(pl.plan, sampleT)
	}
	return s
}

// asksForT reports whether a case of the plan is given a date at start.
func (pl *player) asksForT() bool {
	return pl.plan.AnchorT != engine.None || slices.ContainsFunc(pl.plan.Params, func(p engine.Param) bool { return p.Name == "T" })
}

// params are those the test gives, and samples of those that have no default
// and are asked for.
func (pl *player) params(overlay string) []engine.Named {
	list := slices.Clone(pl.t.values.params)
	for i := range pl.plan.Params {
		p := &pl.plan.Params[i]
		if p.Default != nil || p.Name == "T" || p.Optional && p.Overlay == 0 || p.Overlay != 0 && !pl.of(p.Overlay, overlay) || named(list, p.Name) != nil {
			continue
		}
		list = append(list, engine.Named{Name: p.Name, Value: pl.sample.of(p.Type, p.Name)})
	}
	return list
}

// of reports whether an overlay is in a mask.
func (pl *player) of(mask engine.Mask, overlay string) bool {
	return slices.Contains(pl.plan.OverlayIDs(mask), overlay)
}

func named(list []engine.Named, name string) *engine.Named {
	for i := range list {
		if list[i].Name == name {
			return &list[i]
		}
	}
	return nil
}

func (pl *player) firstReading(f *engine.Fact) engine.Named {
	if r := named(pl.t.values.facts, f.ID); r != nil {
		return *r
	}
	return engine.Named{Name: f.ID, Value: pl.sample.of(f.Type, f.ID)}
}

// grantDeciders are who decided the grants of the made-up change: the staff of
// `deciders`, else somebody who does nothing else.
func (pl *player) grantDeciders() []string {
	if list := pl.world.Directory.Team("deciders"); list != nil {
		return list
	}
	return []string{"change_authority"}
}

func components(site *model.Site) []engine.CI {
	if site == nil {
		return nil
	}
	list := make([]engine.CI, len(site.CIs))
	for i, c := range site.CIs {
		list[i] = engine.CI{ID: c.ID.Text, Type: c.Type, PartOf: c.PartOf}
	}
	slices.SortFunc(list, func(a, b engine.CI) int {
		switch {
		case a.ID < b.ID:
			return -1
		case a.ID > b.ID:
			return 1
		}
		return 0
	})
	return list
}

// state is the case.
func (pl *player) state() *engine.State { return &pl.d.State }

func (pl *player) slot(n engine.NodeID, f engine.FrameID) *engine.Slot {
	s := pl.state()
	return &s.Slots[s.Frames[f].Base+pl.plan.Nodes[n].Slot]
}

func (pl *player) spec(n engine.NodeID, f engine.FrameID) *engine.Spec {
	return pl.plan.SpecOf(n, pl.slot(n, f).Overlays)
}

// over reports whether nothing can happen any more.
func (pl *player) over() bool {
	s := pl.state().Status
	return s != engine.Running && s != engine.BackingOut
}

// do decides a command now, and takes note of what leaves the case.
func (pl *player) do(c engine.Command) *engine.Refusal {
	c.At = pl.now
	pl.asked++
	pl.world.At = pl.now
	engine.Decide(pl.plan, pl.state(), &pl.world, &c, &pl.d)
	for i := range pl.d.Events {
		pl.note(&pl.d.Events[i])
	}
	pl.effects = engine.Effects(pl.plan, pl.state(), pl.d.Events, pl.effects[:0])
	for i := range pl.effects {
		pl.take(&pl.effects[i])
	}
	return pl.d.Refusal
}

// note keeps an event for the story, unless it is one of the very many that
// nobody would tell, and marks what may give somebody something to do.
func (pl *player) note(e *engine.Event) {
	pl.events++
	switch e.Kind {
	case engine.FactReceived, engine.Elapsed, engine.WatchTurned:
		return
	case engine.Reminded:
	default:
		pl.movedAt, pl.idle = pl.now, false
	}
	pl.log = append(pl.log, *e)
}

// begin starts the case and reads every fact.
func (pl *player) begin() *engine.Refusal {
	start := pl.start()
	start.Params = pl.params(pl.t.doc.Overlay)
	if r := pl.do(engine.Command{Kind: engine.CmdStart, Node: engine.None, Target: engine.None, Actor: pl.owner(), Start: start}); r != nil {
		return r
	}
	for i := range pl.readings {
		_ = pl.read(i)
	}
	return nil
}

// owner starts the case: whoever is first in the team that answers for it.
func (pl *player) owner() engine.Actor {
	if len(pl.plan.Phases) > 0 {
		if r := pl.plan.SpecOf(pl.plan.Phases[0], 0).Accountable; r != engine.None {
			if list := pl.world.Directory.Team(pl.plan.Roles[r].ID); len(list) > 0 {
				return engine.Actor{Person: list[0]}
			}
		}
	}
	return engine.Actor{Machine: machine}
}

// machine is the name under which machines act.
const machine = "machine"

// read gives the case a reading of the i-th fact.
func (pl *player) read(i int) *engine.Refusal {
	f := &pl.readings[i]
	return pl.do(engine.Command{
		Kind: engine.CmdFact, Node: engine.None, Target: engine.None, Answer: f.Name,
		Actor: engine.Actor{Machine: machine}, Values: []engine.Named{*f},
	})
}

// freshen reads again what would be too old at t: facts stay fresh until a line
// replaces them.
func (pl *player) freshen(t calendar.Instant) {
	for i := range pl.readings {
		if age := pl.plan.Facts[i].MaxAge; !age.IsZero() && !pl.over() {
			if at := pl.readAt(i); at != 0 && later(pl.plan, at, age) <= t {
				pl.now = t
				_ = pl.read(i)
			}
		}
	}
}

func (pl *player) readAt(i int) calendar.Instant {
	for k := range pl.state().Facts {
		if r := &pl.state().Facts[k]; int(r.Fact) == i {
			return r.At
		}
	}
	return 0
}

// next is the next instant at which something happens by itself, 0 for none.
func (pl *player) next() calendar.Instant {
	t := engine.Due(pl.plan, pl.state())
	for i := range pl.jobs {
		if j := &pl.jobs[i]; !j.paused {
			t = sooner(t, j.due)
		}
	}
	return t
}

// sooner is the earlier of two instants, of which 0 is never.
func sooner(a, b calendar.Instant) calendar.Instant {
	if a == 0 || b != 0 && b < a {
		return b
	}
	return a
}

// pass lets time pass to t. Machines act at their time; timers at t fire only
// if inclusive, as inputs come before them.
func (pl *player) pass(t calendar.Instant, inclusive bool) {
	for pl.asked < mostDecisions && !pl.over() {
		next := pl.next()
		if next == 0 || next > t || next == t && !inclusive {
			break
		}
		pl.step(next)
	}
	pl.freshen(t)
	pl.now = max(pl.now, t)
}

// step lets happen what happens at t, the next instant: readings first, then
// machines, then timers.
func (pl *player) step(t calendar.Instant) {
	pl.freshen(t)
	pl.now = max(pl.now, t)
	if pl.machines() {
		return
	}
	if due := engine.Due(pl.plan, pl.state()); due != 0 && due <= pl.now {
		_ = pl.do(engine.Command{Kind: engine.CmdTime, Node: engine.None, Target: engine.None})
	}
}
