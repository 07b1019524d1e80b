package engine

import (
	"strconv"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// typeOf returns the type a document wrote; any where it could not be read,
// which the model's own checks report.
func typeOf(t model.TypeExpr) expr.Type {
	typ := bareType(t)
	if t.Optional {
		typ = typ.Maybe()
	}
	return typ
}

func bareType(t model.TypeExpr) expr.Type {
	switch {
	case t.List != nil:
		return expr.ListOf(typeOf(*t.List))
	case t.Map != nil:
		return expr.MapOf(typeOf(*t.Map))
	case len(t.Words) > 0:
		return expr.EnumOf(t.Words...)
	case len(t.Fields) > 0:
		return recordOf(t.Fields)
	case t.Scalar == "":
		return expr.Type{}
	}
	typ, err := expr.ParseType(t.Scalar)
	if err != nil { // an evidence kind, or a list of one
		return expr.Type{}
	}
	return typ
}

func recordOf(fields []model.Field) expr.Type {
	out := make([]expr.TypeField, len(fields))
	for i, f := range fields {
		out[i] = expr.TypeField{Name: f.ID.Text, Type: typeOf(f.Type)}
	}
	return expr.RecordOf(out...)
}

// Literal reads a value of a document by the type its field expects, with what
// is wrong about it. Of an unknown type the text itself decides: 5% is a
// percent, 15m a duration.
func Literal(v model.Value, want expr.Type) (expr.Value, model.Diagnostics) {
	var c compiler
	x := c.literal(v, want)
	return x, c.found
}

// literal is Literal that reports what is wrong.
func (c *compiler) literal(v model.Value, want expr.Type) expr.Value {
	switch v.Kind {
	case model.List:
		return c.listLiteral(v, want)
	case model.Record:
		return c.recordLiteral(v, want)
	case model.Scalar:
	}
	value, ok := scalar(v.Text, v.Quoted, want)
	if !ok {
		c.report("E-REF-3", v.Pos, "`"+v.Text+"` is no "+want.String(),
			"a value is read by the type its field expects", "write a "+want.Known().String()+", or correct the type")
	}
	return value
}

func (c *compiler) listLiteral(v model.Value, want expr.Type) expr.Value {
	var elem expr.Type
	if want.Elem != nil {
		elem = *want.Elem
	}
	items := make([]expr.Value, len(v.List))
	for i, item := range v.List {
		items[i] = c.literal(item, elem)
	}
	return expr.List(items...)
}

func (c *compiler) recordLiteral(v model.Value, want expr.Type) expr.Value {
	fields := make([]expr.Field, len(v.Fields))
	for i, f := range v.Fields {
		typ, ok := want.Field(f.Key.Text)
		switch {
		case !ok && want.Name == expr.TypeMap && want.Elem != nil:
			typ = *want.Elem
		case !ok && want.Name == expr.TypeRecord:
			c.report("E-REF-1", f.Key.Pos, "no field `"+f.Key.Text+"` in "+want.String(),
				"a record has the fields of its type", didYouMean(f.Key.Text, fieldNames(want)))
		}
		fields[i] = expr.Field{Name: f.Key.Text, Value: c.literal(f.Value, typ)}
	}
	return expr.Map(fields...)
}

func fieldNames(t expr.Type) []string {
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = f.Name
	}
	return names
}

func didYouMean(word string, words []string) string {
	if near := expr.Nearest(word, words); near != "" {
		return "did you mean `" + near + "`?"
	}
	return "one of " + strings.Join(words, ", ")
}

// scalar reads one scalar. A duration in days and longer has no elapsed length
// and stays text, which a span reads.
func scalar(text string, quoted bool, want expr.Type) (expr.Value, bool) {
	switch {
	case want.Name == expr.TypeAny:
		return guessed(text, quoted), true
	case want.Name == expr.TypeDuration:
		return duration(text)
	case want.Name == expr.TypeTime: // seconds may be left out
		t, err := calendar.ParseInstant(text)
		return expr.Time(int64(t)), err == nil
	}
	v, err := expr.ParseText(text, want)
	return v, err == nil
}

func guessed(text string, quoted bool) expr.Value {
	if quoted {
		return expr.String(text)
	}
	for _, name := range []expr.TypeName{expr.TypeBool, expr.TypeInt, expr.TypePercent, expr.TypeDuration} {
		if v, err := expr.ParseText(text, expr.Scalar(name)); err == nil {
			return v
		}
	}
	return expr.String(text)
}

func duration(text string) (expr.Value, bool) {
	d, err := calendar.ParseDur(text)
	if err != nil {
		return expr.Null(), false
	}
	if elapsed, ok := d.Elapsed(); ok {
		return expr.Duration(elapsed.Milliseconds()), true
	}
	return expr.String(text), true
}

// valueType returns the type of a literal that has none written: what its
// elements have in common.
func valueType(v expr.Value) expr.Type {
	switch v.Kind() {
	case expr.KindBool:
		return expr.Scalar(expr.TypeBool)
	case expr.KindInt:
		return expr.Scalar(expr.TypeInt)
	case expr.KindNumber:
		return expr.Scalar(expr.TypeNumber)
	case expr.KindDuration:
		return expr.Scalar(expr.TypeDuration)
	case expr.KindTime:
		return expr.Scalar(expr.TypeTime)
	case expr.KindString:
		return expr.Scalar(expr.TypeString)
	case expr.KindList:
		if v.Len() == 0 {
			return expr.ListOf(expr.Type{})
		}
		return expr.ListOf(valueType(v.Items()[0]))
	case expr.KindMap:
		var fields []expr.TypeField
		for _, f := range v.Fields() {
			fields = append(fields, expr.TypeField{Name: f.Name, Type: valueType(f.Value)})
		}
		return expr.RecordOf(fields...)
	default:
		return expr.Type{}
	}
}

// source writes a literal as an expression. A text with ${…} in it is the
// expression itself if that fills it.
func source(v model.Value) string {
	var parts []string
	switch v.Kind {
	case model.List:
		for _, item := range v.List {
			parts = append(parts, source(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case model.Record:
		for _, f := range v.Fields {
			parts = append(parts, strconv.Quote(f.Key.Text)+": "+source(f.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case model.Scalar:
	}
	if inner, ok := strings.CutPrefix(v.Text, "${"); ok && strings.HasSuffix(inner, "}") {
		return inner[:len(inner)-1]
	}
	if _, err := strconv.ParseFloat(v.Text, 64); err == nil && !v.Quoted || v.Text == "true" || v.Text == "false" {
		return v.Text
	}
	return strconv.Quote(v.Text)
}
