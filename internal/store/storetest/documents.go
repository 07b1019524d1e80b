package storetest

import (
	"bytes"
	"context"
	"testing"

	"github.com/headgate/headgate/internal/store"
)

func testModels(t *testing.T, s store.Store) {
	ctx := context.Background()
	v1 := store.Model{
		ID: "standard", Version: "9", Kind: "release", Title: "Standard", Digest: "sha256:9", Text: "model: standard\n",
		At: 5, By: "mara", Data: []byte("{}"), State: store.ModelApproved,
	}
	shipped := store.ModelAct{Act: "shipped", State: store.ModelApproved, At: 5, By: "mara", Digest: "sha256:9"}
	v2, other := v1, v1
	v2.Version, v2.Digest = "10", "sha256:10"
	other.ID, other.Digest = "hotfix", "sha256:h"
	for _, m := range []store.Model{v1, v2, other, v1} {
		noError(t, s.PutModel(ctx, m, shipped))
	}
	changed := v1
	changed.Digest, changed.Text = "sha256:other", "model: other\n"
	wantError(t, s.PutModel(ctx, changed, shipped), store.ErrConflict)
	diff(t, "acts", must[[]store.ModelAct](t)(s.ModelActs(ctx, "standard", "9")), []store.ModelAct{shipped})
	diff(t, "model", must[store.Model](t)(s.Model(ctx, "standard", "9")), v1)
	diff(t, "by digest", must[store.Model](t)(s.ModelByDigest(ctx, "sha256:10")), v2)
	_, err := s.Model(ctx, "standard", "11")
	wantError(t, err, store.ErrNotFound)

	started := toyAppend("REL-1", 0, change{Head: store.Head{Model: "standard", ModelVersion: "10"}})
	accept(t, s, started, toyAppend("REL-1", 1, change{Head: started.Head}))
	noError(t, s.Rebuild(ctx, Fold))
	v1.Text, v2.Text, other.Text = "", "", ""
	v2.Cases = 1
	diff(t, "models", must[[]store.Model](t)(s.Models(ctx)), []store.Model{other, v1, v2})
}

// testModelLife: a version goes from state to state with its acts, only from the
// state that was seen, and a draft alone may get another content.
func testModelLife(t *testing.T, s store.Store) {
	ctx := context.Background()
	m := store.Model{ID: "standard", Version: "1", Kind: "release", Title: "Standard", Digest: "sha256:1", At: 5, By: "mara", Data: []byte("{}"), State: store.ModelInReview}
	submitted := store.ModelAct{Act: "submitted", State: store.ModelInReview, At: 5, By: "mara", Digest: "sha256:1", Data: []byte(`{"proof":1}`)}
	returned := store.ModelAct{Act: "returned", State: store.ModelDraft, At: 6, By: "ida", Reason: "too short", Digest: "sha256:1"}
	approved := store.ModelAct{Act: "approved", State: store.ModelApproved, At: 8, By: "ida", Digest: "sha256:2"}
	again := submitted
	again.At, again.Digest = 7, "sha256:2"
	noError(t, s.PutModel(ctx, m, submitted))
	other := m
	other.Digest, other.Title = "sha256:2", "Better"
	wantError(t, s.PutModel(ctx, other, again), store.ErrConflict)
	noError(t, s.JudgeModel(ctx, "standard", "1", store.ModelInReview, returned))
	wantError(t, s.JudgeModel(ctx, "standard", "1", store.ModelInReview, approved), store.ErrConflict)
	wantError(t, s.JudgeModel(ctx, "standard", "2", store.ModelInReview, approved), store.ErrNotFound)
	noError(t, s.PutModel(ctx, other, again))
	wantError(t, s.JudgeModel(ctx, "standard", "1", store.ModelInReview, returned), store.ErrConflict) // of the content before
	noError(t, s.JudgeModel(ctx, "standard", "1", store.ModelInReview, approved))
	wantError(t, s.PutModel(ctx, m, submitted), store.ErrConflict)
	other.State = store.ModelApproved
	diff(t, "model", must[store.Model](t)(s.Model(ctx, "standard", "1")), other)
	diff(t, "acts", must[[]store.ModelAct](t)(s.ModelActs(ctx, "standard", "1")), []store.ModelAct{submitted, returned, again, approved})
}

func testBlobs(t *testing.T, s store.Store) {
	ctx := context.Background()
	const digest = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // of abc, FIPS 180-4
	first := must[store.Blob](t)(s.PutBlob(ctx, store.Blob{Name: "plan.pdf", Media: "application/pdf", At: 5, By: "mara"}, []byte("abc")))
	diff(t, "blob", first, store.Blob{Digest: digest, Size: 3, Name: "plan.pdf", Media: "application/pdf", At: 5, By: "mara"})
	again := must[store.Blob](t)(s.PutBlob(ctx, store.Blob{Name: "other.txt", Digest: "sha256:lie", By: "eve"}, []byte("abc")))
	diff(t, "same content", again, first)
	diff(t, "record", must[store.Blob](t)(s.Blob(ctx, digest)), first)
	diff(t, "content", string(must[[]byte](t)(s.BlobContent(ctx, digest))), "abc")
	empty := must[store.Blob](t)(s.PutBlob(ctx, store.Blob{}, nil))
	diff(t, "empty content", len(must[[]byte](t)(s.BlobContent(ctx, empty.Digest))), 0)
	_, err := s.Blob(ctx, "sha256:00")
	wantError(t, err, store.ErrNotFound)
	_, err = s.BlobContent(ctx, "sha256:00")
	wantError(t, err, store.ErrNotFound)

	large := bytes.Repeat([]byte{1}, store.MaxBlob+1)
	_, err = s.PutBlob(ctx, store.Blob{}, large)
	wantError(t, err, store.ErrTooLarge)
	b := must[store.Blob](t)(s.PutBlob(ctx, store.Blob{}, large[1:]))
	diff(t, "largest", bytes.Equal(must[[]byte](t)(s.BlobContent(ctx, b.Digest)), large[1:]), true)
}
