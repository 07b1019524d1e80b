package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headgate/headgate/calendar"
)

// loosening is one field that a refinement makes looser.
type loosening struct {
	field     string
	how       string
	hint      string
	allowedBy string // exception of an urgency, or empty
}

// tighter is, for each field that can be compared without conditions, whether
// a new value is looser than the old one. Fields whose comparison needs their
// conditions or the site are left to a reviewer.
// Source: language reference, section 13, the table of what is tighter.
var tighter = []struct {
	field     string
	allowedBy string
	loose     func(old, new *Step) (how, hint string)
}{
	{"due", "", looserDue},
	{"for", "shorten_dwell", looserDwell},
	{"who", "", looserWho},
	{"differs_from", "", func(old, new *Step) (string, string) { return lacks(old.DiffersFrom, new.DiffersFrom) }},
	{"checklist", "", func(old, new *Step) (string, string) { return lacks(old.Checklist, new.Checklist) }},
	{"present", "", func(old, new *Step) (string, string) { return lacks(old.Present, new.Present) }},
	{"then", "", looserRedo},
	{"else", "", looserElse},
	{"when", "", looserWhen},
	{"gives", "", looserGives},
}

// loosened compares what a refinement sets with what was there.
func loosened(old, set *Step) []loosening {
	var out []loosening
	for _, t := range tighter {
		if _, ok := set.Set[t.field]; !ok {
			continue
		}
		if how, hint := t.loose(old, set); how != "" {
			out = append(out, loosening{t.field, how, hint, t.allowedBy})
		}
	}
	return out
}

func looserDue(old, new *Step) (string, string) {
	if old.Due == nil || new.Due == nil {
		return "", ""
	}
	if new.Due.Open && !old.Due.Open {
		return "a limit becomes open", "keep the limit or an earlier one"
	}
	if order, ok := compare(new.Due.Span, old.Due.Span); ok && order > 0 {
		return fmt.Sprintf("%s is later than %s", new.Due.Span.Src, old.Due.Span.Src), fmt.Sprintf("write %s or less", old.Due.Span.Src)
	}
	return "", ""
}

func looserDwell(old, new *Step) (string, string) {
	if order, ok := compare(new.For, old.For); ok && order < 0 {
		return fmt.Sprintf("%s is shorter than %s", new.For.Src, old.For.Src), fmt.Sprintf("write %s or more", old.For.Src)
	}
	return "", ""
}

// compare orders two durations when they can be compared.
func compare(a, b *Span) (int, bool) {
	if a == nil || b == nil || a.Ref != "" || b.Ref != "" {
		return 0, false
	}
	return calendar.Compare(a.Literal, b.Literal, nil)
}

// looserWho compares the electorate of a decision, which only ever narrows.
func looserWho(old, new *Step) (string, string) {
	if old.Kind != "decide" || old.Who == nil || new.Who == nil || len(old.Who.Roles) == 0 {
		return "", ""
	}
	for _, r := range new.Who.Roles {
		if !slices.Contains(old.Who.Roles, r) {
			return fmt.Sprintf("`%s` may decide", r), "name some of " + strings.Join(old.Who.Roles, ", ")
		}
	}
	return "", ""
}

func lacks(old, new []string) (string, string) {
	for _, v := range old {
		if !slices.Contains(new, v) {
			return fmt.Sprintf("`%s` is gone", v), fmt.Sprintf("keep `%s`; add what you need", v)
		}
	}
	return "", ""
}

// looserRedo compares how often the same outcome may redo from the same step.
func looserRedo(old, new *Step) (string, string) {
	for _, t := range new.Then {
		i := indexNamed(old.Then, t.Outcome.Text)
		if i < 0 {
			continue
		}
		for j := range min(len(t.Actions), len(old.Then[i].Actions)) {
			a, b := t.Actions[j], old.Then[i].Actions[j]
			if a.Verb == b.Verb && a.From == b.From && b.Max > 0 && a.Max > b.Max {
				return fmt.Sprintf("%d repetitions instead of %d", a.Max, b.Max), fmt.Sprintf("write max: %d or less", b.Max)
			}
		}
	}
	return "", ""
}

// strictness orders what silence means, loosest first.
func strictness(a Action, s *Step) int {
	switch a.Verb {
	case "continue":
		return 0
	case "answer":
		if a.Answer == positive(s) {
			return 0
		}
		return 2
	case "escalate":
		return 1
	}
	return 2
}

func looserElse(old, new *Step) (string, string) {
	if len(old.Else) == 0 || len(new.Else) == 0 {
		return "", ""
	}
	decision := *old
	if len(new.Answers) > 0 {
		decision.Answers = new.Answers
	}
	if strictness(new.Else[0], &decision) < strictness(old.Else[0], old) {
		return "silence means more", "keep it, or let silence reject"
	}
	return "", ""
}

// looserWhen accepts the same condition, none, or `old || …`.
func looserWhen(old, new *Step) (string, string) {
	if old.When.Src == new.When.Src || strings.HasPrefix(new.When.Src, old.When.Src+" || ") && old.When.Src != "" ||
		new.When.Src == "" || new.When.Src == "true" {
		return "", ""
	}
	if old.When.Src == "" {
		return "it always ran", "remove `when`"
	}
	return "it may run less often", fmt.Sprintf("write `%s || …`", old.When.Src)
}

// looserGives finds a deliverable that becomes optional.
func looserGives(old, new *Step) (string, string) {
	for _, o := range new.Gives {
		if i := indexNamed(old.Gives, o.ID.Text); i >= 0 && o.Optional && !old.Gives[i].Optional {
			return fmt.Sprintf("`%s` becomes optional", o.ID.Text), "remove `optional`"
		}
	}
	return "", ""
}
