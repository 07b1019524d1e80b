package engine

import (
	"strconv"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// tables names the tables; data tables have their rows at once, since steps run
// over them.
func (c *compiler) tables() {
	for i := range c.m.Tables {
		t := &c.m.Tables[i]
		c.id(t.ID, nameTable, i)
		out := Table{ID: t.ID.Text, Unknown: t.Unknown}
		for _, f := range t.Out {
			out.Columns = append(out.Columns, f.ID.Text)
		}
		if len(t.Columns) > 0 {
			out.Data = c.dataRows(t)
		}
		c.plan.Tables = append(c.plan.Tables, out)
	}
}

// dataRows reads the rows of a data table as records. A time in a cell is the
// text, since it is computed when it is read.
func (c *compiler) dataRows(t *model.Table) expr.Value {
	rows := make([]expr.Value, len(t.Rows))
	for i, row := range t.Rows {
		var fields []expr.Field
		for j, cell := range row {
			if j >= len(t.Columns) {
				break
			}
			typ := typeOf(t.Columns[j].Type)
			if typ.Name == expr.TypeTime {
				c.later("times in a data table")
				typ = expr.Scalar(expr.TypeString)
			}
			fields = append(fields, expr.Field{Name: t.Columns[j].ID.Text, Value: c.literal(cell, typ)})
		}
		rows[i] = expr.Map(fields...)
	}
	return expr.List(rows...)
}

// tableBodies compiles the inputs, tests and outputs of decision tables.
func (c *compiler) tableBodies() {
	for i := range c.m.Tables {
		t := &c.m.Tables[i]
		if len(t.Columns) > 0 {
			continue
		}
		in := make([]ProgramID, len(t.In))
		for j := range t.In {
			in[j] = c.program(t.In[j].CEL, c.at(None), anyType)
		}
		c.plan.Tables[i].In = in
		for _, row := range t.Rows {
			c.plan.Tables[i].Rows = append(c.plan.Tables[i].Rows, c.tableRow(t, in, row))
		}
	}
}

// tableRow compiles one row: a test per input, an output per column.
func (c *compiler) tableRow(t *model.Table, in []ProgramID, row []model.Value) TableRow {
	out := TableRow{}
	for j, cell := range row {
		switch k := j - len(t.In); {
		case k < 0:
			out.Tests = append(out.Tests, c.cellTest(t.In[j].CEL, in[j], cell))
		case k < len(t.Out):
			p, at := c.cellOutput(cell, typeOf(t.Out[k].Type))
			out.Outputs, out.Times = append(out.Outputs, p), append(out.Times, at)
		}
	}
	return out
}

// cellTest writes the test of an input cell as a condition over the input: a
// literal, `a | b`, `>= 7`, `Mon-Wed`; None for `*`.
// Source: language reference, section 15.
func (c *compiler) cellTest(input model.CEL, in ProgramID, cell model.Value) ProgramID {
	if cell.Text == "*" && cell.Kind == model.Scalar || in == None {
		return None
	}
	typ := c.plan.Programs[in].Expr.Type()
	var tests []string
	for _, part := range strings.Split(cell.Text, "|") {
		tests = append(tests, cellCondition("("+input.Src+")", strings.TrimSpace(part), typ))
	}
	return c.program(model.CEL{Src: strings.Join(tests, " || "), Pos: cell.Pos}, c.at(None), boolType)
}

func cellCondition(input, part string, typ expr.Type) string {
	for _, op := range []string{"<=", ">=", "<", ">", "!="} {
		if rest, ok := strings.CutPrefix(part, op); ok {
			return input + " " + op + " " + cellLiteral(strings.TrimSpace(rest), typ)
		}
	}
	if from, to, ok := strings.Cut(part, "-"); ok && typ.Name == expr.TypeEnum {
		if words := wordRange(typ.Words, from, to); words != nil {
			return input + " in [" + strings.Join(words, ", ") + "]"
		}
	}
	return input + " == " + cellLiteral(part, typ)
}

// wordRange lists the words of an enum from one to another, quoted.
func wordRange(words []string, from, to string) []string {
	var out []string
	in := false
	for _, w := range words {
		in = in || w == from
		if in {
			out = append(out, strconv.Quote(w))
		}
		if w == to && in {
			return out
		}
	}
	return nil
}

func cellLiteral(text string, typ expr.Type) string {
	switch typ.Name {
	case expr.TypeBool, expr.TypeInt, expr.TypeNumber:
		return text
	case expr.TypePercent:
		v, _ := scalar(text, false, typ)
		return strconv.FormatFloat(v.AsNumber(), 'g', -1, 64)
	case expr.TypeDuration:
		return "duration(" + strconv.Quote(text) + ")"
	default:
		return strconv.Quote(text)
	}
}

// cellOutput compiles an output cell by the type of its column: a time
// expression, a constant, or a condition. The other result is None.
func (c *compiler) cellOutput(cell model.Value, typ expr.Type) (ProgramID, int32) {
	at := c.at(None)
	switch {
	case cell.Kind != model.Scalar:
		return c.program(model.CEL{Src: source(cell), Pos: cell.Pos}, at, typ), None
	case typ.Name == expr.TypeTime:
		e, err := calendar.ParseTime(cell.Text)
		if err != nil {
			c.report("E-DOC-3", cell.Pos, "no time: "+err.Error(), "the column holds times", "write a time such as `next Tue 14:00 after T`")
			return None, None
		}
		return None, c.time(&model.Time{Src: cell.Text, Pos: cell.Pos, Expr: e}, at, baseless)
	}
	if typ.Name == expr.TypeDuration {
		v, _ := duration(cell.Text)
		return c.constant(v, anyType, cell), None
	}
	if v, ok := scalar(cell.Text, cell.Quoted, typ); ok && typ.Name != expr.TypeAny && (typ.Name < expr.TypeString || typ.Name == expr.TypeEnum) {
		return c.constant(v, typ, cell), None
	}
	if typ.Name >= expr.TypeString && typ.Name < expr.TypeEnum && !c.isExpression(cell, at) {
		return c.constant(expr.String(cell.Text), typ, cell), None
	}
	return c.program(model.CEL{Src: cell.Text, Pos: cell.Pos}, at, typ), None
}

// isExpression reports whether a text cell begins with a name that can be read,
// such as site.owners[key]; else it is the text itself.
func (c *compiler) isExpression(cell model.Value, at spot) bool {
	first, _, dotted := strings.Cut(cell.Text, ".")
	_, known := c.names[first]
	return !cell.Quoted && dotted && (known || first == "site" || first == "params")
}

// constant compiles a value as a program, so that a table has one kind of cell.
func (c *compiler) constant(v expr.Value, typ expr.Type, cell model.Value) ProgramID {
	return c.program(model.CEL{Src: constantSource(v, cell.Text), Pos: cell.Pos}, c.at(None), typ)
}

func constantSource(v expr.Value, text string) string {
	switch v.Kind() {
	case expr.KindBool, expr.KindInt:
		return text
	case expr.KindNumber:
		s := strconv.FormatFloat(v.AsNumber(), 'g', -1, 64)
		if !strings.ContainsAny(s, ".e") {
			s += ".0"
		}
		return s
	case expr.KindDuration:
		return "duration(" + strconv.Quote(strconv.FormatInt(v.AsInt(), 10)+"ms") + ")"
	case expr.KindTime:
		return "timestamp(" + strconv.Quote(text) + ")"
	default:
		return strconv.Quote(text)
	}
}
