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

// TestAModelThatAsksForTheDateIsNotStartedWithoutIt: it would stand still for
// ever at the first step whose time is counted from it.
func TestAModelThatAsksForTheDateIsNotStartedWithoutIt(t *testing.T) {
	t.Parallel()
	k := setup(t)
	_, err := k.Start(t.Context(), person("eva"), Release, client.StartRequest{Model: "software-standard", Title: "Shop", CIs: []string{"shop_web"}, Params: map[string]json.RawMessage{
		"summary": raw("faster"), "service": raw("shop"),
	}}, Condition{})
	var no *Error
	want := "T: the planned date is missing, from which the times of the model are counted, such as that of tell_users: T - 2bd"
	if !errors.As(err, &no) || no.Kind != Invalid || no.Detail != want {
		t.Errorf("got %v, want that it says %q", err, want)
	}
}
