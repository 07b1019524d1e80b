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
				out = append(out, Diagnostic{code, cells[1], cells[2]})
			}
		}
	}
	return out
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
