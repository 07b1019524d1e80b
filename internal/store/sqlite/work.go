package sqlite

import (
	"context"
	"encoding/json"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
)

// subjectsOf returns the keys under which people and teams find their work.
func subjectsOf(people, teams []string) []string {
	subjects := make([]string, 0, len(people)+len(teams))
	for _, p := range people {
		subjects = append(subjects, "p:"+p)
	}
	for _, t := range teams {
		subjects = append(subjects, "t:"+t)
	}
	return subjects
}

// Inbox returns one page of open work.
func (s *Store) Inbox(ctx context.Context, f store.WorkFilter) ([]store.Work, string, error) {
	after := store.Cursor{At: -1}
	if f.Cursor != "" {
		var err error
		if after, err = store.ParseCursor(f.Cursor); err != nil {
			return nil, "", err
		}
	}
	limit := pageSize(f.Limit)
	from, args := s.found(f)
	args = append(args, int64(after.At), after.Case, after.Place, after.Verb, limit+1, s.tenant)
	list, err := all(ctx, s.read, scanWork, `
		WITH found AS (SELECT DISTINCT clock_at, case_id, place, verb `+from+`
			AND (clock_at, case_id, place, verb) > (?, ?, ?, ?)
			ORDER BY clock_at, case_id, place, verb LIMIT ?)
		SELECT `+workColumns+` FROM found f CROSS JOIN work w
		WHERE w.tenant = ? AND w.case_id = f.case_id AND w.place = f.place AND w.verb = f.verb
		ORDER BY f.clock_at, f.case_id, f.place, f.verb`, args...)
	if err != nil || len(list) <= limit {
		return list, "", err
	}
	last := list[limit-1]
	next := store.Cursor{At: calendar.Instant(orNever(last.ClockAt)), Case: last.Case, Place: last.Place, Verb: last.Verb}
	return list[:limit], next.String(), nil
}

// InboxSize counts the work that f finds.
func (s *Store) InboxSize(ctx context.Context, f store.WorkFilter) (int, error) {
	from, args := s.found(f)
	return one(ctx, s.read, scanOne[int], `SELECT count(*) FROM (SELECT DISTINCT case_id, place, verb `+from+`)`, args...)
}

// found returns the part of a query that finds the keys of the work of f.
func (s *Store) found(f store.WorkFilter) (string, []any) {
	from, args := `FROM work WHERE tenant = ?`, []any{s.tenant}
	if subjects := subjectsOf(f.People, f.Teams); len(subjects) > 0 {
		from = `FROM work_for WHERE tenant = ? AND subject IN (SELECT value FROM json_each(?))`
		args = append(args, toJSON(subjects))
	}
	if f.Case != "" {
		from, args = from+` AND case_id = ?`, append(args, f.Case)
	}
	return from, args
}

const workColumns = `w.case_id, w.place, w.verb, w.kind, w.state, w.status, w.title, w.role,
	w.ready_at, w.clock_at, w.escalated, w.people, w.teams, w.data`

func scanWork(r row) (store.Work, error) {
	var w store.Work
	var clock int64
	var people, teams texts
	err := r.Scan(&w.Case, &w.Place, &w.Verb, &w.Kind, &w.State, &w.Status, &w.Title, &w.Role,
		&w.ReadyAt, &clock, &w.Escalated, &people, &teams, &w.Data)
	w.ClockAt, w.People, w.Teams = unlessNever(clock), people, teams
	return w, err
}

// texts is a list in a column of JSON text.
type texts []string

// Scan implements sql.Scanner.
func (s *texts) Scan(v any) error {
	text, _ := v.(string)
	return json.Unmarshal([]byte(text), s)
}

// list returns s for a column that is never null.
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func pageSize(limit int) int {
	if limit <= 0 || limit > store.MaxPage {
		return store.MaxPage
	}
	return limit
}
