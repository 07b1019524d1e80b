package sqlite

import (
	"cmp"
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

// ready returns what finds the effects that can be claimed.
func (s *Store) ready(topics []string, now calendar.Instant) (query string, args []any) {
	query, args = `SELECT id FROM outbox WHERE tenant = ? AND ready_at <= ?`, []any{s.tenant, int64(now)}
	if len(topics) > 0 {
		query += ` AND topic IN (SELECT value FROM json_each(?))`
		args = append(args, toJSON(topics))
	}
	return query, args
}

// Ready reports whether there is something to claim.
func (s *Store) Ready(ctx context.Context, topics []string, now calendar.Instant) (bool, error) {
	query, args := s.ready(topics, now)
	waiting, err := all(ctx, s.read, scanOne[int64], query+` LIMIT 1`, args...)
	return len(waiting) > 0, err
}

// claim leases effects, the oldest first, and notes that their calls run.
func (s *Store) claim(tx *tx, c *store.Claim, at calendar.Instant) ([]store.Effect, error) {
	query, args := s.ready(c.Topics, c.Now)
	args = append([]any{int64(c.Until), s.holder}, append(args, c.Limit)...)
	claimed, err := txAll(tx, scanEffect, `
		UPDATE outbox SET ready_at = ?, holder = ?, token = token + 1, attempt = attempt + 1
		WHERE id IN (`+query+` ORDER BY ready_at, id LIMIT ?) RETURNING `+effectColumns, args...)
	if err != nil || len(claimed) == 0 {
		return claimed, err
	}
	slices.SortFunc(claimed, func(a, b store.Effect) int { return cmp.Compare(a.ID, b.ID) })
	return claimed, s.runCalls(tx, claimed, at)
}

// runCalls notes that the calls of effects run, and with each effect how its
// call stands.
func (s *Store) runCalls(tx *tx, claimed []store.Effect, at calendar.Instant) error {
	keys := make([]string, len(claimed))
	for i := range claimed {
		keys[i] = claimed[i].Key
	}
	states := map[string]string{}
	err := each(tx, scanInto[string, string](states), `
		UPDATE calls SET state = iif(state = 'pausing', state, 'running'),
			seen_at = ?1, started_at = iif(started_at = 0, ?1, started_at)
		WHERE tenant = ?2 AND key IN (SELECT value FROM json_each(?3)) RETURNING key, state`, int64(at), s.tenant, toJSON(keys))
	for i := range claimed {
		claimed[i].Call = states[claimed[i].Key]
	}
	return err
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
