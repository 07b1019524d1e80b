package model

import (
	"slices"
	"strings"
)

// columns of the table of fields: kinds by column.
var columnOf = map[string]int{
	"task": 0, "auto": 0, "document": 1, "notify": 1, "decide": 2, "wait": 3, "gate": 3,
	"handoff": 4, "release": 5, "boundary": 6, "group": 7, "parallel": 7, "each": 7, "phase": 8,
}

// standing is where a field may stand: one mark for each column, "+" may,
// "." not. What must stand is told by the checks of its topic, with a code of
// its own. Source: language reference, section 4, "Where a field may stand".
//
//	task auto · document notify · decide · wait gate · handoff · release · boundary · block · phase
var standing = map[string]string{
	"when":        "++++++++.",
	"needs":       "++++++++.",
	"at":          "++++++++.",
	"plan":        "++++++++.",
	"due":         "++++++++.",
	"else":        "+.++++.+.", // on a handoff E-TIME-4 says it better
	"then":        "++++++++.",
	"escalate":    "+++++++++",
	"window":      "++...+.++",
	"lock":        "+.++.+.++",
	"watch":       "+.++++.++",
	"owed":        "++++++.+.",
	"label":       "+++++++++",
	"shown_as":    "+++++++++",
	"who":         "+.+..+...",
	"accountable": "+++++++++",
	"consult":     "++++++++.",
	"inform":      "++++++++.",
	"present":     "+.+++..+.",
	"attest":      "+.+++..+.",
	"gives":       "+++.+....",
	"about":       "++++.....",
	"touches":     "+........",
	"back_out":    "+........",
	"takes":       "+++.++...",
	"checklist":   "+.+.+....",
	"show":        "+.+++.+..",
	"steps":       ".......++",
}

// ofKind is which fields only some kinds have (language reference, section 4,
// the table of kinds, and section 8 for decisions).
var ofKind = map[string]string{
	"differs_from":    "task decide",
	"same_as":         "task decide",
	"valid_for":       "task decide",
	"valid_until":     "task decide",
	"use":             "auto",
	"with":            "auto release",
	"retry":           "auto",
	"timeout":         "auto",
	"ask":             "decide",
	"answers":         "decide",
	"pass":            "decide",
	"fail":            "decide",
	"for":             "decide wait",
	"advice":          "decide",
	"veto":            "decide",
	"final":           "decide",
	"revocable_until": "decide",
	"cap":             "decide",
	"until":           "wait gate",
	"waive":           "gate",
	"from":            "handoff",
	"to":              "handoff document notify",
	"under":           "handoff",
	"package":         "handoff",
	"checks":          "handoff",
	"transfers":       "handoff",
	"one_way":         "handoff",
	"template":        "document notify",
	"text":            "document notify",
	"via":             "document notify",
	"remedy":          "boundary",
	"accept":          "boundary",
	"model":           "release",
	"mode":            "release",
	"T":               "release",
	"overlay":         "release",
	"assign":          "release",
	"private":         "release",
	"enough":          "parallel each",
	"rest":            "parallel each",
	"of":              "each",
	"as":              "each",
	"key":             "each",
	"order":           "each",
	"at_once":         "each",
	"open_until":      "each",
}

// exceptOf takes a field away from one kind of a column that has it.
var exceptOf = map[string]string{
	"about":     "wait",
	"checklist": "auto",
	"show":      "auto",
}

// mayStand reports whether a field may stand on a kind of step. Texts may
// stand anywhere.
func mayStand(field, kind string) bool {
	if marks, ok := standing[field]; ok {
		return marks[columnOf[kind]] == '+' && exceptOf[field] != kind
	}
	if of, ok := ofKind[field]; ok {
		return slices.Contains(strings.Fields(of), kind)
	}
	return true
}

// required is what a kind of step cannot do without, beside who and due. One
// of the alternatives in a row is enough.
var required = map[string][][]string{
	"auto":     {{"use"}},
	"wait":     {{"for", "until", "at"}},
	"gate":     {{"until"}},
	"handoff":  {{"from"}, {"to"}},
	"document": {{"template", "text"}},
	"notify":   {{"template", "text"}, {"to"}},
	"boundary": {{"remedy"}},
	"release":  {{"model"}},
	"group":    {{"steps"}},
	"parallel": {{"steps"}},
	"each":     {{"steps"}, {"of"}},
}
