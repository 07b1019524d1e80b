package engine

import (
	"strconv"
	"strings"
)

// Actions says what a list of actions does: "it goes back to `assemble`, at most
// 5 times; then the case is cancelled".
func (y Sayings) Actions(list []Action) string {
	parts := make([]string, len(list))
	for i := range list {
		parts[i] = y.Action(&list[i])
	}
	return strings.Join(parts, "; ")
}

// Action says what an action does.
func (y Sayings) Action(a *Action) string {
	p := y.p
	switch a.Verb {
	case VerbContinue:
		return "it goes on"
	case VerbFail:
		return "it fails"
	case VerbAnswer:
		return "it counts as " + or(a.Answer, p.programText(a.Program))
	case VerbHold:
		return y.target(a) + " is held"
	case VerbResume:
		return y.target(a) + " goes on"
	case VerbCancel:
		return y.target(a) + " is cancelled"
	case VerbBackOut:
		return y.target(a) + " is backed out"
	case VerbDrop:
		return y.target(a) + " is dropped"
	case VerbDefer:
		return y.target(a) + " is deferred to `" + a.Name + "`"
	case VerbRedo:
		return y.redo(a)
	case VerbShift:
		return or(a.Name, "T") + " moves to " + or(y.Time(a.Time), "its next date") + atMost(a.Max)
	case VerbApply:
		return "the overlay " + p.Overlays[a.Overlay].ID + " is applied"
	case VerbRun:
		return "`" + p.nodeText(a.Node) + "` runs"
	case VerbEscalate:
		return "it stays open and is escalated"
	default:
		return y.telling(a)
	}
}

// telling says the actions that only tell somebody something.
func (y Sayings) telling(a *Action) string {
	who := or(y.p.rolesText(a.Roles), "whoever does it")
	switch a.Verb {
	case VerbRemind:
		return who + " is reminded"
	case VerbAsk:
		return who + " is asked to help"
	case VerbRaise:
		return "it is raised to " + who
	case VerbNotify:
		return who + " is told"
	case VerbEmit:
		return a.Name + " is sent to other cases"
	case VerbVoid:
		return a.Name + " counts no more"
	case VerbReveal:
		return a.Name + " is revealed"
	case VerbEnrol:
		return who + " is joined by another"
	case VerbExclude:
		return who + " is left by another"
	default:
		return a.Verb.String() + " " + a.Name
	}
}

func (y Sayings) target(a *Action) string {
	switch a.Target {
	case TargetItem:
		return "this item"
	case TargetCase:
		return "the case"
	case TargetBeside:
		return "the block it runs beside"
	default:
		if a.Node == None {
			return "the case"
		}
		return "`" + y.p.nodeText(a.Node) + "`"
	}
}

func (y Sayings) redo(a *Action) string {
	s := "it goes back to `" + y.p.nodeText(a.From) + "`"
	switch {
	case a.KeepUnchanged:
		s += ", keeping what has not changed"
	case len(a.Keep) > 0:
		s += ", keeping " + y.p.nodesText(a.Keep)
	}
	s += atMost(a.Max)
	if len(a.Then) > 0 {
		s += ", after which " + y.Actions(a.Then)
	}
	return s
}

func atMost(times int) string {
	switch times {
	case 0:
		return ""
	case 1:
		return ", at most once"
	}
	return ", at most " + strconv.Itoa(times) + " times"
}

// Watch says what is watched for and what it does: "if live.sev1 is above 0,
// `waves` is backed out".
func (y Sayings) Watch(w *Watch) string {
	var parts []string
	if w.Event != None {
		parts = append(parts, "when "+y.p.Events[w.Event].Name+" is received")
	}
	if w.If != None {
		parts = append(parts, "if "+y.Stated(w.If))
	}
	if w.Time != None {
		parts = append(parts, "at "+y.Time(w.Time))
	}
	if w.For.Set {
		parts = append(parts, "for "+y.Span(w.For))
	}
	if w.When != None {
		parts = append(parts, "while "+y.Stated(w.When))
	}
	s := strings.Join(parts, " ") + ", " + y.Actions(w.Then)
	if w.PerItem {
		s = "for each item, " + s
	}
	return s + atMost(w.Max)
}

// Rung says when a rung of a ladder is reached, and what happens then: "at 75 %
// of its time", "whoever does it is reminded".
func (y Sayings) Rung(r *Rung) (when, what string) {
	switch {
	case r.Percent > 0:
		when = "at " + strconv.Itoa(r.Percent) + " % of its time"
	case r.After.Set:
		when = "after " + y.Span(r.After)
	case r.Time != None:
		when = "at " + y.Time(r.Time)
	default:
		when = "every " + r.Every.Words()
	}
	if r.When != None {
		when += ", if " + y.Stated(r.When)
	}
	return when, y.rungDeed(r)
}

func (y Sayings) rungDeed(r *Rung) string {
	p := y.p
	who := p.rolesText(r.Also)
	switch {
	case r.Contact != None:
		who = join(p.Contacts[r.Contact].Text, who)
	case r.Role != None:
		who = join(p.Roles[r.Role].ID, who)
	}
	s := ""
	switch r.Act {
	case RungRemind:
		s = or(who, "whoever does it") + " is reminded"
	case RungAsk:
		s = who + " is asked to help"
	case RungRaise:
		s = "it is raised to " + who
	}
	if r.MayDecide {
		s += ", who may decide"
	}
	if r.Emit != "" {
		s = join(s, r.Emit+" is sent to other cases")
	}
	return s
}
