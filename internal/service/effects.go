package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/service/view"
	"github.com/headgate/headgate/internal/store"
)

var _ Runner = (*Service)(nil)

// ClaimEffects implements Runner.
func (s *Service) ClaimEffects(ctx context.Context, worker string, n int, lease time.Duration) ([]Effect, error) {
	if err := s.settleWorlds(ctx); err != nil {
		return nil, err
	}
	now := s.wall()
	rows, err := s.Store.Claim(ctx, []string{EffectCall, EffectStop, EffectNotify, EffectEmit}, now, now.Add(lease), n)
	if err != nil {
		return nil, fault("claim effects", err)
	}
	out := make([]Effect, 0, len(rows))
	for i := range rows {
		e, err := s.claimed(ctx, worker, &rows[i])
		if err != nil {
			return out, err
		}
		out = append(out, e)
	}
	return out, nil
}

func (s *Service) claimed(ctx context.Context, worker string, row *store.Effect) (Effect, error) {
	var d callData
	if err := json.Unmarshal(row.Payload, &d); err != nil {
		return Effect{}, fmt.Errorf("decode effect %s: %w", row.Key, err)
	}
	e := Effect{
		ID: row.ID, Key: row.Key, Kind: row.Topic, Case: row.Case, Title: d.Title, Place: d.Place, Attempt: int(d.Attempt), Try: row.Attempt,
		Lease: row.Lease.Token, Executor: d.Executor, With: d.With, Timeout: d.Timeout, To: d.To, Text: d.Text, Mode: d.Mode,
	}
	switch e.Kind {
	case EffectStop:
		e.Key = d.Call
	case EffectCall:
		s.Logger.Debug("call claimed", "worker", worker, "key", e.Key, "try", e.Try)
		return e, s.callIs(ctx, e.Key, func(c *store.Call) {
			if c.State, c.SeenAt = "running", s.now(); c.StartedAt == 0 {
				c.StartedAt = c.SeenAt
			}
		})
	}
	return e, nil
}

// callIs changes the row of a call outside of a commit.
func (s *Service) callIs(ctx context.Context, key string, change func(*store.Call)) error {
	c, err := s.Store.Call(ctx, key)
	if err != nil {
		return fault("read call", err)
	}
	change(&c)
	return fault("write call", s.Store.PutCall(ctx, c))
}

func (e *Effect) lease() store.Lease { return store.Lease{Effect: e.ID, Token: e.Lease} }

// Extend implements Runner.
func (s *Service) Extend(ctx context.Context, e Effect, lease time.Duration) (bool, error) {
	err := s.Store.Extend(ctx, e.lease(), s.wall().Add(lease))
	if errors.Is(err, store.ErrLease) {
		return false, nil
	}
	return err == nil, fault("extend lease", err)
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

// Report implements Runner.
func (s *Service) Report(ctx context.Context, e Effect, r Result) error {
	if e.Kind != EffectCall {
		return held(s.Store.Ack(ctx, e.lease()))
	}
	call, err := s.Store.Call(ctx, e.Key)
	if err != nil {
		return fault("read call", err)
	}
	var d callData
	if err := json.Unmarshal(call.Data, &d); err != nil {
		return fmt.Errorf("decode call %s: %w", e.Key, err)
	}
	lease := e.lease()
	call.State, call.EndedAt, call.Error = callStates[r.Outcome], s.now(), r.Error
	o := order{
		caller: Caller{Machine: e.Executor}, command: engine.Command{
			Kind: engine.CmdReport, Node: d.Node, Frame: d.Frame, Attempt: d.Attempt, Answer: r.Outcome, Reason: r.Error, Target: engine.None,
		},
		lease: &lease, calls: []store.Call{call},
		adjust: func(l *loaded, c *engine.Command) error { return outputs(l, c, r) },
	}
	if r.Outcome == OutcomePaused {
		o.command.Kind, o.command.Answer = engine.CmdPaused, ""
	}
	_, err = s.do(ctx, e.Case, o)
	var no *Error
	switch {
	case errors.Is(err, store.ErrLease):
		return nil
	case errors.As(err, &no) && no.Kind == Refused:
		return s.tooLate(ctx, &e, call, no)
	default:
		return err
	}
}

// callStates are the states of a call by how it ended.
var callStates = map[string]string{
	OutcomeDone: "done", OutcomeFailed: "failed", OutcomeInDoubt: "in_doubt", OutcomePaused: "stopped",
}

// tooLate ends the claim of a call whose step no longer waits for it.
func (s *Service) tooLate(ctx context.Context, e *Effect, call store.Call, why *Error) error {
	s.Logger.Info("report came too late", "key", e.Key, "code", why.Code, "why", why.Detail)
	if err := s.Store.Ack(ctx, e.lease()); err != nil {
		return held(err) // reported before, or by another
	}
	call.State = "stopped"
	return fault("write call", s.Store.PutCall(ctx, call))
}

// outputs reads what an executor gave as the step declares it. What does not
// fit makes the step fail, with the reason, instead of being lost.
func outputs(l *loaded, c *engine.Command, r Result) error {
	c.Values = nil
	if r.Outcome != OutcomeDone {
		return nil
	}
	node := &l.plan.Nodes[c.Node]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		o := &l.plan.Outputs[i]
		raw, ok := r.Outputs[o.Name]
		if !ok {
			continue
		}
		v, err := view.Parse(o.Type, raw)
		if err != nil {
			c.Answer, c.Reason, c.Values = OutcomeFailed, fmt.Sprintf("output %s: %v", o.Name, err), nil
			return nil
		}
		c.Values = append(c.Values, engine.Named{Name: o.Name, Value: v})
	}
	return nil
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
	for {
		now := s.wall()
		rows, err := s.Store.Claim(ctx, []string{topicWorld}, now, now.Add(worldLease), 50)
		if err != nil {
			return fault("claim effects", err)
		}
		if len(rows) == 0 {
			return nil
		}
		for i := range rows {
			if err := s.settleWorld(ctx, &rows[i]); err != nil {
				return err
			}
		}
	}
}

func (s *Service) settleWorld(ctx context.Context, row *store.Effect) error {
	ids, err := s.Store.Releases(ctx, row.Case)
	if err != nil {
		return fault("read links", err)
	}
	if err := s.forEach(ctx, append(ids, row.Case), s.readWorld); err != nil {
		return err
	}
	return held(s.Store.Ack(ctx, row.Lease))
}
