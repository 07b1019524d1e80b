package sqlite

import (
	"context"

	"github.com/headgate/headgate/calendar"
)

// Prune forgets sessions, tokens and keys that have had their time.
func (s *Store) Prune(ctx context.Context, now, keys calendar.Instant) error {
	err := s.write.do(ctx, func(tx *tx) error {
		if err := tx.exec(`DELETE FROM sessions WHERE tenant = ? AND expires_at <= ?`, s.tenant, int64(now)); err != nil {
			return err
		}
		return tx.exec(`DELETE FROM tokens WHERE tenant = ? AND expires_at <> 0 AND expires_at <= ?`, s.tenant, int64(now))
	})
	if err != nil {
		return err
	}
	return s.pruneKeys(ctx, keys)
}

// pruned is the number of keys that one transaction removes: the commits
// between two of them must not wait long.
const pruned = 500

// pruneKeys looks for old keys on a connection that reads. An index would find
// them faster, but would have to be written with every commit.
func (s *Store) pruneKeys(ctx context.Context, before calendar.Instant) error {
	var last keyID
	for {
		old, err := all(ctx, s.read, func(r row) (keyID, error) {
			var k keyID
			err := r.Scan(&k.actor, &k.id)
			return k, err
		}, `SELECT actor, id FROM keys WHERE tenant = ? AND (actor, id) > (?, ?) AND at < ? ORDER BY actor, id LIMIT ?`,
			s.tenant, last.actor, last.id, int64(before), pruned)
		if err != nil || len(old) == 0 {
			return err
		}
		if err := s.removeKeys(ctx, old); err != nil {
			return err
		}
		last = old[len(old)-1]
	}
}

func (s *Store) removeKeys(ctx context.Context, old []keyID) error {
	gone := remove{table: "keys", key: "tenant, actor, id", columns: 3}
	for _, k := range old {
		gone.add(s.tenant, k.actor, k.id)
	}
	return s.write.do(ctx, gone.run)
}
