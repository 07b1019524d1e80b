package engine

import (
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// checks proves what needs the lowered graph. What a document shows by itself
// is found by model.Check; what only exploring shows, by package analysis.
func (c *compiler) checks() {
	if c.found.HasErrors() {
		return // a graph with holes would be blamed for them
	}
	c.checkNeeds()
	if c.found.HasErrors() {
		return // what follows climbs along needs
	}
	c.checkTimes()
	c.checkReads()
	c.checkFlow()
	c.checkRedos()
	c.checkHolds()
	c.checkPath()
	c.checkBranch()
	c.checkStaff()
	c.checkAnswers()
}

// before reports whether a has ended, one way or another, whenever b is
// entered: a list holds both, or ancestors of both, and a's comes earlier, or b
// or a block around it needs a, what holds a, or what comes after a. Steps of
// the branch and of procedures stand apart.
// Source: language reference, section 5, "after".
func (p *Plan) before(a, b NodeID) bool {
	if p.listBefore(a, b) {
		return true
	}
	for at := b; at != None; at = p.Nodes[at].Parent {
		for _, m := range p.sure(at) {
			if m <= a && a < p.Nodes[m].End || p.before(a, m) {
				return true
			}
		}
	}
	return false
}

// listBefore is before by the order of the document alone.
func (p *Plan) listBefore(a, b NodeID) bool {
	x, y, block := p.fork(a, b)
	switch {
	case x == y || x > y:
		return false
	case block == None:
		return p.Nodes[x].Kind == KindPhase && p.Nodes[y].Kind == KindPhase && x != p.Branch && y != p.Branch
	}
	return p.Nodes[block].Kind != KindParallel
}

// fork returns the innermost block that holds both nodes (None: the case) and
// its children through which they are reached. If one holds the other, all
// three are that one.
func (p *Plan) fork(a, b NodeID) (x, y, block NodeID) {
	x, y, block = a, b, a
	for block != None && !(block <= b && b < p.Nodes[block].End) {
		x, block = block, p.Nodes[block].Parent
	}
	if block == a || block == b {
		return block, block, block
	}
	for p.Nodes[y].Parent != block {
		y = p.Nodes[y].Parent
	}
	return x, y, block
}

// apart reports whether a node is in the branch or in a procedure, which run
// outside the order of the phases.
func (p *Plan) apart(n NodeID) bool {
	for ; n != None; n = p.Nodes[n].Parent {
		if n == p.Branch || p.Nodes[n].Kind == KindProcedure {
			return true
		}
	}
	return false
}

// pos is where a node is written.
func (c *compiler) pos(n NodeID) model.Pos {
	if n == None {
		return c.m.Pos
	}
	return c.steps[n].Pos
}

// nothing knows no cell: what is decided over it is always so.
type nothing struct{}

// Load implements expr.Source.
func (nothing) Load(ref expr.Ref) expr.Value { return expr.Unknown(ref, expr.ReasonUndecided) }

// Call implements expr.Source.
func (nothing) Call(int, []expr.Value) expr.Value {
	return expr.Unknown(expr.NoRef, expr.ReasonUndecided)
}

// always evaluates a condition over nothing: true or false means that it is so
// in every case.
func (p *Plan) always(id ProgramID) expr.Value {
	if id == None {
		return expr.Bool(true)
	}
	var stack expr.Stack
	return expr.Eval(p.Programs[id].Expr, nothing{}, &stack)
}

// eachAction calls visit for every action of a node in every spec, those of
// redo.then included, with the outcome it answers to; "else" for lateness.
func eachAction(specs []*Spec, visit func(a *Action, outcome string)) {
	for _, s := range specs {
		for _, o := range s.Then {
			walkActions(o.Actions, o.Outcome, visit)
		}
		walkActions(s.Else, "else", visit)
	}
}

// walkActions calls visit for actions and for those that follow them.
func walkActions(list []Action, outcome string, visit func(a *Action, outcome string)) {
	for i := range list {
		visit(&list[i], outcome)
		walkActions(list[i].Then, outcome, visit)
	}
}
