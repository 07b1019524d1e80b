package engine

import (
	"strings"

	"github.com/headgate/headgate/expr"
)

// The two ways in which a condition is said: behind "waits for", and as a clause
// of its own.
const (
	wanted = "to be"
	stated = "is"
)

// inWords writes a condition in words: "a change that grants build", "config.drift to
// be 0". What has no words stays as the model writes it.
func (p *Plan) inWords(pr ProgramID, be string) string {
	return p.Programs[pr].Expr.Say(expr.Words{
		Be:   be,
		Call: func(name string, args []string, not bool) string { return sayCall(be, name, args, not) },
		Name: func(path string, not bool) string { return sayName(be, path, not) },
	})
}

func sayCall(be, name string, args []string, not bool) string {
	have := "has "
	if be == wanted {
		have = "to have "
	}
	switch {
	case name == "granted" && len(args) > 0:
		said := negated("a change that grants ", "no change that grants ", not) + args[0]
		if len(args) > 1 {
			said += " of " + args[1]
		}
		return existing(be, said)
	case (name == "reached" || name == "done") && len(args) == 2:
		return args[0] + " " + have + negated("", "not ", not) + name + " " + args[1]
	}
	return ""
}

// saidTraits are truth values that read as what something is.
var saidTraits = map[string]string{"valid": "valid", "settled": "settled", "held": "held", "active": "on", "none": "none"}

func sayName(be, path string, not bool) string {
	switch path {
	case "covered":
		return existing(be, negated("a grant that covers all it touches", "no grant that covers all it touches", not))
	case "fits_window":
		return existing(be, negated("a window that it fits into", "no window that it fits into", not))
	case "any_touches":
		if be == stated {
			return negated("it touches something", "it touches nothing", not)
		}
		return negated("something that it touches", "nothing that it touches", not)
	}
	owner, last := "", path
	if i := strings.LastIndexByte(path, '.'); i >= 0 {
		owner, last = path[:i], path[i+1:]
	}
	switch trait := saidTraits[last]; {
	case trait == "" || owner == "":
		return ""
	case last == "active" && be == wanted:
		return owner + negated(" to begin", " to end", not)
	case be == wanted:
		return owner + negated(" ", " not ", not) + be + " " + trait
	default:
		return owner + " " + be + negated(" ", " not ", not) + trait
	}
}

// existing says that there is something; behind "waits for" it stands alone.
func existing(be, what string) string {
	if be == wanted {
		return what
	}
	return "there is " + what
}

func negated(yes, no string, not bool) string {
	if not {
		return no
	}
	return yes
}
