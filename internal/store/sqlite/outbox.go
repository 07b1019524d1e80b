package sqlite

import (
	"context"
	"slices"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
)

const effectColumns = `id, case_id, topic, key, at, ready_at, payload, token, attempt, reason`

func scanEffect(r row) (store.Effect, error) {
	var e store.Effect
	var ready int64
	err := r.Scan(&e.ID, &e.Case, &e.Topic, &e.Key, &e.At, &ready, &e.Payload, &e.Lease.Token, &e.Attempt, &e.Reason)
	e.ReadyAt, e.Lease.Effect = unlessNever(ready), e.ID
	return e, err
}

// Claim leases effects. An idle poll only reads and takes no lock.
func (s *Store) Claim(ctx context.Context, topics []string, now, until calendar.Instant, limit int) ([]store.Effect, error) {
	ready := `SELECT id FROM outbox WHERE tenant = ? AND ready_at <= ?`
	args := []any{s.tenant, int64(now)}
	if len(topics) > 0 {
		ready += ` AND topic IN (SELECT value FROM json_each(?))`
		args = append(args, toJSON(topics))
	}
	waiting, err := all(ctx, s.read, scanOne[int64], ready+` LIMIT 1`, args...)
	if err != nil || len(waiting) == 0 {
		return []store.Effect{}, err
	}
	args = append([]any{int64(until), s.holder}, append(args, limit)...)
	var claimed []store.Effect
	err = s.write.do(ctx, func(tx *tx) error {
		claimed, err = txAll(tx, scanEffect, `
			UPDATE outbox SET ready_at = ?, holder = ?, token = token + 1, attempt = attempt + 1
			WHERE id IN (`+ready+` ORDER BY ready_at, id LIMIT ?) RETURNING `+effectColumns, args...)
		return err
	})
	slices.SortFunc(claimed, func(a, b store.Effect) int { return int(a.ID - b.ID) })
	return claimed, err
}

// Extend moves the end of a lease.
func (s *Store) Extend(ctx context.Context, l store.Lease, until calendar.Instant) error {
	return s.held(ctx, `UPDATE outbox SET ready_at = ? WHERE tenant = ? AND id = ? AND token = ?`,
		int64(until), s.tenant, l.Effect, l.Token)
}

// Ack removes a delivered effect.
func (s *Store) Ack(ctx context.Context, l store.Lease) error {
	return s.held(ctx, `DELETE FROM outbox WHERE tenant = ? AND id = ? AND token = ?`, s.tenant, l.Effect, l.Token)
}

// Nack gives an effect back. Its token moves on, so the lease is over.
func (s *Store) Nack(ctx context.Context, l store.Lease, retryAt calendar.Instant, reason string) error {
	return s.held(ctx, `UPDATE outbox SET ready_at = ?, holder = '', reason = ?, token = token + 1 WHERE tenant = ? AND id = ? AND token = ?`,
		orNever(retryAt), reason, s.tenant, l.Effect, l.Token)
}

// Free ends the leases of the holder of this store.
func (s *Store) Free(ctx context.Context, at calendar.Instant) (int, error) {
	var freed int64
	err := s.write.do(ctx, func(tx *tx) (err error) {
		freed, err = tx.changed(`UPDATE outbox SET ready_at = ?, holder = '', token = token + 1 WHERE tenant = ? AND holder = ?`,
			int64(at), s.tenant, s.holder)
		return err
	})
	return int(freed), err
}

// held runs a statement that finds its row only while the lease is held.
func (s *Store) held(ctx context.Context, query string, args ...any) error {
	return s.must(ctx, store.ErrLease, query, args...)
}

// must runs a statement in a transaction of its own; none is the error if it
// changed no row.
func (s *Store) must(ctx context.Context, none error, query string, args ...any) error {
	return s.write.do(ctx, func(tx *tx) error {
		n, err := tx.changed(query, args...)
		if err == nil && n == 0 {
			err = none
		}
		return err
	})
}

// Parked returns effects that wait for a person.
func (s *Store) Parked(ctx context.Context, after int64, limit int) ([]store.Effect, error) {
	return all(ctx, s.read, scanEffect, `SELECT `+effectColumns+` FROM outbox
		WHERE tenant = ? AND ready_at = 9223372036854775807 AND id > ? ORDER BY id LIMIT ?`, s.tenant, after, limit)
}

// Retry makes a parked effect ready again.
func (s *Store) Retry(ctx context.Context, id int64, at calendar.Instant) error {
	return s.must(ctx, store.ErrNotFound,
		`UPDATE outbox SET ready_at = ? WHERE tenant = ? AND id = ? AND ready_at = 9223372036854775807`, int64(at), s.tenant, id)
}
