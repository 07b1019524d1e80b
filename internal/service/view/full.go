package view

import (
	"cmp"
	"slices"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
)

// Linked is what a case view shows of other rows than its own.
type Linked struct {
	Changes  []client.LinkedChange
	Releases []string
	Calls    []client.CallView
}

// View returns everything the page of a case shows but graph and log.
func (c *Case) View(l Linked) client.CaseView {
	s, p := c.State, c.Plan
	urgent := c.mostUrgent()
	v := client.CaseView{
		CaseSummary: c.Summary(), Digest: p.Digest, Why: engine.Why(p, s, c.World), Waiting: []client.WaitingView{},
		Acts: c.acts(nil), Params: c.params(), People: c.roles(), Package: c.sealed(), CIs: Components(p, s),
		Environments: environments(p), Changes: l.Changes, Releases: orEmpty(l.Releases), Deliverables: c.deliverables(nil),
		Handoffs: c.handoffs(), Steps: c.Steps(), Holds: c.holds(), Facts: c.facts(), Overlays: c.overlays(),
		Missing: orEmpty(c.missing()), Calls: l.Calls,
	}
	if urgent != nil {
		v.WhyNext = urgent.Next
	}
	for i := range c.Offers.Waiting {
		if w := &c.Offers.Waiting[i]; w.State != "pending" {
			v.Waiting = append(v.Waiting, c.waitingView(w))
		}
	}
	for i := range s.Timers {
		if s.Timers[i].Kind == engine.TimerLatestBackOut {
			v.LatestBackOut = instant(s.Timers[i].At)
			break
		}
	}
	return v
}

func (c *Case) missing() []string {
	if c.over() {
		return nil
	}
	return engine.Missing(c.Plan, c.State, c.World)
}

// Why returns what the case waits for, and what happens when nobody acts.
func (c *Case) Why() (why, next string) {
	if w := c.mostUrgent(); w != nil {
		next = w.Next
	}
	return engine.Why(c.Plan, c.State, c.World), next
}

func (c *Case) mostUrgent() *engine.Waiting {
	var best *engine.Waiting
	for i := range c.Offers.Waiting {
		if w := &c.Offers.Waiting[i]; best == nil || c.urgency(w) > c.urgency(best) || c.urgency(w) == c.urgency(best) && w.Due != 0 && (best.Due == 0 || w.Due < best.Due) {
			best = w
		}
	}
	return best
}

func (c *Case) urgency(w *engine.Waiting) int { return severity[c.Status(step{w.Node, w.Frame})] }

func (c *Case) waitingView(w *engine.Waiting) client.WaitingView {
	role := ""
	if w.Role != engine.None {
		role = c.Plan.Roles[w.Role].ID
	}
	return client.WaitingView{
		Place: w.Place, Kind: w.Kind.String(), State: w.State, Status: c.Status(step{w.Node, w.Frame}), People: orEmpty(w.Persons),
		Role: role, Since: instant(w.Since), Clock: c.clock(w), Why: w.Why, Next: w.Next, Helpers: orEmpty(w.Helpers),
	}
}

// params lists what the case was started with, each name once: an overlay in
// force may declare a param of the plain model anew. A T that is the date of the
// case itself is shown as that.
func (c *Case) params() []client.NamedJSON {
	out := []client.NamedJSON{}
	for i := range c.State.Params {
		p, value := &c.Plan.Params[i], c.State.Params[i].Value
		if p.Overlay != 0 && p.Overlay&c.State.Overlays == 0 || p.Name == "T" && value.IsNull() {
			continue
		}
		v := client.NamedJSON{Name: p.Name, Type: p.Type.String(), Value: JSON(value)}
		if k := slices.IndexFunc(out, func(o client.NamedJSON) bool { return o.Name == p.Name }); k >= 0 {
			out[k] = v
			continue
		}
		out = append(out, v)
	}
	return out
}

func (c *Case) roles() []client.RoleView {
	out := []client.RoleView{}
	for i := range c.Plan.Roles {
		r := &c.Plan.Roles[i]
		if r.Overlay != 0 && r.Overlay&c.State.Overlays == 0 {
			continue
		}
		out = append(out, roleView(c.Plan, r, c.holders(engine.RoleID(i))))
	}
	return out
}

func roleView(p *engine.Plan, r *engine.Role, holders []string) client.RoleView {
	return client.RoleView{
		ID: r.ID, Skills: orEmpty(r.Skills), DiffersFrom: roleIDs(p, r.DiffersFrom), Holders: orEmpty(holders), Party: r.Party,
	}
}

func roleIDs(p *engine.Plan, roles []engine.RoleID) []string {
	out := []string{}
	for _, r := range roles {
		if r != engine.None {
			out = append(out, p.Roles[r].ID)
		}
	}
	return out
}

// sealed is the digest of the package, once the process has sealed one.
func (c *Case) sealed() string {
	for i := len(c.State.Outputs) - 1; i >= 0; i-- {
		out := &c.Plan.Outputs[c.State.Outputs[i].Output]
		if out.Name == "package" && out.Type.Name == expr.TypeDigest {
			return c.State.Outputs[i].Value.AsString()
		}
	}
	return ""
}

// environments lists what the steps touch, in document order.
func environments(p *engine.Plan) []string {
	out := []string{}
	for i := range p.Nodes {
		if t := p.Nodes[i].Specs[0].Touches; t != nil && t.Environment != "" && !slices.Contains(out, t.Environment) {
			out = append(out, t.Environment)
		}
	}
	return out
}

// holds lists what somebody or something holds until it is resumed; while a redo
// or back-out is under way, what stands still for it goes on by itself.
func (c *Case) holds() []client.HoldView {
	out := []client.HoldView{}
	for i := range c.State.Holds {
		h := &c.State.Holds[i]
		if h.Cause == engine.HoldRedo || h.Cause == engine.HoldBackOut {
			continue
		}
		out = append(out, client.HoldView{
			Block: cmp.Or(c.Plan.Place(c.State, h.Node, h.Frame), c.Kind), Cause: h.Cause.String(), By: h.By, Reason: h.Reason, At: h.At.Time(time.UTC),
		})
	}
	return out
}

func (c *Case) facts() []client.FactView {
	out := []client.FactView{}
	for i := range c.Plan.Facts {
		out = append(out, c.fact(i))
	}
	return out
}

// fact shows the last reading of a fact, by its index in the plan.
func (c *Case) fact(i int) client.FactView {
	f := &c.Plan.Facts[i]
	v := client.FactView{Name: f.ID, From: f.From, Value: []byte("null")}
	for k := range c.State.Facts {
		r := &c.State.Facts[k]
		if int(r.Fact) != i {
			continue
		}
		v.Value, v.At = JSON(r.Value), instant(r.At)
		old := f.MaxAge
		v.Fresh = old.IsZero() || old.AddTo(r.At, c.Plan.SiteZone, nil) > c.Now
	}
	return v
}

func (c *Case) overlays() []client.OverlayUse {
	out := []client.OverlayUse{}
	for i := range c.Plan.Overlays {
		out = append(out, client.OverlayUse{ID: c.Plan.Overlays[i].ID, Applied: c.State.Overlays>>i&1 == 1})
	}
	return out
}
