package view

import (
	"slices"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
)

// Components returns the components that a case changes: those it was started
// for and those its parameters name, sorted, each once.
func Components(p *engine.Plan, s *engine.State) []string {
	out := append([]string{}, s.CIs...)
	for i := range s.Params {
		v := &s.Params[i]
		for k := range p.Params {
			if p.Params[k].Name == v.Name {
				out = appendCIs(out, &p.Params[k].Type, v.Value)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// appendCIs appends what a value of type ci, or of a list of them, names.
func appendCIs(out []string, t *expr.Type, v expr.Value) []string {
	switch {
	case v.IsNull():
	case t.Name == expr.TypeCI && v.AsString() != "":
		out = append(out, v.AsString())
	case t.Name == expr.TypeList && t.Elem.Name == expr.TypeCI:
		for _, item := range v.Items() {
			out = appendCIs(out, t.Elem, item)
		}
	}
	return out
}
