package view

import (
	"testing"

	"github.com/headgate/headgate/engine"
)

func names() Names {
	return Names{
		Place: func(n engine.NodeID, _ engine.FrameID) string {
			if n == engine.None {
				return ""
			}
			return "to_test"
		},
		Output: func(int32) string { return "notes" },
		Role:   func(engine.RoleID) string { return "tester" },
		Person: func(id string) string { return map[string]string{"mara": "Mara", "jon": "Jon"}[id] },
		Case:   "release",
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	mara := engine.Actor{Person: "mara"}
	tests := []struct {
		event        engine.Event
		text, status string
	}{
		{engine.Event{Kind: engine.Accepted, Actor: mara}, "Mara accepted handoff to_test", "accepted"},
		{engine.Event{Kind: engine.Ready}, "to_test is ready", "ready"},
		{engine.Event{Kind: engine.Decided, Answer: "reject", Actor: mara}, "Mara decided to_test: reject", "no_go"},
		{engine.Event{Kind: engine.Decided, Answer: "approve", Actor: engine.Actor{Person: "jon", For: "mara"}}, "Jon (for Mara) decided to_test: approve", "done"},
		{engine.Event{Kind: engine.Escalated, Role: 0}, "to_test was escalated to tester", "late"},
		{engine.Event{Kind: engine.Reminded, Person: "jon"}, "Jon was reminded of to_test", "waiting"},
		{engine.Event{Kind: engine.Held, Node: engine.None, Target: 7, Actor: mara}, "Mara held the release", "held"},
		{engine.Event{Kind: engine.RedoStarted, Answer: "unchanged", Actor: mara}, "Mara sent the work back to to_test", "in_progress"},
		{engine.Event{Kind: engine.EvidenceAccepted, Index: 3, Actor: mara}, "Mara accepted notes of to_test", "accepted"},
		{engine.Event{Kind: engine.Waived, Answer: "notes", Actor: mara}, "Mara waived notes of to_test", "waived"},
		{engine.Event{Kind: engine.Waived, Actor: mara}, "Mara waived to_test", "waived"},
		{engine.Event{Kind: engine.DateShifted, Until: 1795680000000, Actor: mara}, "Mara moved the planned date to Thu 26 Nov 2026 08:00 UTC", "in_progress"},
		{engine.Event{Kind: engine.Done, Actor: engine.Actor{Machine: "pipeline.deploy"}}, "pipeline.deploy completed to_test", "done"},
	}
	for _, tt := range tests {
		text, status := Sentence(&tt.event, names())
		if text != tt.text || status != tt.status {
			t.Errorf("got %q (%s), want %q (%s)", text, status, tt.text, tt.status)
		}
	}
}

// TestEveryKindHasASentence fails when the engine learns a new kind of event.
func TestEveryKindHasASentence(t *testing.T) {
	t.Parallel()
	for kind := engine.CaseStarted; kind.String() != "" && kind <= engine.LaterEvent+16; kind++ {
		if _, ok := sentences[kind]; !ok && known(kind) {
			t.Errorf("%s has no sentence", kind)
		}
	}
}

func known(kind engine.EventKind) bool {
	parsed, ok := engine.ParseEventKind(kind.String())
	return ok && parsed == kind
}
