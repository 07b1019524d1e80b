package engine

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// siteName checks that the installation knows a name.
// Source: language reference, section 17.
func (c *compiler) siteName(what, id string, known []string, pos model.Pos) {
	if c.known && !slices.Contains(known, id) {
		c.report("E-SITE-1", pos, "the installation has no "+what+" `"+id+"`",
			"names of the installation are resolved when a version is submitted", didYouMean(id, known))
	}
}

func (c *compiler) checkCI(id string, pos model.Pos) {
	ids := make([]string, len(c.site.CIs))
	for i, ci := range c.site.CIs {
		ids[i] = ci.ID.Text
	}
	c.siteName("CI", id, ids, pos)
}

// checkEnvironment accepts the promotion path of the model and `public`, which
// every model has.
func (c *compiler) checkEnvironment(id string, pos model.Pos) {
	if id == "" || id == "public" || len(c.m.Environments) == 0 {
		return
	}
	ids := []string{"public"}
	for _, e := range c.m.Environments {
		ids = append(ids, e.Text)
	}
	if !slices.Contains(ids, id) {
		c.unknown(pos, id, ids)
	}
}

// signature returns what an executor takes and gives, or nil if it is unknown,
// which is reported when a site was given.
func (c *compiler) signature(use string, pos model.Pos) *model.Signature {
	if use == "" || use == "back_out" {
		return nil
	}
	ids := make([]string, len(c.site.Executors))
	for i := range c.site.Executors {
		if c.site.Executors[i].ID.Text == use {
			return &c.site.Executors[i]
		}
		ids[i] = c.site.Executors[i].ID.Text
	}
	c.siteName("executor", use, ids, pos)
	return nil
}

// executor checks with and gives of an automated step against its executor.
func (c *compiler) executor(n NodeID, s *model.Step, spec *Spec) {
	sig := c.signature(s.Use, s.Pos)
	if sig == nil || c.plan.Nodes[n].Kind != KindAuto {
		return
	}
	given := spec.With
	spec.With = nil
	for i, in := range given {
		want, ok := fieldOf(sig.With, in.Name)
		if !ok && s.With[i].Key.Pos.File != s.Pos.File {
			continue // a parent's input, for the executor the step had there
		}
		spec.With = append(spec.With, in)
		switch {
		case !ok && len(sig.With) > 0:
			c.report("E-REF-3", s.With[i].Key.Pos, "`"+s.Use+"` takes no `"+in.Name+"`",
				"inputs are those of the executor", didYouMean(in.Name, fieldIDs(sig.With)))
		case ok && in.Template != nil && !inputFits(in.Template.Type(), want):
			c.report("E-REF-3", s.With[i].Value.Pos, "`"+in.Name+"` is "+in.Template.Type().String()+", but `"+s.Use+"` takes "+want.String(),
				"inputs have the types of the executor", "convert it, or correct the type in `site.yaml`")
		}
	}
	for _, f := range sig.With {
		given := slices.ContainsFunc(spec.With, func(in Input) bool { return in.Name == f.ID.Text })
		if !given && !typeOf(f.Type).Optional {
			c.report("E-REF-3", s.Pos, "`"+s.Use+"` needs `"+f.ID.Text+"`", "an executor runs with all it needs",
				"give it under `with`, or make it optional in `site.yaml`")
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

// checkSource checks that the installation has the source of a fact, and that
// it gives the type the model reads.
func (c *compiler) checkSource(f *model.Fact, typ expr.Type) {
	if f.From == "" {
		return
	}
	var ids []string
	for i := range c.site.Sources {
		s := &c.site.Sources[i]
		ids = append(ids, s.ID.Text)
		if s.ID.Text != f.From || s.Type == nil {
			continue
		}
		if have := typeOf(*s.Type); !have.Fits(typ) {
			c.report("E-REF-3", f.ID.Pos, "`"+f.From+"` gives "+have.String()+", but the model reads "+typ.String(),
				"a fact has the type of its source", "correct the type in `facts` or in `site.yaml`")
		}
	}
	c.siteName("source", f.From, ids, f.ID.Pos)
}

// checkModel checks the model a child case names: self, any, or one of the
// installation's.
func (c *compiler) checkModel(ref string, pos model.Pos) {
	id, _, _ := strings.Cut(ref, "@")
	if id != c.m.ID && id != "self" && id != "any" {
		c.siteName("model", ref, c.site.Models, pos)
	}
}
