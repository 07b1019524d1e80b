package model

import (
	"fmt"

	"go.yaml.in/yaml/v4"

	"github.com/headgate/headgate/calendar"
)

// read reads a node into what its field expects.
func (d *decoder) read(n *yaml.Node, to any) {
	switch p := to.(type) {
	case func(*yaml.Node):
		p(n)
	case *string:
		*p = d.text(n)
	case *[]string:
		*p = d.texts(n)
	case *bool:
		*p = d.bool(n)
	case *int:
		*p = d.int(n)
	case *any:
		*p = d.value(n)
	case *Value:
		*p = d.value(n)
	case **Value:
		v := d.value(n)
		*p = &v
	case *[]Value:
		d.items(n, "this", func(v *yaml.Node) { *p = append(*p, d.value(v)) })
	case *[]Entry:
		*p = d.entries(n)
	case *TypeExpr:
		*p = d.typeExpr(n)
	case *[]Field:
		*p = d.fieldList(n)
	default:
		d.readTimed(n, to)
	}
}

// readTimed reads conditions, times and what is built of them.
func (d *decoder) readTimed(n *yaml.Node, to any) {
	switch p := to.(type) {
	case *CEL:
		*p = d.cel(n)
	case *[]CEL:
		*p = d.cels(n)
	case *Time:
		if t := d.time(n); t != nil {
			*p = *t
		}
	case **Time:
		*p = d.time(n)
	case **Span:
		*p = d.span(n)
	case **calendar.Dur:
		*p = d.dur(n)
	case **calendar.Estimate:
		*p = d.estimate(n)
	case **Due:
		*p = d.due(n)
	case **WindowUse:
		*p = d.windowUse(n)
	default:
		d.readFlow(n, to)
	}
}

// readFlow reads steps, actions and people.
func (d *decoder) readFlow(n *yaml.Node, to any) {
	switch p := to.(type) {
	case *[]Action:
		*p = d.actions(n)
	case *[]OutcomeActions:
		*p = d.then(n)
	case *[]Handler:
		*p = d.handlers(n)
	case **Ladder:
		*p = d.ladder(n)
	case *[]*Step:
		*p = d.steps(n)
	case *[]Op:
		*p = d.ops(n)
	case **Who:
		*p = d.who(n)
	case *[]Output:
		*p = d.outputs(n)
	case *[]Param:
		*p = d.params(n)
	case *[]Role:
		*p = d.roles(n)
	case *[]Fact:
		*p = d.facts(n)
	case *[]Test:
		*p = d.tests(n)
	default:
		d.readPart(n, to)
	}
}

// readPart reads the parts of a step that are maps of their own.
func (d *decoder) readPart(n *yaml.Node, to any) {
	switch p := to.(type) {
	case **Needs:
		*p = d.needs(n)
	case **LockUse:
		*p = d.lockUse(n)
	case **Touches:
		*p = d.touches(n)
	case **BackOut:
		*p = d.backOut(n)
	case **Waive:
		*p = d.waive(n)
	case **Cap:
		*p = d.cap(n)
	case **Remedy:
		*p = d.remedy(n)
	case **Of:
		*p = d.of(n)
	default:
		panic(fmt.Sprintf("model: no reader for %T", to))
	}
}
