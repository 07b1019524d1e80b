package view

import (
	"github.com/headgate/headgate/engine"
)

// outcomes is the word of the status vocabulary for how a step ended.
var outcomes = map[engine.Outcome]string{
	engine.OutcomeNone:       "done",
	engine.OutcomeDone:       "done",
	engine.OutcomeFailed:     "failed",
	engine.OutcomeSkipped:    "skipped",
	engine.OutcomeExpired:    "expired",
	engine.OutcomeAnswer:     "done",
	engine.OutcomeAccepted:   "accepted",
	engine.OutcomeRefused:    "refused",
	engine.OutcomeWithdrawn:  "withdrawn",
	engine.OutcomeCancelled:  "cancelled",
	engine.OutcomeBackedOut:  "backed_out",
	engine.OutcomeWaived:     "waived",
	engine.OutcomeKept:       "done",
	engine.OutcomeSuperseded: "superseded",
	engine.OutcomePartial:    "at_risk",
	engine.OutcomeDropped:    "cancelled",
	engine.OutcomeDeferred:   "cancelled",
}

// severity orders the words of what is open: the higher, the sooner somebody
// must look.
var severity = map[string]int{
	"pending": 0, "ready": 1, "on_track": 2, "in_progress": 2, "waiting": 3, "at_risk": 4, "held": 5, "backing_out": 6,
	"late": 7, "blocked": 8, "in_doubt": 9,
}

// healths is what the word of an open step says about its case.
var healths = map[string]string{
	"held": "held", "backing_out": "backing_out", "late": "late", "blocked": "blocked", "in_doubt": "in_doubt",
}

// CaseStatus is where a case stands: running, backing_out, closed, cancelled.
func CaseStatus(s *engine.State) string {
	switch s.Status {
	case engine.BackingOut:
		return "backing_out"
	case engine.Closed:
		return "closed"
	case engine.CaseWasCancelled:
		return "cancelled"
	default:
		return "running"
	}
}

// Status is the word of the status vocabulary for a step.
func (c *Case) Status(at step) string {
	if at.node == engine.None {
		return "held" // the case itself is open work only while it is held
	}
	slot := c.slot(at)
	switch {
	case slot.State == engine.Settled && slot.Flags&engine.FlagBlocked != 0:
		return "blocked"
	case slot.State == engine.Settled:
		return c.ended(at, slot)
	case slot.Sub == engine.InDoubtSub && slot.State == engine.Active:
		return "in_doubt"
	case c.held(at, slot):
		return "held"
	case slot.State == engine.Pending || slot.State == engine.Entering:
		return "pending"
	case slot.State == engine.Active && slot.Sub == engine.UndoingSub:
		return "backing_out"
	case slot.Due != 0 && slot.Due < c.Now:
		return "late"
	default:
		return c.open(at, slot)
	}
}

func (c *Case) held(at step, slot *engine.Slot) bool {
	if w := c.waitingAt(at); w != nil && w.State == "held" {
		return true
	}
	return slot.State == engine.Active && slot.Sub == engine.PausedSub
}

func (c *Case) ended(at step, slot *engine.Slot) string {
	if slot.Outcome == engine.OutcomeAnswer {
		if bad := badAnswers[c.answer(at, slot)]; bad != "" {
			return bad
		}
	}
	if c.Plan.Nodes[at.node].Kind == engine.KindGate && outcomes[slot.Outcome] == "done" {
		return "passed"
	}
	return outcomes[slot.Outcome]
}

func (c *Case) answer(at step, slot *engine.Slot) string {
	answers := c.Plan.SpecOf(at.node, slot.Overlays).Answers
	if slot.Answer < 0 || int(slot.Answer) >= len(answers) {
		return ""
	}
	return answers[slot.Answer]
}

// open is the word for a step that is ready or runs, on time and unhindered.
func (c *Case) open(at step, slot *engine.Slot) string {
	switch c.Plan.Nodes[at.node].Kind {
	case engine.KindTask:
		if slot.State == engine.ReadyState {
			return "ready"
		}
		return "in_progress"
	case engine.KindAuto, engine.KindDocument, engine.KindNotify:
		if slot.State == engine.ReadyState {
			return "waiting"
		}
		return "in_progress"
	default:
		return "waiting"
	}
}

// stateWord is where a step stands in the words of the language.
func (c *Case) stateWord(at step) string {
	if w := c.waitingAt(at); w != nil {
		return w.State
	}
	slot := c.slot(at)
	switch {
	case slot.State == engine.Settled && slot.Outcome == engine.OutcomeSkipped:
		return "skipped"
	case slot.State == engine.Settled:
		return "settled"
	case slot.State == engine.Active:
		return "running"
	case slot.State == engine.ReadyState:
		return "ready"
	default:
		return "pending"
	}
}

// outcomeWord is how a settled step ended, a decision by its answer.
func (c *Case) outcomeWord(at step) string {
	slot := c.slot(at)
	if slot.State != engine.Settled {
		return ""
	}
	if slot.Outcome == engine.OutcomeAnswer {
		return c.answer(at, slot)
	}
	return slot.Outcome.String()
}
