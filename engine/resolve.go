package engine

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// spot is where an expression stands: which names it may read beside those of
// the model.
// Source: language reference, section 15, "Where | Variables".
type spot struct {
	node    NodeID  // the node it is a field of, or None
	scope   ScopeID // items it may read by name: those of this scope and outward
	tally   NodeID  // the decision whose votes it may read, or None
	event   int32   // the event being handled, or None
	startIf bool    // covered, fits_window, step
	other   bool    // the linked case
}

// at is the spot of a field of node n.
func (c *compiler) at(n NodeID) spot {
	if n == None {
		return spot{node: None, tally: None, event: None}
	}
	return spot{node: n, scope: c.plan.Nodes[n].Scope, tally: None, event: None}
}

// inside is the spot of what belongs to the items of n, if n is an each.
func (c *compiler) inside(n NodeID) spot {
	at := c.at(n)
	if n != None && c.plan.Nodes[n].Inner != None {
		at.scope = c.plan.Nodes[n].Inner
	}
	return at
}

// sight is the expr.Scope of one spot.
type sight struct {
	c  *compiler
	at spot
}

// Resolve implements expr.Scope.
func (v sight) Resolve(path []string) (expr.Symbol, int, bool) {
	if sym, ok := v.variable(path[0]); ok {
		return sym, 1, true
	}
	if sym, n, ok := v.word(path); ok {
		return sym, n, true
	}
	if n, ok := v.c.names[path[0]]; ok {
		return v.named(n, path)
	}
	return expr.Symbol{}, 0, false
}

// variable resolves the `as` name of an item, nearest first.
func (v sight) variable(word string) (expr.Symbol, bool) {
	for s := v.at.scope; s > 0; s = v.c.plan.Scopes[s].Parent {
		if v.c.plan.Scopes[s].As == word {
			return expr.Symbol{Ref: MakeRef(RefVar, int(s)), Type: v.c.itemType(v.c.plan.Scopes[s].Each)}, true
		}
	}
	return expr.Symbol{}, false
}

// word resolves the names the language itself gives.
func (v sight) word(path []string) (sym expr.Symbol, n int, ok bool) {
	one := func(kind RefKind, t expr.Type) (expr.Symbol, int, bool) {
		return expr.Symbol{Ref: MakeRef(kind, 0), Type: t}, 1, true
	}
	boolean, instant := expr.Scalar(expr.TypeBool), expr.Scalar(expr.TypeTime)
	switch w := path[0]; {
	case w == "params" && len(path) > 1:
		return v.param(path[1])
	case w == "T":
		return one(RefT, instant)
	case w == "released":
		return one(RefReleased, instant.Maybe())
	case w == "outcome":
		return one(RefOutcome, expr.EnumOf("successful", "partial", "failed", "backed_out", "superseded", "cancelled").Maybe())
	case w == "any_touches":
		return one(RefAnyTouches, boolean)
	case w == v.c.plan.CaseWord && len(path) > 1:
		return v.caseAttr(path)
	case (w == "votes" || w == "groups" || w == "orgs") && v.at.tally != None && len(path) > 1:
		return v.tally(w, path[1])
	case w == "event" && v.at.event != None && len(path) > 1:
		return v.event(path[1])
	case w == "covered" && v.at.startIf:
		return one(RefCovered, boolean)
	case w == "fits_window" && v.at.startIf:
		return one(RefFits, boolean)
	case w == "step" && v.at.startIf:
		return v.node(v.at.node, path)
	case w == "site" && len(path) > 1:
		return v.site(path[1])
	case w == "other" && v.at.other:
		return one(RefOther, expr.Type{})
	}
	return expr.Symbol{}, 0, false
}

func (v sight) param(id string) (expr.Symbol, int, bool) {
	for i, p := range v.c.plan.Params {
		if p.Name == id {
			t := p.Type
			if p.Default != nil {
				t = t.Known()
			}
			return expr.Symbol{Ref: MakeRef(RefParam, i), Type: t}, 2, true
		}
	}
	return expr.Symbol{}, 0, false
}

var caseAttrs = map[string]struct {
	attr CaseAttr
	typ  expr.Type
}{
	"id":              {CaseID, expr.Scalar(expr.TypeID)},
	"title":           {CaseTitle, expr.Scalar(expr.TypeString)},
	"size":            {CaseSize, expr.Scalar(expr.TypeString)},
	"component_kinds": {CaseComponentKinds, expr.ListOf(expr.Scalar(expr.TypeString))},
	"environments":    {CaseEnvironments, expr.ListOf(expr.Scalar(expr.TypeString))},
	"changes":         {CaseChanges, expr.ListOf(expr.Scalar(expr.TypeID))},
	"urgency":         {CaseUrgency, expr.OrderedEnumOf("planned", "expedited", "emergency")},
	"rigor":           {CaseRigor, expr.OrderedEnumOf("R1", "R2", "R3", "R4")},
}

