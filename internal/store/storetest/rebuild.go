package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
)

func testGrants(t *testing.T, s store.Store) {
	ctx := context.Background()
	standing := store.Grant{ID: "s1", Change: "CHG-2", Kind: "standing", Stage: "deploy", Status: "active", Model: "sha256:m", From: 1, To: 9, Data: []byte(`{}`)}
	single := store.Grant{ID: "g1", Change: "CHG-1", Kind: "individual", Status: "active", Data: []byte{}}
	accept(t, s,
		toyAppend("CHG-1", 0, change{Grants: []store.Grant{single}}),
		toyAppend("CHG-2", 0, change{Grants: []store.Grant{standing}}))
	got := func(model string, changes ...string) []store.Grant {
		t.Helper()
		return must[[]store.Grant](t)(s.Grants(ctx, changes, model))
	}
	diff(t, "none", got(""), []store.Grant{})
	diff(t, "of a change", got("", "CHG-1", "CHG-9"), []store.Grant{single})
	diff(t, "standing", got("sha256:m"), []store.Grant{standing})
	diff(t, "both, once each", got("sha256:m", "CHG-2", "CHG-1"), []store.Grant{single, standing})
	single.Status = "revoked"
	accept(t, s, toyAppend("CHG-1", 1, change{Grants: []store.Grant{single}}))
	diff(t, "revoked", got("", "CHG-1"), []store.Grant{single})
}

func testLinks(t *testing.T, s store.Store) {
	ctx := context.Background()
	link := func(release, change string) store.Link { return store.Link{Release: release, Change: change} }
	accept(t, s,
		toyAppend("REL-1", 0, change{Links: []store.Link{link("REL-1", "CHG-2"), link("REL-1", "CHG-1")}}),
		toyAppend("REL-2", 0, change{Links: []store.Link{link("REL-2", "CHG-1")}}),
		toyAppend("REL-1", 1, change{Links: []store.Link{link("REL-1", "CHG-1")}}))
	diff(t, "changes", must[[]string](t)(s.Changes(ctx, "REL-1")), []string{"CHG-1", "CHG-2"})
	diff(t, "releases", must[[]string](t)(s.Releases(ctx, "CHG-1")), []string{"REL-1", "REL-2"})
	accept(t, s, toyAppend("REL-1", 2, change{Unlinks: []store.Link{link("REL-1", "CHG-1")}}))
	diff(t, "changes", must[[]string](t)(s.Changes(ctx, "REL-1")), []string{"CHG-2"})
	diff(t, "releases", must[[]string](t)(s.Releases(ctx, "CHG-1")), []string{"REL-2"})
}

func testRebuild(t *testing.T, s store.Store) {
	ctx := context.Background()
	accept(t, s, loaded("REL-2", 0), simple("REL-1", 0), simple("REL-2", 1))
	var order []string
	noError(t, s.Rebuild(ctx, func(id string, log []store.Event) (store.Projection, error) {
		order = append(order, fmt.Sprint(id, " ", len(log)))
		p, err := Fold(id, log)
		p.Head.Title = "rebuilt"
		p.Work = nil
		return p, err
	}))
	diff(t, "cases in order of beginning", order, []string{"REL-2 2", "REL-1 1"})
	got := ReadProjections(t, s)
	diff(t, "head", got.Cases[0].Head.Title, "rebuilt")
	diff(t, "work", got.Work, []store.Work(nil))
	accept(t, s, simple("REL-2", 2)) // versions are as before
}

func testRebuildFails(t *testing.T, s store.Store) {
	accept(t, s, loaded("REL-1", 0), loaded("REL-2", 0))
	before := ReadProjections(t, s)
	errBad := errors.New("bad event")
	err := s.Rebuild(context.Background(), func(id string, log []store.Event) (store.Projection, error) {
		if id == "REL-2" {
			return store.Projection{}, errBad
		}
		return Fold(id, log)
	})
	wantError(t, err, errBad)
	diff(t, "projections", ReadProjections(t, s), before)
}

// testRebuildIsLive commits a random history, of which some appends are stale,
// and holds what a rebuild makes of the log against what the commits left.
func testRebuildIsLive(t *testing.T, s store.Store, seed int) {
	for _, batch := range rapid.Custom(drawHistory).Example(seed) {
		commit(t, s, batch...)
	}
	live := ReadProjections(t, s)
	noError(t, s.Rebuild(context.Background(), Fold))
	diff(t, "rebuilt", ReadProjections(t, s), live)
}

// drawHistory returns batches of appends to four cases.
func drawHistory(rt *rapid.T) [][]*store.Append {
	versions := map[string]int64{}
	one := rapid.Custom(func(rt *rapid.T) *store.Append {
		id := rapid.SampledFrom([]string{"REL-1", "REL-2", "REL-3", "REL-4"}).Draw(rt, "case")
		stale := rapid.SampledFrom([]int64{0, 0, 0, 1}).Draw(rt, "stale")
		a := toyAppend(id, versions[id]+stale, drawChange(rt, id))
		versions[id] += 1 - stale
		return a
	})
	var batches [][]*store.Append
	for range rapid.IntRange(4, 12).Draw(rt, "batches") {
		batches = append(batches, rapid.SliceOfN(one, 1, 8).Draw(rt, "batch"))
	}
	return batches
}

func drawChange(rt *rapid.T, id string) change {
	place := rapid.SampledFrom([]string{"a", "b"})
	verb := rapid.SampledFrom([]string{"Approve", "Waive"})
	who := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"mara", "jon", "ada"}), 0, 2, rapid.ID[string])
	instant := rapid.SampledFrom([]calendar.Instant{0, 10, 20})
	c := change{Head: store.Head{
		Kind: "release", Status: rapid.SampledFrom([]string{"running", "closed"}).Draw(rt, "status"),
		NextDueAt: instant.Draw(rt, "due"), FactsAt: instant.Draw(rt, "facts"), ClockAt: instant.Draw(rt, "clock"), EndedAt: instant.Draw(rt, "ended"),
	}}
	c.Head.CIs = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"shop", "payments", "db"}), 0, 2, rapid.ID[string]).Draw(rt, "cis")
	c.CIs = c.Head.CIs
	for range rapid.IntRange(0, 2).Draw(rt, "work") {
		c.Work = append(c.Work, item(place.Draw(rt, "place"), verb.Draw(rt, "verb"), instant.Draw(rt, "clock"), who.Draw(rt, "people"), who.Draw(rt, "teams")))
	}
	for range rapid.IntRange(0, 2).Draw(rt, "gone") {
		gone := store.WorkKey{Place: rapid.SampledFrom([]string{"", "a", "b"}).Draw(rt, "gone place")}
		if gone.Place != "" && rapid.Bool().Draw(rt, "one verb") {
			gone.Verb = verb.Draw(rt, "gone verb")
		}
		c.Gone = append(c.Gone, gone)
	}
	link := store.Link{Release: id, Change: rapid.SampledFrom([]string{"CHG-1", "CHG-2"}).Draw(rt, "change")}
	switch rapid.IntRange(0, 2).Draw(rt, "link") {
	case 1:
		c.Links = []store.Link{link}
	case 2:
		c.Unlinks = []store.Link{link}
	}
	if rapid.Bool().Draw(rt, "grant") {
		c.Grants = []store.Grant{{ID: place.Draw(rt, "grant id"), Kind: "individual", From: instant.Draw(rt, "from"), Data: []byte{}}}
	}
	return c
}
