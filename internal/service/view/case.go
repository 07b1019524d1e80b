package view

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
)

// Case is a case to be shown to somebody at an instant.
type Case struct {
	Kind    string // release or change
	Plan    *engine.Plan
	State   *engine.State
	World   *engine.World
	Offers  engine.Offers // of whoever looks; Waiting is the same for all
	Version int64
	Now     calendar.Instant
	Newer   string // a newer version of the model

	planned map[step]calendar.Instant // starts by the plan; nil: not asked for yet
}

// New returns a case as a person sees it at an instant; person may be empty.
func New(kind string, p *engine.Plan, s *engine.State, w *engine.World, version int64, now calendar.Instant, person string) *Case {
	at := *w
	at.At = now
	c := &Case{Kind: kind, Plan: p, State: s, World: &at, Version: version, Now: now}
	engine.Offer(p, s, c.World, person, &c.Offers)
	return c
}

// ETag returns the entity tag of a version.
func ETag(version int64) string { return strconv.Quote(strconv.FormatInt(version, 10)) }

// step is one node in one frame.
type step struct {
	node  engine.NodeID
	frame engine.FrameID
}

// steps lists the steps of the case in document order, those of items side by
// side: no blocks, and nothing that only an overlay not in force would insert.
func (c *Case) steps() []step {
	var out []step
	for n := range c.Plan.Nodes {
		node := &c.Plan.Nodes[n]
		if IsBlock(node.Kind) || node.Overlay != 0 && node.Overlay&c.State.Overlays == 0 {
			continue
		}
		for f := range c.State.Frames {
			if c.State.Frames[f].Scope == node.Scope && (f == 0 || c.State.Frames[f].State != engine.ItemAbsent) {
				out = append(out, step{engine.NodeID(n), engine.FrameID(f)})
			}
		}
	}
	return out
}

// IsBlock reports whether a kind of node holds others and does nothing itself.
func IsBlock(k engine.NodeKind) bool { return k >= engine.KindPhase }

func (c *Case) slot(at step) *engine.Slot {
	return &c.State.Slots[c.State.Frames[at.frame].Base+c.Plan.Nodes[at.node].Slot]
}

// spec is the body of a step; of the case itself (node None) that of its phase,
// which says who answers for it.
func (c *Case) spec(at step) *engine.Spec {
	mask := c.State.Overlays
	if at.node == engine.None {
		return c.Plan.SpecOf(c.State.Phase, mask)
	}
	if slot := c.slot(at); slot.State != engine.Pending {
		mask = slot.Overlays
	}
	return c.Plan.SpecOf(at.node, mask)
}

func (c *Case) place(at step) string { return c.Plan.Place(c.State, at.node, at.frame) }

func (c *Case) title(at step) string {
	if t := c.spec(at).Title; t != "" {
		return t
	}
	if at.node == engine.None {
		return c.State.Title
	}
	return c.Plan.Nodes[at.node].ID
}

// waitingAt returns what an open node waits for, or nil.
func (c *Case) waitingAt(at step) *engine.Waiting {
	for i := range c.Offers.Waiting {
		if w := &c.Offers.Waiting[i]; w.Node == at.node && w.Frame == at.frame {
			return w
		}
	}
	return nil
}

// Summary returns the row of a list.
func (c *Case) Summary() client.CaseSummary {
	s, p := c.State, c.Plan
	return client.CaseSummary{
		ID: s.Case, Kind: c.Kind, Title: s.Title, Model: p.Model, Version: p.Version, Newer: c.Newer, Rigor: p.Rigor,
		Urgency: s.Urgency, Mode: s.Mode.String(), Status: CaseStatus(s), Health: c.Health(), Outcome: s.Outcome,
		Phase: c.phaseID(s.Phase), Phases: c.Phases(), Owner: c.owner(), Next: c.Next(), T: instant(s.T),
		StartedAt: s.Started.Time(time.UTC), EndedAt: instant(s.Ended), ETag: ETag(c.Version),
	}
}

func (c *Case) phaseID(n engine.NodeID) string {
	if n == engine.None {
		return ""
	}
	return c.Plan.Nodes[n].ID
}

