package service

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
)

// sealing brings a release to the point where the machine is to seal it.
func (k *kit) sealing() string {
	k.t.Helper()
	change := k.granted()
	k.give("eva", change, client.CommandRequest{Command: "vote", Place: "authorization", Answer: "approve", Values: map[string]json.RawMessage{"grant": raw("granted")}})
	rel := k.page(page1, change)
	k.give("ben", rel, client.CommandRequest{Command: "report", Place: "write", Answer: "done", Values: map[string]json.RawMessage{"text": raw(page1)}})
	return rel
}

var everyKind = []string{EffectCall, EffectStop, EffectNotify, EffectEmit}

// claim leases what waits and returns the one call among it.
func (k *kit) claim() Effect {
	k.t.Helper()
	effects, err := k.ClaimEffects(context.Background(), "test", everyKind, 10, time.Minute)
	if err != nil {
		k.t.Fatal(err)
	}
	var call Effect
	for _, e := range effects {
		if e.Kind == EffectCall {
			call = e
			continue
		}
		if err := k.Report(context.Background(), e, Result{Outcome: OutcomeDone}); err != nil {
			k.t.Fatal(err)
		}
	}
	return call
}

// count returns how many entries of a kind stand at a place of the log.
func (k *kit) count(id, kind, place string) int {
	k.t.Helper()
	log, err := k.Log(context.Background(), person("eva"), k.kindOf(id), id, 0, 500)
	if err != nil {
		k.t.Fatal(err)
	}
	n := 0
	for _, e := range log.Items {
		if e.Kind == kind && e.Place == place {
			n++
		}
	}
	return n
}

func (k *kit) report(e Effect, r Result) {
	k.t.Helper()
	if err := k.Report(context.Background(), e, r); err != nil {
		k.t.Fatal(err)
	}
}

func TestACallIsClaimedAndReportedOnce(t *testing.T) {
	t.Parallel()
	k := setup(t)
	rel := k.sealing()
	call := k.claim()
	if call.Executor != "package.seal" || call.Place != "seal" || call.Try != 1 || call.Case != rel || call.Mode != "real" {
		t.Fatalf("claimed %+v", call)
	}
	if again := k.claim(); again.Key != "" {
		t.Fatalf("a leased call is claimed again: %+v", again)
	}
	if wish, err := k.Extend(t.Context(), call, time.Minute); wish != GoOn || err != nil {
		t.Errorf("extend: %v %v", wish, err)
	}
	if got := k.see(rel).Calls[0]; got.State != "running" || got.StartedAt == nil {
		t.Errorf("call %+v", got)
	}
	done := sealAs(page1)(call)
	k.report(call, done)
	k.report(call, done)
	if n := k.count(rel, "Done", "seal"); n != 1 {
		t.Errorf("the seal is done %d times", n)
	}
	if v := k.see(rel); v.Package != page1 || v.Calls[0].State != "done" {
		t.Errorf("package %q, call %+v", v.Package, v.Calls[0])
	}
}

func TestALostClaimCannotReport(t *testing.T) {
	t.Parallel()
	k := setup(t)
	rel := k.sealing()
	slow := k.claim()
	k.advance(2 * time.Minute)
	k.restart()
	fast := k.claim()
	if fast.Key != slow.Key || fast.Try != 2 {
		t.Fatalf("claimed %+v after %+v", fast, slow)
	}
	if wish, err := k.Extend(t.Context(), slow, time.Minute); wish != Stop || err != nil {
		t.Errorf("the lost claim is extended: %v %v", wish, err)
	}
	k.report(slow, Result{Outcome: OutcomeFailed, Error: "I slept"})
	if n := k.count(rel, "Failed", "seal"); n != 0 {
		t.Error("a lost claim decided the step")
	}
	k.report(fast, Result{Outcome: OutcomeInDoubt, Error: "an earlier try may have sealed it"})
	v := k.see(rel)
	if v.Health != "in_doubt" || v.Calls[0].State != "in_doubt" {
		t.Errorf("health %s, call %+v", v.Health, v.Calls[0])
	}
	k.give("ana", rel, client.CommandRequest{Command: "confirm", Place: "seal", Answer: "done", Reason: "it is in the store", Values: map[string]json.RawMessage{
		"package": raw(page1), "provenance": raw("seal-1"),
	}})
	if v := k.see(rel); v.Package != page1 {
		t.Errorf("confirmed package %q: %s", v.Package, v.Why)
	}
}

