package proof

import (
	"fmt"
	"slices"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
)

// most is how many values of one cell, and ways to fill one form, are tried.
const most = 24

// chooser finds the values of cells that make a difference: those that some
// condition tells apart from the others.
type chooser struct {
	p      *engine.Plan
	stack  expr.Stack
	beyond []string // what has more values than are tried
}

// choices are values of a type for a cell, the first the best guess at what is
// good: every combination of answers that conditions over this cell alone give,
// as far as changing one field after another leads to it.
func (c *chooser) choices(ref expr.Ref, t expr.Type, what string) []expr.Value {
	atoms, mixed := c.readers(ref)
	if len(atoms) == 0 && !mixed {
		return []expr.Value{sample(t)}
	}
	var constants []expr.Value
	for _, p := range atoms {
		constants = append(constants, p.Constants()...)
	}
	var list []expr.Value
	if t.Name == expr.TypeRecord {
		list = c.grow(ref, t, constants, atoms, mixed, what)
	} else {
		list = values(t, constants, mixed)
	}
	if !mixed {
		list = c.distinct(ref, list, atoms)
	}
	if len(list) > most {
		c.beyond = append(c.beyond, fmt.Sprintf("more than %d values of %s", most, what))
		list = list[:most]
	}
	return list
}

// readers are the conditions over a cell, taken apart; mixed says that some
// reads other cells beside it, or a time reads it.
func (c *chooser) readers(ref expr.Ref) (atoms []*expr.Program, mixed bool) {
	for i := range c.p.Programs {
		p := c.p.Programs[i].Expr
		if !slices.Contains(p.Refs(), ref) {
			continue
		}
		for _, a := range p.Atoms() {
			if slices.Contains(a.Refs(), ref) {
				atoms = append(atoms, a)
				mixed = mixed || len(a.Refs()) > 1
			}
		}
	}
	for i := range c.p.Times {
		mixed = mixed || slices.Contains(c.p.Times[i].Refs, ref)
	}
	return atoms, mixed
}

// grow makes records: from one in which nothing is wrong, each field in turn
// gets each value, as long as some condition then says something new. Where
// that makes more than a few, each field is varied alone.
func (c *chooser) grow(ref expr.Ref, t expr.Type, constants []expr.Value, atoms []*expr.Program, mixed bool, what string) []expr.Value {
	base := sample(t)
	combined, alone := []expr.Value{base}, []expr.Value{base}
	seen := map[string]bool{c.answers(ref, base, atoms): true}
	seenAlone := map[string]bool{c.answers(ref, base, atoms): true}
	for _, f := range t.Fields {
		for _, v := range values(f.Type, constants, true) {
			alone = c.add(alone, seenAlone, ref, with(base, f.Name, v), atoms)
			for _, r := range combined {
				if len(combined) <= few {
					combined = c.add(combined, seen, ref, with(r, f.Name, v), atoms)
				}
			}
		}
	}
	list := combined
	if len(combined) > few {
		c.beyond = append(c.beyond, "all combinations of what "+what+" reads: each field is varied alone")
		list = alone
	}
	if mixed { // what other cells it is compared with is not known here
		for _, f := range t.Fields {
			for _, v := range values(f.Type, constants, true) {
				list = append(list, with(base, f.Name, v))
			}
		}
		list = unique(list)
	}
	return list
}

// few is how many readings of one fact are combined of its fields.
const few = 8

// add adds a record if some condition says something new about it.
func (c *chooser) add(list []expr.Value, seen map[string]bool, ref expr.Ref, v expr.Value, atoms []*expr.Program) []expr.Value {
	key := c.answers(ref, v, atoms)
	if seen[key] {
		return list
	}
	seen[key] = true
	return append(list, v)
}

func with(record expr.Value, name string, v expr.Value) expr.Value {
	fields := slices.Clone(record.Fields())
	for i := range fields {
		if fields[i].Name == name {
			fields[i].Value = v
		}
	}
	return expr.Map(fields...)
}

// answers is what conditions over one cell say about a value.
func (c *chooser) answers(ref expr.Ref, v expr.Value, atoms []*expr.Program) string {
	key := ""
	for _, p := range atoms {
		key += expr.Eval(p, only{ref, v}, &c.stack).String() + "\x00"
	}
	return key
}

// distinct keeps the first value of those that no reader tells apart.
func (c *chooser) distinct(ref expr.Ref, list []expr.Value, readers []*expr.Program) []expr.Value {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(v expr.Value) bool {
		key := c.answers(ref, v, readers)
		if seen[key] {
			return true
		}
		seen[key] = true
		return false
	})
}

