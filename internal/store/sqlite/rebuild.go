package sqlite

import (
	"context"
	"fmt"

	"github.com/headgate/headgate/internal/store"
)

// projections are the tables that a rebuild makes anew.
var projections = []string{"cases", "snapshots", "work", "work_for", "grants", "links", "case_cis"}

// Rebuild makes all projections again from the log, in one transaction.
func (s *Store) Rebuild(ctx context.Context, project func(string, []store.Event) (store.Projection, error)) error {
	return s.write.do(ctx, func(tx *tx) error {
		for _, table := range projections {
			if err := tx.exec(`DELETE FROM `+table+` WHERE tenant = ?`, s.tenant); err != nil {
				return err
			}
		}
		ids, err := txAll(tx, scanOne[string],
			`SELECT case_id FROM events WHERE tenant = ? AND seq = 1 ORDER BY position`, s.tenant)
		for i := 0; i < len(ids) && err == nil; i++ {
			if err = ctx.Err(); err == nil {
				err = s.rebuildCase(tx, ids[i], project)
			}
		}
		if err != nil {
			return err
		}
		return tx.exec(`DELETE FROM counters WHERE tenant = ? AND name = '.stale'`, s.tenant)
	})
}

// Stale reports whether a migration asks for a rebuild.
func (s *Store) Stale(ctx context.Context) (bool, error) {
	rows, err := all(ctx, s.read, scanOne[int64], `SELECT value FROM counters WHERE tenant = ? AND name = '.stale'`, s.tenant)
	return len(rows) > 0, err
}

func (s *Store) rebuildCase(tx *tx, id string, project func(string, []store.Event) (store.Projection, error)) error {
	log, err := txAll(tx, scanEvent,
		`SELECT `+eventColumns+` FROM events WHERE tenant = ? AND case_id = ? ORDER BY seq`, s.tenant, id)
	if err != nil {
		return err
	}
	p, err := project(id, log)
	if err != nil {
		return fmt.Errorf("rebuild %s: %w", id, err)
	}
	p.WorkGone, p.Unlinks = nil, nil // there is nothing yet to remove
	a := accepted{Append: &store.Append{Case: id, Events: log, Projection: p}}
	j := &judge{accepted: []accepted{a}}
	if err := s.writeHeads(tx, j); err != nil {
		return err
	}
	if err := s.writeSnapshots(tx, j); err != nil {
		return err
	}
	if err := s.writeWork(tx, j); err != nil {
		return err
	}
	return s.writeRest(tx, j)
}

func txAll[T any](tx *tx, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.query(query, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, scan)
}
