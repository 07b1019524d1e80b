package sqlite

import (
	"fmt"
	"math"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
)

// step writes the rows of some tables.
type step func(*tx, *judge) error

// writeAll writes the rows of everything that the judge accepted. Of a case
// that was changed several times only the last head and snapshot are written.
func (s *Store) writeAll(tx *tx, j *judge) error {
	steps := []step{
		s.writeEvents, s.writeHeads, s.writeSnapshots, s.writeKeys,
		s.writeWork, s.writeAcks, s.writeClaims, s.writeEffects, s.writeRest, s.writeCounters,
	}
	for _, write := range steps {
		if err := write(tx, j); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) writeEvents(tx *tx, j *judge) error {
	ins := insert{table: "events", columns: 10}
	for _, a := range j.accepted {
		for i := range a.Events {
			e := a.Events[i]
			e.Case, e.Seq = a.Case, a.before+1+int64(i)
			leaf := store.LeafHash(s.tenant, &e)
			ins.add(a.position+int64(i), s.tenant, e.Case, e.Seq, e.Kind, e.V, int64(e.At), e.Actor, blob(e.Data), leaf[:])
		}
	}
	return ins.run(tx)
}

const headNames = `tenant, id, number, kind, version, status, health, phase, outcome, title, model, model_version, digest, owner, rigor,
	urgency, mode, next_due_at, facts_at, clock_at, t, started_at, ended_at, cis, summary`

const onHead = ` ON CONFLICT (tenant, id) DO UPDATE SET
	kind = excluded.kind, version = excluded.version, status = excluded.status, health = excluded.health,
	phase = excluded.phase, outcome = excluded.outcome, title = excluded.title, model = excluded.model,
	model_version = excluded.model_version, digest = excluded.digest, owner = excluded.owner, rigor = excluded.rigor,
	urgency = excluded.urgency, mode = excluded.mode, next_due_at = excluded.next_due_at, facts_at = excluded.facts_at, clock_at = excluded.clock_at,
	t = excluded.t, started_at = excluded.started_at, ended_at = excluded.ended_at, cis = excluded.cis, summary = excluded.summary`

func (s *Store) writeHeads(tx *tx, j *judge) error {
	ins := insert{table: "cases (" + headNames + ")", columns: 25, conflict: onHead}
	for a := range j.last(func(a accepted) bool { return true }) {
		s.addHead(&ins, a.Case, a.before+int64(len(a.Events)), &a.Head)
	}
	if err := ins.run(tx); err != nil {
		return err
	}
	for _, a := range j.accepted {
		if !a.opened {
			continue
		}
		if err := tx.exec(`UPDATE models SET cases = cases + 1 WHERE tenant = $1 AND id = $2 AND version = $3`,
			s.tenant, a.Head.Model, a.Head.ModelVersion); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) addHead(ins *insert, id string, version int64, h *store.Head) {
	_, number := split(id)
	ins.add(s.tenant, id, number, h.Kind, version, h.Status, h.Health,
		h.Phase, h.Outcome, h.Title, h.Model,
		h.ModelVersion, h.Digest, h.Owner, h.Rigor,
		h.Urgency, h.Mode, orNever(h.NextDueAt), orNever(h.FactsAt), orNever(h.ClockAt),
		int64(h.T), int64(h.StartedAt), int64(h.EndedAt), toJSON(list(h.CIs)), blob(h.Summary))
}

const onSnapshot = ` ON CONFLICT (tenant, case_id) DO UPDATE SET seq = excluded.seq, data = excluded.data`

func (s *Store) writeSnapshots(tx *tx, j *judge) error {
	ins := insert{table: "snapshots", columns: 4, conflict: onSnapshot}
	for a := range j.last(func(a accepted) bool { return a.Snapshot != nil }) {
		ins.add(s.tenant, a.Case, a.before+int64(len(a.Events)), a.Snapshot)
	}
	return ins.run(tx)
}

// last yields, for every case, the last accepted append that holds, in order.
func (j *judge) last(holds func(accepted) bool) func(func(accepted) bool) {
	at := make(map[string]int, len(j.accepted))
	for i, a := range j.accepted {
		if holds(a) {
			at[a.Case] = i
		}
	}
	return func(yield func(accepted) bool) {
		for i, a := range j.accepted {
			if k, ok := at[a.Case]; ok && k == i && !yield(a) {
				return
			}
		}
	}
}

func (s *Store) writeKeys(tx *tx, j *judge) error {
	ins := insert{table: "keys", columns: 9}
	for _, id := range j.newKeys {
		k := j.keys[id]
		r := &k.receipt
		ins.add(s.tenant, id.actor, id.id, k.request[:], r.Case, r.Version, r.Position, blob(r.Response), int64(k.at))
	}
	return ins.run(tx)
}

func (s *Store) writeAcks(tx *tx, j *judge) error {
	rem := remove{table: "outbox", key: "id", columns: 1}
	for _, a := range j.accepted {
		for _, l := range a.Acked {
			rem.add(l.Effect)
		}
	}
	return rem.run(tx)
}

// writeClaims comes after what is acknowledged, which must not be claimed, and
// before new effects, whose cases nobody has heard of yet.
func (s *Store) writeClaims(tx *tx, j *judge) error {
	for _, c := range j.claims {
		found, err := s.claim(tx, c.Claim, c.At)
		if err != nil {
			return err
		}
		*c.found = found
	}
	return nil
}

func (s *Store) writeEffects(tx *tx, j *judge) error {
	ins := insert{
		table:    "outbox (tenant, case_id, topic, key, at, ready_at, payload)",
		columns:  7,
		conflict: ` ON CONFLICT (tenant, key) DO NOTHING`,
	}
	for _, a := range j.accepted {
		for _, e := range a.Effects {
			ins.add(s.tenant, a.Case, e.Topic, e.Key, int64(e.At), int64(e.ReadyAt), blob(e.Payload))
		}
	}
	return ins.run(tx)
}

// writeRest writes what a commit rarely has much of, append by append, because
// the order matters there.
func (s *Store) writeRest(tx *tx, j *judge) error {
	calls := insertCalls()
	for _, a := range j.accepted {
		if err := s.writeGrants(tx, a.Case, a.Grants); err != nil {
			return err
		}
		if err := s.writeLinks(tx, a.Links, a.Unlinks); err != nil {
			return err
		}
		if err := s.writeCIs(tx, a.Case, a.CIs); err != nil {
			return err
		}
		for _, c := range a.Calls {
			c.Case = a.Case
			s.addCall(&calls, c)
		}
	}
	return calls.run(tx)
}

func (s *Store) writeCIs(tx *tx, id string, cis []string) error {
	ins := insert{table: "case_cis", columns: 3, conflict: ` ON CONFLICT DO NOTHING`}
	for _, ci := range cis {
		ins.add(s.tenant, ci, id)
	}
	return ins.run(tx)
}

func (s *Store) writeCounters(tx *tx, j *judge) error {
	ins := insert{table: "counters", columns: 3, conflict: ` ON CONFLICT (tenant, name) DO UPDATE SET value = excluded.value`}
	for _, prefix := range j.counted {
		ins.add(s.tenant, prefix, j.counters[prefix])
	}
	return ins.run(tx)
}

// never stands in a column for an instant that does not come.
const never = math.MaxInt64

func orNever(t calendar.Instant) int64 {
	if t == 0 {
		return never
	}
	return int64(t)
}

func unlessNever(t int64) calendar.Instant {
	if t == never {
		return 0
	}
	return calendar.Instant(t)
}

// maybe is an instant in a column that holds never for none.
type maybe calendar.Instant

// Scan implements sql.Scanner.
func (m *maybe) Scan(v any) error {
	t, ok := v.(int64)
	if !ok {
		return fmt.Errorf("%T is no instant", v)
	}
	*m = maybe(unlessNever(t))
	return nil
}

// blob returns b for a column that is never null.
func blob(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
