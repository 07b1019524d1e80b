package service

import (
	"context"

	"github.com/headgate/headgate/analysis/compare"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/findings"
	"github.com/headgate/headgate/model"
)

// ModelDiff tells two stored versions of a model apart. An empty to is the
// current version, an empty from the one before to; a major number alone is the
// highest version of it.
func (s *Service) ModelDiff(ctx context.Context, c Caller, id, from, to string) (client.ModelDiff, error) {
	if err := c.need(MayRead); err != nil {
		return client.ModelDiff{}, err
	}
	new, err := s.findModel(ctx, versioned(id, to))
	if err != nil {
		return client.ModelDiff{}, err
	}
	old, err := s.findEarlier(ctx, new, from)
	if err != nil {
		return client.ModelDiff{}, err
	}
	was, err := s.compiled(ctx, old.Digest)
	if err != nil {
		return client.ModelDiff{}, err
	}
	is, err := s.compiled(ctx, new.Digest)
	if err != nil {
		return client.ModelDiff{}, err
	}
	return findings.Diff(compare.Models(was.flat, is.flat)), nil
}

func versioned(id, version string) string {
	if version == "" {
		return id
	}
	return id + "@" + version
}

// findEarlier returns the version named, else the one before new.
func (s *Service) findEarlier(ctx context.Context, new client.ModelSummary, version string) (client.ModelSummary, error) {
	if version != "" {
		return s.findModel(ctx, versioned(new.ID, version))
	}
	rows, err := s.sortedModels(ctx)
	if err != nil {
		return client.ModelSummary{}, err
	}
	for i := range rows {
		if rows[i].ID == new.ID && model.CompareVersions(rows[i].Version, new.Version) < 0 {
			return summaryOf(rows, i)
		}
	}
	return client.ModelSummary{}, &Error{
		Kind: NotFound, Code: "no_earlier_version", Detail: new.ID + " has no version before " + new.Version,
		Need: "submit another version, or name one with from",
	}
}
