package engine

import (
	"slices"

	"github.com/headgate/headgate/model"
)

// layout is the first pass: nodes in document order with their scopes, slots
// and outputs, those of every overlay in their place. Bodies follow when all
// names are known.
func (c *compiler) layout() {
	c.plan.Scopes = []Scope{{Each: None, Parent: None}}
	for _, phase := range c.m.Phases {
		id := c.node(phase, None, None, 0, 0)
		c.plan.Phases = append(c.plan.Phases, id)
	}
	for _, procedure := range c.m.Procedures {
		c.node(procedure, None, None, 0, 0)
	}
	c.plan.Scopes[0].End = NodeID(len(c.plan.Nodes))
	c.chainPhases()
}

// node appends a step with its children and returns its number. A phase is its
// own phase; steps of a procedure have none.
func (c *compiler) node(s *model.Step, parent, phase NodeID, scope ScopeID, bit Mask) NodeID {
	id := NodeID(len(c.plan.Nodes))
	kind := kindOf(s, parent)
	if kind == KindPhase {
		phase = id
	}
	c.plan.Nodes = append(c.plan.Nodes, Node{
		ID: s.ID, Kind: kind, Parent: parent, Next: None, Phase: phase, Scope: scope, Inner: None,
		Slot: c.plan.Scopes[scope].Slots, Overlay: bit, Mandatory: s.Mandatory, OfProcess: s.OfProcess, Pos: s.Pos,
	})
	c.steps = append(c.steps, s)
	c.plan.Scopes[scope].Slots++
	c.declareNode(id, s)
	c.outputs(id, s)

	inner := scope
	if kind == KindEach {
		inner = ScopeID(len(c.plan.Scopes))
		c.plan.Scopes = append(c.plan.Scopes, Scope{Each: id, Parent: scope, First: id + 1, As: s.As})
		c.plan.Nodes[id].Inner = inner
	}
	c.children(id, s, inner, bit)
	end := NodeID(len(c.plan.Nodes))
	c.plan.Nodes[id].End = end
	if kind == KindEach {
		c.plan.Scopes[inner].End = end
	}
	return id
}

// declareNode enters the id of a node into the namespace.
func (c *compiler) declareNode(id NodeID, s *model.Step) {
	if s.ID == "" {
		return
	}
	if old, ok := c.names[s.ID]; ok {
		c.report("E-ID-1", s.Pos, "the id `"+s.ID+"` is used twice",
			"all ids of a model are one namespace", "rename the newer one")
		if old.kind == nameNode {
			return
		}
	}
	c.names[s.ID] = name{nameNode, int32(id)}
	c.plan.names[s.ID] = id
}

// children appends the steps of a block and links them in order.
func (c *compiler) children(parent NodeID, s *model.Step, scope ScopeID, bit Mask) {
	block := c.plan.Nodes[parent]
	last := NodeID(None)
	for _, child := range c.placed(s, block.Kind == KindPhase, bit) {
		id := c.node(child.step, parent, block.Phase, scope, child.bit)
		if last != None && block.Kind != KindParallel {
			c.plan.Nodes[last].Next = id
		}
		last = id
	}
}

// placed is a step at its place; bit is the overlay that brought it, or 0.
type placed struct {
	step *model.Step
	bit  Mask
}

// placed lists the steps of a block in order, those of overlays in their
// places: beside a step, and on a phase around the model's own steps, after the
// process's enter and before its exit steps.
// Source: language reference, section 13.
func (c *compiler) placed(s *model.Step, isPhase bool, bit Mask) []placed {
	if !isPhase {
		return c.beside(nil, s.Steps, bit)
	}
	first, behind := c.ownSteps(s)
	list := c.beside(nil, s.Steps[:first], bit)
	list = c.brought(list, s.ID, before, bit)
	list = c.beside(list, s.Steps[first:behind], bit)
	list = c.brought(list, s.ID, after, bit)
	return c.beside(list, s.Steps[behind:], bit)
}

func (c *compiler) beside(list []placed, steps []*model.Step, bit Mask) []placed {
	for _, s := range steps {
		list = c.brought(list, s.ID, before, bit)
		list = append(list, placed{s, bit | c.overlayBit(s.Overlay)})
		list = c.brought(list, s.ID, after, bit)
	}
	return list
}

// brought appends the steps that overlays put at id.
func (c *compiler) brought(list []placed, id string, side func(*model.Op) []*model.Step, bit Mask) []placed {
	for _, o := range c.ops[id] {
		for _, s := range side(o.op) {
			list = append(list, placed{s, bit | o.bit})
		}
	}
	return list
}

func before(op *model.Op) []*model.Step { return op.Before }
func after(op *model.Op) []*model.Step  { return op.After }

func (c *compiler) overlayBit(id string) Mask {
	if n, ok := c.names[id]; ok && n.kind == nameOverlay {
		return 1 << n.index
	}
	return 0
}

// ownSteps returns where the model's own steps of a phase begin and end: after
// the process's enter steps and before its exit steps.
func (c *compiler) ownSteps(s *model.Step) (first, behind int) {
	enter, exit := c.processSteps(s.ID)
	for first < len(s.Steps) && slices.Contains(enter, s.Steps[first].ID) {
		first++
	}
	behind = len(s.Steps)
	if i := slices.IndexFunc(s.Steps, func(s *model.Step) bool { return slices.Contains(exit, s.ID) }); i >= first {
		behind = i
	}
	return first, behind
}

func (c *compiler) processSteps(phase string) (enter, exit []string) {
	if c.m.Process == nil {
		return nil, nil
	}
	for _, p := range c.m.Process.Phases {
		if p.ID.Text == phase {
			return stepIDs(p.Enter), stepIDs(p.Exit)
		}
	}
	return nil, nil
}

func stepIDs(steps []*model.Step) []string {
	ids := make([]string, len(steps))
	for i, s := range steps {
		ids[i] = s.ID
	}
	return ids
}

// chainPhases links the phases in the process's order, but for the branch,
// which is entered by back-out alone and goes on at its own successor.
func (c *compiler) chainPhases() {
	p := c.plan
	if c.m.Process != nil && c.m.Process.Branch != "" {
		p.Branch = c.phase(c.m.Process.Branch)
		p.BranchTo = c.phase(c.m.Process.BranchThen)
	}
	last := NodeID(None)
	for _, id := range p.Phases {
		if id == p.Branch {
			continue
		}
		if last != None {
			p.Nodes[last].Next = id
		}
		last = id
	}
	if p.Branch != None {
		p.Nodes[p.Branch].Next = p.BranchTo
	}
}

func (c *compiler) phase(id string) NodeID {
	if n, ok := c.plan.names[id]; ok && c.plan.Nodes[n].Kind == KindPhase {
		return n
	}
	return None
}

// kindOf returns the kind of a node. A step kind that is none of the language's
// is a child case, named after its process.
func kindOf(s *model.Step, parent NodeID) NodeKind {
	switch s.Kind {
	case "phase":
		return KindPhase
	case "group":
		if parent == None {
			return KindProcedure
		}
		return KindGroup
	}
	if parent == None {
		return KindProcedure
	}
	for k := KindTask; k <= KindEach; k++ {
		if k != KindChild && k != KindPhase && k.String() == s.Kind {
			return k
		}
	}
	return KindChild
}