func (v sight) caseAttr(path []string) (expr.Symbol, int, bool) {
	if path[1] == "previous" {
		return v.previous(path)
	}
	a, ok := caseAttrs[path[1]]
	return expr.Symbol{Ref: MakeRef(RefCase, int(a.attr)), Type: a.typ}, 2, ok
}

// previous resolves release.previous.<name>: what the last release of the same
// model left, absent the first time.
func (v sight) previous(path []string) (expr.Symbol, int, bool) {
	if len(path) == 2 {
		return expr.Symbol{Ref: MakeRef(RefCase, int(CasePrevious)), Type: expr.Type{}.Maybe()}, 2, true
	}
	i := slices.Index(v.c.plan.Previous, path[2])
	if i < 0 {
		i = len(v.c.plan.Previous)
		v.c.plan.Previous = append(v.c.plan.Previous, path[2])
	}
	typ := expr.Type{}
	if path[2] == "package" {
		typ = expr.Scalar(expr.TypeDigest)
	}
	return expr.Symbol{Ref: MakeRef(RefPrevious, i), Type: typ.Maybe()}, 3, true
}

func (v sight) tally(what, id string) (expr.Symbol, int, bool) {
	symbol := func(cell TallyCell, answer int) (expr.Symbol, int, bool) {
		return expr.Symbol{Ref: MakeRef(RefTally, int(cell)<<8|answer), Type: expr.Scalar(expr.TypeInt)}, 2, true
	}
	if i := slices.Index(v.c.answers(v.at.tally), id); i >= 0 {
		cell := map[string]TallyCell{"votes": TallyVotes, "groups": TallyGroups, "orgs": TallyOrgs}[what]
		return symbol(cell, i)
	}
	switch what + "." + id {
	case "votes.cast":
		return symbol(TallyCast, 0)
	case "votes.members":
		return symbol(TallyMembers, 0)
	case "orgs.all":
		return symbol(TallyOrgsAll, 0)
	}
	return expr.Symbol{}, 0, false
}

func (v sight) event(field string) (expr.Symbol, int, bool) {
	e := &v.c.plan.Events[v.at.event]
	i := slices.Index(e.Fields, field)
	if i < 0 {
		return expr.Symbol{}, 0, false
	}
	return expr.Symbol{Ref: MakeRef(RefEvent, int(v.at.event)<<8|i), Type: e.Types[i]}, 2, true
}

// site resolves a group of the directory: a list, or keyed a map of lists.
func (v sight) site(group string) (expr.Symbol, int, bool) {
	c := v.c
	typ, ok := c.groupType(group)
	if !ok {
		return expr.Symbol{}, 0, false
	}
	i := slices.Index(c.plan.SiteGroups, group)
	if i < 0 {
		i = len(c.plan.SiteGroups)
		c.plan.SiteGroups = append(c.plan.SiteGroups, group)
	}
	return expr.Symbol{Ref: MakeRef(RefSite, i), Type: typ}, 2, true
}

func (c *compiler) groupType(group string) (expr.Type, bool) {
	people := expr.ListOf(personType)
	if !c.known {
		return expr.Type{}, true
	}
	for _, g := range c.site.Groups {
		if g.Key.Text == group {
			if g.Value.Kind == model.Record {
				return expr.MapOf(people), true
			}
			return people, true
		}
	}
	return expr.Type{}, false
}

// named resolves an id of the model.
func (v sight) named(n name, path []string) (expr.Symbol, int, bool) {
	c, i := v.c, int(n.index)
	none := expr.Symbol{}
	switch n.kind {
	case nameNode:
		return v.node(NodeID(i), path)
	case nameFact:
		return expr.Symbol{Ref: MakeRef(RefFact, i), Type: c.plan.Facts[i].Type}, 1, true
	case nameDate:
		return expr.Symbol{Ref: MakeRef(RefDate, i), Type: expr.Scalar(expr.TypeTime)}, 1, true
	case namePeriod:
		ok := len(path) > 1 && path[1] == "active"
		return expr.Symbol{Ref: MakeRef(RefPeriod, i), Type: expr.Scalar(expr.TypeBool)}, 2, ok
	case nameTable:
		return v.table(i, path)
	case nameAgreement:
		return v.agreement(c.m.Agreements[i].ID.Text, path)
	case nameRole:
		return v.role(i, path)
	case nameLink:
		return v.link(i, path)
	case nameWindow:
		id := expr.String(c.plan.Windows[i].ID)
		return expr.Symbol{Type: expr.Scalar(expr.TypeWindow), Const: &id}, 1, true
	default:
		return none, 0, false
	}
}

// link resolves a link: a list of cases, or with `pick` one of them; x.none
// says that there is none. A case has fields only its own model knows.
// Source: language reference, section 6.
func (v sight) link(i int, path []string) (expr.Symbol, int, bool) {
	linked := expr.Type{}
	switch {
	case len(path) > 1 && path[1] == "none":
		return expr.Symbol{Ref: MakeRef(RefLinkNone, i), Type: expr.Scalar(expr.TypeBool)}, 2, true
	case v.c.plan.Links[i].Latest:
		return expr.Symbol{Ref: MakeRef(RefLink, i), Type: linked}, 1, true
	}
	return expr.Symbol{Ref: MakeRef(RefLink, i), Type: expr.ListOf(linked)}, 1, true
}

