package service

import (
	"context"
	"errors"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/model"
)

// Shelve stores those models of a library that fit this installation, because
// it knows every name in them, and are not stored yet. The files of the others
// are returned; they are no error. It reads much and is not urgent: nothing
// waits for it.
func (s *Service) Shelve(ctx context.Context, files []client.SourceFile) (left []string, err error) {
	all, err := s.withLibrary(ctx, files)
	if err != nil {
		return nil, err
	}
	set, _ := loadSet(all) // what is wrong with one shows again when it is compiled
	shipper := Caller{Machine: "headgate", Permissions: permissions}
	for _, doc := range set.Models {
		if !given(files, doc.Pos.File) || ctx.Err() != nil {
			continue
		}
		if stored, err := s.shelved(ctx, doc); stored || err != nil {
			if err != nil {
				return left, err
			}
			continue
		}
		m, found := flatten(set, doc)
		if m == nil || append(found, model.Check(m.flat, set.Site)...).HasErrors() {
			left = append(left, doc.Pos.File)
			continue
		}
		m.files = ownFirst(all, doc.Pos.File)
		if err := s.storeModel(ctx, shipper, m, s.shipped(shipper, m)); err != nil {
			return left, err
		}
	}
	return left, ctx.Err()
}

// shelved reports whether a version of a model is stored, whatever is in it: a
// version never changes.
func (s *Service) shelved(ctx context.Context, doc *model.Model) (bool, error) {
	_, err := s.Store.Model(ctx, doc.ID, doc.Version)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, fault("read model", err)
}
