package compare

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/model"
)

// form is how a change of a field is told: {s} is the step or part, {old} and
// {new} the values. An empty one is told like any other field.
type form struct{ changed, gained, lost string }

// forms are the fields that read better in their own words.
var forms = map[string]form{
	"who":         {"{s} is now done by {new} instead of {old}", "{s} is now done by {new}", "{s} is no longer done by {old}"},
	"accountable": {"{new} now answers for {s} instead of {old}", "{new} now answers for {s}", "{old} no longer answers for {s}"},
	"pass":        {"{s} now needs {new} instead of {old}", "", ""},
	"final":       {"{new} may now decide {s} alone instead of {old}", "{new} may now decide {s} alone", "{old} may no longer decide {s} alone"},
	"waive":       {"{s} may now be waived by {new} instead of {old}", "{s} may now be waived by {new}", "{s} may no longer be waived (it was {old})"},
	"due":         {"{s} is now due {new} instead of {old}", "{s} is now due {new}", "{s} has no limit any more (it was {old})"},
	"else":        {"when {s} is late, {new} now follows instead of {old}", "", ""},
	"when":        {"{s} now runs when {new} instead of when {old}", "{s} now runs only when {new}", "{s} now always runs, not only when {old}"},
	"until":       {"{s} now waits until {new} instead of until {old}", "{s} now waits until {new}", "{s} no longer waits until {old}"},
	"for":         {"{s} now lasts {new} instead of {old}", "{s} now lasts at least {new}", "{s} no longer lasts at least {old}"},
	"at":          {"{s} now begins at {new} instead of {old}", "{s} now begins at {new}, not before", "{s} now begins with its turn, not at {old}"},
	"window":      {"{s} may now start in {new} instead of in {old}", "{s} may now start only in {new}", "{s} may now start at any time, not only in {old}"},
	"touches":     {"{s} now touches {new} instead of {old}", "{s} now touches {new}", "{s} no longer touches {old}"},
	"back_out":    {"{s} is now undone by {new} instead of {old}", "{s} can now be undone: {new}", "{s} can no longer be undone (it was {old})"},
	"owed":        {"", "{s} is now owed: what follows does not wait for it", "{s} is no longer owed: what follows waits for it"},
	"escalate":    {"the ladder of {s} is now {new} instead of {old}", "{s} now has a ladder: {new}", "{s} has no ladder of its own any more (it was {old})"},
	"takes":       {"{s} is now expected to take {new} instead of {old}", "{s} is now expected to take {new}", "{s} has no estimate any more (it was {old})"},
	"of_process":  {"", "{s} is now a step of the process", "{s} is no longer a step of the process"},
	"order":       {"the items of {s} now run {new} instead of {old}", "", ""},
	"rigor":       {"the rigor of {s} is now {new} instead of {old}", "", ""},
	"from":        {"{s} is now given by {new} instead of by {old}", "", ""},
	"to":          {"{s} now goes to {new} instead of {old}", "", ""},
}

// defaults are what fields mean that are not written.
var defaults = map[string]string{
	"rigor": "R1", "urgency": "planned", "enough": "all", "order": "parallel", "mode": "call", "transfers": "work",
	"capacity": "1", "queue": "fifo", "rest": "cancel", "else": "escalate", "answers": "approve, reject", "retry": "0",
	"fail": "when it cannot pass any more",
}

// longest is how long a text may be that a sentence quotes, in letters.
const longest = 80

// phrase tells a field that differs in a sentence.
func phrase(subject, key string, diff model.Difference) string {
	if text := listPhrase(subject, key, diff); text != "" {
		return text
	}
	old, new := said(key, diff.Old), said(key, diff.New)
	if fieldGroups[key] == Texts || utf8.RuneCountInString(old)+utf8.RuneCountInString(new) > 4*longest {
		return textPhrase(subject, key, old, new)
	}
	f, pattern := forms[key], ""
	switch {
	case old == "":
		pattern = cmp.Or(f.gained, "{s} now has `{key}`: {new}")
		if diff.New == true {
			pattern = cmp.Or(f.gained, "{s} is now `{key}`")
		}
	case new == "":
		pattern = cmp.Or(f.lost, "{s} no longer has `{key}` (it was {old})")
		if diff.Old == true {
			pattern = cmp.Or(f.lost, "{s} is no longer `{key}`")
		}
	default:
		pattern = cmp.Or(f.changed, "`{key}` of {s} is now {new} instead of {old}")
	}
	return strings.NewReplacer("{s}", subject, "{key}", key, "{old}", old, "{new}", new).Replace(pattern)
}

// said is a value in a sentence: quoted, or the default in its place.
func said(key string, v any) string {
	text, quoted := words(v), true
	switch x := v.(type) {
	case spoken:
		text, quoted = string(x), false
	case *model.Due:
		text, quoted = duePhrase(x), false
	case nil:
		text = defaults[key]
	}
	if text == "" || !quoted {
		return text
	}
	return "`" + text + "`"
}

