package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
)

// Names says how the things of one case are called.
type Names struct {
	Place  func(n engine.NodeID, f engine.FrameID) string // deploy_wave[canary]; "" for the case
	Role   func(r engine.RoleID) string
	Output func(i int32) string // of evidence, by its index in the plan
	Person func(id string) string
	Case   string // release or change
	// Unreleased says that nothing was released: it was cancelled or backed out
	// before. Duties that wait for the release fall due all the same.
	Unreleased bool
	Zone       *time.Location
}

// sentences gives the words for each kind of event, after the actor, and the
// word of the status vocabulary beside them. %p is the place, %a the answer or
// name in it, %w the person concerned, %t the target, %u an instant. A sentence
// without an actor begins with the place instead of "Headgate": see Sentence.
var sentences = map[engine.EventKind]struct{ by, alone, status string }{
	engine.CaseStarted:       {"started the %c", "the %c started", "in_progress"},
	engine.Entered:           {"entered %p", "%p was entered", "pending"},
	engine.Skipped:           {"skipped %p", "%p was skipped", "skipped"},
	engine.Ready:             {"made %p ready", "%p is ready", "ready"},
	engine.Postponed:         {"postponed %p to %u", "%p was postponed to %u", "pending"},
	engine.Assigned:          {"assigned %p to %w", "%p was assigned to %w", "in_progress"},
	engine.Started:           {"began %p", "%p began", "in_progress"},
	engine.Paused:            {"paused %p at a safe point", "%p paused at a safe point", "held"},
	engine.Continued:         {"continued %p", "%p goes on", "in_progress"},
	engine.Done:              {"completed %p", "%p is done", "done"},
	engine.Failed:            {"reported %p as failed", "%p failed", "failed"},
	engine.InDoubt:           {"does not know what became of %p", "nobody knows what became of %p", "in_doubt"},
	engine.Expired:           {"let %p expire", "%p expired", "expired"},
	engine.Kept:              {"kept %p as it was", "%p was kept as it was", "done"},
	engine.Reset:             {"reset %p", "%p was reset", "pending"},
	engine.Reopened:          {"reopened %p", "%p was reopened", "ready"},
	engine.Stale:             {"made %p out of date", "%p is out of date", "at_risk"},
	engine.VoteCast:          {"voted %a in %p", "a vote of %a was cast in %p", "in_progress"},
	engine.VoteRevoked:       {"took back a vote in %p", "a vote in %p was taken back", "withdrawn"},
	engine.Decided:           {"decided %p: %a", "%p was decided: %a", "done"},
	engine.Offered:           {"offered handoff %p", "handoff %p was offered", "waiting"},
	engine.Accepted:          {"accepted handoff %p", "handoff %p was accepted", "accepted"},
	engine.Refused:           {"refused handoff %p", "handoff %p was refused", "refused"},
	engine.Withdrawn:         {"withdrew handoff %p", "handoff %p was withdrawn", "withdrawn"},
	engine.EvidenceGiven:     {"gave %a of %p", "%p gave %a", "done"},
	engine.EvidenceAccepted:  {"accepted %a of %p", "%a of %p was accepted", "accepted"},
	engine.EvidenceReturned:  {"returned %a of %p", "%a of %p was returned", "returned"},
	engine.EvidenceSuspended: {"suspended %a of %p", "%a of %p is suspended", "at_risk"},
	engine.EvidenceVoided:    {"voided %a of %p", "%a of %p no longer counts", "expired"},
	engine.Waived:            {"waived %q", "%q was waived", "waived"},
	engine.LockQueued:        {"queued for lock %a in %p", "%p queues for lock %a", "waiting"},
	engine.LockGranted:       {"took lock %a for %p", "%p holds lock %a", "in_progress"},
	engine.LockFreed:         {"freed lock %a of %p", "%p freed lock %a", "done"},
	engine.Held:              {"held %p", "%p is held", "held"},
	engine.Resumed:           {"resumed %p", "%p goes on", "in_progress"},
	engine.DateShifted:       {"moved %d to %u", "%d moved to %u", "in_progress"},
	engine.OverlayApplied:    {"applied overlay %a", "overlay %a applies", "in_progress"},
	engine.RedoStarted:       {"sent the work back to %t", "the work goes back to %t", "in_progress"},
	engine.ItemJoined:        {"added %a to %p", "%a joined %p", "in_progress"},
	engine.ItemDropped:       {"dropped %p", "%p was dropped", "cancelled"},
	engine.ItemDeferred:      {"deferred %p", "%p was deferred", "cancelled"},
	engine.ChildStarted:      {"started %a for %p", "%p started %a", "in_progress"},
	engine.ChildSettled:      {"settled %a of %p", "%a of %p ended", "done"},
	engine.BoundaryPassed:    {"passed the point of no return %p", "the point of no return %p was passed", "at_risk"},
	engine.BackOutStarted:    {"began to back out", "the back-out began", "backing_out"},
	engine.UndoStarted:       {"began to undo %p", "undoing %p began", "backing_out"},
	engine.Undone:            {"undid %p", "%p was undone", "backed_out"},
	engine.UndoFailed:        {"could not undo %p", "undoing %p failed", "failed"},
	engine.BackOutDone:       {"finished the back-out", "the back-out is done", "backed_out"},
	engine.Escalated:         {"escalated %p to %w", "%p was escalated to %w", "late"},
	engine.Acknowledged:      {"acknowledged the escalation of %p", "the escalation of %p was acknowledged", "in_progress"},
	engine.Reminded:          {"reminded %w of %p", "%w was reminded of %p", "waiting"},
	engine.DueMissed:         {"missed the limit of %p", "%p is over its limit", "late"},
	engine.Blocked:           {"blocked %p", "%p is blocked", "blocked"},
	engine.Cancelled:         {"cancelled %p", "%p was cancelled", "cancelled"},
	engine.CheckedIn:         {"checked in at %p", "somebody checked in at %p", "in_progress"},
	engine.Ticked:            {"ticked “%a” of %p", "“%a” of %p was ticked", "done"},
	engine.Noted:             {"noted on %p", "a note on %p", "in_progress"},
	engine.Delegated:         {"delegated %p to %w", "%p was delegated to %w", "in_progress"},
	engine.Enrolled:          {"enrolled %w", "%w was enrolled", "in_progress"},
	engine.Excluded:          {"excluded %w", "%w was excluded", "cancelled"},
	engine.Revealed:          {"revealed %a", "%a was revealed", "in_progress"},
	engine.FactReceived:      {"read %a", "%a was read", "in_progress"},
	engine.LinkChanged:       {"changed link %a", "link %a changed", "in_progress"},
	engine.ChangeLinked:      {"linked %a", "%a was linked", "in_progress"},
	engine.GrantGiven:        {"gave grant %a", "grant %a was given", "done"},
	engine.GrantRevoked:      {"revoked grant %a", "grant %a was revoked", "withdrawn"},
	engine.Emitted:           {"sent %a", "%a was sent", "in_progress"},
	engine.SignalReceived:    {"signalled %a", "%a was received", "in_progress"},
	engine.PhaseEntered:      {"entered phase %p", "phase %p began", "in_progress"},
	engine.CaseReleased:      {"released", "released", "done"},
	engine.CaseClosed:        {"closed the %c: %a", "the %c closed: %a", "done"},
	engine.CaseCancelled:     {"cancelled the %c", "the %c was cancelled", "cancelled"},
	engine.StartDelayed:      {"waits before %p", "%p waits to start", "waiting"},
	engine.WatchTurned:       {"saw a condition of %p turn", "a condition of %p turned", "in_progress"},
	engine.WatchFired:        {"fired a watch of %p", "a watch of %p fired", "in_progress"},
	engine.Elapsed:           {"waited for %p", "the time of %p is over", "done"},
	engine.OutcomeFixed:      {"fixed the outcome: %a", "the outcome is %a", "in_progress"},
	engine.LaterEvent:        {"did something a newer version knows", "something a newer version knows", "in_progress"},
}

