package engine

import (
	"slices"

	"github.com/headgate/headgate/expr"
)

// inSight reports whether a node is read by its plain name from a scope: it is
// in the same item, or further out.
func (p *Plan) inSight(n NodeID, from ScopeID) bool {
	for s := from; s != None; s = p.Scopes[s].Parent {
		if p.Nodes[n].Scope == s {
			return true
		}
	}
	return false
}

// node resolves x.name: an output of x, a field of evidence it gave, or an
// attribute. An each alone is what block[key] selects from.
func (v sight) node(n NodeID, path []string) (expr.Symbol, int, bool) {
	c, node := v.c, &v.c.plan.Nodes[n]
	if !c.plan.inSight(n, v.at.scope) {
		return expr.Symbol{}, 0, false
	}
	if len(path) == 1 {
		if node.Kind != KindEach {
			return expr.Symbol{}, 0, false
		}
		return expr.Symbol{Ref: NodeRef(n, AttrByKey), Type: expr.MapOf(c.itemRecord(n))}, 1, true
	}
	if i, ok := c.plan.output(n, path[1]); ok {
		return v.output(i, path)
	}
	attr, ok := nodeAttrs[path[1]]
	if !ok || attr > AttrSettled && !node.Kind.IsBlock() || attr >= AttrTotal && node.Kind != KindEach {
		return expr.Symbol{}, 0, false
	}
	return expr.Symbol{Ref: NodeRef(n, attr), Type: c.attrType(n, attr)}, 2, true
}

func (v sight) output(i int32, path []string) (expr.Symbol, int, bool) {
	o := &v.c.plan.Outputs[i]
	if o.Evidence != "" && len(path) > 2 {
		if field, ok := evidenceFields[path[2]]; ok {
			return expr.Symbol{Ref: EvidenceRef(int(i), field), Type: evidenceTypes[field]}, 3, true
		}
		return expr.Symbol{}, 0, false
	}
	return expr.Symbol{Ref: MakeRef(RefOutput, int(i)), Type: o.Type}, 2, true
}

var evidenceTypes = [...]expr.Type{
	EvidenceResult:  expr.Scalar(expr.TypeString),
	EvidenceDigest:  expr.Scalar(expr.TypeDigest).Maybe(),
	EvidenceValid:   expr.Scalar(expr.TypeBool),
	EvidenceAt:      expr.Scalar(expr.TypeTime).Maybe(),
	EvidenceBy:      personType.Maybe(),
	EvidenceExpires: expr.Scalar(expr.TypeTime).Maybe(),
	EvidenceAbout:   expr.ListOf(expr.Type{}),
}

func (c *compiler) attrType(n NodeID, attr Attr) expr.Type {
	switch attr {
	case AttrOutcome:
		return expr.EnumOf(c.outcomes(n)...).Maybe()
	case AttrState:
		return expr.EnumOf(stateWords...)
	case AttrReady, AttrStart, AttrEnd:
		return expr.Scalar(expr.TypeTime).Maybe()
	case AttrBy:
		return personType.Maybe()
	case AttrHeldFor:
		return expr.Scalar(expr.TypeDuration)
	case AttrSettled, AttrHeld:
		return expr.Scalar(expr.TypeBool)
	case AttrItems:
		return expr.ListOf(c.itemRecord(n))
	default:
		return expr.Scalar(expr.TypeInt)
	}
}

// stateWords are the words of .state.
var stateWords = []string{
	"pending", "ready", "running", "open", "prepared", "offered", "paused", "in_doubt", "blocked", "held",
	"settled", "undoing",
}

// outcomes lists the words a node of this kind may settle as.
// Source: language reference, section 4, "Settles as".
func (c *compiler) outcomes(n NodeID) []string {
	common := []string{"skipped", "kept", "cancelled", "backed_out", "dropped", "deferred", "waived"}
	switch kind := c.plan.Nodes[n].Kind; kind {
	case KindDecide:
		answers := slices.Clone(c.answers(n))
		return addWords(answers, common...)
	case KindHandoff:
		return addWords([]string{"accepted", "refused", "withdrawn"}, common...)
	case KindWait:
		return addWords([]string{"done", "expired"}, common...)
	case KindChild:
		return addWords([]string{"done", "failed", "superseded"}, common...)
	default:
		return addWords([]string{"done", "failed", "superseded", "partial"}, common...)
	}
}

