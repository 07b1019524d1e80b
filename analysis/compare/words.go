package compare

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/model"
)

// words puts a value of a model in words, near to how a document writes it.
// Nil and what says nothing is empty.
func words(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case model.Word:
		return x.Text
	case model.CEL:
		return x.Src
	case model.Time:
		return strings.Join(strings.Fields(x.Src), " ")
	case model.Span:
		return x.Src
	case calendar.Dur:
		return x.String()
	case calendar.Estimate:
		return x.String()
	case calendar.Window:
		return x.String()
	}
	if text, ok := documentWords(v); ok {
		return text
	}
	return kindWords(reflect.ValueOf(v))
}

// documentWords writes parts that have a short form of their own.
func documentWords(v any) (string, bool) {
	switch x := v.(type) {
	case model.Value:
		return valueWords(x), true
	case model.TypeExpr:
		return typeWords(x), true
	case model.Due:
		return dueWords(x), true
	case model.Who:
		return x.Words(), true
	case model.Action:
		return actionWords(x), true
	case model.Handler:
		return handlerWords(x), true
	case model.Ladder:
		return ladderWords(x), true
	case model.Rung:
		return rungWords(x), true
	case model.NamedWindow:
		return windowWords(x), true
	case model.WindowUse:
		return joined(", ", x.In, prefixed("fit ", x.Fit), prefixed("zone ", x.Zone), prefixed("restore ", words(x.Restore))), true
	case model.Period:
		return words(x.From) + " .. " + words(x.To), true
	case model.OutcomeActions:
		return words(x.Actions), true
	case []model.Handler:
		return each("; ", x), true
	case []model.Rung:
		return each("; ", x), true
	case model.Step:
		return joined(" ", x.Kind, x.ID), true
	case model.Op:
		return opWords(x), true
	case model.Owe:
		return joined(", ", prefixed("after ", x.After), prefixed("due ", x.Due.Src)), true
	}
	return "", false
}

func kindWords(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return ""
		}
		return words(v.Elem().Interface())
	case reflect.Slice:
		parts := make([]string, v.Len())
		for i := range parts {
			parts[i] = words(v.Index(i).Interface())
		}
		return strings.Join(parts, ", ")
	case reflect.Struct:
		return recordWords(v)
	case reflect.Map:
		return model.Form(v.Interface())
	}
	return fmt.Sprint(v.Interface())
}