// owner is the person accountable for the case, or the role when nobody holds
// it.
func (c *Case) owner() string {
	for _, n := range c.Plan.Phases {
		if role := c.Plan.SpecOf(n, c.State.Overlays).Accountable; role != engine.None {
			return c.holder(role)
		}
	}
	return c.Plan.Owner
}

// holder is the first person who holds a role, or the role.
func (c *Case) holder(role engine.RoleID) string {
	if role == engine.None {
		return ""
	}
	if holders := c.holders(role); len(holders) > 0 {
		return holders[0]
	}
	return c.Plan.Roles[role].ID
}

func (c *Case) holders(role engine.RoleID) []string {
	return Holders(c.World.Directory, &c.Plan.Roles[role], c.State.Assign)
}

// Holders returns who is preset to hold a role: by assignment, else the team of
// its name. Whom a model computes is known only inside the case.
func Holders(d *engine.Directory, r *engine.Role, assign []engine.Assignment) []string {
	for i := range assign {
		if assign[i].Role == r.ID {
			return assign[i].Persons
		}
	}
	return d.Team(r.ID)
}

// RoleUsed reports whether a step of the plain model is done, answered for or
// accepted by a role.
func RoleUsed(p *engine.Plan, role engine.RoleID) bool {
	for i := range p.Nodes {
		s := p.Nodes[i].Specs[0]
		if p.Nodes[i].Overlay != 0 {
			continue
		}
		if s.From == role || s.To == role || s.Accountable == role || s.Accept == role || s.Final == role || slices.Contains(s.Who, role) {
			return true
		}
	}
	return false
}

// Phases returns the cells of the phase grid; the branch only once it runs.
func (c *Case) Phases() []client.PhaseCell {
	cells := []client.PhaseCell{}
	all := c.steps()
	for _, n := range c.Plan.Phases {
		if n == c.Plan.Branch && c.slot(step{n, 0}).State == engine.Pending {
			continue
		}
		cells = append(cells, c.phase(n, all))
	}
	return cells
}

func (c *Case) phase(n engine.NodeID, all []step) client.PhaseCell {
	cell := client.PhaseCell{ID: c.Plan.Nodes[n].ID, State: "pending"}
	worst, skipped := "", 0
	for _, at := range all {
		if c.Plan.Nodes[at.node].Phase != n {
			continue
		}
		cell.Total++
		status := c.Status(at)
		switch {
		case status == "skipped":
			skipped++
			cell.Done++
		case c.settled(at):
			cell.Done++
		case status != "pending" && (worst == "" || severity[status] > severity[worst]):
			worst, cell.Text = status, c.place(at)
		}
	}
	slot := c.slot(step{n, 0})
	switch {
	case cell.Total == skipped && (cell.Total == 0 || slot.State == engine.Settled):
		cell.State, cell.Done, cell.Total = "not_needed", 0, 0
	case slot.State == engine.Settled && slot.Flags&engine.FlagBlocked == 0:
		cell.State, cell.Status, cell.At = "done", "done", instant(slot.End)
	case slot.State != engine.Pending:
		cell.State, cell.Status = "now", cmp.Or(worst, "in_progress")
	}
	return cell
}

func (c *Case) settled(at step) bool {
	slot := c.slot(at)
	return slot.State == engine.Settled && slot.Flags&engine.FlagBlocked == 0
}

// Health is the one word for the case: of everything open the worst.
func (c *Case) Health() string {
	if c.over() {
		return "done"
	}
	if c.State.Status == engine.BackingOut {
		return "backing_out"
	}
	worst, open, waits := "on_track", 0, 0
	for i := range c.Offers.Waiting {
		w := &c.Offers.Waiting[i]
		if w.State == "pending" {
			continue
		}
		open++
		status := c.Status(step{w.Node, w.Frame})
		if status == "waiting" || status == "ready" {
			waits++
		}
		if health, ok := healths[status]; ok && severity[health] > severity[worst] {
			worst = health
		}
	}
	if worst == "on_track" && open > 0 && waits == open {
		return "waiting"
	}
	return worst
}

// instant returns t as the API shows it, nil for none.
func instant(t calendar.Instant) *time.Time {
	if t == 0 {
		return nil
	}
	at := t.Time(time.UTC)
	return &at
}