// only is a source that knows one cell.
type only struct {
	ref   expr.Ref
	value expr.Value
}

func (o only) Load(ref expr.Ref) expr.Value {
	if ref == o.ref {
		return o.value
	}
	return expr.Unknown(ref, expr.ReasonCaller)
}

func (o only) Call(int, []expr.Value) expr.Value { return expr.Unknown(expr.NoRef, expr.ReasonCaller) }

// values are those of a type around constants, the first the likeliest good
// one. With mixed the cell is compared with others: then a large one is added.
func values(t expr.Type, constants []expr.Value, mixed bool) []expr.Value {
	var list []expr.Value
	switch t.Name {
	case expr.TypeBool:
		list = []expr.Value{expr.Bool(true), expr.Bool(false)}
	case expr.TypeEnum:
		for _, w := range t.Words {
			list = append(list, expr.String(w))
		}
	case expr.TypeInt, expr.TypeNumber, expr.TypePercent, expr.TypeDuration:
		list = numbers(t, constants, mixed)
	case expr.TypeList:
		list = lists(t, constants, mixed)
	case expr.TypeTime, expr.TypeMap, expr.TypeWindow, expr.TypeDate, expr.TypePerson, expr.TypeRecord:
		list = []expr.Value{sample(t)}
	default:
		list = []expr.Value{sample(t)}
		for _, c := range constants {
			if c.Kind() == expr.KindString {
				list = append(list, c)
			}
		}
	}
	if t.Optional {
		list = append(list, expr.Null())
	}
	return unique(list)
}

func numbers(t expr.Type, constants []expr.Value, mixed bool) []expr.Value {
	list := []expr.Value{sample(t)}
	add := func(x float64) {
		switch t.Name {
		case expr.TypeInt:
			list = append(list, expr.Int(int64(x)))
		case expr.TypeDuration:
			list = append(list, expr.Duration(int64(x)))
		default:
			list = append(list, expr.Number(x))
		}
	}
	for _, c := range constants {
		x, step := c.AsNumber(), 1.0
		switch {
		case c.Kind() == expr.KindDuration:
			x, step = float64(c.AsInt()), 1000
		case c.Kind() != expr.KindInt && c.Kind() != expr.KindNumber:
			continue
		case t.Name != expr.TypeInt:
			step = max(x, -x, 0.001) / 100
		}
		add(x)
		add(x - step)
		add(x + step)
	}
	if len(constants) == 0 && t.Name == expr.TypeInt {
		add(1)
		add(2)
	}
	if mixed {
		add(1_000_000)
	}
	return list
}

// lists are all of the elements, each of them alone, and none.
func lists(t expr.Type, constants []expr.Value, mixed bool) []expr.Value {
	elem := expr.Scalar(expr.TypeString)
	if t.Elem != nil {
		elem = *t.Elem
	}
	one := values(elem, constants, mixed)
	if len(one) == 1 && one[0].Kind() == expr.KindString {
		one = append(one, expr.String(one[0].AsString()+"_2"))
	}
	list := []expr.Value{expr.List(one...)}
	for _, v := range one {
		if len(constants) == 0 && len(list) == 2 {
			break // nothing tells the elements apart
		}
		list = append(list, expr.List(v))
	}
	return append(list, expr.List())
}

func unique(list []expr.Value) []expr.Value {
	var out []expr.Value
	for _, v := range list {
		if !slices.ContainsFunc(out, func(o expr.Value) bool { return o.Equal(v) }) {
			out = append(out, v)
		}
	}
	return out
}

// someone is a person that no role names.
const someone = "someone"

// sample is a value of a type: nothing is wrong, and nothing has happened.
func sample(t expr.Type) expr.Value {
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
		return expr.Time(int64(planned))
	case expr.TypeDuration:
		return expr.Duration(0)
	case expr.TypeEnum:
		return expr.String(t.Words[0])
	case expr.TypeList:
		if t.Elem == nil {
			return expr.List()
		}
		return expr.List(sample(*t.Elem))
	case expr.TypeMap:
		return expr.Map()
	case expr.TypeRecord:
		fields := make([]expr.Field, len(t.Fields))
		for i, f := range t.Fields {
			fields[i] = expr.Field{Name: f.Name, Value: sample(f.Type)}
		}
		return expr.Map(fields...)
	case expr.TypeDigest:
		return expr.String("sha256:0")
	case expr.TypeURL:
		return expr.String("https://example.org/")
	case expr.TypeWindow:
		return expr.String("always")
	case expr.TypeDate:
		return expr.String("2026-04-01")
	case expr.TypePerson:
		return expr.String(someone)
	}
	return expr.String("some")
}

