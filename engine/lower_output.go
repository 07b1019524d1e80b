package engine

import (
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// outputs declares what a step gives, with what overlays add.
func (c *compiler) outputs(id NodeID, s *model.Step) {
	from := int32(len(c.plan.Outputs))
	c.giveAll(id, from, s.Gives)
	for _, o := range c.ops[s.ID] {
		if o.op.Set != nil {
			c.giveAll(id, from, o.op.Set.Gives)
		}
	}
	c.plan.Nodes[id].Outputs = [2]int32{from, int32(len(c.plan.Outputs))}
}

func (c *compiler) giveAll(id NodeID, from int32, gives []model.Output) {
	for _, o := range gives {
		if c.gives(from, o.ID.Text) {
			continue
		}
		out := Output{
			Node: id, Name: o.ID.Text, Type: typeOf(o.Type), Evidence: o.Evidence, ValidUntil: None, Accept: None,
			Optional: o.Optional || o.Type.Optional, Retain: o.Retain,
		}
		if o.Default != nil {
			v := c.literal(*o.Default, out.Type)
			out.Default = &v
		}
		c.plan.Outputs = append(c.plan.Outputs, out)
	}
}

func (c *compiler) gives(from int32, name string) bool {
	for i := from; i < int32(len(c.plan.Outputs)); i++ {
		if c.plan.Outputs[i].Name == name {
			return true
		}
	}
	return false
}

// output returns the cell of an output of node n.
func (p *Plan) output(n NodeID, name string) (int32, bool) {
	for i := p.Nodes[n].Outputs[0]; i < p.Nodes[n].Outputs[1]; i++ {
		if p.Outputs[i].Name == name {
			return i, true
		}
	}
	return None, false
}

var personType = expr.Scalar(expr.TypePerson)
