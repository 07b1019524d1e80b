package model

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// verbs are the actions of the language, with what they may act on by default
// (language reference, section 7).
var verbs = []string{
	"continue", "fail", "answer", "hold", "resume", "cancel", "redo", "drop", "defer",
	"shift", "apply", "run", "back_out", "remind", "ask", "raise", "notify", "emit",
	"void", "reveal", "enrol", "exclude", "escalate",
}

// actions reads a verb, a map with one verb, or a list of those. A word that
// is no verb is the answer of a decision; Check knows the decision.
func (d *decoder) actions(n *yaml.Node) []Action {
	if n.Kind != yaml.SequenceNode {
		return []Action{d.action(n)}
	}
	out := make([]Action, 0, len(n.Content))
	for _, v := range n.Content {
		out = append(out, d.action(v))
	}
	return out
}

func (d *decoder) action(n *yaml.Node) Action {
	a := Action{Pos: d.pos(n)}
	if n.Kind != yaml.MappingNode {
		word := d.text(n)
		a.Verb = word
		if !slices.Contains(verbs, word) {
			a.Verb, a.Answer = "answer", word
		}
		return a
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch {
		case k.Value == "with" && (a.Verb == "apply" || a.Verb == "emit"):
			a.With = d.entries(v)
		case !slices.Contains(verbs, k.Value):
			d.unknownKey(k, "an action", verbs)
		case a.Verb != "":
			d.report(k, "E-ACT-1", "a second verb in one action: `"+a.Verb+"` and `"+k.Value+"`",
				"an action does one thing, so that the order is written", "make a list with one verb each: [{"+a.Verb+": …}, {"+k.Value+": …}]")
		default:
			a.Verb = k.Value
			d.argument(v, &a)
		}
	}
	if a.Verb == "" && len(n.Content) == 0 {
		d.report(n, "E-ACT-1", "an action without a verb", "an empty action would hide a decision", "write one verb, such as `escalate`")
	}
	return a
}

// argument reads what the verb of a acts on.
func (d *decoder) argument(n *yaml.Node, a *Action) {
	switch a.Verb {
	case "answer":
		a.Expr = d.cel(n)
	case "redo":
		d.redo(n, a)
	case "shift":
		d.shift(n, a)
	case "notify":
		a.Roles = d.texts(n)
	case "run":
		if ids := d.texts(n); len(ids) == 1 {
			a.Target = ids[0]
		} else {
			d.wrong(n, "`run` names one procedure", "write run: [procedure]; two are a list of two actions")
		}
	case "apply", "emit":
		d.withTarget(n, a)
	case "enrol", "exclude":
		d.member(n, a)
	case "hold":
		d.hold(n, a)
	default:
		a.Target = d.text(n)
	}
}

func (d *decoder) redo(n *yaml.Node, a *Action) {
	d.record(n, "`redo`",
		field{"from", &a.From}, field{"max", &a.Max}, field{"then", &a.Then},
		field{"keep", func(v *yaml.Node) {
			a.Keep = &Keep{}
			if v.Kind == yaml.ScalarNode && v.Value == "unchanged" {
				a.Keep.Unchanged = true
				return
			}
			d.read(v, &a.Keep.IDs)
		}})
}

// shiftTo reads a time, or `next`: the following fallback date.
func (d *decoder) shiftTo(n *yaml.Node) *Time {
	if n.Kind == yaml.ScalarNode && n.Value == "next" {
		return &Time{Src: n.Value, Pos: d.inside(n, 0)}
	}
	return d.time(n)
}

// shift reads {T | date: time, max?}.
func (d *decoder) shift(n *yaml.Node, a *Action) {
	d.each(n, "`shift`", func(k, v *yaml.Node) {
		switch {
		case k.Value == "max":
			a.Max = d.int(v)
		case a.Name != "":
			d.report(k, "E-ACT-1", "`shift` moves one date, not `"+a.Name+"` and `"+k.Value+"`",
				"dates that move together are built on one of them", "shift the one the other is built on")
		default:
			a.Name = k.Value
			a.Time = d.shiftTo(v)
		}
	})
	if a.Name == "" && n.Kind == yaml.MappingNode {
		d.wrong(n, "`shift` does not say which date moves, and to when", "write {T: time, max: n}")
	}
}

// withTarget reads the overlay or event of apply and emit, alone or with its
// values.
func (d *decoder) withTarget(n *yaml.Node, a *Action) {
	if n.Kind != yaml.MappingNode {
		a.Target = d.text(n)
		return
	}
	name := map[string]string{"apply": "apply", "emit": "event"}[a.Verb]
	d.record(n, "`"+a.Verb+"`", field{name, &a.Target}, field{"with", &a.With})
}

// member reads {role?, person | organization}.
func (d *decoder) member(n *yaml.Node, a *Action) {
	d.record(n, "`"+a.Verb+"`",
		field{"role", &a.Target},
		field{"person", func(v *yaml.Node) { a.Name, a.Expr = "person", d.cel(v) }},
		field{"organization", func(v *yaml.Node) { a.Name, a.Expr = "organization", d.cel(v) }})
}

// hold reads a block, or {at, due}.
func (d *decoder) hold(n *yaml.Node, a *Action) {
	if n.Kind != yaml.MappingNode {
		a.Target = d.text(n)
		return
	}
	d.record(n, "`hold`", field{"at", &a.Target}, field{"due", &a.Due})
}

// then reads {outcome: actions}.
func (d *decoder) then(n *yaml.Node) []OutcomeActions {
	return named(d, n, "`then`", func(id Word, v *yaml.Node) OutcomeActions {
		return OutcomeActions{Outcome: id, Actions: d.actions(v)}
	})
}

// handlers reads watches: one trigger each (language reference, section 7).
func (d *decoder) handlers(n *yaml.Node) []Handler {
	var out []Handler
	d.items(n, "`watch`", func(v *yaml.Node) {
		h := Handler{Pos: d.pos(v)}
		d.record(v, "a watch",
			field{"event", &h.Event}, field{"if", &h.If}, field{"at", &h.At}, field{"for", &h.For},
			field{"when", &h.When}, field{"max", &h.Max}, field{"then", &h.Then})
		d.oneTrigger(v, h)
		out = append(out, h)
	})
	return out
}

// oneTrigger: a watch has one of event, if and at, and something to do.
func (d *decoder) oneTrigger(n *yaml.Node, h Handler) {
	triggers := 0
	for _, has := range []bool{h.Event != "", h.If.Src != "", h.At != nil} {
		if has {
			triggers++
		}
	}
	if triggers != 1 {
		d.wrong(n, "a watch has "+plural(triggers, "trigger"), "write one of `event`, `if` and `at`; two are two watches")
	}
	d.must(n, "a watch", "then")
}

// ladder reads the id of a ladder, or its rungs.
func (d *decoder) ladder(n *yaml.Node) *Ladder {
	l := &Ladder{Pos: d.pos(n)}
	if n.Kind == yaml.ScalarNode {
		l.Use = d.text(n)
		return l
	}
	d.items(n, "a ladder", func(v *yaml.Node) { l.Rungs = append(l.Rungs, d.rung(v)) })
	return l
}
