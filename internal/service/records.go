package service

import (
	"context"
	"slices"
	"time"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/store"
)

// Touch is a case as far as others care that change the same components.
type Touch struct {
	Case  string
	Title string
	Phase string
	CIs   []string
	T     *time.Time // planned date
}

// Recorded is what the records say is in place for a component: what the last
// successful release that changed it left.
type Recorded struct {
	CI      string    `json:"ci"`
	Release string    `json:"release,omitempty"` // empty: none that is known
	Package string    `json:"package,omitempty"` // digest
	At      time.Time `json:"at,omitzero"`       // when that release ended
}

// Touching lists the open releases that change one of these components for
// real, the clock that runs out first on top.
func (s *Service) Touching(ctx context.Context, c Caller, cis []string) ([]Touch, error) {
	if err := c.need(MayRead); err != nil || len(cis) == 0 {
		return nil, err
	}
	var out []Touch
	err := s.eachHead(ctx, store.CaseFilter{Kind: string(Release), Open: true, CIs: cis}, func(h *store.Head) {
		if h.Mode == engine.Real.String() {
			out = append(out, Touch{Case: h.Case, Title: h.Title, Phase: h.Phase, CIs: h.CIs, T: instantOrNil(h.T)})
		}
	})
	return out, err
}

// eachHead visits every case that fits, page by page.
func (s *Service) eachHead(ctx context.Context, f store.CaseFilter, visit func(*store.Head)) error {
	for {
		heads, next, err := s.Store.List(ctx, f)
		if err != nil {
			return fault("list cases", err)
		}
		for i := range heads {
			visit(&heads[i])
		}
		if next == "" {
			return nil
		}
		f.Cursor = next
	}
}

// Recorded returns what is recorded for a component.
func (s *Service) Recorded(ctx context.Context, c Caller, ci string) (Recorded, error) {
	out := Recorded{CI: ci}
	if err := c.need(MayRead); err != nil {
		return out, err
	}
	heads, _, err := s.Store.List(ctx, store.CaseFilter{
		Kind: string(Release), Closed: true, CIs: []string{ci}, Order: store.ByNewest, Limit: previousDepth,
	})
	if err != nil {
		return out, fault("list releases of component", err)
	}
	var last *store.Head
	for i := range heads {
		h := &heads[i]
		if h.Outcome == successful && h.Mode == engine.Real.String() && (last == nil || h.EndedAt > last.EndedAt) {
			last = h
		}
	}
	if last == nil {
		return out, nil
	}
	l, err := s.load(ctx, last.Case)
	if err != nil {
		return out, err
	}
	out.Release, out.At = last.Case, instant(last.EndedAt)
	for _, v := range valuesOf(l, []string{"package"}) {
		out.Package = v.Value.AsString()
	}
	return out, nil
}

// InPlace reports whether anything that a case has put into an environment is
// still there: a touching step was begun and is not undone.
func (s *Service) InPlace(ctx context.Context, c Caller, kind CaseKind, id string) (bool, error) {
	l, err := s.loadKind(ctx, c, kind, id)
	if err != nil {
		return false, err
	}
	for n := range l.plan.Nodes {
		if l.plan.SpecOf(engine.NodeID(n), l.state.Overlays).Touches == nil {
			continue
		}
		for f := range l.state.Frames {
			if l.state.Frames[f].Scope != l.plan.Nodes[n].Scope {
				continue
			}
			slot := &l.state.Slots[l.state.Frames[f].Base+l.plan.Nodes[n].Slot]
			if slot.Start != 0 && slot.Flags&engine.FlagUndone == 0 {
				return true, nil
			}
		}
	}
	return false, nil
}

// Parts returns components with everything that is part of them, sorted.
func (s *Service) Parts(ctx context.Context, cis []string) ([]string, error) {
	d, err := s.directory(ctx)
	if err != nil {
		return nil, err
	}
	return spread(cis, d.cis, func(from, to engine.CI) bool { return to.PartOf == from.ID }), nil
}

// Wholes returns components with everything that they are part of, sorted.
func (s *Service) Wholes(ctx context.Context, cis []string) ([]string, error) {
	d, err := s.directory(ctx)
	if err != nil {
		return nil, err
	}
	return spread(cis, d.cis, func(from, to engine.CI) bool { return from.PartOf == to.ID }), nil
}

// spread follows a relation from components as far as it goes.
func spread(cis []string, all []engine.CI, next func(from, to engine.CI) bool) []string {
	out := slices.Clone(cis)
	for i := 0; i < len(out); i++ { // it grows on the way
		k := slices.IndexFunc(all, func(c engine.CI) bool { return c.ID == out[i] })
		if k < 0 {
			continue
		}
		for _, to := range all {
			if next(all[k], to) && !slices.Contains(out, to.ID) {
				out = append(out, to.ID)
			}
		}
	}
	return sortedIDs(out)
}
