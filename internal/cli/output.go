package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
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
	return writeJSON(w, v, "  ")
}

// writeJSON prints v indented, or on one line without an indent.
func writeJSON(w io.Writer, v any, indent string) error {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetIndent("", indent)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(instants.ReplaceAllFunc(text.Bytes(), milliseconds))
	return err
}

// instants are the strings of JSON that are an instant in RFC 3339. Package
// time writes as many decimals as there are; --json promises three, so that
// instants sort and compare as text.
var instants = regexp.MustCompile(`"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"`)

func milliseconds(quoted []byte) []byte {
	t, err := time.Parse(`"`+time.RFC3339+`"`, string(quoted))
	if err != nil {
		return quoted
	}
	return t.UTC().AppendFormat(nil, `"2006-01-02T15:04:05.000Z"`)
}

// clock says how long is left: "1h 54m left".
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

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// word turns a status word of the API into one for people.
func word(s string) string { return strings.ReplaceAll(s, "_", " ") }
