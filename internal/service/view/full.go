package view

import (
	"cmp"
	"slices"
	"strings"
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
		Acts: c.acts(nil), Params: c.params(), People: c.roles(), Package: c.sealed(), CIs: orEmpty(s.CIs),
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

func (c *Case) params() []client.NamedJSON {
	out := []client.NamedJSON{}
	for i := range c.State.Params {
		v := &c.State.Params[i]
		out = append(out, client.NamedJSON{Name: v.Name, Type: c.paramType(v.Name), Value: JSON(v.Value)})
	}
	return out
}

func (c *Case) paramType(name string) string {
	for i := range c.Plan.Params {
		if c.Plan.Params[i].Name == name {
			return c.Plan.Params[i].Type.String()
		}
	}
	return "any"
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

func (c *Case) holds() []client.HoldView {
	out := []client.HoldView{}
	for i := range c.State.Holds {
		h := &c.State.Holds[i]
		out = append(out, client.HoldView{
			Block: cmp.Or(c.Plan.Place(c.State, h.Node, h.Frame), c.Kind), Cause: h.Cause.String(), By: h.By, Reason: h.Reason, At: h.At.Time(time.UTC),
		})
	}
	return out
}

func (c *Case) facts() []client.FactView {
	out := []client.FactView{}
	for i := range c.Plan.Facts {
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
		out = append(out, v)
	}
	return out
}

func (c *Case) overlays() []client.OverlayUse {
	out := []client.OverlayUse{}
	for i := range c.Plan.Overlays {
		out = append(out, client.OverlayUse{ID: c.Plan.Overlays[i].ID, Applied: c.State.Overlays>>i&1 == 1})
	}
	return out
}

// deliverables lists evidence and deliverables, given or expected, and digests
// that were given, of the case; of one step everything it gives.
func (c *Case) deliverables(only *step) []client.DeliverableView {
	out := []client.DeliverableView{}
	for _, at := range c.steps() {
		if only != nil && *only != at {
			continue
		}
		node := &c.Plan.Nodes[at.node]
		for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
			o := &c.Plan.Outputs[i]
			v := c.deliverable(at, i)
			if only != nil || o.Evidence != "" || o.Accept != engine.None || v.Blob != "" {
				out = append(out, v)
			}
		}
	}
	return out
}

func (c *Case) deliverable(at step, i int32) client.DeliverableView {
	o := &c.Plan.Outputs[i]
	v := client.DeliverableView{
		Name: o.Name, Place: c.place(at), Kind: cmp.Or(o.Evidence, o.Type.String()), Status: "expected", Mandatory: !o.Optional,
		About: []string{},
	}
	if o.Accept != engine.None {
		v.Accepter = c.holder(o.Accept)
	}
	for k := range c.State.Outputs {
		given := &c.State.Outputs[k]
		if given.Output != i || given.Frame != at.frame {
			continue
		}
		v.Status, v.Value, v.Result = evidenceWords[given.Evidence], Text(given.Value), given.Result
		v.By, v.At, v.ValidUntil, v.AcceptedBy = given.By, instant(given.At), instant(given.Until), given.Accepted
		if strings.HasPrefix(v.Value, "sha256:") {
			v.Blob = v.Value
		}
		for _, about := range given.About {
			v.About = append(v.About, Text(about))
		}
		if given.Until != 0 && given.Until < c.Now && v.Status != "void" {
			v.Status = "expired"
		}
	}
	return v
}

var evidenceWords = map[engine.EvidenceState]string{
	engine.EvidenceSubmitted: "submitted", engine.EvidenceWasAccepted: "accepted", engine.EvidenceWasReturned: "returned",
	engine.EvidenceWaived: "waived", engine.EvidenceWasSuspended: "suspended", engine.EvidenceVoid: "void", engine.EvidenceExpired: "expired",
}

func (c *Case) handoffs() []client.HandoffView {
	out := []client.HandoffView{}
	for _, at := range c.steps() {
		if c.Plan.Nodes[at.node].Kind == engine.KindHandoff {
			out = append(out, c.handoff(at))
		}
	}
	return out
}

func (c *Case) handoff(at step) client.HandoffView {
	spec, slot := c.spec(at), c.slot(at)
	v := client.HandoffView{
		Place: c.place(at), From: roleName(c.Plan, spec.From), To: roleName(c.Plan, spec.To), State: c.handoffState(at, slot),
		Status: c.Status(at), Holder: c.holder(spec.From), Package: []string{}, Points: c.points(at), Clock: c.clock(c.waitingAt(at)),
	}
	if slot.Attempt > 1 {
		v.Refusals = int(slot.Attempt) - 1
	}
	if slot.State == engine.Settled && slot.Outcome == engine.OutcomeAccepted {
		v.Holder = cmp.Or(slot.By, c.holder(spec.To))
	}
	for _, cell := range spec.Package {
		name := c.Plan.Nodes[cell.Node].ID
		if cell.Output != engine.None {
			name += "." + c.Plan.Outputs[cell.Output].Name
		}
		v.Package = append(v.Package, name)
	}
	return v
}

func (c *Case) handoffState(at step, slot *engine.Slot) string {
	switch {
	case slot.State == engine.Settled:
		return slot.Outcome.String()
	case slot.State == engine.Active && slot.Sub == engine.OfferedSub:
		return "offered"
	case slot.State == engine.Active:
		return "prepared"
	default:
		return "pending"
	}
}

func roleName(p *engine.Plan, r engine.RoleID) string {
	if r == engine.None {
		return ""
	}
	return p.Roles[r].ID
}

func (c *Case) points(at step) []client.Point {
	out := []client.Point{}
	slot := c.slot(at)
	for _, text := range c.spec(at).Checklist {
		p := client.Point{Text: text}
		for i := range c.State.Ticks {
			if t := &c.State.Ticks[i]; t.Node == at.node && t.Frame == at.frame && t.Attempt == slot.Attempt && t.Point == text {
				p.Ticked, p.By = true, t.By
			}
		}
		out = append(out, p)
	}
	return out
}

// GrantView shows a grant.
func GrantView(g *engine.Grant) client.GrantView {
	return client.GrantView{
		ID: g.ID, Change: g.Change, Kind: g.Kind, Stage: g.Stage, CIs: orEmpty(g.CIs), Environments: orEmpty(g.Environments),
		From: instant(g.From), To: instant(g.To), Package: g.Package, Deciders: orEmpty(g.Deciders), Status: g.Status,
	}
}
