package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// elseStand: silence that stops is tighter than silence that asks, and that
// tighter than silence that lets pass.
func elseStand(_ *tightening, old, new *Step) verdict {
	if len(new.Else) == 0 {
		return verdict{}
	}
	a, known := strictest(old.Else, old)
	b, told := strictest(new.Else, new)
	if !known || !told {
		return unlike(verbsOf(old.Else), verbsOf(new.Else))
	}
	return ranked(a, b, or(verbsOf(old.Else), "escalate"), verbsOf(new.Else), "keep it, or let silence reject, hold or cancel")
}

// The strictness of an action, loosest first.
const (
	silencePasses = iota
	silenceAsks
	silenceStops
)

// strictest ranks a list of actions by the loosest of those that decide
// something; no action is to escalate. False means that none of them tells.
func strictest(actions []Action, s *Step) (int, bool) {
	rank, told := silenceStops, len(actions) == 0
	if told {
		rank = silenceAsks
	}
	for _, a := range actions {
		switch {
		case a.Verb == "continue", a.Verb == "answer" && (a.Answer == positive(s) || a.Answer == ""):
			rank, told = silencePasses, true
		case a.Verb == "escalate":
			rank, told = min(rank, silenceAsks), true
		case a.Verb == "answer", slices.Contains(stopping, a.Verb):
			told = true
		}
	}
	return rank, told
}

// stopping are the verbs by which nothing goes on as if all were well.
var stopping = []string{"hold", "cancel", "drop", "defer", "fail", "redo", "back_out"}

// thenStand: what an outcome does goes on to stop where it stopped, and
// repeats no more often.
func (t *tightening) thenStand(old, new *Step) verdict {
	for _, n := range new.Then {
		was := actionsOf(old.Then, n.Outcome.Text)
		if v := t.repeats(was, n.Actions); v.stand == Looser {
			return v
		}
		before, after := oneIf(!goesOn(old, n.Outcome.Text)), oneIf(!goesOn(new, n.Outcome.Text))
		if v := ranked(before, after, or(verbsOf(was), "hold"), verbsOf(n.Actions), "let `"+n.Outcome.Text+"` stop as before"); v.stand == Looser {
			return v
		}
	}
	return verdict{}
}

// goesOn reports whether the flow continues past an outcome as if all were
// well.
func goesOn(s *Step, outcome string) bool {
	actions := actionsOf(s.Then, outcome)
	if len(actions) == 0 {
		return !isNegative(s, outcome)
	}
	return !slices.ContainsFunc(actions, stopsFlow) && slices.ContainsFunc(actions, isContinue)
}

func actionsOf(then []OutcomeActions, outcome string) []Action {
	if i := indexNamed(then, outcome); i >= 0 {
		return then[i].Actions
	}
	return nil
}

func stopsFlow(a Action) bool  { return slices.Contains(stopping, a.Verb) }
func isContinue(a Action) bool { return a.Verb == "continue" }

// isNegative reports whether an outcome stops the flow when nothing is said of
// it (language reference, section 4, `then`).
func isNegative(s *Step, outcome string) bool {
	if slices.Contains([]string{"failed", "cancelled", "withdrawn", "backed_out", "refused", "expired"}, outcome) {
		return true
	}
	return outcome == "reject" && s.Kind == "decide" && len(s.Answers) == 0
}

// repeats compares how often the same action may repeat.
func (t *tightening) repeats(old, new []Action) verdict {
	for _, b := range new {
		i := slices.IndexFunc(old, func(a Action) bool { return a.Verb == b.Verb && a.Max > 0 })
		if t.defaults || i < 0 || b.Max <= old[i].Max {
			continue
		}
		was := strconv.Itoa(old[i].Max)
		return verdict{Looser, b.Verb + " max: " + was, b.Verb + " max: " + strconv.Itoa(b.Max), "write max: " + was + " or less"}
	}
	return verdict{}
}

func verbsOf(actions []Action) string {
	words := make([]string, len(actions))
	for i, a := range actions {
		words[i] = strings.TrimSpace(a.Verb + " " + a.Target)
		if a.Verb == "answer" {
			words[i] = or(a.Answer, a.Expr.Src)
		}
	}
	return strings.Join(words, ", ")
}

// watchStand: every watch of the parent stays as it is; more are welcome.
func watchStand(_ *tightening, old, new *Step) verdict { return handlersStand(old.Watch, new.Watch) }

func handlersStand(old, new []Handler) verdict {
	for i := range old {
		if !slices.ContainsFunc(new, func(h Handler) bool { return Form(h) == Form(old[i]) }) {
			return verdict{Apart, old[i].src(), "other watches", "repeat the watch as it is, and add your own"}
		}
	}
	return verdict{stand: Tighter}
}

