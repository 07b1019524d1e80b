package service

import (
	"strings"
	"testing"
	"time"

	"github.com/headgate/headgate/client"
)

// pausableKit is the sample site with an executor that seals with a safe point.
func pausableKit(t *testing.T) *kit {
	t.Helper()
	library := shippedLibrary()
	for i := range library {
		library[i].Text = strings.Replace(library[i].Text, "package.seal: {gives:", "package.seal: {safe_point: true, gives:", 1)
	}
	return setupIn(t, library)
}

func (k *kit) claims(kinds ...string) []Effect {
	k.t.Helper()
	effects, err := k.ClaimEffects(k.t.Context(), "test", kinds, 10, time.Minute)
	if err != nil {
		k.t.Fatal(err)
	}
	return effects
}

// TestAHeldCallPausesAndGoesOn: the call that runs is asked to pause, and after
// the hold it is called anew.
func TestAHeldCallPausesAndGoesOn(t *testing.T) {
	t.Parallel()
	k := pausableKit(t)
	rel := k.sealing()
	call := k.claim()
	k.give("ida", rel, client.CommandRequest{Command: "hold", Reason: "the office is closed"})
	stops := k.claims(EffectStop)
	if len(stops) != 1 || stops[0].Key != call.Key || !stops[0].Pause {
		t.Fatalf("stops %+v, want a pause of %s", stops, call.Key)
	}
	k.report(stops[0], Result{Outcome: OutcomeDone})
	if wish, err := k.Extend(t.Context(), call, time.Minute); wish != Pause || err != nil {
		t.Errorf("the lease says %v, %v, want Pause", wish, err)
	}
	k.report(call, Result{Outcome: OutcomePaused})
	if v := k.see(rel); v.Calls[0].State != "paused" || k.count(rel, "Paused", "seal") != 1 {
		t.Errorf("call %+v, %d Paused", v.Calls[0], k.count(rel, "Paused", "seal"))
	}
	if left := k.claims(everyKind...); len(left) != 0 {
		t.Errorf("claimed while held: %+v", left)
	}

	k.give("ida", rel, client.CommandRequest{Command: "resume"})
	again := k.claim()
	if again.Key == call.Key || again.Executor != "package.seal" || again.Pause {
		t.Fatalf("claimed %+v after the hold", again)
	}
	k.give("ida", rel, client.CommandRequest{Command: "hold", Reason: "again"})
	if stops := k.claims(EffectStop); len(stops) != 1 || stops[0].Key != again.Key {
		t.Errorf("the second pause is of %+v, want %s", stops, again.Key)
	}
	k.report(again, sealAs(page1)(again)) // it was faster
	if v := k.see(rel); v.Package != page1 {
		t.Errorf("package %q", v.Package)
	}
}

// TestAPauseReachesACallThatIsClaimedLater: nothing may run in a held block.
func TestAPauseReachesACallThatIsClaimedLater(t *testing.T) {
	t.Parallel()
	k := pausableKit(t)
	rel := k.sealing()
	k.give("ida", rel, client.CommandRequest{Command: "hold", Reason: "the office is closed"})
	if stops := k.claims(EffectStop); len(stops) != 1 {
		t.Fatalf("stops %+v", stops)
	}
	if calls := k.claims(EffectCall); len(calls) != 1 || !calls[0].Pause {
		t.Errorf("calls %+v, want one that is to pause", calls)
	}
}

// TestAWithdrawnCallIsNotRun: one that waits in the outbox is dropped, one that
// runs elsewhere learns of it with its lease.
func TestAWithdrawnCallIsNotRun(t *testing.T) {
	t.Parallel()
	k := setup(t)
	rel := k.sealing()
	k.give("ida", rel, client.CommandRequest{Command: "cancel", Reason: "not needed"})
	if calls := k.claims(EffectCall); len(calls) != 0 {
		t.Errorf("claimed %+v of a cancelled case", calls)
	}
	if got := k.see(rel).Calls[0].State; got != "stopped" {
		t.Errorf("the call is %s, want stopped", got)
	}

	other := setup(t)
	rel = other.sealing()
	call := other.claim()
	other.give("ida", rel, client.CommandRequest{Command: "cancel", Reason: "not needed"})
	if wish, err := other.Extend(t.Context(), call, time.Minute); wish != Stop || err != nil {
		t.Errorf("the lease says %v, %v, want Stop", wish, err)
	}
}

// TestATransientFailureIsRepeatedByTheCase: as often as the step says, by a
// timer of the case and under a key of its own.
func TestATransientFailureIsRepeatedByTheCase(t *testing.T) {
	t.Parallel()
	library := shippedLibrary()
	for i := range library {
		library[i].Text = strings.Replace(library[i].Text, "use: package.seal\n", "use: package.seal\n        retry: 1\n", 1)
	}
	k := setupIn(t, library)
	rel := k.sealing()
	first := k.claim()
	k.report(first, Result{Outcome: OutcomeTransient, Error: "the store is away"})
	if v := k.see(rel); v.Health == "blocked" || v.Calls[0].State != "failed" {
		t.Fatalf("health %s, call %+v: %s", v.Health, v.Calls[0], v.Why)
	}
	if early := k.claim(); early.Key != "" {
		t.Errorf("repeated at once: %+v", early)
	}
	k.advance(time.Minute)
	if _, _, err := k.TickDue(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	second := k.claim()
	if second.Executor != first.Executor || second.Key == first.Key || second.Try != 1 {
		t.Fatalf("claimed %+v after %+v", second, first)
	}
	k.report(second, Result{Outcome: OutcomeTransient, Error: "still away"})
	if v := k.see(rel); v.Health != "blocked" || !strings.Contains(v.Why, "seal") {
		t.Errorf("health %s after the last try: %s", v.Health, v.Why)
	}
}

// TestOnlyCasesThatWantFactsAreLookedAt: the others are not in the index, and a
// reading moves a case to where it is wanted again.
func TestOnlyCasesThatWantFactsAreLookedAt(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.granted()
	rel := k.sealing()
	due := func(at time.Time) []Want {
		t.Helper()
		wants, err := k.Wanted(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		return wants
	}
	if got := due(k.Clock().Add(1000 * time.Hour)); len(got) != 0 {
		t.Fatalf("nothing reads a fact yet, wanted %+v", got)
	}
	k.machines(sealAs(page1))
	k.finishTesting(rel)
	k.machines(sealAs(page1))
	first := due(k.Clock())
	if len(first) == 0 || !first[0].ReadAt.IsZero() {
		t.Fatalf("wanted %+v, want facts that were never read", first)
	}
	k.readFacts()
	if again := due(k.Clock()); len(again) != 0 {
		t.Errorf("wanted at once again: %+v", again)
	}
	for _, w := range due(k.Clock().Add(time.Hour)) {
		if !w.At.Equal(w.ReadAt.Add(w.MaxAge / 2)) {
			t.Errorf("%s of age %s, read at %s, is wanted at %s", w.Fact, w.MaxAge, w.ReadAt, w.At)
		}
	}
}
