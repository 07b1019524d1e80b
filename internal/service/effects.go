package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/store"
)

var _ Runner = (*Service)(nil)

// ClaimEffects implements Runner.
func (s *Service) ClaimEffects(ctx context.Context, worker string, kinds []string, n int, lease time.Duration) ([]Effect, error) {
	rows, err := s.claim(ctx, kinds, n, lease)
	if err != nil {
		return nil, err
	}
	out := make([]Effect, 0, len(rows))
	var calls []store.Call // to write, all in one transaction
	var failed []error     // of cases that cannot be read; their claims run out
	for i := range rows {
		e, ok, err := s.claimed(ctx, worker, &rows[i], &calls)
		if err != nil {
			failed = append(failed, err)
		}
		if ok {
			out = append(out, e)
		}
	}
	return out, errors.Join(append(failed, fault("write calls", s.Store.PutCalls(ctx, calls...)))...)
}

// claim leases rows of the outbox, in the transaction of the commands that are
// on their way.
func (s *Service) claim(ctx context.Context, topics []string, n int, lease time.Duration) ([]store.Effect, error) {
	now := s.wall()
	ready, err := s.Store.Ready(ctx, topics, now)
	if err != nil || !ready {
		return nil, fault("look for effects", err)
	}
	r, err := s.Committer.Submit(ctx, &store.Append{At: s.now(), Claim: &store.Claim{Topics: topics, Now: now, Until: now.Add(lease), Limit: n}})
	return r.Claimed, fault("claim effects", err)
}

// FreeClaims ends the claims of an earlier process of this one's name, and
// returns how many these were: nobody has to wait for their leases. What they
// were about is claimed again as a second try, so a call that may have acted
// ends in doubt unless repeating it is harmless. The caller knows that the
// earlier process is gone.
func (s *Service) FreeClaims(ctx context.Context) (int, error) {
	freed, err := s.Store.Free(ctx, s.wall())
	return freed, fault("free claims", err)
}

// claimed shows an effect to the runner; not ok means that nobody waits for it
// any more, and it is gone. Calls that change are added to calls.
func (s *Service) claimed(ctx context.Context, worker string, row *store.Effect, calls *[]store.Call) (e Effect, ok bool, err error) {
	var d callData
	if err := json.Unmarshal(row.Payload, &d); err != nil {
		return e, false, fmt.Errorf("decode effect %s: %w", row.Key, err)
	}
	e = Effect{
		ID: row.ID, Key: row.Key, Kind: row.Topic, Case: row.Case, Title: d.Title, Place: d.Place, Attempt: int(d.Attempt), Try: row.Attempt,
		Lease: row.Lease.Token, Executor: d.Executor, With: d.With, Timeout: d.Timeout, To: d.To, Text: d.Text, Mode: d.Mode, Pause: d.Pause,
	}
	switch e.Kind {
	case EffectStop:
		return e, true, s.stopClaimed(ctx, &e, calls)
	case EffectCall:
		s.Logger.Debug("call claimed", "worker", worker, "key", e.Key, "try", e.Try)
		return s.callClaimed(ctx, e, &d, row.Call)
	default:
		return e, true, nil
	}
}

// The states of a call.
const (
	callQueued  = "queued"
	callRunning = "running"
	callPausing = "pausing" // asked to pause
	callStopped = "stopped"
)

// callClaimed lets a call run, unless its case has withdrawn it.
func (s *Service) callClaimed(ctx context.Context, e Effect, d *callData, state string) (Effect, bool, error) {
	awaited, err := s.awaited(ctx, e.Case, d)
	if err != nil || awaited {
		e.Pause = state == callPausing
		return e, err == nil, err
	}
	c, err := s.Store.Call(ctx, e.Key)
	if err != nil {
		return e, false, fault("read call", err)
	}
	return e, false, s.dropCall(ctx, &e, c)
}

// stopClaimed finds the call that is to stop. A call that is to pause does so
// too when it is claimed only later, or runs elsewhere, because its row says so.
func (s *Service) stopClaimed(ctx context.Context, e *Effect, changed *[]store.Call) error {
	calls, err := s.Store.CallsOf(ctx, e.Case)
	if err != nil {
		return fault("list calls", err)
	}
	for _, c := range slices.Backward(calls) {
		if c.Place != e.Place || c.Attempt != e.Attempt || c.State != callQueued && c.State != callRunning && c.State != callPausing {
			continue
		}
		e.Key = c.Key
		if e.Pause {
			c.State = callPausing
			*changed = append(*changed, c)
		}
		return nil
	}
	return nil // it was faster
}