func (h Handler) src() string {
	trigger := "event: " + h.Event
	switch {
	case h.If.Src != "":
		trigger = "if: " + h.If.Src
	case h.At != nil:
		trigger = "at: " + h.At.Src
	}
	return fmt.Sprintf("%s, then: %s", trigger, verbsOf(h.Then))
}

func owedStand(_ *tightening, old, new *Step) verdict {
	return ranked(oneIf(!old.Owed), oneIf(!new.Owed), "in its place", "owed", "remove `owed`: the flow waited for it")
}

func oneIf(b bool) int {
	if b {
		return 1
	}
	return 0
}

func lockStand(_ *tightening, old, new *Step) verdict {
	if old.Lock == nil || new.Lock == nil {
		return verdict{stand: Tighter}
	}
	return unlike(old.Lock.Of, new.Lock.Of)
}

// enoughStand: a join that asks for more is tighter.
func (t *tightening) enoughStand(old, new *Step) verdict {
	a, b := or(old.Enough, "all"), or(new.Enough, "all")
	rankA, countA := enoughRank(a)
	rankB, countB := enoughRank(b)
	switch {
	case rankA != rankB:
		return ranked(rankA, rankB, a, b, keep(a))
	case t.defaults || countA == countB:
		return verdict{}
	case strings.HasSuffix(a, "%") != strings.HasSuffix(b, "%"):
		return unlike(a, b)
	}
	return ranked(countA, countB, a, b, "write "+a+" or more")
}

func enoughRank(enough string) (rank, count int) {
	switch enough {
	case "settled":
		return 0, 0
	case "any":
		return 1, 0
	case "all":
		return 3, 0
	}
	n, _ := strconv.Atoi(strings.TrimSuffix(enough, "%")) // read as a number or percent by the decoder
	return 2, n
}

// orderStand: one after another is tighter than side by side.
func orderStand(_ *tightening, old, new *Step) verdict {
	a, b := or(old.Order, "parallel"), or(new.Order, "parallel")
	return ranked(oneIf(a != "parallel"), oneIf(b != "parallel"), a, b, keep(a))
}

func atOnceStand(_ *tightening, old, new *Step) verdict {
	if old.AtOnce == 0 {
		return verdict{stand: Tighter}
	}
	was := strconv.Itoa(old.AtOnce)
	return ranked(new.AtOnce, old.AtOnce, was, strconv.Itoa(new.AtOnce), "write "+was+" or less")
}

// ladderStand: every rung of the parent is there, and no later.
func (t *tightening) ladderStand(old, new *Step) verdict {
	return t.laddersStand(old.Escalate, new.Escalate)
}

func (t *tightening) laddersStand(old, new *Ladder) verdict {
	if old == nil || new == nil || old.Use != "" || new.Use != "" {
		if old != nil && new != nil && old.Use != new.Use {
			return verdict{Apart, or(old.Use, "its own ladder"), or(new.Use, "its own ladder"), "keep the ladder, or write it out with earlier rungs"}
		}
		return verdict{stand: Tighter}
	}
	for _, verb := range []string{"remind", "ask", "raise"} {
		a, b := rungsOf(old, verb), rungsOf(new, verb)
		for i := range a {
			if i >= len(b) {
				return verdict{Looser, verb + " at " + a[i].src(), "", "keep the rung, or write an earlier one"}
			}
			if v := t.rungStand(verb, a[i], b[i]); v.stand >= Looser {
				return v
			}
		}
	}
	return verdict{stand: Tighter}
}

func rungsOf(l *Ladder, verb string) []Rung {
	var out []Rung
	for _, r := range l.Rungs {
		if verb == "remind" && r.Remind != "" || verb == "ask" && r.Ask != "" || verb == "raise" && r.Raise != "" {
			out = append(out, r)
		}
	}
	return out
}

func (t *tightening) rungStand(verb string, old, new Rung) verdict {
	hint := "write " + old.src() + " or earlier"
	was, is := verb+" at "+old.src(), verb+" at "+new.src()
	order, ok := 0, old.src() == new.src()
	switch {
	case old.Percent > 0 && new.Percent > 0:
		order, ok = old.Percent-new.Percent, true
	case old.After != nil && new.After != nil:
		order, ok = compareSpans(old.After, new.After)
	case old.Every != nil && new.Every != nil:
		order, ok = compareDurs(*old.Every, *new.Every)
	case old.At != nil && new.At != nil:
		order, ok = compareTimes(old.At, new.At)
	}
	switch {
	case t.defaults:
		return verdict{}
	case !ok:
		return verdict{Apart, was, is, hint}
	}
	return ranked(0, order, was, is, hint)
}

func (r Rung) src() string {
	switch {
	case r.Percent > 0:
		return strconv.Itoa(r.Percent) + "%"
	case r.After != nil:
		return r.After.Src
	case r.At != nil:
		return r.At.Src
	case r.Every != nil:
		return "every " + r.Every.String()
	}
	return "?"
}
