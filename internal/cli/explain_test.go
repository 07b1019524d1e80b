package cli

import (
	"strings"
	"testing"
)

// TestHoverHasTheLanguage: an editor says of a word what the page says.
func TestHoverHasTheLanguage(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{"due": "the limit", "handoff": "silence never accepts", "E-TIME-2": "silence", "nothing_of_this": ""} {
		if got := (library{}).Explain(word); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: got %q, want %q in it", word, got, want)
		}
	}
}
