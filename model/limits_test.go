package model

import (
	"fmt"
	"strings"
	"testing"
)

func TestLimits(t *testing.T) {
	t.Parallel()
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'k'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.Repeat(fmt.Sprintf("*%c, ", c-1), 9))
	}
	for name, c := range map[string]struct{ text, want string }{
		"large file":     {strings.Repeat("# a line\n", MaxFileSize/8), "larger than 1 MiB"},
		"not UTF-8":      {"a: 1\nb: \xff\n", "not UTF-8"},
		"deep flow":      {"kind: site\nid: " + strings.Repeat("[", 100_000), "nested deeper than 64"},
		"deep block":     {"kind: site\nx:\n" + deep(200), "nested deeper than 64"},
		"alias bomb":     {"kind: site\nid: s\n" + bomb, "the alias `*a`"},
		"lone return":    {"kind: site\rid: s\n", "a line break that is not a newline"},
		"line separator": {"kind: site\nid: \u2028s\n", "a line break that is not a newline"},
		"control":        {"kind: site\nid: \x07\n", "the control character U+0007"},
		"many findings":  {"kind: site\nid: s\n" + many(MaxDiagnostics+10), "the rest is not shown"},
		"deep of 10 000": {"kind: site\nx: " + strings.Repeat("{a: ", 10_000), "nested deeper than 64"},
		"100 000 steps":  {"kind: release-model\nphases: {plan: [" + strings.Repeat("a, ", 100_000) + "]}\n", "more than 5000 steps in a document"},
		"many roles":     {"kind: release-model\nroles:\n" + numbered("  r%d: {}\n", MaxNames+2), "more than 1000 names in `roles`"},
		"many changes":   {"kind: release-model\noverlays: {o: {changes: [" + strings.Repeat("{at: a, skip: b}, ", MaxSteps+1) + "]}}\n", "more than 5000 steps in a document"},
		"escapes":        {"kind: release-model\n\"\\e[31m\": 1\n", "a model has no key"},
		"nothing":        {"", "there is no document in the file"},
		"5 MB":           {strings.Repeat("# a line\n", 5<<20/9), "larger than 1 MiB"},
		"root is a list": {"- a\n", "a document is a map of keys"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, ds := Parse("f.yaml", []byte(c.text))
			if len(ds) > MaxDiagnostics {
				t.Errorf("%d findings, want at most %d", len(ds), MaxDiagnostics)
			}
			for _, d := range ds {
				if strings.Contains(d.Message, c.want) {
					return
				}
			}
			t.Errorf("no finding says %q; first:\n%s", c.want, ds[:min(len(ds), 3)])
		})
	}
}

func deep(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%sk:\n", strings.Repeat(" ", i+1))
	}
	return b.String()
}

func many(n int) string { return numbered("unknown%d: 1\n", n) }

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// TestFindingsAreSafeToShow: no text of a document reaches a terminal as a
// command, and one line is not repeated with every finding.
func TestFindingsAreSafeToShow(t *testing.T) {
	t.Parallel()
	_, ds := Parse("f.yaml", []byte("kind: release-model\n\"\\e[31m\\u202e\": 1\nid: \"\\a\"\n"))
	if text := ds.String(); strings.ContainsAny(text, "\x1b\u202e\x07") {
		t.Errorf("a control character is shown: %q", text)
	}
	_, ds = Parse("f.yaml", []byte("{kind: release-model, id: "+strings.Repeat("x", maxExcerpt)+", a: 1, b: 2}\n"))
	for _, d := range ds {
		if d.Excerpt != "" {
			t.Errorf("%s shows a line of %d bytes", d.Code, len(d.Excerpt))
		}
	}
}
