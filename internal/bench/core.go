package bench

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/internal/cpu"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// core measures the pure engine on one processor: R12 decided command by
// command, and its events replayed.
func core(ctx context.Context, c Config) ([]Figure, error) {
	r, err := newReference()
	if err != nil {
		return nil, err
	}
	log, err := r.play()
	if err != nil {
		return nil, err
	}
	var rates, cpus, allocs, replays, perEvent []float64
	for range c.Runs {
		t, err := spin(ctx, c.Window, r.decide)
		if err != nil {
			return nil, err
		}
		rates = append(rates, transitions/t.cpu.Seconds()/1e6)
		cpus = append(cpus, float64(t.cpu.Nanoseconds())/transitions)
		allocs = append(allocs, t.allocs)
		var s engine.State
		if t, err = spin(ctx, c.Window/4, func() { engine.Replay(r.plan, log, &s) }); err != nil {
			return nil, err
		}
		replays = append(replays, float64(t.cpu.Nanoseconds())/1e3)
		perEvent = append(perEvent, float64(t.cpu.Nanoseconds())/float64(len(log)))
	}
	of := "core"
	return []Figure{
		figure(of, "transitions in a second of one core", "M/s", rates...).atLeast(15, 30),
		figure(of, "processor time per transition", "ns", cpus...),
		figure(of, "allocations per release", "", allocs...),
		figure(of, fmt.Sprintf("replay of the %d events of a release", len(log)), "µs", replays...).atMost(20, 10),
		figure(of, "replay of one event", "ns", perEvent...),
	}, nil
}

// reference is R12 for the engine alone: plan, worlds and commands.
type reference struct {
	plan     *engine.Plan
	commands []order
	d        engine.Decision
}

// order is a command with the world it meets.
type order struct {
	engine.Command
	world *engine.World
}

func newReference() (*reference, error) {
	set, found := model.LoadSet(slices.Concat(models.Site(), models.Bench()))
	if found.HasErrors() {
		return nil, fmt.Errorf("read r12: %s", found)
	}
	plan, found := engine.Build(set.ByID("r12"), set, set.Site)
	if plan == nil {
		return nil, fmt.Errorf("compile r12: %s", found)
	}
	r := &reference{plan: plan}
	return r, r.write(set.Site)
}

// write lists the commands of one release, a minute apart.
func (r *reference) write(site *model.Site) error {
	const change = "CHG-1"
	before := &engine.World{Directory: directory(site)}
	world := before
	at := calendar.Instant(1_772_438_400_000) // 2026-03-02T08:00Z
	add := func(c engine.Command) {
		at = at.Add(time.Minute)
		c.At, c.Target = at, engine.None
		r.commands = append(r.commands, order{c, world})
	}
	machine := func(place string, values ...engine.Named) error {
		n, err := r.node(place)
		add(engine.Command{Kind: engine.CmdReport, Actor: engine.Actor{Machine: "bench.run"}, Node: n, Answer: "done", Values: values})
		return err
	}
	add(engine.Command{Kind: engine.CmdStart, Actor: engine.Actor{Person: "eva"}, Node: engine.None, Start: &engine.Start{
		Case: "REL-1", Title: "Shop 4.2", CIs: []string{"shop"}, Params: []engine.Named{{Name: "service", Value: expr.String("shop")}},
	}})
	engine.Decide(r.plan, &engine.State{}, before, &r.commands[0].Command, &r.d) // places are those of a case
	for _, a := range script(change) {
		var err error
		switch a.after {
		case prepare:
			err = machine(prepare)
		case compile:
			err = machine(compile, engine.Named{Name: "bits", Value: expr.String("sha256:bits")})
		case settle:
			err = machine(deployBits)
			at = at.Add(time.Hour)
			add(engine.Command{Kind: engine.CmdTime, Node: engine.None})
		}
		if err != nil {
			return err
		}
		if a.Command == "link_change" {
			with := *before
			with.Grants = []engine.Grant{{ID: change + "/deploy", Change: change, Kind: "individual", Stage: "deploy", Status: "active", Deciders: []string{"eva"}}}
			world = &with
		}
		command, err := r.command(a)
		if err != nil {
			return err
		}
		add(command)
	}
	return nil
}