func duePhrase(d *model.Due) string {
	switch {
	case d == nil:
		return ""
	case d.Span != nil:
		return "within `" + d.Span.Src + "`"
	case d.Time != nil:
		return "by `" + words(*d.Time) + "`"
	}
	return "at no fixed time"
}

func textPhrase(subject, key, old, new string) string {
	switch {
	case old == "":
		return fmt.Sprintf("%s now has `%s`%s", subject, key, quotedShort(": ", new))
	case new == "":
		return fmt.Sprintf("%s no longer has `%s`", subject, key)
	}
	return fmt.Sprintf("`%s` of %s reads differently%s", key, subject, quotedShort(": ", new))
}

func quotedShort(before, text string) string {
	if utf8.RuneCountInString(text) > longest || strings.Contains(text, "\n") {
		return ""
	}
	return before + text
}

// listPhrase tells lists of words by what they gained and lost.
func listPhrase(subject, key string, diff model.Difference) string {
	was, ok := wordList(key, diff.Old)
	is, also := wordList(key, diff.New)
	if !ok || !also {
		return ""
	}
	gained, lost := beyond(is, was), beyond(was, is)
	text := fmt.Sprintf("`%s` of %s", key, subject)
	switch {
	case len(gained) > 0 && len(lost) > 0:
		return fmt.Sprintf("%s now has %s instead of %s", text, quoted(gained), quoted(lost))
	case len(gained) > 0:
		return fmt.Sprintf("%s now also has %s", text, quoted(gained))
	case len(lost) > 0:
		return fmt.Sprintf("%s no longer has %s", text, quoted(lost))
	}
	return fmt.Sprintf("%s has another order: %s", text, quoted(is))
}

// wordList reads a list of single words or conditions.
func wordList(key string, v any) ([]string, bool) {
	switch v.(type) {
	case nil:
		if words, ok := defaults[key]; ok {
			return strings.Split(words, ", "), true
		}
		return nil, true
	case []string, []model.CEL, []model.Word:
	default:
		return nil, false
	}
	list := reflect.ValueOf(v)
	out := make([]string, list.Len())
	for i := range out {
		out[i] = words(list.Index(i).Interface())
	}
	return out, true
}

func beyond(a, b []string) []string {
	var out []string
	for _, w := range a {
		if !slices.Contains(b, w) {
			out = append(out, w)
		}
	}
	return out
}

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = "`" + w + "`"
	}
	return strings.Join(out, ", ")
}

// wholePhrase tells an element of a map of names.
func wholePhrase(subject string, kind Kind, e pair) string {
	old, new := said("", e.old), said("", e.new)
	if utf8.RuneCountInString(old)+utf8.RuneCountInString(new) > 4*longest {
		old, new = "", ""
	}
	switch {
	case kind == Added:
		return subject + " is new" + prefixed(": ", new)
	case kind == Removed:
		return subject + " is gone" + prefixed(": ", old)
	case old == "" || new == "":
		return subject + " reads differently"
	}
	return fmt.Sprintf("%s is now %s instead of %s", subject, new, old)
}

// window tells the window of a step, in weekdays when only they differ.
func (d *differ) window(p part, diff model.Difference, old, new *model.Step) {
	d.leaf(p, diff)
	c := &d.changes[len(d.changes)-1]
	a, b := hoursOf(d.old, old.Window), hoursOf(d.new, new.Window)
	if a != nil && b != nil {
		c.Text += prefixed(": it ", daysPhrase(*a, *b))
	}
}

func hoursOf(m *model.Model, w *model.WindowUse) *calendar.Window {
	if w == nil || w.Inline != nil {
		if w == nil {
			return nil
		}
		return w.Inline
	}
	for _, named := range m.Timeline.Windows {
		if named.ID.Text == w.In {
			return named.Window
		}
	}
	return nil
}

// starts tells what a changed window means to the steps that start in it.
func (d *differ) starts(new, old model.NamedWindow) string {
	var users []string
	for _, s := range indexed(d.new).order {
		if s.step.Window != nil && s.step.Window.In == new.ID.Text && s.step.ID != "" {
			users = append(users, s.step.ID)
		}
	}
	if len(users) == 0 || old.Window == nil || new.Window == nil {
		return ""
	}
	return prefixed(": "+quoted(users)+" ", daysPhrase(*old.Window, *new.Window))
}

// daysPhrase says on which weekdays a start is newly or no longer possible.
func daysPhrase(old, new calendar.Window) string {
	was, ok := old.Days()
	is, also := new.Days()
	if !ok || !also {
		return ""
	}
	return joined(", and ", prefixed("may now also start on ", dayNames(is&^was)), prefixed("may no longer start on ", dayNames(was&^is)))
}

var dayWords = strings.NewReplacer(
	"Mon", "Mondays", "Tue", "Tuesdays", "Wed", "Wednesdays", "Thu", "Thursdays", "Fri", "Fridays", "Sat", "Saturdays",
	"Sun", "Sundays", "-", " to ")

func dayNames(days calendar.Weekdays) string {
	if days.IsEmpty() {
		return ""
	}
	return dayWords.Replace(days.String())
}
