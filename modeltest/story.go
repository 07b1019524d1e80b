package modeltest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
)

// storyLength is how many lines of a story are kept: the last ones tell why.
const storyLength = 15

// story tells what happened, the end of it, one line for each event that people
// would tell each other about.
func (pl *player) story() []string {
	var lines []string
	for i := range pl.log {
		if line := pl.tell(&pl.log[i]); line != "" {
			lines = append(lines, line)
		}
	}
	lines = slices.Compact(lines)
	if n := len(lines) - storyLength; n > 0 {
		lines = append([]string{"… " + strconv.Itoa(n) + " more before"}, lines[n:]...)
	}
	return lines
}

// tell is an event in words: "Tue 2026-03-03 09:00  wave_go[canary] is decided:
// go, by eva". It is empty for what nobody would tell.
func (pl *player) tell(e *engine.Event) string {
	verb, ok := verbs[e.Kind]
	if !ok || e.Node != engine.None && pl.isBlock(e.Node) && quietOnBlocks(e.Kind) {
		return ""
	}
	what := "the " + pl.plan.CaseWord
	if e.Node != engine.None {
		what = pl.plan.Place(pl.state(), e.Node, e.Frame)
	}
	line := pl.when(e.At) + "  " + what + " " + verb
	if e.Attempt > 1 {
		line += " (attempt " + strconv.Itoa(int(e.Attempt)) + ")"
	}
	return line + pl.details(e)
}

func (pl *player) details(e *engine.Event) string {
	var b strings.Builder
	switch {
	case e.Answer == "":
	case e.Kind == engine.Decided, e.Kind == engine.VoteCast, e.Kind == engine.OutcomeFixed, e.Kind == engine.CaseClosed,
		e.Kind == engine.OverlayApplied, e.Kind == engine.SignalReceived:
		b.WriteString(": " + e.Answer)
	}
	if e.Actor.Person != "" {
		b.WriteString(", by " + e.Actor.Person)
	}
	if len(e.Persons) > 0 {
		b.WriteString(", to " + strings.Join(e.Persons, " "))
	}
	if e.Until != 0 && e.Kind == engine.DateShifted {
		b.WriteString(" to " + pl.when(e.Until))
	}
	if e.Text != "" && e.Kind != engine.CaseStarted {
		b.WriteString(" (" + e.Text + ")")
	}
	return b.String()
}

// when is an instant in the zone of the case: "Tue 2026-03-03 09:00".
func (pl *player) when(t calendar.Instant) string {
	at := t.Time(zoneOf(pl.plan).Location())
	layout := "Mon 2006-01-02 15:04"
	if at.Second() != 0 {
		layout += ":05"
	}
	return at.Format(layout)
}

func (pl *player) isBlock(n engine.NodeID) bool { return pl.plan.Nodes[n].Kind.IsBlock() }

// quietOnBlocks are events that every block has and that say nothing more than
// those of its steps.
func quietOnBlocks(k engine.EventKind) bool {
	switch k {
	case engine.Started, engine.Done, engine.Cancelled, engine.Skipped:
		return true
	}
	return false
}

var verbs = map[engine.EventKind]string{
	engine.CaseStarted: "starts", engine.Skipped: "is skipped", engine.Started: "starts", engine.Paused: "pauses",
	engine.Continued: "goes on", engine.Done: "is done", engine.Failed: "fails", engine.InDoubt: "is in doubt",
	engine.Expired: "expires", engine.Kept: "is kept", engine.Reopened: "reopens", engine.Stale: "is stale",
	engine.VoteCast: "has a vote", engine.VoteRevoked: "loses a vote", engine.Decided: "is decided",
	engine.Offered: "is offered", engine.Accepted: "is accepted", engine.Refused: "is refused", engine.Withdrawn: "is withdrawn",
	engine.EvidenceReturned: "gets its deliverable back", engine.EvidenceVoided: "loses its evidence", engine.Waived: "is waived",
	engine.Held: "is held", engine.Resumed: "is resumed", engine.DateShifted: "is shifted", engine.OverlayApplied: "changes by overlay",
	engine.RedoStarted: "asks for a redo", engine.ItemDropped: "is dropped", engine.ItemDeferred: "is deferred",
	engine.BoundaryPassed: "is passed", engine.BackOutStarted: "is backed out", engine.UndoStarted: "is being undone",
	engine.Undone: "is undone", engine.UndoFailed: "could not be undone", engine.BackOutDone: "has been backed out",
	engine.Escalated: "is escalated", engine.Reminded: "sends a reminder", engine.DueMissed: "misses its due",
	engine.Blocked: "is blocked", engine.Cancelled: "is cancelled", engine.StartDelayed: "cannot start yet",
	engine.WatchFired: "runs a handler", engine.OutcomeFixed: "has its outcome", engine.SignalReceived: "gets an event",
	engine.CaseReleased: "is released", engine.CaseClosed: "is closed", engine.CaseCancelled: "is cancelled",
}
