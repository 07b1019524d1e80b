package engine

import "github.com/headgate/headgate/expr"

// giving is evidence as it was given: what no later event may change.
type giving struct{ value, by, behalf, about, result string }

// checkEvidence holds that a record of evidence stays as it was given: its
// value, giver, subjects and result. A new one takes its place only by an event
// of its step that brings it; whether it counts changes only by an event about
// evidence or of its step, and what is void counts again only with the subjects
// it was given about.
func (r *ruleBook) checkEvidence(e *Event) {
	for i := range r.before.Outputs {
		was := &r.before.Outputs[i]
		is := r.now.output(was.Output, was.Frame)
		out := &r.pl.p.Outputs[was.Output]
		if is == nil {
			r.failf(e, "%s.%s is gone", r.pl.p.Nodes[out.Node].ID, out.Name)
			continue
		}
		if brings(e, out, was.Frame) {
			continue
		}
		if said(was) != said(is) || was.At != is.At {
			r.failf(e, "it changed %s.%s: %+v, and was %+v", r.pl.p.Nodes[out.Node].ID, out.Name, said(is), said(was))
		}
		if was.Evidence != is.Evidence && !judges(e) {
			r.failf(e, "it made %s.%s %v, and it was %v", r.pl.p.Nodes[out.Node].ID, out.Name, is.Evidence, was.Evidence)
		}
		if was.Evidence == EvidenceVoid && is.Evidence != EvidenceVoid && is.Evidence != EvidenceWaived && r.subjects(out, was.Frame) != said(was).about {
			r.failf(e, "%s.%s was void and counts again about %s", r.pl.p.Nodes[out.Node].ID, out.Name, said(was).about)
		}
	}
}

func said(o *OutputValue) giving {
	return giving{value: o.Value.String(), by: o.By, behalf: o.For, result: o.Result, about: listed(o.About)}
}

// subjects are the values there are now of what an output is about.
func (r *ruleBook) subjects(out *Output, f FrameID) string {
	v := view{p: r.pl.p, s: &r.now}
	return listed(v.aboutValues(out.About, f))
}

func listed(values []expr.Value) (text string) {
	for _, v := range values {
		text += v.String() + "|"
	}
	return text
}

// brings reports whether an event brings an output anew.
func brings(e *Event, out *Output, f FrameID) bool {
	if e.Node != out.Node || e.Frame != f {
		return false
	}
	if e.Kind == EvidenceGiven {
		return true
	}
	for i := range e.Values {
		if e.Values[i].Name == out.Name {
			return true
		}
	}
	return false
}

// judges reports whether an event may say of evidence that it counts, or no
// longer.
func judges(e *Event) bool {
	switch e.Kind {
	case EvidenceAccepted, EvidenceReturned, EvidenceSuspended, EvidenceVoided, Waived, Stale, Kept, Reset, Reopened, RedoStarted:
		return true
	}
	return false
}

// checkLog holds that no event changes once it was said: every one of the log
// still reads as it did first.
func (r *ruleBook) checkLog() {
	r.pl.t.Helper()
	for i := range r.pl.log {
		if got := string(AppendEventJSON(nil, r.pl.p, &r.pl.s, &r.pl.log[i])); got != r.written[i] {
			r.pl.t.Fatalf("event %d was changed:\n got %s\nwant %s", i, got, r.written[i])
		}
	}
}