// TestABeginnerFreesTheClaimsOfTheDead: the process that had a call is gone, and
// the next one does not wait for its lease.
func TestABeginnerFreesTheClaimsOfTheDead(t *testing.T) {
	t.Parallel()
	k := setup(t)
	rel := k.sealing()
	dead := k.claim()
	k.restart()
	if early := k.claim(); early.Key != "" {
		t.Fatalf("claimed %+v before it was free", early)
	}
	if freed, err := k.FreeClaims(t.Context()); freed != 1 || err != nil {
		t.Fatalf("freed %d claims, %v; want 1", freed, err)
	}
	next := k.claim()
	if next.Key != dead.Key || next.Try != 2 {
		t.Fatalf("claimed %+v after %+v", next, dead)
	}
	k.report(dead, sealAs(page1)(dead))
	if n := k.count(rel, "Done", "seal"); n != 0 {
		t.Error("the dead decided the step")
	}
	k.report(next, Result{Outcome: OutcomeInDoubt, Error: "an earlier try may have sealed it"})
	if v := k.see(rel); v.Health != "in_doubt" {
		t.Errorf("health %s, want in_doubt", v.Health)
	}
}

func TestWhatDoesNotFitFails(t *testing.T) {
	t.Parallel()
	k := setup(t)
	rel := k.sealing()
	k.report(k.claim(), Result{Outcome: OutcomeDone, Outputs: map[string]json.RawMessage{"package": raw(7)}})
	v := k.see(rel)
	if v.Health != "blocked" || !strings.Contains(v.Why, "seal") {
		t.Errorf("health %s: %s", v.Health, v.Why)
	}
	log, err := k.Log(t.Context(), person("eva"), Release, rel, 0, 500)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, e := range log.Items {
		found = found || e.Kind == "Failed" && strings.Contains(e.Reason, "output package")
	}
	if !found {
		t.Error("the log does not say why the seal failed")
	}
	k.give("ida", rel, client.CommandRequest{Command: "retry", Place: "seal", Reason: "mended"})
	second := k.claim()
	if second.Attempt != 2 {
		t.Fatalf("claimed %+v", second)
	}
	k.report(second, sealAs(page1)(second))
	if v := k.see(rel); v.Package != page1 {
		t.Errorf("package %q", v.Package)
	}
}

func TestAReportThatComesTooLateIsDropped(t *testing.T) {
	t.Parallel()
	k := setup(t)
	rel := k.sealing()
	call := k.claim()
	k.give("ida", rel, client.CommandRequest{Command: "cancel", Reason: "not needed"})
	k.report(call, sealAs(page1)(call))
	v := k.see(rel)
	if v.Status != "cancelled" || v.Package != "" || v.Calls[0].State != "stopped" {
		t.Errorf("status %s, package %q, call %+v", v.Status, v.Package, v.Calls[0])
	}
	if left := k.claim(); left.Key != "" {
		t.Errorf("left in the outbox: %+v", left)
	}
}

func TestOutputIsReadWhileItComes(t *testing.T) {
	t.Parallel()
	k := setup(t)
	rel := k.sealing()
	call := k.claim()
	for _, part := range []struct {
		at   int64
		text string
	}{{0, "sealing\n"}, {8, "sealed\n"}, {8, "sealed\n"}} {
		if err := k.AppendOutput(t.Context(), call.Key, part.at, []byte(part.text)); err != nil {
			t.Fatal(err)
		}
	}
	all, next, err := k.Output(t.Context(), person("eva"), Release, rel, "seal", 0)
	if err != nil || !bytes.Equal(all, []byte("sealing\nsealed\n")) || next != 15 {
		t.Errorf("output %q, next %d, %v", all, next, err)
	}
	rest, next, err := k.Output(t.Context(), person("eva"), Release, rel, "seal", 8)
	if err != nil || string(rest) != "sealed\n" || next != 15 {
		t.Errorf("output from 8: %q, next %d, %v", rest, next, err)
	}
}

