package engine

import (
	"testing"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/internal/cpu"
)

// r12 is the reference release: 12 steps, 13 acknowledged actions, 30
// transitions. The two timers are part of the run.
func r12(tb testing.TB) (*Plan, *World, []Command) {
	set := load(tb, "../models/site.yaml", "../models/bench/r12.yaml")
	p, found := Build(set.ByID("r12"), set, set.Site)
	if found.HasErrors() {
		tb.Fatal(set.Annotate(found))
	}
	w := &World{
		Directory: directoryOf(set.Site),
		Grants:    []Grant{{ID: "g", Stage: "deploy", Status: "active", Deciders: []string{"rob"}}},
	}
	return p, w, r12Commands(tb, p)
}

func r12Commands(tb testing.TB, p *Plan) []Command {
	at := calendar.Instant(1_772_438_400_000) // 2026-03-02T08:00Z
	node := func(id string) NodeID {
		n, ok := p.names[id]
		if !ok {
			tb.Fatal("no node ", id)
		}
		return n
	}
	digest := []Named{{"bits", expr.String("sha256:b")}}
	machine, person := Actor{Machine: "bench"}, func(id string) Actor { return Actor{Person: id} }
	list := []Command{
		{Kind: CmdStart, Actor: person("eva"), Start: &Start{Case: "R12", Params: []Named{{"service", expr.String("shop")}}}},
		{Kind: CmdReport, Node: node("prepare"), Actor: machine},
		{Kind: CmdReport, Node: node("plan_document"), Actor: person("ana"), Values: []Named{{"plan", expr.String("sha256:d1")}}},
		{Kind: CmdReport, Node: node("compile"), Actor: machine, Values: digest},
		{Kind: CmdReport, Node: node("test"), Actor: person("mia"), Values: []Named{{"test_report", expr.String("sha256:d2")}}},
		{Kind: CmdVote, Node: node("approve_service"), Actor: person("ida"), Answer: "approve"},
		{Kind: CmdVote, Node: node("approve_security"), Actor: person("leo"), Answer: "approve"},
		{Kind: CmdOffer, Node: node("to_operations"), Actor: person("eva")},
		{Kind: CmdTake, Node: node("to_operations"), Actor: person("jon")},
		{Kind: CmdReport, Node: node("deploy_bits"), Actor: machine},
		{Kind: CmdTime, Node: None},
		{Kind: CmdReport, Node: node("report"), Actor: person("ana"), Values: []Named{{"report", expr.String("sha256:d3")}}},
		{Kind: CmdAccept, Node: node("plan_document"), Actor: person("eva")},
		{Kind: CmdAccept, Node: node("test"), Actor: person("eva")},
		{Kind: CmdAccept, Node: node("report"), Actor: person("eva")},
		{Kind: CmdVote, Node: node("close"), Actor: person("eva"), Answer: "close"},
	}
	for i := range list {
		at += 60_000
		if list[i].Kind == CmdTime {
			at += 3_600_000
		}
		list[i].At = at
	}
	return list
}

func TestR12Closes(t *testing.T) {
	t.Parallel()
	p, w, commands := r12(t)
	var d Decision
	var log []Event
	for i := range commands {
		Decide(p, &d.State, w, &commands[i], &d)
		if d.Refusal != nil {
			t.Fatalf("command %d: %v", i, d.Refusal)
		}
		log = append(log, d.Events...)
	}
	if d.State.Status != Closed {
		t.Fatalf("R12 is %v: %s", d.State.Status, Why(p, &d.State, w))
	}
	t.Logf("%d commands, %d events", len(commands), len(log))
}

// transitions of one R12, as docs/performance counts them.
const transitions = 30

func BenchmarkR12(b *testing.B) {
	p, w, commands := r12(b)
	b.Run("in_place", func(b *testing.B) {
		var d Decision
		b.ReportAllocs()
		used := cpu.Used()
		for b.Loop() {
			d.State.clear()
			for i := range commands {
				Decide(p, &d.State, w, &commands[i], &d)
			}
		}
		report(b, cpu.Used()-used)
	})
	b.Run("copied", func(b *testing.B) {
		var even, odd Decision
		b.ReportAllocs()
		used := cpu.Used()
		for b.Loop() {
			from, to := &even, &odd
			from.State.clear()
			for i := range commands {
				Decide(p, &from.State, w, &commands[i], to)
				from, to = to, from
			}
		}
		report(b, cpu.Used()-used)
	})
}

// report gives the time of one of the 30 transitions of the reference, however
// many events the engine makes of them: by the clock, and of the processor,
// which stays true on a busy machine.
func report(b *testing.B, used time.Duration) {
	perRun := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / float64(b.N) }
	b.ReportMetric(perRun(b.Elapsed())/transitions, "ns/transition")
	b.ReportMetric(perRun(used)/transitions, "cpu-ns/transition")
	b.ReportMetric(transitions*1000/perRun(used), "Mtransitions/cpu-s")
}

func BenchmarkReplayR12(b *testing.B) {
	p, w, commands := r12(b)
	var d Decision
	var log []Event
	for i := range commands {
		Decide(p, &d.State, w, &commands[i], &d)
		log = append(log, d.Events...)
	}
	var s State
	b.ReportAllocs()
	used := cpu.Used()
	for b.Loop() {
		Replay(p, log, &s)
	}
	used = cpu.Used() - used
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(log)), "ns/event")
	b.ReportMetric(float64(used.Nanoseconds())/float64(b.N)/float64(len(log)), "cpu-ns/event")
}
