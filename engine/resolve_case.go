package engine

import (
	"slices"

	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

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
	return expr.Symbol{Ref: EventRef(int(v.at.event), i), Type: e.Types[i]}, 2, true
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
