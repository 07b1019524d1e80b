package service

import (
	"context"
	"errors"
	"fmt"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/store"
)

// CaseKind is what sort of case: both run on the same engine by the same path.
type CaseKind string

// The kinds of cases the API knows.
const (
	Release CaseKind = "release"
	Change  CaseKind = "change"
)

// prefixes are of the ids of cases.
var prefixes = map[CaseKind]string{Release: "REL", Change: "CHG"}

// loaded is a case at one version. It is immutable: a decision makes the next
// one.
type loaded struct {
	id       string
	pin      pin
	plan     *engine.Plan
	pausable []string // executors that can stop at a safe point
	state    *engine.State
	version  int64            // number of events
	snapshot int64            // number of events that the stored snapshot covers
	due      calendar.Instant // when something happens by itself, or 0
	factsAt  calendar.Instant // when a fact is to be read for it, or 0
	previous []engine.Named
	work     map[store.WorkKey]string // inbox rows as written, to write only what changed; nil: unknown
}

// load returns a case, from memory when it is there.
func (s *Service) load(ctx context.Context, id string) (*loaded, error) {
	if l, ok := s.cases.get(id); ok {
		return l, nil
	}
	row, err := s.Store.Case(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, notFound("case", id)
	}
	if err != nil {
		return nil, fault("load "+id, err)
	}
	l, err := s.restore(ctx, &row)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", id, err)
	}
	s.keep(l)
	return l, nil
}

// loadKind is load for a case of one kind: under another kind the id is unknown.
func (s *Service) loadKind(ctx context.Context, c Caller, kind CaseKind, id string) (*loaded, error) {
	if err := c.need(MayRead); err != nil {
		return nil, err
	}
	l, err := s.load(ctx, id)
	var e *Error
	switch {
	case errors.As(err, &e) && e.Kind == NotFound, err == nil && l.pin.Kind != string(kind):
		return nil, notFound(string(kind), id)
	default:
		return l, err
	}
}

// keep puts a case into the cache unless a newer version is there.
func (s *Service) keep(l *loaded) {
	s.cases.put(l.id, l, func(old *loaded) bool { return old.version > l.version })
}

func (s *Service) restore(ctx context.Context, row *store.Case) (*loaded, error) {
	h := &row.Head
	m, err := s.compiled(ctx, h.Digest)
	if err != nil {
		return nil, err
	}
	l := &loaded{
		id: h.Case, plan: m.plan, pausable: m.pausable, state: &engine.State{}, version: h.Version, snapshot: row.SnapshotSeq, due: h.NextDueAt, factsAt: h.FactsAt,
		pin: pin{Kind: h.Kind, Model: h.Model, Version: h.ModelVersion, Digest: h.Digest},
	}
	if err := s.replayCase(ctx, l, row); err != nil {
		return nil, err
	}
	l.previous, err = s.previous(ctx, l)
	return l, err
}

// replayCase brings a case to its state: from its snapshot, or from its first
// event when there is none that this version can read.
func (s *Service) replayCase(ctx context.Context, l *loaded, row *store.Case) error {
	err := engine.ErrRebuild
	if row.Snapshot != nil {
		err = engine.ReadState(l.plan, row.Snapshot, l.state)
	}
	if err == nil {
		return replay(l.plan, l.state, row.Tail, nil)
	}
	if !errors.Is(err, engine.ErrRebuild) {
		return err
	}
	*l.state, l.snapshot = engine.State{}, 0
	for l.state.Seq < l.version {
		rows, err := s.Store.Events(ctx, l.id, l.state.Seq, logBatch)
		if err != nil {
			return fault("read log", err)
		}
		if len(rows) == 0 {
			return fmt.Errorf("the log ends at event %d of %d", l.state.Seq, l.version)
		}
		if err := replay(l.plan, l.state, rows, nil); err != nil {
			return err
		}
	}
	return nil
}

// logBatch is how many events are read at a time.
const logBatch = 500
