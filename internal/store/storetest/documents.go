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
		At: 5, By: "mara", Data: []byte("{}"),
	}
	v2, other := v1, v1
	v2.Version, v2.Digest = "10", "sha256:10"
	other.ID, other.Digest = "hotfix", "sha256:h"
	for _, m := range []store.Model{v1, v2, other, v1} {
		noError(t, s.PutModel(ctx, m))
	}
	changed := v1
	changed.Digest, changed.Text = "sha256:other", "model: other\n"
	wantError(t, s.PutModel(ctx, changed), store.ErrConflict)
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
