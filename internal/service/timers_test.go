package service

import (
	"database/sql"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/headgate/headgate/client"
)

// After an upgrade a stored model may compile no longer. Its cases wait for
// somebody who mends that; the timers of all others fire.
func TestACaseThatCannotBeReadStopsNoOther(t *testing.T) {
	t.Parallel()
	k := setup(t)
	broken := k.begin(Change, "ben", client.StartRequest{Model: "change-basic", Title: "Pages", Params: map[string]json.RawMessage{
		"summary": raw("publish pages"), "reason": raw("they are old"), "cis": raw([]string{"handbook"}), "environments": raw([]string{"live"}),
		"window": raw("Mon-Fri 08:00-18:00"),
	}}).ID
	k.advance(10 * 24 * time.Hour) // so that it is due first
	sound := k.shop()
	k.breakModel("change-basic")
	for _, wait := range []time.Duration{0, 30 * 24 * time.Hour, 0} { // the first lets everybody read the world
		k.advance(wait)
		_, _, err := k.TickDue(t.Context(), 1)
		if err == nil || !strings.Contains(err.Error(), broken) || strings.Contains(err.Error(), sound) {
			t.Errorf("got %v, want an error that names %s alone", err, broken)
		}
	}
	log, err := k.Log(t.Context(), person("eva"), Release, sound, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(log.Items, func(e client.LogEntry) bool { return e.Kind == "Escalated" }) {
		t.Errorf("got %+v, want an escalation", log.Items)
	}
}

// Nor does it keep the calls of others from being run.
func TestACallOfACaseThatCannotBeReadStopsNoOther(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.sealing()
	sound := k.shop()
	k.give("eva", sound, client.CommandRequest{Command: "report", Place: "register", Answer: "done", Values: map[string]json.RawMessage{"record": raw("REC-1")}})
	k.breakModel("handbook-page")
	claimed, err := k.ClaimEffects(t.Context(), "test", []string{EffectCall}, 10, time.Minute)
	if err == nil || !strings.Contains(err.Error(), "handbook-page") {
		t.Errorf("got %v, want an error that names the model", err)
	}
	if len(claimed) != 1 || claimed[0].Case != sound || claimed[0].Place != "classify" {
		t.Errorf("claimed %+v, want classify of %s alone", claimed, sound)
	}
}

// shop begins a release of the web shop.
func (k *kit) shop() string {
	k.t.Helper()
	at := k.Clock().Add(10 * 24 * time.Hour)
	return k.begin(Release, "eva", client.StartRequest{Model: "software-standard", Title: "Shop", T: &at, CIs: []string{"shop_web"}, Params: map[string]json.RawMessage{
		"summary": raw("faster"), "service": raw("shop"),
	}}).ID
}

// breakModel spoils what is stored of a model, behind the back of the service.
func (k *kit) breakModel(id string) {
	k.t.Helper()
	k.stop()
	db, err := sql.Open("sqlite", filepath.Join(k.dir, "headgate.db"))
	if err != nil {
		k.t.Fatal(err)
	}
	if _, err := db.ExecContext(k.t.Context(), "UPDATE models SET text = '[]' WHERE id = ?", id); err != nil {
		k.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		k.t.Fatal(err)
	}
	k.open()
}
