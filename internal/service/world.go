package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/store"
)

// worldRead is the world as it was read for one decision, and what must not
// have changed when the decision is committed.
type worldRead struct {
	world     engine.World
	directory *directory
	guards    []store.Guard
}

// worldOf reads what a case depends on outside itself. The versions of what was
// read go along as guards, so a decision made on an old world is refused at
// commit and made again: it is as if it had been read in the same transaction.
func (s *Service) worldOf(ctx context.Context, l *loaded, more []string) (*worldRead, error) {
	d, err := s.directory(ctx)
	if err != nil {
		return nil, err
	}
	w := &worldRead{directory: d, world: engine.World{
		Directory: &d.world, Freezes: d.freezes, CIs: d.cis, Previous: l.previous,
	}}
	changes := sortedIDs(l.state.Changes, more)
	for _, id := range changes {
		c, err := s.load(ctx, id)
		var e *Error
		if errors.As(err, &e) && e.Kind == NotFound {
			continue // a step may name a change that is not here: it grants nothing
		}
		if err != nil {
			return nil, err
		}
		w.guards = append(w.guards, store.Guard{Case: id, Version: c.version})
		w.world.Grants = append(w.world.Grants, c.state.Given...)
	}
	standing, err := s.standing(ctx, l.pin.Digest)
	w.world.Grants = append(w.world.Grants, standing...)
	return w, err
}

// standing returns the standing grants of a model version. They are few and
// rarely given, so they are kept until one is.
func (s *Service) standing(ctx context.Context, digest string) ([]engine.Grant, error) {
	if grants, ok := s.grants.get(digest); ok {
		return grants, nil
	}
	rows, err := s.Store.Grants(ctx, nil, digest)
	if err != nil {
		return nil, fault("read grants", err)
	}
	grants, err := decodeGrants(rows)
	if err == nil {
		s.grants.put(digest, grants, nil)
	}
	return grants, err
}

func decodeGrants(rows []store.Grant) ([]engine.Grant, error) {
	out := make([]engine.Grant, len(rows))
	for i, row := range rows {
		if err := json.Unmarshal(row.Data, &out[i]); err != nil {
			return nil, fmt.Errorf("decode grant %s: %w", row.ID, err)
		}
		out[i].Status = row.Status
	}
	return out, nil
}

func grantRow(g engine.Grant) (store.Grant, error) {
	data, err := json.Marshal(g)
	row := store.Grant{
		ID: g.ID, Change: g.Change, Kind: g.Kind, Stage: g.Stage, Status: g.Status, Model: g.Model, From: g.From, To: g.To, Data: data,
	}
	if row.Kind != "standing" {
		row.Model = "" // found by its change
	}
	return row, err
}

// previousDepth is how many older cases of the same model and components are
// looked at for the previous one.
const previousDepth = 50

// previous returns what the model reads of the case before this one: the last
// successful case of the same model for the same components that had ended when
// this one began. That never changes, so it is read once.
func (s *Service) previous(ctx context.Context, l *loaded) ([]engine.Named, error) {
	if len(l.plan.Previous) == 0 || l.state.Started == 0 {
		return nil, nil
	}
	heads, _, err := s.Store.List(ctx, store.CaseFilter{
		Kind: l.pin.Kind, Model: l.pin.Model, CIs: l.state.CIs, Closed: true, Order: store.ByNewest, Limit: previousDepth,
	})
	if err != nil {
		return nil, fault("look for the previous case", err)
	}
	var last *loaded
	for i := range heads {
		if heads[i].Outcome != successful || heads[i].EndedAt > l.state.Started {
			continue
		}
		old, err := s.load(ctx, heads[i].Case)
		if err != nil {
			return nil, err
		}
		if isPrevious(old, l) && (last == nil || later(old, last)) {
			last = old
		}
	}
	if last == nil {
		return nil, nil
	}
	return valuesOf(last, l.plan.Previous), nil
}

// successful is the outcome of a case of which the next one may build on what
// it left.
const successful = "successful"

// isPrevious reports whether one case may be the previous one of another.
func isPrevious(old, l *loaded) bool {
	return old.pin.Kind == l.pin.Kind && old.pin.Model == l.pin.Model && old.state.Status == engine.Closed &&
		old.state.Outcome == successful && old.state.Mode == engine.Real && old.state.Ended <= l.state.Started &&
		sameCIs(old.state.CIs, l.state.CIs)
}

// later reports whether a ended after b; of two at one instant the id decides.
func later(a, b *loaded) bool {
	return a.state.Ended > b.state.Ended || a.state.Ended == b.state.Ended && a.id > b.id
}

// sortedIDs returns the ids of the lists, each once.
func sortedIDs(lists ...[]string) []string {
	ids := slices.Concat(lists...)
	slices.Sort(ids)
	return slices.Compact(ids)
}

func sameCIs(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// valuesOf returns the outputs of a case by name; of several with one name the
// last in the document counts.
func valuesOf(l *loaded, names []string) []engine.Named {
	var out []engine.Named
	for _, name := range names {
		for i := len(l.state.Outputs) - 1; i >= 0; i-- {
			o := &l.state.Outputs[i]
			if l.plan.Outputs[o.Output].Name == name && !o.Value.IsNull() {
				out = append(out, engine.Named{Name: name, Value: o.Value})
				break
			}
		}
	}
	return out
}

// mustBeChange refuses the id of anything but a change.
func (s *Service) mustBeChange(ctx context.Context, id string) error {
	l, err := s.load(ctx, id)
	var e *Error
	if errors.As(err, &e) && e.Kind == NotFound || err == nil && l.pin.Kind != string(Change) {
		return notFound("change", id)
	}
	return err
}