// evidence is a sample of evidence with a result.
func evidence(name, result string) expr.Value {
	return expr.Map(
		expr.Field{Name: "digest", Value: expr.String("sha256:" + name)},
		expr.Field{Name: "result", Value: expr.String(result)},
	)
}

// form is one way to fill what a step gives.
type form []engine.Named

// forms are the ways to fill what a node gives: every value of what conditions
// read, one of the rest.
func (c *chooser) forms(n engine.NodeID) []form {
	node := &c.p.Nodes[n]
	list := []form{nil}
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		out := &c.p.Outputs[i]
		some := c.given(i, node.ID+"."+out.Name)
		if len(list)*len(some) > most {
			c.beyond = append(c.beyond, "all combinations of what "+node.ID+" gives")
			some = some[:1]
		}
		var next []form
		for _, f := range list {
			for _, v := range some {
				if v.IsNull() {
					next = append(next, f)
					continue
				}
				next = append(next, append(slices.Clone(f), engine.Named{Name: out.Name, Value: v}))
			}
		}
		list = next
	}
	return list
}

func (c *chooser) given(i int32, what string) []expr.Value {
	out := &c.p.Outputs[i]
	if out.Evidence == "" {
		return c.choices(engine.MakeRef(engine.RefOutput, int(i)), out.Type, what)
	}
	ref := engine.EvidenceRef(int(i), engine.EvidenceResult)
	if readers, _ := c.readers(ref); len(readers) == 0 {
		return []expr.Value{evidence(out.Name, "pass")}
	}
	return []expr.Value{evidence(out.Name, "pass"), evidence(out.Name, "fail")}
}

// signs are the fields of its event with each value it tells apart.
func (c *chooser) signs(w *engine.Watch) []form {
	if w.Event == engine.None {
		return nil
	}
	e := &c.p.Events[w.Event]
	list := []form{nil}
	for i, name := range e.Fields {
		some := c.choices(engine.EventRef(int(w.Event), i), e.Types[i], e.Name+"."+name)
		if len(list)*len(some) > most {
			some = some[:1]
		}
		var next []form
		for _, f := range list {
			for _, v := range some {
				next = append(next, append(slices.Clone(f), engine.Named{Name: name, Value: v}))
			}
		}
		list = next
	}
	return list
}

// reads reports whether any condition or time reads a cell.
func (c *chooser) reads(ref expr.Ref) bool {
	list, mixed := c.readers(ref)
	return mixed || len(list) > 0
}

// mostStarts bounds the ways to start that are explored.
const mostStarts = 64

// params are the ways to start: every combination of values that conditions
// tell apart, or one change at a time from the first where those are too many.
func (c *chooser) params() [][]engine.Named {
	base := []engine.Named{}
	var some [][]engine.Named
	ways := 1
	for i := range c.p.Params {
		p := &c.p.Params[i]
		if p.Name == "T" {
			continue
		}
		var values []expr.Value
		if p.Default != nil {
			values = append(values, shortened(*p.Default))
		}
		values = unique(append(values, c.choices(engine.MakeRef(engine.RefParam, i), p.Type, "params."+p.Name)...))
		if !c.reads(engine.MakeRef(engine.RefParam, i)) {
			values = values[:1]
		}
		var list []engine.Named
		for _, v := range values {
			list = append(list, engine.Named{Name: p.Name, Value: v})
		}
		ways *= len(list)
		base, some = append(base, list[0]), append(some, list)
	}
	if ways > mostStarts {
		c.beyond = append(c.beyond, "all combinations of params: each is varied alone")
		return oneByOne(base, some)
	}
	all := [][]engine.Named{nil}
	for _, list := range some {
		var next [][]engine.Named
		for _, begun := range all {
			for _, v := range list {
				next = append(next, append(slices.Clone(begun), v))
			}
		}
		all = next
	}
	return all
}

// shortened is a list with two elements at most: more make no difference that
// two do not, unless a condition counts them.
func shortened(v expr.Value) expr.Value {
	if items := v.Items(); len(items) > 2 {
		return expr.List(items[:2]...)
	}
	return v
}

func oneByOne(base []engine.Named, some [][]engine.Named) [][]engine.Named {
	all := [][]engine.Named{base}
	for i, list := range some {
		for _, v := range list[1:] {
			way := slices.Clone(base)
			way[i] = v
			all = append(all, way)
		}
	}
	return all
}