// awaited reports whether a case still waits for what a call does. The outbox
// may be ahead of the case in memory, which follows a commit; so before a call
// is given up the stored one is asked.
func (s *Service) awaited(ctx context.Context, id string, d *callData) (bool, error) {
	l, err := s.load(ctx, id)
	if err != nil || l.awaits(d) {
		return err == nil, err
	}
	s.cases.drop(id)
	l, err = s.load(ctx, id)
	return err == nil && l.awaits(d), err
}

// awaits reports whether a case still waits for what a call does.
func (l *loaded) awaits(d *callData) bool {
	for i := range l.state.Undo {
		if u := &l.state.Undo[i]; u.Node == d.Node && u.Frame == d.Frame {
			return true
		}
	}
	if int(d.Frame) >= len(l.state.Frames) {
		return false
	}
	slot := &l.state.Slots[l.state.Frames[d.Frame].Base+l.plan.Nodes[d.Node].Slot]
	return slot.State == engine.Active && slot.Sub == engine.InProgress && slot.Attempt == d.Attempt
}

// dropCall ends the claim of a call whose step no longer waits for it.
func (s *Service) dropCall(ctx context.Context, e *Effect, c store.Call) error {
	if err := s.Store.Ack(ctx, e.lease()); err != nil {
		return held(err) // reported before, or by another
	}
	c.State = callStopped
	return fault("write call", s.Store.PutCalls(ctx, c))
}

func (e *Effect) lease() store.Lease { return store.Lease{Effect: e.ID, Token: e.Lease} }

// Extend implements Runner.
func (s *Service) Extend(ctx context.Context, e Effect, lease time.Duration) (Wish, error) {
	err := s.Store.Extend(ctx, e.lease(), s.wall().Add(lease))
	if errors.Is(err, store.ErrLease) {
		return Stop, nil
	}
	if err != nil {
		return GoOn, fault("extend lease", err)
	}
	c, err := s.Store.Call(ctx, e.Key)
	if err != nil {
		return GoOn, fault("read call", err)
	}
	d, err := dataOfCall(&c)
	if err != nil {
		return GoOn, err
	}
	awaited, err := s.awaited(ctx, e.Case, &d)
	switch {
	case err != nil:
		return GoOn, err
	case !awaited:
		return Stop, nil
	case c.State == callPausing:
		return Pause, nil
	default:
		return GoOn, nil
	}
}

// Release implements Runner.
func (s *Service) Release(ctx context.Context, e Effect, pause time.Duration, why string) error {
	return held(s.Store.Nack(ctx, e.lease(), s.wall().Add(pause), why))
}

// held forgives a lease that is over: somebody else has the effect, and what
// this one says about it no longer counts.
func held(err error) error {
	if errors.Is(err, store.ErrLease) {
		return nil
	}
	return fault("end claim", err)
}

// AppendOutput implements Runner.
func (s *Service) AppendOutput(ctx context.Context, key string, offset int64, data []byte) error {
	return fault("store output", s.Store.AddOutput(ctx, key, offset, data))
}

// worldLease is how long settling linked cases may take before another process
// does it as well, which is harmless.
const worldLease = 30 * time.Second

// settleWorlds lets cases read the world again that are linked to a change
// which gave or revoked grants.
func (s *Service) settleWorlds(ctx context.Context) error {
	var failed []error
	for {
		rows, err := s.claim(ctx, []string{topicWorld}, 50, worldLease)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return errors.Join(failed...)
		}
		for i := range rows {
			if err := s.settleWorld(ctx, &rows[i]); err != nil {
				failed = append(failed, err)
			}
		}
	}
}

func (s *Service) settleWorld(ctx context.Context, row *store.Effect) error {
	ids, err := s.Store.Releases(ctx, row.Case)
	if err != nil {
		return fault("read links", err)
	}
	behind, err := s.forEach(ctx, append(ids, row.Case), s.readWorld)
	s.seen.add(behind...)
	return errors.Join(err, held(s.Store.Ack(ctx, row.Lease)))
}
