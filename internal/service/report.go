package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/service/view"
	"github.com/headgate/headgate/internal/store"
)

// Report implements Runner.
func (s *Service) Report(ctx context.Context, e Effect, r Result) error {
	if e.Kind != EffectCall {
		return held(s.Store.Ack(ctx, e.lease()))
	}
	call, err := s.Store.Call(ctx, e.Key)
	if err != nil {
		return fault("read call", err)
	}
	d, err := dataOfCall(&call)
	if err != nil {
		return err
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
	switch {
	case r.Outcome == OutcomePaused:
		o.command.Kind, o.command.Answer = engine.CmdPaused, ""
	case d.Undo && r.Outcome != OutcomeDone:
		o.command.Answer = OutcomeFailed // also in doubt: a person tries again, or says that it is undone
	}
	_, err = s.do(ctx, e.Case, o)
	var no *Error
	switch {
	case errors.Is(err, store.ErrLease):
		return nil
	case errors.As(err, &no) && no.Kind == Refused:
		s.Logger.Info("report came too late", "key", e.Key, "code", no.Code, "why", no.Detail)
		return s.dropCall(ctx, &e, call)
	default:
		return err
	}
}

// callStates are the states of a call by how it ended.
var callStates = map[string]string{
	OutcomeDone: "done", OutcomeFailed: "failed", OutcomeInDoubt: "in_doubt", OutcomePaused: "paused", OutcomeTransient: "failed",
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

// dataOfCall reads what a call was made of.
func dataOfCall(c *store.Call) (callData, error) {
	var d callData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		return d, fmt.Errorf("decode call %s: %w", c.Key, err)
	}
	return d, nil
}
