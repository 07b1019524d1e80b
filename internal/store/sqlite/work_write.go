package sqlite

import (
	"slices"

	"github.com/headgate/headgate/internal/store"
)

// An inbox has more rows than any other projection, and most commits change
// few of them. So the work that stands in the changed cases is read once per
// batch, the changes are made in memory, and only the difference is written.

// desk is the open work of one case: as it stood, and as it stands now.
type desk struct {
	id       string
	old, now map[store.WorkKey]entry
}

// entry is a piece of work with its rows in work_for.
type entry struct {
	clock    int64
	subjects []string
	work     *store.Work // nil if the row is as it was
}

func (s *Store) writeWork(tx *tx, j *judge) error {
	desks, err := s.readDesks(tx, j)
	if err != nil || len(desks) == 0 {
		return err
	}
	at := map[string]*desk{}
	for _, d := range desks {
		at[d.id] = d
	}
	for _, a := range j.accepted {
		if d := at[a.Case]; d != nil {
			d.change(a.WorkGone, a.Work)
		}
	}
	return s.writeDesks(tx, desks)
}

// readDesks returns the desks of all cases whose work changes.
func (s *Store) readDesks(tx *tx, j *judge) ([]*desk, error) {
	at := map[string]*desk{}
	var desks []*desk
	var known []string // cases that can have work already
	for _, a := range j.accepted {
		if len(a.Work)+len(a.WorkGone) == 0 || at[a.Case] != nil {
			continue
		}
		d := &desk{id: a.Case, old: map[store.WorkKey]entry{}, now: map[store.WorkKey]entry{}}
		at[a.Case], desks = d, append(desks, d)
		if !a.opened {
			known = append(known, a.Case)
		}
	}
	if len(known) == 0 {
		return desks, nil
	}
	return desks, each(tx, func(r row) error {
		var id string
		var k store.WorkKey
		var e entry
		var people, teams texts
		err := r.Scan(&id, &k.Place, &k.Verb, &e.clock, &people, &teams)
		e.subjects = subjectsOf(people, teams)
		at[id].old[k], at[id].now[k] = e, e
		return err
	}, `SELECT w.case_id, w.place, w.verb, w.clock_at, w.people, w.teams
		FROM json_each($2) j CROSS JOIN work w WHERE w.tenant = $1 AND w.case_id = j.value`, s.tenant, toJSON(known))
}

func (d *desk) change(gone []store.WorkKey, work []store.Work) {
	for _, g := range gone {
		for k := range d.now {
			if g.Place == "" || g.Place == k.Place && (g.Verb == "" || g.Verb == k.Verb) {
				delete(d.now, k)
			}
		}
	}
	for i := range work {
		w := &work[i]
		d.now[w.WorkKey] = entry{clock: orNever(w.ClockAt), subjects: subjectsOf(w.People, w.Teams), work: w}
	}
}

func (s *Store) writeDesks(tx *tx, desks []*desk) error {
	w := workWriter{
		tenant: s.tenant,
		gone:   remove{table: "work", key: "tenant, case_id, place, verb", columns: 4},
		parted: remove{table: "work_for", key: "tenant, subject, clock_at, case_id, place, verb", columns: 6},
		rows: insert{table: "work", columns: 15, conflict: ` ON CONFLICT (tenant, case_id, place, verb) DO UPDATE SET
			kind = excluded.kind, state = excluded.state, status = excluded.status, title = excluded.title,
			role = excluded.role, ready_at = excluded.ready_at, clock_at = excluded.clock_at,
			escalated = excluded.escalated, people = excluded.people, teams = excluded.teams, data = excluded.data`},
		joined: insert{table: "work_for", columns: 6, conflict: ` ON CONFLICT DO NOTHING`},
	}
	for _, d := range desks {
		w.desk(d)
	}
	for _, r := range []runner{&w.gone, &w.parted, &w.rows, &w.joined} {
		if err := r.run(tx); err != nil {
			return err
		}
	}
	return nil
}

type runner interface{ run(tx *tx) error }

// workWriter gathers the differences between desks as they stood and stand.
type workWriter struct {
	tenant       string
	gone, parted remove
	rows, joined insert
}

func (w *workWriter) desk(d *desk) {
	for k, was := range d.old {
		is, stays := d.now[k]
		if !stays {
			w.gone.add(w.tenant, d.id, k.Place, k.Verb)
		}
		for _, subject := range was.subjects {
			if !stays || is.clock != was.clock || !slices.Contains(is.subjects, subject) {
				w.parted.add(w.tenant, subject, was.clock, d.id, k.Place, k.Verb)
			}
		}
	}
	for k, is := range d.now {
		if is.work == nil {
			continue
		}
		w.row(d.id, is)
		was := d.old[k]
		for _, subject := range is.subjects {
			if is.clock != was.clock || !slices.Contains(was.subjects, subject) {
				w.joined.add(w.tenant, subject, is.clock, d.id, k.Place, k.Verb)
			}
		}
	}
}

func (w *workWriter) row(id string, e entry) {
	v := e.work
	w.rows.add(w.tenant, id, v.Place, v.Verb, v.Kind, v.State, v.Status, v.Title, v.Role,
		int64(v.ReadyAt), e.clock, v.Escalated, toJSON(list(v.People)), toJSON(list(v.Teams)), blob(v.Data))
}
