package engine

import (
	"strconv"
	"strings"
)

// Sayings are the rules of a plan in words, for those who read a model and not
// its document. Ids of nodes stand in backticks, names that conditions read as
// they are written; what is absent is "".
type Sayings struct{ p *Plan }

// Say returns the sayings of the plan.
func (p *Plan) Say() Sayings { return Sayings{p} }

// Stated says a condition as a clause: "config.drift is 0".
func (y Sayings) Stated(pr ProgramID) string { return y.condition(pr, stated) }

// Wanted says a condition behind "waits for": "config.drift to be 0".
func (y Sayings) Wanted(pr ProgramID) string { return y.condition(pr, wanted) }

func (y Sayings) condition(pr ProgramID, be string) string {
	if pr == None {
		return ""
	}
	return y.p.inWords(pr, be)
}

// Time says a time of the plan: "2 business days before T".
func (y Sayings) Time(id int32) string {
	if id == None {
		return ""
	}
	return y.p.Times[id].Expr.Words()
}

// Span says a duration: "30 minutes", or the name it is read under.
func (y Sayings) Span(s Span) string {
	if s.Set && s.Program == None {
		return s.Literal.Words()
	}
	return y.p.spanText(s)
}

// Limit says when something is due: "2 business hours after it is ready".
func (y Sayings) Limit(d Limit) string {
	switch {
	case !d.Set:
		return ""
	case d.Open:
		return "no limit"
	case d.Time != None:
		return y.Time(d.Time)
	}
	return y.Span(d.Span) + " after it is ready"
}

// Window says when something may start.
func (y Sayings) Window(w WindowUse) string {
	in := ""
	switch {
	case w.Window != None && y.p.Windows[w.Window].ID != "":
		in = y.p.Windows[w.Window].ID
	case w.Window != None:
		in = y.p.Windows[w.Window].Window.String()
	case w.Cell >= 0:
		in = y.p.refText(w.Cell)
	default:
		return ""
	}
	if !w.Fit {
		return "starts only in " + in
	}
	s := "starts only in " + in + ", and only if there is time to finish `" + y.p.nodeText(w.Carrier) + "` and to back it out before that ends"
	if w.Restore.Set {
		s += ", with " + y.Span(w.Restore) + " to restore"
	}
	if w.P95 {
		s += " (counted with the 95th percentile)"
	}
	return s
}

// Needs says what a node needs beside the order of its list.
func (y Sayings) Needs(x *Needs) string {
	parts := make([]string, len(x.List))
	for i, need := range x.List {
		parts[i] = "`" + y.p.nodeText(need.Node) + "`"
		if need.Outcome != "" {
			parts[i] += " to end as " + need.Outcome
		}
	}
	switch text := strings.Join(parts, ", "); {
	case len(parts) == 0:
		return ""
	case x.all():
		return text
	case x.Cancel:
		return strconv.Itoa(x.K) + " of " + text + "; the rest is cancelled then"
	default:
		return strconv.Itoa(x.K) + " of " + text
	}
}

// Tally says by which rule a decision is taken, among several who vote.
func (y Sayings) Tally(s *Spec) string {
	switch s.Pass.Rule {
	case TallyAny:
		return "one vote decides"
	case TallyAll:
		return "all must agree"
	case TallyMajority:
		return "the majority decides"
	case TallyCount:
		return strconv.Itoa(s.Pass.K) + " votes decide"
	case TallyProgram:
		return "it passes when " + y.Stated(s.Pass.Program)
	case TallyNone:
		return "no vote settles it"
	}
	if len(s.Who) > 1 {
		return "every role must agree"
	}
	return "one vote decides"
}

// Enough says when a block of several has ended.
func (y Sayings) Enough(e Enough) string {
	switch e.Kind {
	case EnoughAny:
		return "one of them is enough"
	case EnoughCount:
		return strconv.Itoa(e.K) + " of them are enough"
	case EnoughPercent:
		return strconv.Itoa(e.K) + " % of them are enough"
	case EnoughSettled:
		return "all must have ended, well or not"
	default:
		return "all must succeed"
	}
}
