package engine

import (
	"strconv"
	"strings"

	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// evidence compiles what the step is about and the evidence it gives.
func (c *compiler) evidence(n NodeID, s *model.Step, at spot, spec *Spec) {
	spec.About = c.cells(s.About, fieldPos(s, "about"), at)
	for _, o := range s.Gives {
		i, ok := c.plan.output(n, o.ID.Text)
		if !ok {
			continue
		}
		out := &c.plan.Outputs[i]
		out.About = c.cells(o.About, o.ID.Pos, at)
		out.ValidFor, out.ValidUntil = c.span(o.ValidFor, at), c.time(o.ValidUntil, at, based)
		out.Accept = c.optionalRole(o.Accept, o.ID.Pos)
		out.Scope = nil
		for _, src := range o.Scope {
			out.Scope = append(out.Scope, c.program(model.CEL{Src: src, Pos: o.ID.Pos}, at, anyType))
		}
	}
}

// cells compiles references to what something is about: outputs of steps,
// steps, facts and params.
func (c *compiler) cells(refs []string, pos model.Pos, at spot) []Cell {
	var out []Cell
	for _, src := range refs {
		out = append(out, c.cell(src, pos, at))
	}
	return out
}

func (c *compiler) cell(src string, pos model.Pos, at spot) Cell {
	cell := Cell{Node: c.plan.node(src), Output: None, Program: None}
	if cell.Node != None {
		return cell
	}
	cell.Program = c.program(model.CEL{Src: src, Pos: pos}, at, anyType)
	if cell.Program == None {
		return cell
	}
	if refs := c.plan.Programs[cell.Program].Expr.Refs(); len(refs) == 1 {
		if kind, i := SplitRef(refs[0]); kind == RefOutput {
			cell.Node, cell.Output = c.plan.Outputs[i].Node, int32(i)
		}
	}
	return cell
}

// work compiles what a person or machine does.
func (c *compiler) work(n NodeID, s *model.Step, at spot, spec *Spec) {
	spec.UndoHere = s.Use == "back_out"
	spec.Use, spec.Retry, spec.Timeout = s.Use, s.Retry, c.span(s.Timeout, at)
	spec.With = c.inputs(s.With, at)
	c.executor(n, s, spec)
	if s.Touches != nil {
		spec.Touches = c.touchesOf(s.Touches, at)
	}
	if b := s.BackOut; b != nil {
		spec.BackOut = c.backOut(b, at)
	}
	if s.Lock != nil {
		spec.Lock = c.lockUse(s.Lock, s.Pos, c.inside(n))
	}
	if c.plan.Nodes[n].Kind == KindChild {
		spec.Child = &Child{
			Model: s.Model, Mode: or(s.Mode, "call"), With: spec.With, T: c.time(s.T, at, based), Overlay: s.OverlayUse,
		}
	}
}

// touchesOf splits the CIs a step touches into those of the installation and
// those a condition names.
func (c *compiler) touchesOf(t *model.Touches, at spot) *Touches {
	out := &Touches{Program: None, Environment: t.Environment}
	var refs []string
	for _, ci := range t.CIs {
		if inner, ok := strings.CutPrefix(ci, "${"); ok {
			ci = strings.TrimSuffix(inner, "}")
		}
		first, _, dotted := strings.Cut(ci, ".")
		_, _, known := sight{c, at}.Resolve(strings.Split(ci, "."))
		switch {
		case known || dotted && (first == "params" || c.names[first] != name{} || c.isVariable(first, at)):
			refs = append(refs, ci)
		default:
			out.CIs = append(out.CIs, ci)
		}
	}
	switch src := t.FromCEL; {
	case src.Src != "":
		out.Program = c.program(src, at, anyType)
	case len(refs) == 1:
		out.Program = c.program(model.CEL{Src: refs[0], Pos: t.Pos}, at, anyType)
	case len(refs) > 1:
		out.Program = c.program(model.CEL{Src: "[" + strings.Join(refs, ", ") + "]", Pos: t.Pos}, at, anyType)
	}
	c.checkCIs(out.Program, t.Pos)
	return out
}

// checkCIs reports what cannot name components: a value that is neither a text
// nor a list of texts.
func (c *compiler) checkCIs(id ProgramID, pos model.Pos) {
	if id == None {
		return
	}
	typ := c.plan.Programs[id].Expr.Type()
	one := typ
	for one.Name == expr.TypeList && one.Elem != nil {
		one = *one.Elem
	}
	if !fitsTime(one, expr.TypeString) {
		c.report("E-REF-3", pos, "`cis` is "+typ.String()+", not components", "rules are asked for every component a step touches",
			"name components, or values of type ci")
	}
}

func (c *compiler) isVariable(word string, at spot) bool {
	_, ok := sight{c, at}.variable(word)
	return ok
}

func (c *compiler) backOut(b *model.BackOut, at spot) *BackOut {
	out := &BackOut{None: b.None, Accept: c.optionalRole(b.Accept, b.Pos), Use: b.Use, With: c.inputs(b.With, at), How: b.How}
	if b.Who != nil {
		out.Who = c.rolesOf(b.Who.Roles, b.Who.Pos)
	}
	if b.Takes != nil {
		out.Takes = *b.Takes
	}
	return out
}

func (c *compiler) lockUse(l *model.LockUse, pos model.Pos, at spot) *LockUse {
	n, ok := c.names[l.Of]
	if !ok || n.kind != nameLock {
		var ids []string
		for _, lock := range c.plan.Locks {
			ids = append(ids, lock.ID)
		}
		c.unknown(pos, l.Of, ids)
		return nil
	}
	out := &LockUse{Lock: n.index, From: c.time(l.From, at, based)}
	switch key := l.Key.Src; {
	case strings.Contains(key, "${"):
		out.Key = c.template(key, l.Key.Pos, at)
	case key != "":
		out.Key = c.template("${"+key+"}", l.Key.Pos, at)
	}
	return out
}

// decision compiles how a decision, wait or gate settles.
func (c *compiler) decision(n NodeID, s *model.Step, at spot, spec *Spec) {
	at.tally = None
	spec.Until, spec.For = c.program(s.Until, at, boolType), c.span(s.For, at)
	spec.Ask, spec.Advice = or(s.Ask, s.Title), c.knownRoles(s.Advice, s.Pos)
	spec.Final, spec.WaiveWho, spec.WaiveUntil = c.optionalRole(s.Final, fieldPos(s, "final")), None, None
	spec.WaiveFor = Span{Program: None}
	if s.Waive != nil {
		spec.WaiveWho = c.optionalRole(s.Waive.Who, fieldPos(s, "waive"))
		spec.WaiveFor, spec.WaiveUntil = c.span(s.Waive.ValidFor, at), c.time(s.Waive.ValidUntil, at, based)
	}
	spec.RevocableUntil = c.time(s.RevocableUntil, at, based)
	if c.plan.Nodes[n].Kind != KindDecide {
		spec.Pass.Program, spec.Fail.Program = None, None
		return
	}
	spec.Answers, spec.OwnAnswers = c.answers(n), len(s.Answers) > 0
	at.tally = n
	spec.Pass = c.tally(s.Pass, s.PassPos, at)
	spec.Fail = c.tally(s.Fail, s.PassPos, at)
}

var tallyRules = map[string]TallyRule{
	"": TallyDefault, "any": TallyAny, "all": TallyAll, "majority": TallyMajority, "none": TallyNone,
}

// tally reads pass or fail: a word, a number of votes, or a condition.
func (c *compiler) tally(src string, pos model.Pos, at spot) Tally {
	if rule, ok := tallyRules[src]; ok {
		return Tally{Rule: rule, Program: None}
	}
	if k, err := strconv.Atoi(src); err == nil {
		return Tally{Rule: TallyCount, K: k, Program: None}
	}
	return Tally{Rule: TallyProgram, Program: c.program(model.CEL{Src: src, Pos: pos}, at, boolType)}
}

// moves compiles handoffs, messages and boundaries.
func (c *compiler) moves(s *model.Step, at spot, spec *Spec) {
	spec.Under, spec.RemedyProcedure, spec.Accept = None, None, c.optionalRole(s.Accept, fieldPos(s, "accept"))
	if s.Under != "" {
		if i, ok := c.target(s.Under); ok {
			spec.Under = i
		} else {
			c.unknown(fieldPos(s, "under"), s.Under, c.targetIDs())
		}
	}
	spec.Package = c.cells(s.Package, fieldPos(s, "package"), at)
	for _, check := range s.Checks {
		spec.Checks = append(spec.Checks, c.program(check, at, boolType))
	}
	spec.Template, spec.Text, spec.Audience = s.Template, s.Text, s.To
	if s.Text != "" {
		spec.Body = c.template(s.Text, fieldPos(s, "text"), at)
	}
	if s.Remedy != nil {
		spec.Remedy = s.Remedy.Text
		if s.Remedy.Procedure != "" {
			if spec.RemedyProcedure = c.plan.node(s.Remedy.Procedure); spec.RemedyProcedure == None {
				c.unknown(s.Pos, s.Remedy.Procedure, stepIDs(c.m.Procedures))
			}
		}
	}
}

func (c *compiler) targetIDs() []string {
	var ids []string
	for _, t := range c.plan.Targets {
		ids = append(ids, t.Agreement+"."+t.Name)
	}
	return ids
}

// source compiles what an each runs over and how a block joins.
func (c *compiler) source(n NodeID, s *model.Step, at spot, spec *Spec) {
	spec.Of, spec.OpenUntil = None, None
	spec.Enough = enough(s.Enough)
	if c.plan.Nodes[n].Kind != KindEach {
		return
	}
	spec.Serial, spec.AtOnce = s.Order == "serial" || s.Order == "oldest", int32(s.AtOnce)
	spec.OpenUntil = c.time(s.OpenUntil, at, based)
	spec.KeyField = keyField(s.Key, s.As)
	switch of := s.Of; {
	case of == nil:
	case of.Deferred:
		spec.Deferred = true
	case of.CEL.Src != "":
		spec.Of = c.program(of.CEL, at, expr.ListOf(anyType))
	default:
		v := c.literal(model.Value{Pos: of.Pos, Kind: model.List, List: of.Literal}, expr.ListOf(anyType))
		spec.OfValue = &v
	}
}

// ofLiteral is the literal list of an each.
func (c *compiler) ofLiteral(n NodeID) expr.Value {
	of := c.steps[n].Of
	return c.literal(model.Value{Pos: of.Pos, Kind: model.List, List: of.Literal}, expr.ListOf(anyType))
}

// keyField is the field of an element that names its item: "b.id" of `as: b` is
// "id". Empty: the element itself, or its id, name or first column.
func keyField(key, as string) string {
	field, ok := strings.CutPrefix(key, as+".")
	if !ok {
		return ""
	}
	return field
}

// enough reads the join of a block.
func enough(s string) Enough {
	switch s {
	case "", "all":
		return Enough{Kind: EnoughAll}
	case "any":
		return Enough{Kind: EnoughAny}
	case "settled":
		return Enough{Kind: EnoughSettled}
	}
	number, percent := strings.CutSuffix(s, "%")
	k, err := strconv.Atoi(number)
	switch {
	case err != nil:
		return Enough{Kind: EnoughAll} // the model's check reads it too
	case percent:
		return Enough{Kind: EnoughPercent, K: k}
	}
	return Enough{Kind: EnoughCount, K: k}
}
