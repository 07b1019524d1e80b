package calendar

import (
	"strconv"
	"strings"
)

// unitWords name the units for readers, in the order of units.
var unitWords = [len(units)]string{"year", "month", "week", "day", "business day", "business hour", "hour", "minute", "second"}

// Words writes d for readers: 1bd4bh is "1 business day 4 business hours", with
// the calendar behind it where one is named.
func (d Dur) Words() string {
	var parts []string
	for i, u := range units {
		left := u.field(&d)
		if n := *left / u.size; n != 0 {
			parts = append(parts, counted(n, unitWords[i]))
			*left -= n * u.size
		}
	}
	if d.WorkSecs != 0 {
		parts = append(parts, counted(d.WorkSecs, "business second"))
	}
	if len(parts) == 0 {
		return "no time"
	}
	if d.Calendar != "" {
		parts = append(parts, "of "+d.Calendar)
	}
	return strings.Join(parts, " ")
}

func counted(n int64, unit string) string {
	if n != 1 {
		unit += "s"
	}
	return strconv.FormatInt(n, 10) + " " + unit
}

// Words writes e for readers: "T - 2bd" is "2 business days before T", and
// waves.start "the start of waves". What reads well as it is written stays.
func (e *Expr) Words() string { return e.words(e.root) }

func (e *Expr) words(i int32) string {
	n := &e.nodes[i]
	switch n.op {
	case opAdd:
		return e.amount(n) + " after " + e.words(n.a)
	case opSub:
		return e.amount(n) + " before " + e.words(n.a)
	case opOr:
		return e.wordsOf(n, ", or failing that ")
	case opLater:
		return "the later of " + e.wordsOf(n, " and ")
	case opEarlier:
		return "the earlier of " + e.wordsOf(n, " and ")
	case opPoint:
		return pointWords(e.refs[n.ref].Text)
	}
	var b strings.Builder
	e.write(&b, i)
	return b.String()
}

func (e *Expr) wordsOf(n *node, between string) string {
	var parts []string
	for _, kid := range e.kids[n.a : n.a+n.n] {
		parts = append(parts, e.words(kid))
	}
	return strings.Join(parts, between)
}

// amount is the duration of a sum, or the name it is read under.
func (e *Expr) amount(n *node) string {
	if n.ref != none && e.refs[n.ref].Kind == RefDuration {
		return e.refs[n.ref].Text
	}
	return n.dur.Words()
}

func pointWords(path string) string {
	for _, edge := range [...]string{"start", "end"} {
		if owner, ok := strings.CutSuffix(path, "."+edge); ok {
			return "the " + edge + " of " + owner
		}
	}
	if owner, ok := strings.CutSuffix(path, ".ready"); ok {
		return "the moment " + owner + " is ready"
	}
	return path
}

// Words writes e for readers: "10 minutes to 40 minutes".
func (e Estimate) Words() string {
	s := e.P10.Words() + " to " + e.P90.Words()
	if e.HasP50 {
		s += ", mostly " + e.P50.Words()
	}
	return s
}