// queued are the words for an undoing that is only listed so far, by its answer.
var queued = map[string]struct{ by, alone string }{
	"queued":     {"listed %p to be undone", "%p is to be undone"},
	"all queued": {"listed in %p what is undone", "%p has listed what is undone"},
}

// badAnswers are answers that are shown as a no.
var badAnswers = map[string]string{
	"reject": "no_go", "no_go": "no_go", "no": "no_go", "return": "returned", "refuse": "refused", "failed": "failed",
}

// Sentence returns what an event says in one sentence, such as "Mara accepted
// handoff to_test", and its word of the status vocabulary.
func Sentence(e *engine.Event, n Names) (text, status string) {
	words, ok := sentences[e.Kind]
	if !ok {
		return e.Kind.String(), "in_progress"
	}
	if bad := badAnswers[e.Answer]; bad != "" && (e.Kind == engine.Decided || e.Kind == engine.VoteCast) {
		words.status = bad
	}
	if e.Kind == engine.CaseReleased && n.Unreleased {
		words.by, words.alone = "makes the duties after the %c fall due", "what was owed after the %c falls due"
	}
	if e.Kind == engine.Held && e.Index == int32(engine.HoldBackOut) {
		words.by, words.alone = "holds %p for the back-out", "%p is held for the back-out"
	}
	if e.Kind == engine.UndoStarted && queued[e.Answer].alone != "" {
		words.by, words.alone = queued[e.Answer].by, queued[e.Answer].alone
	}
	fill := filler(e, n)
	who := Who(e.Actor, n)
	if who == "" {
		text = fill.Replace(words.alone)
		if !strings.HasPrefix(words.alone, "%") { // a name stays as it is written
			text = strings.ToUpper(text[:1]) + text[1:]
		}
		return text, words.status
	}
	return who + " " + fill.Replace(words.by), words.status
}