func (v sight) table(i int, path []string) (expr.Symbol, int, bool) {
	t := &v.c.m.Tables[i]
	if len(t.Columns) > 0 {
		return expr.Symbol{Ref: MakeRef(RefRows, i), Type: expr.ListOf(recordOf(t.Columns))}, 1, true
	}
	if len(path) < 2 {
		return expr.Symbol{}, 0, false
	}
	for j, f := range t.Out {
		if f.ID.Text == path[1] {
			return expr.Symbol{Ref: MakeRef(RefColumn, i<<8|j), Type: typeOf(f.Type)}, 2, true
		}
	}
	return expr.Symbol{}, 0, false
}

func (v sight) agreement(id string, path []string) (expr.Symbol, int, bool) {
	if len(path) < 2 {
		return expr.Symbol{}, 0, false
	}
	for i, t := range v.c.plan.Targets {
		if t.Agreement == id && t.Name == path[1] {
			return expr.Symbol{Ref: MakeRef(RefTarget, i), Type: expr.Scalar(expr.TypeDuration)}, 2, true
		}
	}
	for i, t := range v.c.plan.Contacts {
		if t.Agreement == id && t.Name == path[1] {
			return expr.Symbol{Ref: MakeRef(RefContact, i), Type: expr.Scalar(expr.TypeString)}, 2, true
		}
	}
	return expr.Symbol{}, 0, false
}

func (v sight) role(i int, path []string) (expr.Symbol, int, bool) {
	if len(path) < 2 {
		return expr.Symbol{}, 0, false
	}
	switch path[1] {
	case "members":
		return expr.Symbol{Ref: MakeRef(RefMembers, i), Type: expr.ListOf(personType)}, 2, true
	case "person":
		return expr.Symbol{Ref: MakeRef(RefPerson, i), Type: personType.Maybe()}, 2, true
	}
	return expr.Symbol{}, 0, false
}

// Suggest implements expr.Scope: the nearest name that can be read here.
func (v sight) Suggest(word string) string {
	first, rest, dotted := strings.Cut(word, ".")
	if dotted {
		if near := expr.Nearest(rest, v.members(first)); near != "" {
			return first + "." + near
		}
	}
	near := expr.Nearest(first, v.words())
	if near != "" && dotted {
		return near + "." + rest
	}
	return near
}

// words lists the names that can stand first, sorted.
func (v sight) words() []string {
	words := []string{"params", "T", "released", "outcome", "any_touches", v.c.plan.CaseWord}
	for s := v.at.scope; s > 0; s = v.c.plan.Scopes[s].Parent {
		words = append(words, v.c.plan.Scopes[s].As)
	}
	for id := range v.c.names {
		words = append(words, id)
	}
	slices.Sort(words)
	return words
}

// members lists what can follow a name.
func (v sight) members(first string) []string {
	c := v.c
	var words []string
	switch n, ok := c.names[first]; {
	case first == "params":
		for _, p := range c.plan.Params {
			words = append(words, p.Name)
		}
	case first == "site":
		for _, g := range c.site.Groups {
			words = append(words, g.Key.Text)
		}
	case ok && n.kind == nameFact:
		words = fieldNames(c.plan.Facts[n.index].Type)
	case ok && n.kind == nameNode:
		words = c.nodeWords(NodeID(n.index))
	case ok && n.kind == nameTable:
		for _, f := range c.m.Tables[n.index].Out {
			words = append(words, f.ID.Text)
		}
	case (first == "votes" || first == "groups" || first == "orgs") && v.at.tally != None:
		words = c.answers(v.at.tally)
	}
	return words
}

// Functions implements expr.Scope.
func (v sight) Functions() []expr.Function { return functions }

var functions = caseFunctions()

func caseFunctions() []expr.Function {
	text, any := expr.Scalar(expr.TypeString), expr.Type{}
	linked := expr.RecordOf()
	boolean, integer := expr.Scalar(expr.TypeBool), expr.Scalar(expr.TypeInt)
	return []expr.Function{
		{Name: "granted", Params: []expr.Type{expr.EnumOf("build", "deploy", "enable"), text.Maybe()}, Result: boolean, ID: FnGranted},
		{Name: "weekday", Params: []expr.Type{expr.Scalar(expr.TypeTime)}, Result: weekdays, ID: FnWeekday},
		{Name: "range", Params: []expr.Type{integer}, Result: expr.ListOf(integer), ID: FnRange},
		{Name: "reached", Recv: &linked, Params: []expr.Type{text}, Result: boolean, ID: FnReached},
		{Name: "done", Recv: &linked, Params: []expr.Type{text}, Result: boolean, ID: FnDone},
		{Name: "reached", Recv: &any, Params: []expr.Type{text}, Result: boolean, ID: FnReached},
		{Name: "done", Recv: &any, Params: []expr.Type{text}, Result: boolean, ID: FnDone},
	}
}

var weekdays = expr.OrderedEnumOf("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