func TestARehearsalReachesNobody(t *testing.T) {
	t.Parallel()
	k := setup(t)
	at := k.Clock().Add(20 * 24 * time.Hour)
	v := k.begin(Release, "ida", client.StartRequest{
		Model: "handbook-page", Title: "Rehearsal", Mode: "rehearsal", T: &at, CIs: []string{"handbook"}, Params: map[string]json.RawMessage{"page": raw("handbook")},
	})
	k.advance(30 * 24 * time.Hour)
	if _, _, err := k.TickDue(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	if n := k.count(v.ID, "Escalated", "build_authorized"); n == 0 {
		t.Error("time does not pass in a rehearsal")
	}
	effects, err := k.ClaimEffects(t.Context(), "test", everyKind, 10, time.Minute)
	if err != nil || len(effects) != 0 {
		t.Errorf("a rehearsal left %+v, %v", effects, err)
	}
}

func TestTheRunnerIsWokenForWork(t *testing.T) {
	t.Parallel()
	k := setup(t)
	change := k.granted() // reads no facts
	quiet := k.Changed(^News(0))
	k.give("ana", change, client.CommandRequest{Command: "note", Place: "authorization", Reason: "nothing to run"})
	woken := func(ch <-chan struct{}) bool {
		select {
		case <-ch:
			return true
		default:
			return false
		}
	}
	if woken(quiet) {
		t.Error("a note woke the runner")
	}
	loud, other := k.Changed(NewCalls), k.Changed(NewStops|NewFacts)
	k.sealing()
	if !woken(loud) {
		t.Error("an executor call did not wake the runner")
	}
	if woken(other) {
		t.Error("an executor call woke those who wait for stops and facts")
	}
}

// TestAnAlarmWakesOnlyForWhatIsSooner plays who looks at timers and who plans.
func TestAnAlarmWakesOnlyForWhatIsSooner(t *testing.T) {
	t.Parallel()
	a := newAlarm()
	plans := func(when string, at calendar.Instant, want bool) {
		t.Helper()
		if got := a.plan(at); got != want {
			t.Errorf("%s: planning %d wakes: %v, want %v", when, at, got, want)
		}
	}
	plans("nobody has looked yet", 50, true)
	a.begin()
	plans("somebody looks", 40, false)
	if got := a.end(60); got != 40 {
		t.Errorf("next is %d, want 40: it was planned meanwhile", got)
	}
	plans("later than the next", 70, false)
	plans("the same", 40, false)
	plans("none", 0, false)
	plans("sooner", 30, true)
	a.begin()
	if got := a.end(0); got != 0 {
		t.Errorf("next is %d, want none", got)
	}
	plans("nothing is planned", 90, true)
}

// TestACallIsNotGivenUpOnAnOldCase: the outbox shows a call as soon as it is
// durable, which is before memory has the case that waits for it.
func TestACallIsNotGivenUpOnAnOldCase(t *testing.T) {
	t.Parallel()
	k := setup(t)
	change := k.granted()
	k.give("eva", change, client.CommandRequest{Command: "vote", Place: "authorization", Answer: "approve", Values: map[string]json.RawMessage{"grant": raw("granted")}})
	rel := k.page(page1, change)
	old, err := k.load(t.Context(), rel)
	if err != nil {
		t.Fatal(err)
	}
	k.give("ben", rel, client.CommandRequest{Command: "report", Place: "write", Answer: "done", Values: map[string]json.RawMessage{"text": raw(page1)}})
	k.cases.put(rel, old, nil)
	if used := k.machines(sealAs(page1)); len(used) == 0 {
		t.Error("the call of a committed step was dropped")
	}
}
