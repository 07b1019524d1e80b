package engine

import "github.com/headgate/headgate/expr"

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
