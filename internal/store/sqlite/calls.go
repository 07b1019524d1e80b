package sqlite

import (
	"context"

	"github.com/headgate/headgate/internal/store"
)

// insertCalls adds or replaces calls; of two with the same key the later counts.
func insertCalls() insert {
	return insert{
		table:   "calls (tenant, key, case_id, place, executor, state, attempt, started_at, ended_at, seen_at, error, data)",
		columns: 12,
		conflict: ` ON CONFLICT (tenant, key) DO UPDATE SET
			case_id = excluded.case_id, place = excluded.place, executor = excluded.executor, state = excluded.state,
			attempt = excluded.attempt, started_at = excluded.started_at, ended_at = excluded.ended_at,
			seen_at = excluded.seen_at, error = excluded.error, data = excluded.data`,
	}
}

func (s *Store) addCall(ins *insert, c store.Call) {
	ins.add(s.tenant, c.Key, c.Case, c.Place, c.Executor, c.State, c.Attempt,
		int64(c.StartedAt), int64(c.EndedAt), int64(c.SeenAt), c.Error, blob(c.Data))
}

// PutCalls writes calls outside of a commit.
func (s *Store) PutCalls(ctx context.Context, calls ...store.Call) error {
	if len(calls) == 0 {
		return nil
	}
	ins := insertCalls()
	for _, c := range calls {
		s.addCall(&ins, c)
	}
	return s.write.do(ctx, func(tx *tx) error { return ins.run(tx) })
}

const callColumns = `key, case_id, place, executor, state, attempt, started_at, ended_at, seen_at, error, data, printed`

func scanCall(r row) (store.Call, error) {
	var c store.Call
	err := r.Scan(&c.Key, &c.Case, &c.Place, &c.Executor, &c.State, &c.Attempt,
		&c.StartedAt, &c.EndedAt, &c.SeenAt, &c.Error, &c.Data, &c.Printed)
	return c, err
}

// Call returns one call.
func (s *Store) Call(ctx context.Context, key string) (store.Call, error) {
	return one(ctx, s.read, scanCall, `SELECT `+callColumns+` FROM calls WHERE tenant = ? AND key = ?`, s.tenant, key)
}

// CallsOf returns the calls of a case.
func (s *Store) CallsOf(ctx context.Context, id string) ([]store.Call, error) {
	return all(ctx, s.read, scanCall,
		`SELECT `+callColumns+` FROM calls WHERE tenant = ? AND case_id = ? ORDER BY rowid`, s.tenant, id)
}

// AddOutput appends what a call printed.
func (s *Store) AddOutput(ctx context.Context, key string, at int64, chunk []byte) error {
	return s.write.do(ctx, func(tx *tx) error {
		printed, err := txAll(tx, scanOne[int64], `SELECT printed FROM calls WHERE tenant = ? AND key = ?`, s.tenant, key)
		switch {
		case err != nil:
			return err
		case len(printed) == 0:
			return store.ErrNotFound
		case at > printed[0]:
			return store.ErrConflict // bytes before these are missing
		case at+int64(len(chunk)) <= printed[0]:
			return nil // sent again
		}
		fresh := chunk[printed[0]-at:]
		if err := tx.exec(`INSERT INTO call_output (tenant, key, at, chunk) VALUES (?, ?, ?, ?)`,
			s.tenant, key, printed[0], fresh); err != nil {
			return err
		}
		return tx.exec(`UPDATE calls SET printed = printed + ? WHERE tenant = ? AND key = ?`, len(fresh), s.tenant, key)
	})
}

type chunk struct {
	at    int64
	bytes []byte
}

// Output returns what a call printed from an offset on. It reads from the
// chunk in which the offset lies until it has enough.
func (s *Store) Output(ctx context.Context, key string, after int64, limit int) ([]byte, error) {
	if _, err := s.Call(ctx, key); err != nil {
		return nil, err
	}
	chunks, err := all(ctx, s.read, func(r row) (chunk, error) {
		var c chunk
		err := r.Scan(&c.at, &c.bytes)
		return c, err
	}, `SELECT at, chunk FROM call_output
		WHERE tenant = ?1 AND key = ?2 AND at < ?4
			AND at >= (SELECT coalesce(max(at), 0) FROM call_output WHERE tenant = ?1 AND key = ?2 AND at <= ?3)
		ORDER BY at`, s.tenant, key, after, after+int64(limit))
	out := []byte{}
	for _, c := range chunks {
		skip := min(max(after-c.at, 0), int64(len(c.bytes)))
		out = append(out, c.bytes[skip:]...)
	}
	return out[:min(len(out), limit)], err
}
