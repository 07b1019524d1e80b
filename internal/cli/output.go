package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
)

// show prints v as JSON with --json, else what people gets to write.
func (s *session) show(cmd *cobra.Command, v any, people func(io.Writer)) error {
	w := cmd.OutOrStdout()
	if !s.json {
		people(w)
		return nil
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// table prints rows under heads, columns aligned.
func table(w io.Writer, heads []string, rows [][]string) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, strings.Join(heads, "\t"))
	for _, r := range rows {
		fmt.Fprintln(t, strings.Join(r, "\t"))
	}
	_ = t.Flush() // to memory or a terminal; a broken pipe has nobody to tell
}

// clock says how long is left: "1h 54m left, due 16:00".
func clock(c *client.Clock, now time.Time) string {
	if c == nil {
		return "-"
	}
	left := c.Due.Sub(now)
	if left < 0 {
		return about(-left) + " over"
	}
	return about(left) + " left"
}

// about is a duration in its two largest units.
func about(d time.Duration) string {
	d = d.Round(time.Second)
	days, hours, minutes, seconds := d/(24*time.Hour), d/time.Hour%24, d/time.Minute%60, d/time.Second%60
	switch {
	case days > 0:
		return fmt.Sprintf("%dd %dh", days, hours)
	case hours > 0:
		return fmt.Sprintf("%dh %dm", hours, minutes)
	case minutes > 0:
		return fmt.Sprintf("%dm %ds", minutes, seconds)
	}
	return fmt.Sprintf("%ds", seconds)
}

// local is an instant in the reader's zone.
func local(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

func localOr(t *time.Time, none string) string {
	if t == nil {
		return none
	}
	return local(*t)
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// word turns a status word of the API into one for people.
func word(s string) string { return strings.ReplaceAll(s, "_", " ") }
