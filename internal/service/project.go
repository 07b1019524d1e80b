package service

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/service/view"
	"github.com/headgate/headgate/internal/store"
)

// headSummary is what the list of cases shows beside the columns of the head.
type headSummary struct {
	Phases []client.PhaseCell `json:"phases"`
	Next   *client.Clock      `json:"next"`
	Newer  string             `json:"-"`
}

// fill completes an append with the events and everything that follows from
// them: the projection of the case, and what leaves through the outbox.
func (s *Service) fill(a *store.Append, before, next *loaded, events []engine.Event, w *worldRead) error {
	var err error
	if a.Events, err = encodeEvents(next, events); err != nil {
		return err
	}
	if a.Projection, err = s.project(next, w, s.now()); err != nil {
		return err
	}
	next.due, next.factsAt = a.Head.NextDueAt, a.Head.FactsAt
	if slices.Equal(view.Components(before.plan, before.state), a.Head.CIs) {
		a.CIs = nil
	}
	a.Work, a.WorkGone = changedWork(before.work, a.Work, next)
	if next.version-next.snapshot >= snapshotEvery || before.version == 0 {
		a.Snapshot, next.snapshot = engine.AppendState(nil, next.plan, next.state), next.version
	}
	effects, calls, err := effectsOf(next, events)
	a.Effects, a.Calls = effects, append(a.Calls, calls...)
	return err
}

// project makes everything about a case that can be made again from its log and
// the world: the head, the inbox, grants and links. Live and rebuilt rows come
// from here alone.
func (s *Service) project(l *loaded, w *worldRead, now calendar.Instant) (store.Projection, error) {
	c := view.New(l.pin.Kind, l.plan, l.state, &w.world, l.version, now, "")
	p := store.Projection{}
	var err error
	if p.Head, err = head(l, c, now); err != nil {
		return p, err
	}
	p.CIs = p.Head.CIs
	for _, work := range c.Work() {
		row, err := workRow(work)
		if err != nil {
			return p, err
		}
		p.Work = append(p.Work, row)
	}
	for _, g := range l.state.Given {
		row, err := grantRow(g)
		if err != nil {
			return p, fmt.Errorf("encode grant: %w", err)
		}
		p.Grants = append(p.Grants, row)
	}
	if l.pin.Kind == string(Release) {
		for _, id := range l.state.Changes {
			p.Links = append(p.Links, store.Link{Release: l.id, Change: id})
		}
	}
	return p, nil
}

func head(l *loaded, c *view.Case, now calendar.Instant) (store.Head, error) {
	sum := c.Summary()
	extra, err := json.Marshal(headSummary{Phases: sum.Phases, Next: stored(sum.Next)})
	h := store.Head{
		Case: l.id, Kind: l.pin.Kind, Status: sum.Status, Health: sum.Health, Phase: sum.Phase, Outcome: sum.Outcome, Title: sum.Title,
		Model: l.pin.Model, ModelVersion: l.pin.Version, Digest: l.pin.Digest, Owner: sum.Owner, Rigor: sum.Rigor, Urgency: sum.Urgency,
		Mode: sum.Mode, NextDueAt: engine.Due(l.plan, l.state), FactsAt: factsAt(l), T: l.state.T, StartedAt: l.state.Started, EndedAt: l.state.Ended,
		CIs: view.Components(l.plan, l.state), Summary: extra,
	}
	if sum.Next != nil {
		h.ClockAt = calendar.FromTime(sum.Next.Due)
	}
	// A clock that runs out changes the words of the list even when the model
	// says nothing about it, so the case is looked at just after.
	if late := h.ClockAt + 1; h.ClockAt >= now && h.EndedAt == 0 && (h.NextDueAt == 0 || late < h.NextDueAt) {
		h.NextDueAt = late
	}
	return h, err
}

// stored returns a clock without what depends on when it is looked at.
func stored(c *client.Clock) *client.Clock {
	if c == nil {
		return nil
	}
	out := *c
	out.Used, out.Over = 0, false
	return &out
}

func workRow(w view.Work) (store.Work, error) {
	item := w.Item
	item.Clock = stored(item.Clock)
	data, err := json.Marshal(item)
	row := store.Work{
		WorkKey: store.WorkKey{Place: w.Key, Verb: item.Verb}, Kind: item.Kind, State: item.State, Status: item.Status, Title: item.Title,
		Role: item.Role, ReadyAt: calendar.FromTime(item.ReadyAt), Escalated: item.Escalated, People: item.People, Teams: w.Teams, Data: data,
	}
	if item.Clock != nil {
		row.ClockAt = calendar.FromTime(item.Clock.Due)
	}
	return row, err
}

