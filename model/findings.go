package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// findings collects diagnostics up to MaxDiagnostics.
type findings struct {
	list Diagnostics
}

func (f *findings) add(d Diagnostic) {
	if len(f.list) >= MaxDiagnostics {
		return
	}
	if len(f.list) == MaxDiagnostics-1 {
		d = Diagnostic{
			Code: "E-DOC-1", Pos: d.Pos,
			Message: fmt.Sprintf("more than %d findings; the rest is not shown", MaxDiagnostics-1),
			Reason:  "a document with this many is mended from the top",
			Hint:    "mend the first ones and read it again",
		}
	}
	f.list = append(f.list, d)
}

func (f *findings) sorted() Diagnostics {
	f.list.Sort()
	return f.list
}

// Sort orders diagnostics by file, line, column and code.
func (ds Diagnostics) Sort() {
	slices.SortStableFunc(ds, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Code, b.Code),
		)
	})
}

// Format renders a diagnostic as a compiler does: place and finding, the line
// with a caret under the place, the other place it is about, the reason, and
// how to mend it. It ends without a newline.
//
//	core.yaml:12:7: E-TIME-1: the decision `go` has no `due`
//	   12 |     - decide: go
//	      |       ^^^^^^
//	  why: silence must end somewhere
//	  fix: write a duration, a time, or `open` with a reminder
func (d Diagnostic) Format() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s%s: %s", d.Pos, d.severity(), visible(d.Message))
	if d.Excerpt != "" {
		line := visible(d.Excerpt)
		indent := max(d.Pos.Column-1, 0)
		length := d.Length
		if rest := len([]rune(line)) - indent; length == 0 || length > rest {
			length = max(min(length, rest), 1)
		}
		fmt.Fprintf(&b, "\n%5d | %s\n      | %s%s", d.Pos.Line, line, strings.Repeat(" ", indent), strings.Repeat("^", length))
	}
	if d.Note != (Note{}) {
		fmt.Fprintf(&b, "\n  see: %s: %s", d.Note.Pos, visible(d.Note.Text))
	}
	if d.Reason != "" {
		fmt.Fprintf(&b, "\n  why: %s", visible(d.Reason))
	}
	if d.Hint != "" {
		fmt.Fprintf(&b, "\n  fix: %s", visible(d.Hint))
	}
	return b.String()
}

// visible makes a text safe to show: what a terminal would act on, and what is
// no character, becomes one that is seen. Its length in runes stays.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

func (d Diagnostic) severity() string {
	if d.Severity == Warning {
		return ": warning " + d.Code
	}
	return ": " + d.Code
}

// String renders the diagnostics one after another, each as Format does, with
// an empty line between them.
func (ds Diagnostics) String() string {
	parts := make([]string, len(ds))
	for i, d := range ds {
		parts[i] = d.Format()
	}
	return strings.Join(parts, "\n\n")
}

// String renders a place as file:line:column, and the zero Pos as "-".
func (p Pos) String() string {
	if p == (Pos{}) {
		return "-"
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// plural says a count with its noun: "1 cell", "2 cells".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
