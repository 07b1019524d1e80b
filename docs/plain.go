package docs

import (
	"regexp"
	"strings"
	"text/tabwriter"
)

var trailing = regexp.MustCompile(`(?m) +$`)

var link = regexp.MustCompile(`\[([^\]]+)\]\([^)]*\)`)

// Plain returns Markdown of a page as it is read in a terminal: links are their
// words, and tables are columns.
func Plain(markdown string) string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.StripEscape)
	for line := range strings.Lines(link.ReplaceAllString(markdown, "$1")) {
		switch row := cells(line); {
		case row == nil:
			_ = w.Flush() // a strings.Builder takes everything
			out.WriteString(line)
		case !strings.HasPrefix(row[0], "---"):
			_, _ = w.Write([]byte("  " + strings.Join(row, "\t") + "\t\n"))
		}
	}
	_ = w.Flush()
	return trailing.ReplaceAllString(out.String(), "")
}
