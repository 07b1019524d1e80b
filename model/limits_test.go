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
		"control":        {"kind: site\nid: \x07\n", "a control character"},
		"many findings":  {"kind: site\nid: s\n" + many(MaxDiagnostics+10), "the rest is not shown"},
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

func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "unknown%d: 1\n", i)
	}
	return b.String()
}
