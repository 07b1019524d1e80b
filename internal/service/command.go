package service

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/internal/service/view"
)

// ours are the commands that no client may give: cases are started by Start,
// and the rest are sent by the service itself.
var ours = map[engine.CommandKind]bool{
	engine.CmdStart: true, engine.CmdWorld: true, engine.CmdPaused: true, engine.CmdTime: true,
}

// Command gives a command to a case. Whether the caller may is decided by the
// engine, whose refusal says who may instead.
func (s *Service) Command(ctx context.Context, c Caller, kind CaseKind, id string, r client.CommandRequest, cond Condition) (client.CommandResult, error) {
	if _, err := s.loadKind(ctx, c, kind, id); err != nil {
		return client.CommandResult{}, err
	}
	cmd, ok := engine.ParseCommandKind(r.Command)
	if !ok || ours[cmd] {
		return client.CommandResult{}, invalid("there is no command "+r.Command, "see the acts offered with the case")
	}
	o := order{caller: c, command: command(cmd), cond: cond, request: r}
	o.adjust = func(l *loaded, out *engine.Command) error { return read(l, r, out) }
	if cmd == engine.CmdLinkChange {
		if err := s.mustBeChange(ctx, r.Answer); err != nil {
			return client.CommandResult{}, err
		}
		o.changes = []string{r.Answer}
	}
	d, err := s.do(ctx, id, o)
	if err != nil {
		return client.CommandResult{}, err
	}
	return s.result(ctx, c, d)
}

// result shows what an order did. Under an idempotency key it is the answer
// kept there, so a repetition reads the same.
func (s *Service) result(ctx context.Context, c Caller, d done) (client.CommandResult, error) {
	l, a := d.case_, d.answer
	var out client.CommandResult
	if a.Result != nil {
		out = *a.Result
	} else {
		w := d.world
		if w == nil {
			var err error
			if w, err = s.worldOf(ctx, l, nil); err != nil {
				return out, err
			}
		}
		out = s.outcome(c, l, w)
	}
	var err error
	if d.rows == nil {
		out.Events, err = s.entries(ctx, c, l, a.First, int(a.Last-a.First))
		return out, err
	}
	names, err := s.names(ctx, c, l)
	for i := range d.rows {
		out.Events = append(out.Events, logEntry(&d.events[i], names, &d.rows[i], d.rows[i].Data)) // no command is a start
	}
	return out, err
}

func (s *Service) outcome(c Caller, l *loaded, w *worldRead) client.CommandResult {
	world := w.world
	world.Zone = c.Zone
	v := view.New(l.pin.Kind, l.plan, l.state, &world, l.version, s.now(), "")
	why, _ := v.Why()
	return client.CommandResult{Case: v.Summary(), Events: []client.LogEntry{}, Why: why}
}

// response encodes the answer that is kept under an idempotency key.
func (s *Service) response(c Caller, l *loaded, a *answer, w *worldRead) ([]byte, error) {
	result := s.outcome(c, l, w)
	a.Result = &result
	text, err := json.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("encode answer: %w", err)
	}
	return text, nil
}

// startedAnswer is kept under the idempotency key of a start.
func startedAnswer(id string) []byte {
	text, err := json.Marshal(answer{Case: id})
	if err != nil {
		panic("service: an answer does not encode: " + err.Error()) // it is made of texts and numbers
	}
	return text
}

// moved says that a case is not at the version the caller saw, and where it is.
func (s *Service) moved(ctx context.Context, c Caller, l *loaded) error {
	detail := fmt.Sprintf("%s has moved on to version %d", l.id, l.version)
	if w, err := s.worldOf(ctx, l, nil); err == nil {
		detail += ": " + s.outcome(c, l, w).Why
	}
	return &Error{
		Kind: Moved, Code: "moved", Detail: detail, Need: "look at what changed, then decide again with ETag " + view.ETag(l.version), Version: l.version,
	}
}

// read turns a request into a command to a case: places into nodes, values into
// typed ones.
func read(l *loaded, r client.CommandRequest, c *engine.Command) error {
	c.Answer, c.Reason, c.Person, c.Points = r.Answer, r.Reason, r.Person, r.Points
	if r.Time != nil {
		c.Time = calendar.FromTime(*r.Time)
	}
	if r.Place != "" {
		n, f, no := l.plan.Find(l.state, r.Place)
		if no != nil {
			return notPlace(no)
		}
		c.Node, c.Frame = n, f
	}
	if r.Target != "" {
		n, f, no := l.plan.Find(l.state, r.Target)
		if no != nil {
			return notPlace(no)
		}
		c.Target = n
		if c.Node == engine.None {
			c.Frame = f
		}
	}
	var err error
	c.Values, err = values(l, r, c)
	return err
}

// values types what a command brings, by name.
func values(l *loaded, r client.CommandRequest, c *engine.Command) ([]engine.Named, error) {
	if c.Kind == engine.CmdFact {
		return factValues(l, r)
	}
	var out []engine.Named
	for _, name := range slices.Sorted(maps.Keys(r.Values)) {
		t, ok := typeOf(l, c, name)
		if !ok {
			return nil, invalid("there is no value "+name+" to give here", "see the form of the act")
		}
		v, err := view.Parse(t, r.Values[name])
		if err != nil {
			return nil, invalid(name+": "+err.Error(), "correct the value and send it again")
		}
		out = append(out, engine.Named{Name: name, Value: v})
	}
	return out, nil
}

func factValues(l *loaded, r client.CommandRequest) ([]engine.Named, error) {
	raw, ok := r.Values[r.Answer]
	if !ok {
		raw, ok = r.Values["value"]
	}
	if !ok {
		return nil, invalid("the reading of "+r.Answer+" is missing", `put it into values under the name of the fact, or under "value"`)
	}
	return factValue(l.plan, r.Answer, raw)
}

// typeOf finds the type of a value by what the command is about: an output of
// the step, a parameter of the overlay, a field of the event.
func typeOf(l *loaded, c *engine.Command, name string) (expr.Type, bool) {
	p := l.plan
	if c.Kind == engine.CmdSignal {
		for i := range p.Events {
			if k := slices.Index(p.Events[i].Fields, name); p.Events[i].Name == c.Answer && k >= 0 {
				return p.Events[i].Types[k], true
			}
		}
		return expr.Type{}, false
	}
	if c.Kind == engine.CmdApply {
		for i := range p.Params {
			if p.Params[i].Name == name {
				return p.Params[i].Type, true
			}
		}
		return expr.Type{}, false
	}
	if c.Node == engine.None {
		return expr.Type{}, false
	}
	node := &p.Nodes[c.Node]
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		if o := &p.Outputs[i]; o.Name == name {
			return outputType(o), true
		}
	}
	return expr.Type{}, false
}

// outputType is the type a person gives a value in. Evidence is text: a digest
// of stored content, an address, a statement.
func outputType(o *engine.Output) expr.Type {
	if o.Evidence != "" {
		return expr.Type{}
	}
	return o.Type
}