func addWords(words []string, more ...string) []string {
	for _, w := range more {
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

// answers of decision n, the positive one first.
func (c *compiler) answers(n NodeID) []string {
	if a := c.steps[n].Answers; len(a) > 0 {
		return a
	}
	return defaultAnswers
}

var defaultAnswers = []string{"approve", "reject"}

// itemType is the type of the `as` variable of an each.
func (c *compiler) itemType(each NodeID) expr.Type {
	if t, ok := c.itemTypes[each]; ok {
		return t
	}
	c.itemTypes[each] = expr.Type{} // an each over itself is any
	t := c.sourceType(each)
	c.itemTypes[each] = t
	return t
}

// sourceType finds the element type of the source of an each.
func (c *compiler) sourceType(each NodeID) expr.Type {
	of := c.steps[each].Of
	switch {
	case of == nil || of.Deferred:
		return expr.Type{}
	case of.CEL.Src == "":
		return elemType(valueType(c.ofLiteral(each)))
	}
	at := c.at(each)
	p, problems := expr.Compile(of.CEL.Src, sight{c, at}, expr.ListOf(expr.Type{}))
	if len(problems) > 0 {
		return expr.Type{} // reported where the body is compiled
	}
	return elemType(p.Type())
}

func elemType(list expr.Type) expr.Type {
	if list.Elem == nil {
		return expr.Type{}
	}
	return *list.Elem
}

// itemRecord is the type of an item as seen from outside: its key, value and
// outcome, and its steps.
// Source: language reference, section 2.
func (c *compiler) itemRecord(each NodeID) expr.Type {
	fields := []expr.TypeField{
		{Name: "key", Type: expr.Scalar(expr.TypeString)},
		{Name: "value", Type: c.itemType(each)},
		{Name: "outcome", Type: c.attrType(each, AttrOutcome)},
		{Name: "settled", Type: expr.Scalar(expr.TypeBool)},
	}
	p := c.plan
	for n := each + 1; n < p.Nodes[each].End; n++ {
		if p.Nodes[n].Scope == p.Nodes[each].Inner && p.Nodes[n].ID != "" {
			fields = append(fields, expr.TypeField{Name: p.Nodes[n].ID, Type: c.nodeRecord(n)})
		}
	}
	return expr.RecordOf(fields...)
}

// nodeRecord is the type of a step of an item.
func (c *compiler) nodeRecord(n NodeID) expr.Type {
	p := c.plan
	var fields []expr.TypeField
	for i := p.Nodes[n].Outputs[0]; i < p.Nodes[n].Outputs[1]; i++ {
		t := p.Outputs[i].Type
		if p.Outputs[i].Evidence != "" {
			t = evidenceRecord
		}
		fields = append(fields, expr.TypeField{Name: p.Outputs[i].Name, Type: t})
	}
	for _, word := range c.attrWords(n) {
		fields = append(fields, expr.TypeField{Name: word, Type: c.attrType(n, nodeAttrs[word])})
	}
	return expr.RecordOf(fields...)
}

var evidenceRecord = expr.RecordOf(
	expr.TypeField{Name: "result", Type: evidenceTypes[EvidenceResult]},
	expr.TypeField{Name: "digest", Type: evidenceTypes[EvidenceDigest]},
	expr.TypeField{Name: "valid", Type: evidenceTypes[EvidenceValid]},
	expr.TypeField{Name: "at", Type: evidenceTypes[EvidenceAt]},
	expr.TypeField{Name: "by", Type: evidenceTypes[EvidenceBy]},
	expr.TypeField{Name: "expires", Type: evidenceTypes[EvidenceExpires]},
	expr.TypeField{Name: "about", Type: evidenceTypes[EvidenceAbout]},
)

// attrWords lists the attributes of a node, in order of Attr.
func (c *compiler) attrWords(n NodeID) []string {
	words := []string{"outcome", "state", "ready", "start", "end", "by", "attempt", "held_for", "settled"}
	node := &c.plan.Nodes[n]
	if node.Kind.IsBlock() {
		words = append(words, "held", "held_count")
	}
	if node.Kind == KindEach {
		words = append(words, "total", "done", "dropped", "deferred", "failed", "open", "items")
	}
	return words
}

// nodeWords lists what can follow the name of a node.
func (c *compiler) nodeWords(n NodeID) []string {
	var words []string
	for i := c.plan.Nodes[n].Outputs[0]; i < c.plan.Nodes[n].Outputs[1]; i++ {
		words = append(words, c.plan.Outputs[i].Name)
	}
	return append(words, c.attrWords(n)...)
}
