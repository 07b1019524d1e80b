package engine

import (
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// signature returns what an executor of the installation takes and gives, or
// nil if it is not known; model.Check names the unknown ones.
func (c *compiler) signature(use string) *model.Signature {
	for i := range c.site.Executors {
		if c.site.Executors[i].ID.Text == use {
			return &c.site.Executors[i]
		}
	}
	return nil
}

// executor checks the types of what an automated step passes to its executor
// and of what it says that comes back. Which inputs there are is model.Check's.
// Source: language reference, section 17.
func (c *compiler) executor(n NodeID, s *model.Step, spec *Spec) {
	sig := c.signature(s.Use)
	if sig == nil || c.plan.Nodes[n].Kind != KindAuto {
		return
	}
	for i, in := range spec.With {
		want, ok := fieldOf(sig.With, in.Name)
		if ok && in.Template != nil && !inputFits(in.Template.Type(), want) {
			c.report("E-REF-3", s.With[i].Value.Pos, "`"+in.Name+"` is "+in.Template.Type().String()+", but `"+s.Use+"` takes "+want.String(),
				"inputs have the types of the executor", "convert it, or correct the type in `site.yaml`")
		}
	}
	if !sig.AnyGives {
		c.executorGives(s, sig)
	}
}

// inputFits reports whether a value may be passed as an input. A text without
// an expression is read by the type wanted, and an absent optional value leaves
// its key out.
func inputFits(have, want expr.Type) bool {
	text := have.Name >= expr.TypeString && have.Name <= expr.TypeText
	return text || have.Known().Fits(want.Known())
}

// executorGives checks that an executor gives what the step says it does.
func (c *compiler) executorGives(s *model.Step, sig *model.Signature) {
	for _, o := range s.Gives {
		want, ok := fieldOf(sig.Gives, o.ID.Text)
		switch {
		case !ok:
			c.report("E-REF-3", o.ID.Pos, "`"+s.Use+"` does not give `"+o.ID.Text+"`", "an automated step gives what its executor gives",
				didYouMean(o.ID.Text, fieldIDs(sig.Gives)))
		case o.Evidence == "" && !want.Fits(typeOf(o.Type)):
			c.report("E-REF-3", o.ID.Pos, "`"+o.ID.Text+"` is "+typeOf(o.Type).String()+", but `"+s.Use+"` gives "+want.String(),
				"an automated step gives what its executor gives", "correct the type in `gives` or in `site.yaml`")
		}
	}
}

func fieldOf(fields []model.Field, id string) (expr.Type, bool) {
	for _, f := range fields {
		if f.ID.Text == id {
			return typeOf(f.Type), true
		}
	}
	return expr.Type{}, false
}

func fieldIDs(fields []model.Field) []string {
	ids := make([]string, len(fields))
	for i, f := range fields {
		ids[i] = f.ID.Text
	}
	return ids
}

// factSource checks that the source of a fact gives the type the model reads.
func (c *compiler) factSource(f *model.Fact, typ expr.Type) {
	for i := range c.site.Sources {
		s := &c.site.Sources[i]
		if s.ID.Text != f.From || s.Type == nil {
			continue
		}
		if have := typeOf(*s.Type); !have.Fits(typ) {
			c.report("E-REF-3", f.ID.Pos, "`"+f.From+"` gives "+have.String()+", but the model reads "+typ.String(),
				"a fact has the type of its source", "correct the type in `facts` or in `site.yaml`")
		}
	}
}