func (r *reference) node(place string) (engine.NodeID, error) {
	n, _, no := r.plan.Find(&r.d.State, place)
	if no != nil {
		return n, fmt.Errorf("r12 has no %s: %s", place, no.Why)
	}
	return n, nil
}

// command reads an act as the engine takes it.
func (r *reference) command(a act) (engine.Command, error) {
	kind, ok := engine.ParseCommandKind(a.Command)
	if !ok {
		return engine.Command{}, fmt.Errorf("there is no command %s", a.Command)
	}
	c := engine.Command{Kind: kind, Actor: engine.Actor{Person: a.by}, Node: engine.None, Answer: a.Answer}
	for name := range a.Values { // one at most
		c.Values = []engine.Named{{Name: name, Value: expr.String("sha256:" + name)}}
	}
	if a.Place == "" {
		return c, nil
	}
	var err error
	c.Node, err = r.node(a.Place)
	return c, err
}

// directory is the people of a site as the engine reads them.
func directory(site *model.Site) *engine.Directory {
	d := &engine.Directory{}
	for _, p := range site.People {
		d.People = append(d.People, engine.Person{ID: p.ID.Text, Name: p.Name, Skills: p.Skills, Organization: p.Organization})
	}
	for _, t := range site.Teams {
		d.Teams = append(d.Teams, engine.Team{ID: t.ID.Text, Members: slices.Sorted(slices.Values(t.Items))})
	}
	slices.SortFunc(d.People, func(a, b engine.Person) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(d.Teams, func(a, b engine.Team) int { return strings.Compare(a.ID, b.ID) })
	return d
}

// decide runs one release from its start to its end, in place.
func (r *reference) decide() {
	r.begin()
	for i := range r.commands {
		c := &r.commands[i]
		engine.Decide(r.plan, &r.d.State, c.world, &c.Command, &r.d)
	}
}

// begin empties the case and keeps its memory.
func (r *reference) begin() { engine.Replay(r.plan, nil, &r.d.State) }

// play runs one release and returns its events. It fails where the release does
// not go as it should: then nothing is worth measuring.
func (r *reference) play() ([]engine.Event, error) {
	var log []engine.Event
	r.begin()
	for i := range r.commands {
		c := &r.commands[i]
		engine.Decide(r.plan, &r.d.State, c.world, &c.Command, &r.d)
		if r.d.Refusal != nil {
			return nil, fmt.Errorf("command %d of r12 is refused: %s", i, r.d.Refusal.Why)
		}
		log = append(log, r.d.Events...)
	}
	if r.d.State.Status != engine.Closed {
		return nil, fmt.Errorf("r12 does not close: %s", engine.Why(r.plan, &r.d.State, r.commands[len(r.commands)-1].world))
	}
	return log, nil
}

// turn is what one turn of a loop takes.
type turn struct {
	rate   float64 // turns a second
	cpu    time.Duration
	allocs float64
}

// spin runs f again and again for a while, on this goroutine alone.
func spin(ctx context.Context, window time.Duration, f func()) (turn, error) {
	const batch = 100 // turns between two looks at the clock
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	used, began, n := cpu.Used(), time.Now(), 0
	for time.Since(began) < window {
		if err := ctx.Err(); err != nil {
			return turn{}, err
		}
		for range batch {
			f()
		}
		n += batch
	}
	wall, used := time.Since(began), cpu.Used()-used
	runtime.ReadMemStats(&after)
	return turn{
		rate: float64(n) / wall.Seconds(), cpu: used / time.Duration(n),
		allocs: float64(after.Mallocs-before.Mallocs) / float64(n),
	}, nil
}
