package sqlite

import (
	"context"
	"encoding/json"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
)

// Commit makes a batch durable: it reads what the guards of all appends need,
// judges them one after the other, and writes the rows of those accepted.
func (s *Store) Commit(ctx context.Context, batch []*store.Append) ([]store.Outcome, error) {
	var outcomes []store.Outcome
	err := s.write.do(ctx, func(tx *tx) error {
		known, err := s.readFacts(tx, batch)
		if err != nil {
			return err
		}
		j := judge{facts: known}
		outcomes = j.all(batch)
		return s.writeAll(tx, &j)
	})
	if err != nil {
		return nil, err
	}
	return outcomes, nil
}

// facts is what the guards of a batch are held against.
type facts struct {
	position int64            // of the newest event
	counters map[string]int64 // numbering by prefix, and the directory
	versions map[string]int64 // of cases; absent: the case does not exist
	tokens   map[int64]int64  // of effects by id
	keys     map[keyID]keyRow
}

type keyID struct{ actor, id string }

type keyRow struct {
	request store.Hash
	receipt store.Receipt
	at      calendar.Instant
}

// Names of counters that are not prefixes, which have no dot.
const counterDirectory = ".directory"

func (s *Store) readFacts(tx *tx, batch []*store.Append) (facts, error) {
	f := facts{
		counters: map[string]int64{},
		versions: map[string]int64{},
		tokens:   map[int64]int64{},
		keys:     map[keyID]keyRow{},
	}
	ask := questions(batch)
	err := each(tx, func(r row) error { return r.Scan(&f.position) },
		`SELECT coalesce(max(position), 0) FROM events`)
	if err == nil && ask.counters {
		err = each(tx, scanInto[string, int64](f.counters),
			`SELECT name, value FROM counters WHERE tenant = $1`, s.tenant)
	}
	if err == nil && len(ask.cases) > 0 {
		err = each(tx, scanInto[string, int64](f.versions), `
			SELECT c.id, c.version FROM json_each($2) j CROSS JOIN cases c
			WHERE c.tenant = $1 AND c.id = j.value`, s.tenant, toJSON(ask.cases))
	}
	if err == nil && len(ask.effects) > 0 {
		err = each(tx, scanInto[int64, int64](f.tokens), `
			SELECT o.id, o.token FROM json_each($2) j CROSS JOIN outbox o
			WHERE o.tenant = $1 AND o.id = j.value`, s.tenant, toJSON(ask.effects))
	}
	if err == nil && len(ask.keys) > 0 {
		err = each(tx, f.scanKey, selectKeys, s.tenant, toJSON(ask.keys))
	}
	return f, err
}

// asked is what a batch wants to know.
type asked struct {
	counters bool
	cases    []string
	effects  []int64
	keys     [][2]string // actor, id
}

func questions(batch []*store.Append) asked {
	var q asked
	for _, a := range batch {
		if a.Case != "" {
			q.cases = append(q.cases, a.Case)
		}
		for _, g := range a.Guards {
			q.cases = append(q.cases, g.Case)
		}
		for _, l := range a.Acked {
			q.effects = append(q.effects, l.Effect)
		}
		if a.Key.ID != "" {
			q.keys = append(q.keys, [2]string{a.Key.Actor, a.Key.ID})
		}
		q.counters = q.counters || a.Expect == 0 || a.Directory != 0
	}
	return q
}

const selectKeys = `
	SELECT k.actor, k.id, k.request, k.case_id, k.version, k.position, k.response
	FROM json_each($2) j CROSS JOIN keys k
	WHERE k.tenant = $1 AND k.actor = j.value ->> 0 AND k.id = j.value ->> 1`

func (f *facts) scanKey(r row) error {
	var id keyID
	var k keyRow
	var request []byte
	err := r.Scan(&id.actor, &id.id, &request, &k.receipt.Case, &k.receipt.Version, &k.receipt.Position, &k.receipt.Response)
	copy(k.request[:], request)
	f.keys[id] = k
	return err
}

// Lookup returns the receipt kept under an idempotency key.
func (s *Store) Lookup(ctx context.Context, key store.Key) (store.Receipt, error) {
	f := facts{keys: map[keyID]keyRow{}}
	_, err := one(ctx, s.read, func(r row) (struct{}, error) { return struct{}{}, f.scanKey(r) },
		selectKeys, s.tenant, toJSON([][2]string{{key.Actor, key.ID}}))
	if err != nil {
		return store.Receipt{}, err
	}
	k := f.keys[keyID{key.Actor, key.ID}]
	if k.request != key.Request {
		return store.Receipt{}, store.ErrKeyReused
	}
	return k.receipt, nil
}

// each calls scan for every row of a query of the write transaction.
func each(tx *tx, scan func(row) error, query string, args ...any) error {
	rows, err := tx.query(query, args...)
	if err != nil {
		return err
	}
	_, err = collect(rows, func(r row) (struct{}, error) { return struct{}{}, scan(r) })
	return err
}

// scanInto scans rows of two columns into a map.
func scanInto[K comparable, V any](m map[K]V) func(row) error {
	return func(r row) error {
		var k K
		var v V
		err := r.Scan(&k, &v)
		m[k] = v
		return err
	}
}

// toJSON encodes a list for json_each, or for a column.
func toJSON(list any) string {
	b, err := json.Marshal(list)
	if err != nil {
		panic(err) // lists of strings and numbers cannot fail
	}
	return string(b)
}
