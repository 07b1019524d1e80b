package engine

// Names of kinds, states and outcomes as the language, the log and the views
// write them. A name once written to a log keeps its meaning for ever.

var eventNames = [...]string{
	CaseStarted: "CaseStarted", Entered: "Entered", Skipped: "Skipped", Ready: "Ready", Postponed: "Postponed",
	Assigned: "Assigned", Started: "Started", Paused: "Paused", Continued: "Continued", Done: "Done", Failed: "Failed",
	InDoubt: "InDoubt", Expired: "Expired", Kept: "Kept", Reset: "Reset", Reopened: "Reopened", Stale: "Stale",
	VoteCast: "VoteCast", VoteRevoked: "VoteRevoked", Decided: "Decided", Offered: "Offered", Accepted: "Accepted",
	Refused: "Refused", Withdrawn: "Withdrawn", EvidenceGiven: "EvidenceGiven", EvidenceAccepted: "EvidenceAccepted",
	EvidenceReturned: "EvidenceReturned", EvidenceSuspended: "EvidenceSuspended", EvidenceVoided: "EvidenceVoided",
	Waived: "Waived", LockQueued: "LockQueued", LockGranted: "LockGranted", LockFreed: "LockFreed", Held: "Held",
	Resumed: "Resumed", DateShifted: "DateShifted", OverlayApplied: "OverlayApplied", RedoStarted: "RedoStarted",
	ItemJoined: "ItemJoined", ItemDropped: "ItemDropped", ItemDeferred: "ItemDeferred", ChildStarted: "ChildStarted",
	ChildSettled: "ChildSettled", BoundaryPassed: "BoundaryPassed", BackOutStarted: "BackOutStarted",
	UndoStarted: "UndoStarted", Undone: "Undone", UndoFailed: "UndoFailed", BackOutDone: "BackOutDone",
	Escalated: "Escalated", Acknowledged: "Acknowledged", Reminded: "Reminded", DueMissed: "DueMissed",
	Blocked: "Blocked", Cancelled: "Cancelled", CheckedIn: "CheckedIn", Ticked: "Ticked", Noted: "Noted",
	StartDelayed: "StartDelayed", WatchTurned: "WatchTurned", WatchFired: "WatchFired", Elapsed: "Elapsed", OutcomeFixed: "OutcomeFixed",
	Delegated: "Delegated", Enrolled: "Enrolled", Excluded: "Excluded", Revealed: "Revealed",
	FactReceived: "FactReceived", LinkChanged: "LinkChanged", ChangeLinked: "ChangeLinked", GrantGiven: "GrantGiven",
	GrantRevoked: "GrantRevoked", Emitted: "Emitted", SignalReceived: "SignalReceived", PhaseEntered: "PhaseEntered",
	CaseReleased: "CaseReleased", CaseClosed: "CaseClosed", CaseCancelled: "CaseCancelled", LaterEvent: "LaterEvent",
}

// String returns the name of the kind, such as "CaseStarted".
func (k EventKind) String() string { return nameOf(eventNames[:], int(k)) }

// ParseEventKind returns the kind of that name and true, or LaterEvent and
// false.
func ParseEventKind(name string) (EventKind, bool) {
	for k, n := range eventNames {
		if n == name && name != "" {
			return EventKind(k), true
		}
	}
	return LaterEvent, false
}

var commandNames = [...]string{
	CmdStart: "start", CmdBegin: "begin", CmdReport: "report", CmdConfirm: "confirm", CmdVote: "vote",
	CmdRevoke: "revoke", CmdSettle: "settle", CmdSubmit: "submit", CmdAccept: "accept", CmdReturn: "return",
	CmdWaive: "waive", CmdOffer: "offer", CmdTake: "take", CmdRefuse: "refuse", CmdWithdraw: "withdraw",
	CmdAssign: "assign", CmdAcknowledge: "acknowledge", CmdHold: "hold", CmdResume: "resume", CmdRetry: "retry",
	CmdAcceptFailure: "accept_failure", CmdRedo: "redo", CmdBackOut: "back_out", CmdCancel: "cancel",
	CmdShift: "shift", CmdApply: "apply", CmdTick: "tick", CmdNote: "note", CmdAskHelp: "ask_help", CmdFact: "fact",
	CmdSignal: "signal", CmdLinkChange: "link_change", CmdRevokeGrant: "revoke_grant", CmdWorld: "world",
	CmdPaused: "paused", CmdTime: "time",
}

// String returns the name of the command, in snake_case.
func (k CommandKind) String() string { return nameOf(commandNames[:], int(k)) }

// ParseCommandKind returns the command of that name and whether there is one.
func ParseCommandKind(name string) (CommandKind, bool) {
	for k, n := range commandNames {
		if n == name && name != "" {
			return CommandKind(k), true
		}
	}
	return 0, false
}

var kindNames = [...]string{
	KindTask: "task", KindAuto: "auto", KindDecide: "decide", KindWait: "wait", KindGate: "gate",
	KindHandoff: "handoff", KindDocument: "document", KindNotify: "notify", KindBoundary: "boundary",
	KindChild: "release", KindPhase: "phase", KindGroup: "group", KindParallel: "parallel", KindEach: "each",
	KindProcedure: "procedure",
}

// String returns the word a document uses for the kind.
func (k NodeKind) String() string { return nameOf(kindNames[:], int(k)) }

var outcomeNames = [...]string{
	OutcomeNone: "", OutcomeDone: "done", OutcomeFailed: "failed", OutcomeSkipped: "skipped", OutcomeExpired: "expired",
	OutcomeAnswer: "answered", OutcomeAccepted: "accepted", OutcomeRefused: "refused", OutcomeWithdrawn: "withdrawn",
	OutcomeCancelled: "cancelled", OutcomeBackedOut: "backed_out", OutcomeWaived: "waived", OutcomeKept: "kept",
	OutcomeSuperseded: "superseded", OutcomePartial: "partial", OutcomeDropped: "dropped", OutcomeDeferred: "deferred",
}

// String returns the word a condition compares an outcome with; "" for none.
func (o Outcome) String() string { return nameOf(outcomeNames[:], int(o)) }

func parseOutcome(word string) Outcome {
	for o, n := range outcomeNames {
		if n == word {
			return Outcome(o)
		}
	}
	return OutcomeNone
}

var statusNames = [...]string{Draft: "draft", Running: "running", BackingOut: "backing_out", Closed: "closed", CaseWasCancelled: "cancelled"}

// String returns the word for the status.
func (s Status) String() string { return nameOf(statusNames[:], int(s)) }

var modeNames = [...]string{Real: "real", Rehearsal: "rehearsal", DryRun: "dry_run"}

// String returns the word for the mode.
func (m Mode) String() string { return nameOf(modeNames[:], int(m)) }

var holdNames = [...]string{
	HoldPerson: "person", HoldDecision: "decision", HoldElse: "else", HoldWatch: "watch", HoldDeadline: "deadline",
	HoldRedo: "redo", HoldBackOut: "back_out",
}

// String returns the word for the cause.
func (c HoldCause) String() string { return nameOf(holdNames[:], int(c)) }

var itemNames = [...]string{ItemAbsent: "absent", ItemWaiting: "pending", ItemOpen: "running", ItemSettled: "settled"}

func nameOf(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return "?"
	}
	return names[i]
}
