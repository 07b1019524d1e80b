package service

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/handbook"
	"github.com/headgate/headgate/internal/service/view"
	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/model"
)

// Models lists all versions of all models, by id, the newest version first.
func (s *Service) Models(ctx context.Context, c Caller, cursor string, limit int) (client.Page[client.ModelSummary], error) {
	page := client.Page[client.ModelSummary]{Items: []client.ModelSummary{}}
	if err := c.need(MayRead); err != nil {
		return page, err
	}
	rows, err := s.sortedModels(ctx)
	if err != nil {
		return page, err
	}
	from := 0
	if cursor != "" {
		if from, err = strconv.Atoi(cursor); err != nil || from < 0 || from > len(rows) {
			return page, fault("", store.ErrCursor)
		}
	}
	to := min(from+limit, len(rows))
	for i := from; i < to; i++ {
		m, err := summaryOf(rows, i)
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, m)
	}
	if to < len(rows) {
		page.Next = strconv.Itoa(to)
	}
	page.Total = len(rows)
	return page, nil
}

func (s *Service) sortedModels(ctx context.Context) ([]store.Model, error) {
	rows, err := s.Store.Models(ctx)
	slices.SortStableFunc(rows, func(a, b store.Model) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), -model.CompareVersions(a.Version, b.Version))
	})
	return rows, fault("list models", err)
}

func summaryOf(rows []store.Model, i int) (client.ModelSummary, error) {
	row := &rows[i]
	var d modelData
	if err := json.Unmarshal(row.Data, &d); err != nil {
		return client.ModelSummary{}, fmt.Errorf("decode model %s@%s: %w", row.ID, row.Version, err)
	}
	return client.ModelSummary{
		ID: row.ID, Version: row.Version, Kind: row.Kind, Title: row.Title, Class: d.Class, Owner: d.Owner, Rigor: d.Rigor,
		Urgency: d.Urgency, Extends: d.Extends, Abstract: d.Abstract, Current: current(rows, i), Digest: row.Digest,
		NotYet: orEmpty(d.NotYet), Releases: int(row.Cases), State: string(row.State),
	}, nil
}

// current reports whether a version is the highest approved one of its model.
func current(rows []store.Model, i int) bool {
	if rows[i].State != store.ModelApproved {
		return false
	}
	for k := i - 1; k >= 0 && rows[k].ID == rows[i].ID; k-- {
		if rows[k].State == store.ModelApproved {
			return false
		}
	}
	return true
}

// findModel returns the model that a reference names: id (the highest approved
// version, else the highest there is), id@major (likewise) or id@version.
func (s *Service) findModel(ctx context.Context, ref string) (client.ModelSummary, error) {
	rows, err := s.sortedModels(ctx)
	if err != nil {
		return client.ModelSummary{}, err
	}
	id, version, _ := strings.Cut(ref, "@")
	best := -1
	for i := range rows {
		v := rows[i].Version
		if rows[i].ID != id || version != "" && !model.IsVersion(v, version) {
			continue
		}
		if v == version || rows[i].State == store.ModelApproved {
			return summaryOf(rows, i)
		}
		if best < 0 {
			best = i
		}
	}
	if best >= 0 {
		return summaryOf(rows, best)
	}
	return client.ModelSummary{}, noModel(rows, ref, id)
}

// noModel says which versions of a model there are, or which models.
func noModel(rows []store.Model, ref, id string) *Error {
	var versions, ids []string
	for _, row := range rows {
		ids = append(ids, row.ID)
		if row.ID == id {
			versions = append(versions, row.Version)
		}
	}
	no := notFound("model", ref)
	switch {
	case len(versions) > 0:
		no.Need = "there is " + id + "@" + strings.Join(versions, ", @") + "; a newer one is stored with: headgate model submit FILE"
	case len(ids) > 0:
		no.Need = "there are " + strings.Join(slices.Compact(ids), ", ") + "; another one is stored with: headgate model submit FILE"
	}
	return no
}

// readable finds a version of a model that a caller may read, and compiles it.
func (s *Service) readable(ctx context.Context, c Caller, ref string) (client.ModelSummary, *compiled, error) {
	if err := c.need(MayRead); err != nil {
		return client.ModelSummary{}, nil, err
	}
	summary, err := s.findModel(ctx, ref)
	if err != nil {
		return client.ModelSummary{}, nil, err
	}
	m, err := s.compiled(ctx, summary.Digest)
	return summary, m, err
}

// Model returns everything about a version of a model.
func (s *Service) Model(ctx context.Context, c Caller, ref string) (client.ModelView, error) {
	summary, m, err := s.readable(ctx, c, ref)
	if err != nil {
		return client.ModelView{}, err
	}
	d, err := s.directory(ctx)
	if err != nil {
		return client.ModelView{}, err
	}
	acts, err := s.Store.ModelActs(ctx, summary.ID, summary.Version)
	if err != nil {
		return client.ModelView{}, fault("read history", err)
	}
	v := view.Model(summary, m.flat, m.plan, &d.world, m.files)
	v.History = historyOf(acts)
	v.Report, err = reportOf(acts)
	return v, err
}

// ModelSVG returns the graph of a model as a picture.
func (s *Service) ModelSVG(ctx context.Context, c Caller, ref string) ([]byte, error) {
	_, m, err := s.readable(ctx, c, ref)
	if err != nil {
		return nil, err
	}
	return view.ModelSVG(m.plan), nil
}

// ModelHandbook returns the handbook of a model as a page.
func (s *Service) ModelHandbook(ctx context.Context, c Caller, ref string) ([]byte, error) {
	_, m, err := s.readable(ctx, c, ref)
	if err != nil {
		return nil, err
	}
	return handbook.Of(m.plan, m.flat).HTML(), nil
}
