package engine

import "slices"

// Beside is a procedure that runs beside a block: of a handler, or as the
// remedy of a boundary that a back-out cannot cross.
type Beside struct {
	Procedure NodeID
	Node      NodeID // None: the case
	Frame     FrameID
}

// run starts a procedure beside a block; one that runs already is not started
// again.
// Source: language reference, section 7, "run".
func (d *decider) run(procedure, b NodeID, bf FrameID) {
	if d.s.running(procedure) {
		return
	}
	e := d.newEvent(Started, procedure, 0)
	e.Target, e.Index = b, int32(bf)
	d.emit(e)
}

// runAction is the verb `run`: beside the block a handler is on, or that is
// around the step whose outcome asks for it.
func (d *decider) runAction(a *Action, n NodeID, f FrameID) {
	if d.watch == None {
		n, f = d.enclosing(n, f)
	}
	d.run(a.Node, n, f)
}

func (s *State) running(procedure NodeID) bool {
	return slices.ContainsFunc(s.Beside, func(x Beside) bool { return x.Procedure == procedure })
}

// beside returns the procedure node n belongs to while it runs, or nil.
func (v *view) beside(n NodeID) *Beside {
	if n == None || v.p.rt.procedure[n] == None {
		return nil
	}
	for i := range v.s.Beside {
		if v.s.Beside[i].Procedure == v.p.rt.procedure[n] {
			return &v.s.Beside[i]
		}
	}
	return nil
}

// accompanied reports whether a procedure runs beside a block: it must settle
// before the block does.
func (v *view) accompanied(b NodeID, bf FrameID) bool {
	return slices.ContainsFunc(v.s.Beside, func(x Beside) bool { return x.Node == b && x.Frame == bf })
}

// endBeside cancels the procedures that run beside a block or something in it.
func (d *decider) endBeside(b NodeID, bf FrameID) {
	for i := 0; i < len(d.s.Beside); i++ {
		x := d.s.Beside[i]
		if b == None || x.Node != None && d.p.covers(d.s, b, bf, x.Node, x.Frame) {
			d.say(Cancelled, x.Procedure, 0)
			i = -1
		}
	}
}

// evolveRun begins a run of a procedure: a new attempt of all of it.
func (v *view) evolveRun(e *Event) {
	for k := e.Node; k < v.p.Nodes[e.Node].End; k++ {
		if v.p.Nodes[k].Scope == 0 && v.s.slot(v.p, k, 0).Attempt > 0 {
			v.again(v.s.slot(v.p, k, 0), k, 0, false)
		}
	}
	v.s.Beside = append(v.s.Beside, Beside{Procedure: e.Node, Node: e.Target, Frame: FrameID(e.Index)})
}

// linkProcedures finds the procedure each node belongs to.
func (p *Plan) linkProcedures() {
	p.rt.procedure = make([]NodeID, len(p.Nodes))
	for i := range p.Nodes {
		p.rt.procedure[i] = None
		if parent := p.Nodes[i].Parent; p.Nodes[i].Kind == KindProcedure {
			p.rt.procedure[i] = NodeID(i)
		} else if parent != None {
			p.rt.procedure[i] = p.rt.procedure[parent]
		}
	}
}
