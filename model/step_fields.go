package model

// stepKeys are the keys a step can have beside its kind, in the order of the
// language reference, section 4. Each has a place in Step, see place.
var stepKeys = []string{
	"title", "why", "how", "guidance", "because", "x",
	"when", "needs", "at", "plan", "due", "else", "then", "escalate", "window", "lock",
	"watch", "owed", "label", "shown_as", "takes", "who", "accountable", "consult", "inform",
	"present", "attest", "gives", "about", "checklist", "show", "differs_from", "same_as",
	"valid_for", "valid_until",
	"use", "with", "retry", "timeout", "touches", "back_out",
	"ask", "answers", "pass", "fail", "for", "advice", "veto", "final", "revocable_until", "cap",
	"until", "waive",
	"from", "to", "under", "package", "checks", "transfers", "one_way",
	"template", "text", "via",
	"remedy", "accept",
	"model", "mode", "T", "overlay", "assign", "private",
	"steps", "enough", "rest", "of", "as", "key", "order", "at_once", "open_until",
}

// place gives a pointer to the part of s that a key is read into, or nil for a
// key no step has. Reading, refining and overlays all go through it, so a
// field has one home.
func (s *Step) place(key string) any {
	switch key {
	case "title":
		return &s.Title
	case "why":
		return &s.Why
	case "how":
		return &s.How
	case "guidance":
		return &s.Guidance
	case "because":
		return &s.Because
	case "x":
		return &s.X
	case "label":
		return &s.Label
	case "shown_as":
		return &s.ShownAs
	}
	if p := s.flowPlace(key); p != nil {
		return p
	}
	if p := s.peoplePlace(key); p != nil {
		return p
	}
	return s.kindPlace(key)
}

// flowPlace holds order, time and what happens then.
func (s *Step) flowPlace(key string) any {
	switch key {
	case "when":
		return &s.When
	case "needs":
		return &s.Needs
	case "at":
		return &s.At
	case "plan":
		return &s.Plan
	case "due":
		return &s.Due
	case "else":
		return &s.Else
	case "then":
		return &s.Then
	case "escalate":
		return &s.Escalate
	case "window":
		return &s.Window
	case "lock":
		return &s.Lock
	case "watch":
		return &s.Watch
	case "owed":
		return &s.Owed
	case "takes":
		return &s.Takes
	case "valid_for":
		return &s.ValidFor
	case "valid_until":
		return &s.ValidUntil
	case "for":
		return &s.For
	case "until":
		return &s.Until
	}
	return nil
}

// peoplePlace holds who does, answers for, reads and proves.
func (s *Step) peoplePlace(key string) any {
	switch key {
	case "who":
		return &s.Who
	case "accountable":
		return &s.Accountable
	case "consult":
		return &s.Consult
	case "inform":
		return &s.Inform
	case "present":
		return &s.Present
	case "attest":
		return &s.Attest
	case "differs_from":
		return &s.DiffersFrom
	case "same_as":
		return &s.SameAs
	case "gives":
		return &s.Gives
	case "about":
		return &s.About
	case "checklist":
		return &s.Checklist
	case "show":
		return &s.Show
	case "advice":
		return &s.Advice
	case "veto":
		return &s.Veto
	case "final":
		return &s.Final
	case "cap":
		return &s.Cap
	}
	return nil
}

// kindPlace holds what only one kind of step has.
func (s *Step) kindPlace(key string) any {
	switch key {
	case "use":
		return &s.Use
	case "with":
		return &s.With
	case "retry":
		return &s.Retry
	case "timeout":
		return &s.Timeout
	case "touches":
		return &s.Touches
	case "back_out":
		return &s.BackOut
	case "ask":
		return &s.Ask
	case "answers":
		return &s.Answers
	case "pass":
		return &s.Pass
	case "fail":
		return &s.Fail
	case "revocable_until":
		return &s.RevocableUntil
	case "waive":
		return &s.Waive
	case "from":
		return &s.FromRole
	case "under":
		return &s.Under
	case "package":
		return &s.Package
	case "checks":
		return &s.Checks
	case "transfers":
		return &s.Transfers
	case "one_way":
		return &s.OneWay
	case "template":
		return &s.Template
	case "text":
		return &s.Text
	case "via":
		return &s.Via
	case "remedy":
		return &s.Remedy
	case "accept":
		return &s.Accept
	}
	return s.blockPlace(key)
}

// blockPlace holds blocks and child cases.
func (s *Step) blockPlace(key string) any {
	switch key {
	case "model":
		return &s.Model
	case "mode":
		return &s.Mode
	case "assign":
		return &s.Assign
	case "private":
		return &s.Private
	case "T":
		return &s.T
	case "overlay":
		return &s.OverlayUse
	case "to":
		if s.Kind == "handoff" {
			return &s.ToRole
		}
		return &s.To
	case "steps":
		return &s.Steps
	case "enough":
		return &s.Enough
	case "rest":
		return &s.Rest
	case "of":
		return &s.Of
	case "as":
		return &s.As
	case "key":
		return &s.Key
	case "order":
		return &s.Order
	case "at_once":
		return &s.AtOnce
	case "open_until":
		return &s.OpenUntil
	}
	return nil
}
