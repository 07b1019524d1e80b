package expr

import (
	"slices"
	"strings"
)

// maxPath is how many names of a chain a scope is asked about. No name is that
// long; the bound keeps scopes that join them linear.
const maxPath = 16

// name checks a chain of identifiers, or a select on something else.
func (c *checker) name(n *node) Type {
	var buf [8]string
	path, chain := n.path(buf[:0])
	if !chain {
		return c.selectFrom(n, c.check(n.kids[0]))
	}
	if l, ok := c.local(path[0]); ok {
		return c.selects(n, len(path), 1, func(root *node) Type {
			root.slot = l.slot
			return l.typ
		})
	}
	sym, taken, ok := c.scope.Resolve(path[:min(len(path), maxPath)])
	if !ok {
		return c.unknownName(n, path, taken)
	}
	return c.selects(n, len(path), taken, func(root *node) Type {
		root.sym = &sym
		return sym.Type
	})
}

func (c *checker) local(name string) (local, bool) {
	for _, l := range slices.Backward(c.locals) {
		if l.name == name {
			return l, true
		}
	}
	return local{}, false
}

// selects gives the first taken of the size names of n to found, and selects
// the others from there.
func (c *checker) selects(n *node, size, taken int, found func(root *node) Type) Type {
	if size == taken {
		return found(n)
	}
	n.kids[0].typ = c.selects(n.kids[0], size-1, taken, found)
	return c.selectFrom(n, n.kids[0].typ)
}

// unknownName reports the first name of path that the scope does not know.
func (c *checker) unknownName(n *node, path []string, known int) Type {
	known = min(max(known, 0), len(path)-1)
	at := n
	for range len(path) - 1 - known {
		at = at.kids[0]
	}
	name := strings.Join(path[:known+1], ".")
	hint := c.scope.Suggest(strings.Join(path[:min(len(path), maxPath)], "."))
	if hint == "" && known+1 < len(path) {
		hint = c.scope.Suggest(name)
	}
	if l := Nearest(path[0], c.localNames()); hint == "" && l != "" {
		hint = l
	}
	return c.report(at.namePos, at.namePos+len(at.name), CodeUnknown, "unknown name "+name, suggestion(hint))
}

func (c *checker) localNames() []string {
	names := make([]string, len(c.locals))
	for i, l := range c.locals {
		names[i] = l.name
	}
	return names
}

func suggestion(s string) string {
	if s == "" {
		return ""
	}
	return "did you mean " + s + "?"
}

// selectFrom is the type of a field of something of type t.
func (c *checker) selectFrom(n *node, t Type) Type {
	switch t.Name {
	case TypeAny:
		return Type{}
	case TypeMap:
		return t.elem()
	case TypeRecord:
		if f, ok := t.Field(n.name); ok {
			return f
		}
		names := fieldNames(t)
		hint := suggestion(Nearest(n.name, names))
		if hint == "" && len(names) > 0 {
			hint = "there is " + strings.Join(names, ", ")
		}
		return c.report(n.namePos, n.namePos+len(n.name), CodeUnknown, "unknown field "+n.name, hint)
	}
	return c.mismatch(n, "", "%s has no field %s", t.article(), n.name)
}

func fieldNames(t Type) []string {
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = f.Name
	}
	return names
}

func (c *checker) index(n *node) Type {
	t, key := c.check(n.kids[0]), c.check(n.kids[1])
	switch t.Name {
	case TypeAny:
		return Type{}
	case TypeList:
		c.want(n.kids[1], key, TypeInt)
		return t.elem()
	case TypeMap:
		c.want(n.kids[1], key, TypeString)
		return t.elem()
	case TypeRecord:
		c.want(n.kids[1], key, TypeString)
		return c.entry(n, t)
	}
	return c.mismatch(n, "", "%s has no elements", t.article())
}

// entry is the type of record[key]: that of the field if the key is a literal.
func (c *checker) entry(n *node, t Type) Type {
	if name, ok := n.kids[1].literalString(); ok {
		f, found := t.Field(name)
		if !found {
			return c.report(n.kids[1].pos, n.kids[1].end, CodeUnknown, "unknown field "+name,
				suggestion(Nearest(name, fieldNames(t))))
		}
		return f
	}
	return commonType(t)
}

// commonType is the type of an unnamed field of a record; any, if they differ.
func commonType(t Type) Type {
	if len(t.Fields) == 0 {
		return Type{}
	}
	common := t.Fields[0].Type
	for _, f := range t.Fields[1:] {
		var ok bool
		if common, ok = common.join(f.Type); !ok {
			return Type{}
		}
	}
	return common
}
