package modeltest

import (
	"slices"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// sampler makes up values. What it makes of a type is always the same.
type sampler struct {
	site *model.Site // nil: names are made up too
	time expr.Value
}

// of is a sample of a type under a name: numbers and durations are 0, so that
// nothing is wrong and nothing has happened; a bool is true, an enum its first
// word; a list has one element, but of people all there are; a map has none.
func (s *sampler) of(t expr.Type, name string) expr.Value {
	switch t.Name {
	case expr.TypeNull:
		return expr.Null()
	case expr.TypeBool:
		return expr.Bool(true)
	case expr.TypeInt:
		return expr.Int(0)
	case expr.TypeNumber, expr.TypePercent:
		return expr.Number(0)
	case expr.TypeTime:
		return s.time
	case expr.TypeDuration:
		return expr.Duration(0)
	case expr.TypeEnum:
		return expr.String(t.Words[0])
	case expr.TypeList:
		return s.list(t.Elem, name)
	case expr.TypeMap:
		return expr.Map()
	case expr.TypeRecord:
		return s.record(t, name)
	default:
		return expr.String(s.text(t.Name, name))
	}
}

func (s *sampler) record(t expr.Type, name string) expr.Value {
	fields := make([]expr.Field, len(t.Fields))
	for i, f := range t.Fields {
		fields[i] = expr.Field{Name: f.Name, Value: s.of(f.Type, name+"."+f.Name)}
	}
	return expr.Map(fields...)
}

func (s *sampler) list(elem *expr.Type, name string) expr.Value {
	if elem == nil {
		return expr.List()
	}
	if elem.Name != expr.TypePerson || s.site == nil {
		return expr.List(s.of(*elem, name))
	}
	people := make([]expr.Value, len(s.site.People))
	for i := range people {
		people[i] = expr.String(s.site.People[i].ID.Text)
	}
	return expr.List(people...)
}

func (s *sampler) text(t expr.TypeName, name string) string {
	switch {
	case t == expr.TypeDigest:
		return "sha256:" + name
	case t == expr.TypeURL:
		return "https://example.org/" + name
	case t == expr.TypeWindow:
		return "always"
	case t == expr.TypeDate:
		return "2026-03-02"
	case t == expr.TypeCI && s.site != nil && len(s.site.CIs) > 0:
		return s.site.CIs[0].ID.Text
	case t == expr.TypePerson && s.site != nil && len(s.site.People) > 0:
		return s.site.People[0].ID.Text
	}
	return name
}

// evidence is a sample of evidence: it passes.
func (s *sampler) evidence(name string) expr.Value {
	return expr.Map(
		expr.Field{Name: "digest", Value: expr.String("sha256:" + name)},
		expr.Field{Name: "result", Value: expr.String("pass")},
	)
}

// filled gives a record the fields of its type that it leaves out.
func filled(v expr.Value, t expr.Type, name string) expr.Value {
	if t.Name != expr.TypeRecord || v.Kind() != expr.KindMap {
		return v
	}
	s := &sampler{}
	fields := slices.Clone(v.Fields())
	for i := range fields {
		if typ, ok := t.Field(fields[i].Name); ok {
			fields[i].Value = filled(fields[i].Value, typ, name+"."+fields[i].Name)
		}
	}
	for _, f := range t.Fields {
		if _, ok := v.Get(f.Name); !ok && !f.Type.Optional {
			fields = append(fields, expr.Field{Name: f.Name, Value: s.of(f.Type, name+"."+f.Name)})
		}
	}
	return expr.Map(fields...)
}

// evidenceOf reads evidence a test gives: {result, digest}, or its digest
// alone. What it leaves out is a sample.
func (s *sampler) evidenceOf(v model.Value, name string) expr.Value {
	given, _ := engine.Literal(v, expr.Type{})
	sample := s.evidence(name)
	if given.Kind() != expr.KindMap {
		pass, _ := sample.Get("result")
		return expr.Map(expr.Field{Name: "digest", Value: given}, expr.Field{Name: "result", Value: pass})
	}
	fields := slices.Clone(given.Fields())
	for _, f := range sample.Fields() {
		if _, ok := given.Get(f.Name); !ok {
			fields = append(fields, f)
		}
	}
	return expr.Map(fields...)
}
