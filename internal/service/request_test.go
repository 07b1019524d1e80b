package service

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/headgate/headgate/client"
)

// TestAStartSaysWhichValueIsWrong: each by its name, all at once, so that a form
// can show them where they were written.
func TestAStartSaysWhichValueIsWrong(t *testing.T) {
	t.Parallel()
	k := setup(t)
	_, err := k.Start(t.Context(), person("ana"), Change, client.StartRequest{Model: "change-basic", Title: "A change", Params: map[string]json.RawMessage{
		"summary": raw("s"), "reason": raw("r"), "cis": raw([]string{"handbook", "nope"}), "environments": raw([]string{"live"}), "window": raw("any time"),
	}}, Condition{})
	var no *Error
	if !errors.As(err, &no) || no.Kind != Invalid {
		t.Fatalf("started with them: %v", err)
	}
	for _, want := range []string{`cis: this site has no component "nope"`, `window: "any time" is no window`} {
		if !strings.Contains(no.Detail, want) {
			t.Errorf("%q does not say %q", no.Detail, want)
		}
	}
}