// recordWords lists what a record says, "key: value"; one value under a name
// is the value alone.
func recordWords(v reflect.Value) string {
	zero, record := reflect.New(v.Type()), reflect.New(v.Type())
	record.Elem().Set(v)
	var parts []string
	for _, f := range model.Differences(zero.Interface(), record.Interface()) {
		if f.Key == "id" || f.Key == "name" || f.Key == "key" && v.NumField() == 2 {
			continue
		}
		text := words(f.New)
		switch reflect.Indirect(reflect.ValueOf(f.New)).Kind() {
		case reflect.Slice:
			text = "[" + text + "]"
		case reflect.Bool:
			parts = append(parts, f.Key)
			continue
		}
		if v.NumField() > 2 || f.Key == "at" {
			text = documentKey(f.Key) + ": " + text
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

func valueWords(v model.Value) string {
	switch v.Kind {
	case model.List:
		parts := make([]string, len(v.List))
		for i, e := range v.List {
			parts[i] = valueWords(e)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case model.Record:
		parts := make([]string, len(v.Fields))
		for i, e := range v.Fields {
			parts[i] = e.Key.Text + ": " + valueWords(e.Value)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return v.Text
}

func typeWords(t model.TypeExpr) string {
	text := t.Scalar
	switch {
	case t.List != nil:
		text = "list of " + typeWords(*t.List)
	case t.Map != nil:
		text = "map of " + typeWords(*t.Map)
	case len(t.Words) > 0:
		text = strings.Join(t.Words, " | ")
	case len(t.Fields) > 0:
		parts := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			parts[i] = f.ID.Text + ": " + typeWords(f.Type)
		}
		text = "{" + strings.Join(parts, ", ") + "}"
	}
	if t.Optional && !strings.HasSuffix(text, "?") {
		text += "?"
	}
	return text
}

func dueWords(d model.Due) string {
	switch {
	case d.Span != nil:
		return d.Span.Src
	case d.Time != nil:
		return words(*d.Time)
	}
	return "open"
}

func actionWords(a model.Action) string {
	switch a.Verb {
	case "answer":
		return joined("", a.Answer, a.Expr.Src)
	case "redo":
		return joined(", ", "redo from "+a.From, prefixed("keep ", keepWords(a.Keep)), counted(a.Max), prefixed("then ", words(a.Then)))
	case "shift":
		return joined(", ", "shift "+a.Name+" to "+words(a.Time), counted(a.Max))
	}
	return joined(" ", a.Verb, a.Target, strings.Join(a.Roles, ", "), prefixed("due ", words(a.Due)), prefixed("with ", words(a.With)))
}

func keepWords(k *model.Keep) string {
	switch {
	case k == nil:
		return ""
	case k.Unchanged:
		return "what is unchanged"
	}
	return strings.Join(k.IDs, ", ")
}

func counted(most int) string {
	switch most {
	case 0:
		return ""
	case 1:
		return "at most once"
	}
	return "at most " + strconv.Itoa(most) + " times"
}

func handlerWords(h model.Handler) string {
	return joined(", ",
		prefixed("on ", h.Event), prefixed("if ", h.If.Src), prefixed("at ", words(h.At)), prefixed("for ", words(h.For)),
		prefixed("when ", h.When.Src), counted(h.Max), "then "+words(h.Then))
}

func ladderWords(l model.Ladder) string {
	if l.Use != "" {
		return l.Use
	}
	return words(l.Rungs)
}

func each[T any](between string, list []T) string {
	parts := make([]string, len(list))
	for i, e := range list {
		parts[i] = words(e)
	}
	return strings.Join(parts, between)
}

// opWords is what an overlay does at a step.
func opWords(o model.Op) string {
	var set string
	if o.Set != nil {
		blank := model.Step{Kind: o.Set.Kind, ID: o.Set.ID}
		for _, f := range model.Differences(&blank, o.Set) {
			set = joined(", ", set, documentKey(f.Key)+": "+words(f.New))
		}
	}
	return joined("; ", prefixed("set ", set), prefixed("skip: ", o.Skip), prefixed("owe ", words(o.Owe)),
		prefixed("before it ", words(o.Before)), prefixed("after it ", words(o.After)))
}

func rungWords(r model.Rung) string {
	at := ""
	switch {
	case r.Percent > 0:
		at = "at " + strconv.Itoa(r.Percent) + "%"
	case r.After != nil:
		at = "at " + r.After.Src
	case r.At != nil:
		at = "at " + words(*r.At)
	case r.Every != nil:
		at = "every " + r.Every.String()
	}
	remind := prefixed("remind ", r.Remind)
	if r.Remind == "true" {
		remind = "remind"
	}
	decide := ""
	if r.MayDecide {
		decide = "who may decide"
	}
	return joined(" ", at, remind, prefixed("ask ", r.Ask), prefixed("raise ", r.Raise), strings.Join(r.More, " "),
		decide, prefixed("emit ", r.Emit), prefixed("when ", r.When.Src))
}

func windowWords(w model.NamedWindow) string {
	if w.Window != nil {
		return w.Window.String()
	}
	return joined(", ", "from "+words(w.From), prefixed("for ", words(w.For)))
}

// votes is when a decision passes, in words.
func votes(s *model.Step) any {
	switch pass := s.Votes(); pass {
	case "any":
		return spoken("one approver")
	case "all":
		return spoken("an approver of every role")
	case "majority":
		return spoken("a majority of the approvers")
	default:
		n, err := strconv.Atoi(pass)
		switch {
		case err != nil:
			return pass
		case n == 1:
			return spoken("one approver")
		case n < len(numbers):
			return spoken(numbers[n] + " approvers")
		}
		return spoken(pass + " approvers")
	}
}

var numbers = []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}

// spoken is text that a sentence takes as it is, without quotes.
type spoken string

// joined puts the parts that say something one after another.
func joined(between string, parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, between)
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}
