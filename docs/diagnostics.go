// Package docs holds the documentation that the program itself quotes, so that
// a page and the command line say the same: what each code means and how it is
// mended is written once, in diagnostics.md, and the language of models in
// language.md.
package docs

import (
	_ "embed" // diagnostics.md
	"strings"
)

//go:embed diagnostics.md
var diagnostics string

// Diagnostic is what the documentation says of a code.
type Diagnostic struct {
	Code  string `json:"code"`  // E-TIME-2
	Found string `json:"found"` // what was found, or why it was refused
	Mend  string `json:"mend"`  // how to mend it, or what helps
	See   string `json:"see"`   // the section of language.md about it, as its anchor
}

// Diagnostics returns every code of diagnostics.md, in the order of the page.
func Diagnostics() []Diagnostic {
	var out []Diagnostic
	for line := range strings.Lines(diagnostics) {
		cells := cells(line)
		if len(cells) != 3 {
			continue
		}
		for _, code := range strings.Split(cells[0], ", ") {
			if isCode(code) {
				out = append(out, Diagnostic{code, cells[1], cells[2], sectionOf(code)})
			}
		}
	}
	return out
}

// topics are the anchors of language.md by the topics of codes; a code of its
// own before the topic.
var topics = map[string]string{
	"DOC": "documents", "ID": "names", "REF": "conditions", "SITE": "site", "TEXT": "task", "LATER": "not-yet",
	"FLOW": "then-else-and-watch", "FLOW-3": "keys-of-any-step", "TIME": "answers-and-silence", "TIME-6": "time", "TIME-7": "actions", "ACT": "actions",
	"REDO": "redo", "RACI": "roles", "STAFF": "roles", "SOD": "roles", "LADDER": "ladders", "TOUCH": "back-out", "BACK": "back-out",
	"LOCK": "not-yet", "LINK": "not-yet", "LABEL": "not-yet", "EVID": "evidence", "TABLE": "facts-and-tables",
	"INH": "inheritance", "TIGHT": "inheritance", "OVER": "overlays", "POL": "documents", "PROC": "processes", "GRANT": "gate", "TEST": "sections",
	"STATE": "steps", "ROLE": "roles", "PRESENT": "not-yet", "WINDOW": "windows", "STALE": "evidence", "SHIFT": "actions", "CANCEL": "back-out", "ITEM": "each",
}

// sectionOf is where language.md speaks of what a code is about.
func sectionOf(code string) string {
	topic := code[2:]
	if s, ok := topics[topic]; ok {
		return s
	}
	topic, _, _ = strings.Cut(topic, "-")
	return topics[topic]
}

// cells splits a row of a table. A bar of the text stands behind a backslash.
func cells(line string) []string {
	const bar = "\x00"
	line = strings.ReplaceAll(strings.TrimSpace(line), `\|`, bar)
	row, ok := strings.CutPrefix(line, "|")
	if !ok {
		return nil
	}
	parts := strings.Split(strings.TrimSuffix(row, "|"), "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(strings.ReplaceAll(parts[i], bar, "|"))
	}
	return parts
}

// isCode reports whether a word is a code: E-, W- or R- and capitals.
func isCode(s string) bool {
	return len(s) > 2 && strings.IndexByte("EWR", s[0]) >= 0 && s[1] == '-' && s == strings.ToUpper(s) && !strings.Contains(s, " ")
}