// Who returns how an actor is called in a sentence, or "" for the engine.
func Who(a engine.Actor, n Names) string {
	switch {
	case a.Person != "" && a.For != "" && a.For != a.Person:
		return fmt.Sprintf("%s (for %s)", n.Person(a.Person), n.Person(a.For))
	case a.Person != "":
		return n.Person(a.Person)
	default:
		return a.Machine
	}
}

func filler(e *engine.Event, n Names) *strings.Replacer {
	place := orCase(n.Place(e.Node, e.Frame), n)
	whom := people(e, n)
	answer, date, subject, target := answerOf(e, n), e.Answer, place, ""
	if date == "" || date == "T" {
		date = "the planned date"
	}
	if answer != "" {
		subject = answer + " of " + place
	}
	if e.Kind == engine.RedoStarted { // elsewhere Target counts other things than nodes
		target = n.Place(e.Target, e.Frame)
	}
	return strings.NewReplacer("%p", place, "%a", answer, "%w", whom, "%t", orCase(target, n),
		"%u", at(e.Until, n.Zone), "%d", date, "%c", n.Case, "%q", subject)
}

// evidence are the events that name an output by its index.
var evidence = map[engine.EventKind]bool{
	engine.EvidenceGiven: true, engine.EvidenceAccepted: true, engine.EvidenceReturned: true, engine.EvidenceSuspended: true,
	engine.EvidenceVoided: true,
}

func answerOf(e *engine.Event, n Names) string {
	if evidence[e.Kind] && e.Index != engine.None {
		return n.Output(e.Index)
	}
	return e.Answer
}

// people names whom an event concerns: the persons, else the role.
func people(e *engine.Event, n Names) string {
	list := e.Persons
	if e.Person != "" {
		list = []string{e.Person}
	}
	if len(list) == 0 && e.Role != engine.None {
		return n.Role(e.Role)
	}
	named := make([]string, len(list))
	for i, id := range list {
		named[i] = n.Person(id)
	}
	return strings.Join(named, ", ")
}

func orCase(place string, n Names) string {
	if place == "" {
		return "the " + n.Case
	}
	return place
}

// at writes an instant in a sentence: weekday, date and minute in the zone of
// the case.
func at(t calendar.Instant, zone *time.Location) string {
	if t == 0 {
		return "an open time"
	}
	if zone == nil {
		zone = time.UTC
	}
	return t.Time(zone).Format("Mon 2 Jan 2006 15:04 MST")
}

// CaseNames returns how the things of a case are called; Person is left to the
// caller, who has the directory.
func CaseNames(kind string, p *engine.Plan, s *engine.State) Names {
	n := Names{
		Place:  func(n engine.NodeID, f engine.FrameID) string { return p.Place(s, n, f) },
		Role:   func(r engine.RoleID) string { return roleName(p, r) },
		Output: func(i int32) string { return p.Outputs[i].Name },
		Person: func(id string) string { return id },
		Case:   kind, Unreleased: unreleased(p, s),
	}
	if p.SiteZone != nil {
		n.Zone = p.SiteZone.Location()
	}
	return n
}

// unreleased reports whether the node whose end is the release ended otherwise
// than well, or never will. Source: language reference, section 15.
func unreleased(p *engine.Plan, s *engine.State) bool {
	if p.Released == engine.None || len(s.Slots) == 0 {
		return false
	}
	slot := &s.Slots[s.Frames[0].Base+p.Nodes[p.Released].Slot]
	if slot.State != engine.Settled {
		return s.Outcome == "cancelled"
	}
	return slot.Flags&engine.FlagSatisfied == 0 || slot.Outcome == engine.OutcomeCancelled || slot.Outcome == engine.OutcomeBackedOut
}

// Entry shows an event; its ids and bytes are left to the caller.
func Entry(e *engine.Event, n Names) client.LogEntry {
	text, status := Sentence(e, n)
	by := e.Actor.Person
	if by == "" {
		by = e.Actor.Machine
	}
	reason := e.Text
	if e.Kind == engine.CaseStarted || e.Kind == engine.LaterEvent { // a title, or the bytes of a newer version
		reason = ""
	}
	return client.LogEntry{
		At: e.At.Time(time.UTC), Kind: e.Kind.String(), Place: n.Place(e.Node, e.Frame), By: by, Role: n.Role(e.Role), Text: text,
		Reason: reason, Status: status,
	}
}
