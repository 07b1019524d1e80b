package engine

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// Question is asked of cases of a model without being part of it: what a test
// expects or gives, say. It is one of a condition, a text with ${…} in it, and
// a time.
type Question struct {
	CEL  model.CEL
	Text model.CEL   // read as a text: one ${…} that fills it keeps its type
	Time *model.Time // relative words count from the instant of asking
	Node string      // the step whose names it sees; "": those of the case
}

// asked is a compiled question.
type asked struct {
	program ProgramID
	text    *expr.Template
	time    int32
	typ     expr.Type
	node    NodeID
}

// CompileAsking is Compile with questions; the i-th is answered by Ask. The
// plan runs cases as the one of Compile does, and what is wrong with a question
// is found like anything else. Plans are compared by their digest, which knows
// nothing of questions.
func CompileAsking(m *model.Model, site *model.Site, questions []Question) (*Plan, model.Diagnostics) {
	c := newCompiler(m, site)
	c.lower()
	c.checks()
	for i := range questions {
		c.plan.asked = append(c.plan.asked, c.question(&questions[i]))
	}
	return c.finished()
}

func (c *compiler) question(q *Question) asked {
	a := asked{program: None, time: None, node: None}
	if q.Node != "" {
		if a.node = c.plan.node(q.Node); a.node == None {
			c.unknown(q.pos(), q.Node, c.nodeIDs())
			return a
		}
	}
	at := c.at(a.node)
	switch {
	case q.Time != nil:
		a.time, a.typ = c.time(q.Time, at, based), expr.Scalar(expr.TypeTime)
	case q.Text.Src != "":
		if a.text = c.template(q.Text.Src, q.Text.Pos, at); a.text != nil {
			a.typ = a.text.Type()
		}
	default:
		if a.program = c.program(q.CEL, at, expr.Type{}); a.program != None {
			a.typ = c.plan.Programs[a.program].Expr.Type()
		}
	}
	return a
}

func (q *Question) pos() model.Pos {
	switch {
	case q.Time != nil:
		return q.Time.Pos
	case q.Text.Src != "":
		return q.Text.Pos
	}
	return q.CEL.Pos
}

// AskedType is the type of what Ask answers to the i-th question.
func (p *Plan) AskedType(i int) expr.Type { return p.asked[i].typ }

// Ask answers the i-th question of CompileAsking about a case at t, as seen
// from a frame of the step it was asked for. What is not known is unknown, a
// time that is not resolved too.
func Ask(p *Plan, s *State, w *World, i int, f FrameID, t calendar.Instant) expr.Value {
	q := &p.asked[i]
	v := view{p: p, s: s, w: w, now: t}
	switch {
	case q.time != None:
		return timeOr(v.timeAt(q.time, q.node, f, t), expr.NoRef)
	case q.text != nil:
		return v.template(q.text, q.node, f)
	case q.program != None:
		return v.eval(q.program, q.node, f)
	}
	return expr.Unknown(expr.NoRef, expr.ReasonUndecided)
}