// changedWork returns the rows to write and those to remove, given what was
// written before; when that is unknown everything is written anew.
func changedWork(before map[store.WorkKey]string, rows []store.Work, next *loaded) (write []store.Work, gone []store.WorkKey) {
	next.work = make(map[store.WorkKey]string, len(rows))
	for i := range rows {
		print := fmt.Sprint(rows[i].Status, rows[i].ClockAt, rows[i].Teams, string(rows[i].Data))
		next.work[rows[i].WorkKey] = print
		if before == nil || before[rows[i].WorkKey] != print {
			write = append(write, rows[i])
		}
	}
	if before == nil {
		return write, []store.WorkKey{{}}
	}
	for key := range before {
		if _, still := next.work[key]; !still {
			gone = append(gone, key)
		}
	}
	return write, gone
}

// topicWorld is the topic of effects that the service settles itself: cases
// linked to the one that changed read the world again.
const topicWorld = "world"

// callData is what an effect carries through the outbox.
type callData struct {
	Node     engine.NodeID              `json:"node"`
	Frame    engine.FrameID             `json:"frame,omitempty"`
	Attempt  uint16                     `json:"attempt"`
	Place    string                     `json:"place"`
	Title    string                     `json:"title"`
	Executor string                     `json:"executor,omitempty"`
	With     map[string]json.RawMessage `json:"with,omitempty"`
	Timeout  time.Duration              `json:"timeout,omitempty"`
	To       []string                   `json:"to,omitempty"`
	Text     string                     `json:"text,omitempty"`
	Mode     string                     `json:"mode"`
	Pause    bool                       `json:"pause,omitempty"` // stop: at a safe point
	Undo     bool                       `json:"undo,omitempty"`  // call: the back-out of the step
}

// topics are the topics of the effects of the engine.
var topics = map[engine.EffectKind]string{
	engine.EffectCall: EffectCall, engine.EffectResume: EffectCall, engine.EffectPause: EffectStop, engine.EffectKill: EffectStop,
	engine.EffectNotice: EffectNotify, engine.EffectEvent: EffectEmit,
}

// effectsOf returns what leaves a case because of events, and the rows of the
// executor calls among it.
func effectsOf(l *loaded, events []engine.Event) ([]store.Effect, []store.Call, error) {
	var out []store.Effect
	var calls []store.Call
	for _, e := range engine.Effects(l.plan, l.state, events, nil) {
		if e.Kind == engine.EffectPause && !slices.Contains(l.pausable, e.Use) {
			continue // it ends first
		}
		d := dataOf(l, &e)
		payload, err := json.Marshal(d)
		if err != nil {
			return nil, nil, fmt.Errorf("encode effect %s: %w", e.Key, err)
		}
		out = append(out, store.Effect{Topic: topics[e.Kind], Key: e.Key, At: e.At, Payload: payload})
		if topics[e.Kind] == EffectCall {
			calls = append(calls, store.Call{Key: e.Key, Place: d.Place, Executor: e.Use, State: callQueued, Attempt: int(e.Attempt), Data: payload})
		}
	}
	for i := range events {
		switch k := events[i].Kind; {
		case l.pin.Kind == string(Change) && tellsLinked[k]:
			key := fmt.Sprintf("%s/%d/world", l.id, l.version)
			return append(out, store.Effect{Topic: topicWorld, Key: key, At: events[i].At}), calls, nil
		}
	}
	return out, calls, nil
}

// tellsLinked are the events of a change after which its releases look again.
var tellsLinked = map[engine.EventKind]bool{
	engine.GrantGiven: true, engine.GrantRevoked: true, engine.CaseReleased: true, engine.CaseClosed: true, engine.CaseCancelled: true,
}

func dataOf(l *loaded, e *engine.Effect) callData {
	d := callData{
		Node: e.Node, Frame: e.Frame, Attempt: e.Attempt, Place: l.plan.Place(l.state, e.Node, e.Frame), Title: l.state.Title,
		Executor: e.Use, To: append(e.Persons, e.Audience...), Text: e.Text, Mode: l.state.Mode.String(), Undo: e.Undo, With: map[string]json.RawMessage{},
	}
	if e.Timeout != 0 {
		d.Timeout = e.Timeout.Sub(e.At)
	}
	with := e.With
	if topics[e.Kind] == EffectStop {
		d.Pause = e.Kind == engine.EffectPause
	}
	if e.Kind == engine.EffectResume {
		with = inputsOf(l, e)
		d.Executor = l.plan.SpecOf(e.Node, l.state.Overlays).Use
	}
	for _, v := range with {
		d.With[v.Name] = view.JSON(v.Value)
	}
	return d
}

// inputsOf returns what a step was started with, to start it again where it
// paused.
func inputsOf(l *loaded, e *engine.Effect) []engine.Named {
	for i := range l.state.Inputs {
		if r := &l.state.Inputs[i]; r.Node == e.Node && r.Frame == e.Frame {
			return r.Values
		}
	}
	return nil
}
