package sqlite

import (
	"context"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
)

const headColumns = `c.id, c.number, c.kind, c.version, c.status, c.health, c.phase, c.outcome, c.title,
	c.model, c.model_version, c.digest, c.owner, c.rigor, c.urgency, c.mode,
	c.next_due_at, c.facts_at, c.clock_at, c.t, c.started_at, c.ended_at, c.cis, c.summary`

// headFields returns where to scan headColumns.
func headFields(h *store.Head) []any {
	return []any{
		&h.Case, &h.Number, &h.Kind, &h.Version, &h.Status, &h.Health, &h.Phase, &h.Outcome, &h.Title,
		&h.Model, &h.ModelVersion, &h.Digest, &h.Owner, &h.Rigor, &h.Urgency, &h.Mode,
		(*maybe)(&h.NextDueAt), (*maybe)(&h.FactsAt), (*maybe)(&h.ClockAt), &h.T, &h.StartedAt, &h.EndedAt, (*texts)(&h.CIs), &h.Summary,
	}
}

func scanHead(r row) (store.Head, error) {
	var h store.Head
	err := r.Scan(headFields(&h)...)
	return h, err
}

// Case returns a case with its snapshot and the events after it. Events never
// change, so those up to the version of the head are of the same moment.
func (s *Store) Case(ctx context.Context, id string) (store.Case, error) {
	c, err := one(ctx, s.read, scanCase, `
		SELECT `+headColumns+`, s.seq, s.data
		FROM cases c LEFT JOIN snapshots s ON s.tenant = c.tenant AND s.case_id = c.id
		WHERE c.tenant = ? AND c.id = ?`, s.tenant, id)
	if err != nil || c.SnapshotSeq == c.Head.Version {
		return c, err
	}
	c.Tail, err = all(ctx, s.read, scanEvent, `
		SELECT `+eventColumns+` FROM events
		WHERE tenant = ? AND case_id = ? AND seq > ? AND seq <= ? ORDER BY seq`,
		s.tenant, id, c.SnapshotSeq, c.Head.Version)
	return c, err
}

func scanCase(r row) (store.Case, error) {
	var c store.Case
	var seq *int64
	err := r.Scan(append(headFields(&c.Head), &seq, &c.Snapshot)...)
	if seq != nil {
		c.SnapshotSeq = *seq
	}
	return c, err
}

const eventColumns = `position, case_id, seq, kind, v, at, actor, data, leaf`

func scanEvent(r row) (store.Event, error) {
	var e store.Event
	var leaf []byte
	err := r.Scan(&e.Position, &e.Case, &e.Seq, &e.Kind, &e.V, &e.At, &e.Actor, &e.Data, &leaf)
	copy(e.Leaf[:], leaf)
	return e, err
}

// Events returns events of a case.
func (s *Store) Events(ctx context.Context, id string, after int64, limit int) ([]store.Event, error) {
	return all(ctx, s.read, scanEvent, `
		SELECT `+eventColumns+` FROM events
		WHERE tenant = ? AND case_id = ? AND seq > ? ORDER BY seq LIMIT ?`, s.tenant, id, after, limit)
}

// Log returns events of all cases.
func (s *Store) Log(ctx context.Context, after int64, limit int) ([]store.Event, error) {
	return all(ctx, s.read, scanEvent, `
		SELECT `+eventColumns+` FROM events
		WHERE position > ? AND +tenant = ? ORDER BY position LIMIT ?`, after, s.tenant, limit)
}

// Position returns the position of the newest event. It walks back from the
// end of the log; the plus keeps SQLite from sorting all events of the tenant
// by an index instead.
func (s *Store) Position(ctx context.Context) (int64, error) {
	list, err := all(ctx, s.read, scanOne[int64],
		`SELECT position FROM events WHERE +tenant = ? ORDER BY position DESC LIMIT 1`, s.tenant)
	if len(list) == 0 {
		return 0, err
	}
	return list[0], err
}

// Due returns the cases of which something is due.
func (s *Store) Due(ctx context.Context, at calendar.Instant, limit int) ([]string, error) {
	return all(ctx, s.read, scanOne[string], `
		SELECT id FROM cases
		WHERE tenant = ? AND next_due_at <= ? AND next_due_at < 9223372036854775807
		ORDER BY next_due_at, id LIMIT ?`, s.tenant, int64(at), limit)
}

