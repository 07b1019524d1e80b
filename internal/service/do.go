package service

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/store"
)

// maxTries is how often a command is decided again because others changed the
// same case meanwhile.
const maxTries = 12

// snapshotEvery is the number of events after which the state is stored again:
// what a load has to replay at most, but for the events of one command.
const snapshotEvery = 12

// order is a command on its way: what to decide and what to commit with it.
type order struct {
	caller  Caller
	command engine.Command
	cond    Condition
	request any                                  // what was asked, for the idempotency key
	lease   *store.Lease                         // the effect that this reports
	changes []string                             // further changes whose grants count
	calls   []store.Call                         // calls to write with the events
	adjust  func(*loaded, *engine.Command) error // fills in what depends on the case
	refresh bool                                 // commit the projection even if nothing happened
}

// done is what an order came to. One that was carried out before has no world
// and no events: they are not known any more.
type done struct {
	case_  *loaded
	answer answer
	world  *worldRead     // it was decided in
	events []engine.Event // with their rows, which have no position yet
	rows   []store.Event
	tells  bool // linked cases are to read the world again
}

// answer is what is kept under an idempotency key: enough to give the same
// answer again.
type answer struct {
	Case  string `json:"case"`
	First int64  `json:"first"` // seq before the first event
	Last  int64  `json:"last"`  // seq of the last one
	// Result is the answer but for the entries of the log, which are read.
	Result *client.CommandResult `json:"result,omitempty"`
}

// do is the only way in which a case changes: load, decide, commit, publish. A
// request that is repeated is found out by its commit, or here when it changes
// nothing (it is refused now, because it was carried out before), so that the
// first one does not ask the store.
func (s *Service) do(ctx context.Context, id string, o order) (done, error) {
	key, err := o.key(id)
	if err != nil {
		return done{}, err
	}
	d, err := s.inTurn(ctx, id, o, key)
	if d.answer.First == d.answer.Last {
		if before, ok, err := s.repeated(ctx, id, key); ok || err != nil {
			return before, err
		}
	}
	if d.tells {
		s.tellLinked(ctx, id)
	}
	return d, err
}

// tellLinked lets linked cases read the world again at once. The outbox has it
// too: what fails now is done by the next tick.
func (s *Service) tellLinked(ctx context.Context, id string) {
	if err := s.settleWorlds(context.WithoutCancel(ctx)); err != nil {
		s.Logger.Warn("linked cases wait for the next tick", "case", id, "error", err)
	}
}

// inTurn decides and commits when it is this command's turn: those of one case
// wait for each other here, so that only other processes, and other cases that
// the decision read, can make it decide again.
func (s *Service) inTurn(ctx context.Context, id string, o order, key store.Key) (done, error) {
	defer s.turns.enter(id)()
	for range maxTries {
		l, err := s.load(ctx, id)
		if err != nil {
			return done{}, err
		}
		d, err := s.attempt(ctx, l, o, key)
		switch {
		case err == nil:
			return d, nil
		case errors.Is(err, store.ErrConflict):
			s.forget(l)
		case errors.Is(err, store.ErrDuplicate):
			d, _, err := s.repeated(ctx, id, key)
			return d, err
		default:
			return d, fault("commit "+id, err)
		}
	}
	return done{}, &Error{
		Kind: Busy, Code: "busy", Detail: "others kept changing " + id + " at the same time", Need: "nothing was changed; try again",
	}
}

// forget drops what a refused commit was decided on: the case, the changes it
// is linked to, the directory, and standing grants.
func (s *Service) forget(l *loaded) {
	s.cases.drop(l.id)
	s.grants.clear()
	for _, id := range l.state.Changes {
		s.cases.drop(id)
	}
	s.forgetDirectory()
}

// attempt decides once and commits.
func (s *Service) attempt(ctx context.Context, l *loaded, o order, key store.Key) (done, error) {
	if o.cond.Match != 0 && o.cond.Match != l.version {
		return done{}, s.moved(ctx, o.caller, l)
	}
	w, err := s.worldOf(ctx, l, o.changes)
	if err != nil {
		return done{}, err
	}
	d, err := s.decide(l, w, &o)
	switch {
	case err != nil:
		return done{}, err
	case d.Refusal != nil:
		return s.refuse(ctx, l, d, w, o)
	case len(d.Events) == 0 && !o.refresh && o.lease == nil:
		return done{case_: l, answer: answer{Case: l.id, First: l.version, Last: l.version}}, nil
	default:
		return s.commit(ctx, l, d, w, o, key)
	}
}

// decide fills in what the command takes from clock, caller and case, and
// decides it.
func (s *Service) decide(l *loaded, w *worldRead, o *order) (*engine.Decision, error) {
	o.command.At, o.command.Actor = s.now(), o.caller.actor()
	if o.command.Kind == engine.CmdTime {
		o.command.At = passed(o.command.At)
	}
	if o.adjust != nil {
		if err := o.adjust(l, &o.command); err != nil {
			return nil, err
		}
	}
	d := &engine.Decision{}
	engine.Decide(l.plan, l.state, &w.world, &o.command, d)
	return d, nil
}

// refuse answers a refused command. What happened on the way is committed, such
// as a timer that was due before; the command itself leaves no trace.
func (s *Service) refuse(ctx context.Context, l *loaded, d *engine.Decision, w *worldRead, o order) (done, error) {
	no := refused(d.Refusal)
	if len(d.Events) == 0 {
		return done{}, no
	}
	o.lease, o.calls = nil, nil
	next, err := s.commit(ctx, l, d, w, o, store.Key{})
	if err != nil {
		return done{}, err
	}
	return done{tells: next.tells}, no
}

// commit makes a decision durable, with everything that follows from it.
func (s *Service) commit(ctx context.Context, l *loaded, d *engine.Decision, w *worldRead, o order, key store.Key) (done, error) {
	next := l.after(d)
	a := &store.Append{
		Case: l.id, Expect: l.version, Guards: w.guards, Directory: w.directory.version, Key: key, At: o.command.At, Calls: o.calls,
	}
	if o.lease != nil {
		a.Acked = []store.Lease{*o.lease}
	}
	if err := s.fill(a, l, next, d.Events, w); err != nil {
		return done{}, err
	}
	out := done{
		case_: next, answer: answer{Case: l.id, First: l.version, Last: next.version},
		world: w, events: d.Events, rows: a.Events, tells: tellsOthers(a),
	}
	if key.ID != "" {
		var err error
		if a.Response, err = s.response(o.caller, next, &out.answer, w); err != nil {
			return done{}, err
		}
	}
	receipt, err := s.Committer.Submit(ctx, a)
	if err != nil {
		return done{}, err
	}
	for i := range out.rows {
		out.rows[i].Position, out.rows[i].Seq = receipt.Position-int64(len(out.rows)-1-i), l.version+1+int64(i)
	}
	s.published(l, next, a)
	return out, nil
}

// after returns the case after a decision.
func (l *loaded) after(d *engine.Decision) *loaded {
	next := *l
	next.state = &engine.State{}
	*next.state = d.State
	next.version += int64(len(d.Events))
	return &next
}

// published tells everybody who waits for what was just committed.
func (s *Service) published(before, next *loaded, a *store.Append) {
	s.keep(next)
	if len(a.Grants) > 0 {
		s.grants.clear()
	}
	s.hub.notify()
	if news := s.news(before, next, a); news != 0 {
		s.work.happened(news)
	}
}

// news is what a commit has for the runner.
func (s *Service) news(before, next *loaded, a *store.Append) News {
	var news News
	if s.alarm.plan(next.due) {
		news |= NewTimers
	}
	if next.factsAt != 0 && before.factsAt != next.factsAt {
		news |= NewFacts
	}
	for i := range a.Effects {
		news |= newsOf[a.Effects[i].Topic]
	}
	return news
}

// newsOf are the news that effects are; others are settled at once.
var newsOf = map[string]News{
	EffectCall: NewCalls, EffectStop: NewStops, EffectNotify: NewNotices, EffectEmit: NewNotices,
}

func tellsOthers(a *store.Append) bool {
	return slices.ContainsFunc(a.Effects, func(e store.Effect) bool { return e.Topic == topicWorld })
}

// Changed implements Runner.
func (s *Service) Changed(of News) <-chan struct{} { return s.work.next(of) }

// key returns the key under which a request is known, zero without one.
func (o *order) key(id string) (store.Key, error) {
	if o.cond.Key == "" {
		return store.Key{}, nil
	}
	text, err := json.Marshal([]any{id, o.request})
	if err != nil {
		return store.Key{}, fmt.Errorf("encode request: %w", err)
	}
	return store.Key{ID: o.cond.Key, Actor: o.caller.id(), Request: sha256.Sum256(text)}, nil
}

// repeated returns the answer that was given to the same request before.
func (s *Service) repeated(ctx context.Context, id string, key store.Key) (done, bool, error) {
	if key.ID == "" {
		return done{}, false, nil
	}
	r, err := s.Store.Lookup(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		return done{}, false, nil
	}
	if err != nil {
		return done{}, false, fault("look up idempotency key", err)
	}
	var a answer
	if err := json.Unmarshal(r.Response, &a); err != nil {
		return done{}, false, fmt.Errorf("decode answer kept for %s: %w", id, err)
	}
	l, err := s.load(ctx, r.Case)
	return done{case_: l, answer: a}, true, err
}