// NextDue returns the instant at which the next case is due.
func (s *Store) NextDue(ctx context.Context) (calendar.Instant, error) {
	return one(ctx, s.read, scanOne[calendar.Instant], `
		SELECT coalesce(min(next_due_at), 0) FROM cases
		WHERE tenant = ? AND next_due_at < 9223372036854775807`, s.tenant)
}

// FactsDue returns the cases for which a fact is to be read.
func (s *Store) FactsDue(ctx context.Context, at calendar.Instant) ([]string, error) {
	return all(ctx, s.read, scanOne[string], `
		SELECT id FROM cases
		WHERE tenant = ? AND facts_at <= ? AND facts_at < 9223372036854775807
		ORDER BY facts_at, id`, s.tenant, int64(at))
}

// List returns one page of cases.
func (s *Store) List(ctx context.Context, f store.CaseFilter) ([]store.Head, string, error) {
	q := where{}
	q.and(`tenant = ?`, s.tenant)
	q.filter(f)
	order, err := q.page(f)
	if err != nil {
		return nil, "", err
	}
	limit := pageSize(f.Limit)
	heads, err := all(ctx, s.read, scanHead,
		`SELECT `+headColumns+` FROM cases c WHERE `+q.sql()+order+` LIMIT ?`, append(q.args, limit+1)...)
	if err != nil || len(heads) <= limit {
		return heads, "", err
	}
	return heads[:limit], cursorOf(&heads[limit-1], f.Order).String(), nil
}

// ListSize counts the cases that f finds.
func (s *Store) ListSize(ctx context.Context, f store.CaseFilter) (int, error) {
	q := where{}
	q.and(`tenant = ?`, s.tenant)
	q.filter(f)
	return one(ctx, s.read, scanOne[int], `SELECT count(*) FROM cases c WHERE `+q.sql(), q.args...)
}

// where gathers conditions and their arguments.
type where struct {
	terms []string
	args  []any
}

func (q *where) and(term string, args ...any) {
	q.terms = append(q.terms, term)
	q.args = append(q.args, args...)
}

func (q *where) equal(column, value string) {
	if value != "" {
		q.and(column+` = ?`, value)
	}
}

func (q *where) sql() string { return strings.Join(q.terms, " AND ") }

func (q *where) filter(f store.CaseFilter) {
	if f.Open {
		q.and(`ended_at = 0`)
	}
	if f.Closed {
		q.and(`ended_at <> 0`)
	}
	q.equal(`kind`, f.Kind)
	q.equal(`status`, f.Status)
	q.equal(`health`, f.Health)
	q.equal(`model`, f.Model)
	q.equal(`model_version`, f.Version)
	if len(f.CIs) > 0 {
		q.and(`(tenant, id) IN (SELECT tenant, case_id FROM case_cis WHERE ci IN (SELECT value FROM json_each(?)))`, toJSON(f.CIs))
	}
	if f.Text != "" {
		like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(f.Text) + "%"
		q.and(`(id LIKE ? ESCAPE '\' OR title LIKE ? ESCAPE '\')`, like, like)
	}
}

// page adds where the page begins and returns the ORDER BY clause.
func (q *where) page(f store.CaseFilter) (string, error) {
	key, sign, desc := `clock_at`, `>`, ``
	if f.Order == store.ByNewest {
		key, sign, desc = `started_at`, `<`, ` DESC`
	}
	if f.Cursor != "" {
		c, err := store.ParseCursor(f.Cursor)
		if err != nil {
			return "", err
		}
		q.and(`(`+key+`, number, id) `+sign+` (?, ?, ?)`, int64(c.At), c.Number, c.Case)
	}
	return ` ORDER BY ` + key + desc + `, number` + desc + `, id` + desc, nil
}

func cursorOf(h *store.Head, order store.Order) store.Cursor {
	c := store.Cursor{At: h.StartedAt, Number: h.Number, Case: h.Case}
	if order == store.ByClock {
		c.At = calendar.Instant(orNever(h.ClockAt))
	}
	return c
}

// Tally counts the open cases.
func (s *Store) Tally(ctx context.Context) ([]store.Tally, error) {
	return all(ctx, s.read, func(r row) (store.Tally, error) {
		var t store.Tally
		err := r.Scan(&t.Kind, &t.Status, &t.Health, &t.Model, &t.Count)
		return t, err
	}, `
		SELECT kind, status, health, model, count(*) FROM cases
		WHERE tenant = ? AND ended_at = 0 GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`, s.tenant)
}
