package expr

import "slices"

// Fits reports whether a value of type t may stand where want is expected: an
// int fits a number, a word of an enum fits a string, an optional value fits (it
// is unknown when absent), and any fits all, in both directions.
func (t Type) Fits(want Type) bool {
	switch {
	case t.Name == TypeAny || want.Name == TypeAny:
		return true
	case t.Name == TypeNull:
		return want.Optional || want.Name == TypeNull
	case want.Name == TypeEnum:
		return t.Name == TypeEnum && subset(t.Words, want.Words)
	case t.Name.isString() && want.Name.isString():
		return true
	case t.Name.isNumber() && want.Name.isNumber():
		return want.Name != TypeInt || t.Name == TypeInt
	case want.Name == TypeMap && t.Name == TypeRecord:
		return !slices.ContainsFunc(t.Fields, func(f TypeField) bool { return !f.Type.Fits(want.elem()) })
	case t.Name != want.Name:
		return false
	}
	return t.elem().Fits(want.elem()) && t.fieldsFit(want)
}

func (t Type) fieldsFit(want Type) bool {
	for _, w := range want.Fields {
		f, ok := t.Field(w.Name)
		if ok && !f.Fits(w.Type) || !ok && !w.Type.Optional {
			return false
		}
	}
	return true
}

func subset(a, b []string) bool {
	return !slices.ContainsFunc(a, func(s string) bool { return !slices.Contains(b, s) })
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// comparable reports whether == between the types can be true.
func (t Type) comparable(u Type) bool {
	switch {
	case t.Name == TypeAny || u.Name == TypeAny:
		return true
	case t.Name == TypeNull || u.Name == TypeNull:
		return t.Name == u.Name || t.Optional || u.Optional
	case t.Name == TypeEnum && u.Name == TypeEnum:
		return t.literal && u.literal || overlap(t.Words, u.Words)
	case t.Name.isString() && u.Name.isString(), t.Name.isNumber() && u.Name.isNumber():
		return true
	case t.isMap() && u.isMap():
		return t.Name != u.Name || t.elem().comparable(u.elem())
	}
	return t.Name == u.Name && t.elem().comparable(u.elem())
}

func (t Type) isMap() bool { return t.Name == TypeMap || t.Name == TypeRecord }

// ordered reports whether < applies between the types. Enums are the checker's.
func (t Type) ordered(u Type) bool {
	switch {
	case t.Name == TypeAny || u.Name == TypeAny:
		return true
	case t.Name.isNumber():
		return u.Name.isNumber()
	case t.Name.isString() && t.Name != TypeWindow:
		return u.Name.isString() && u.Name != TypeWindow
	}
	return t.Name == u.Name && (t.Name == TypeTime || t.Name == TypeDuration)
}

// join returns the type of what is a t or a u, and whether there is one.
func (t Type) join(u Type) (Type, bool) {
	joined, ok := t.Known().joinKnown(u.Known())
	joined.Optional = joined.Optional || t.Optional || u.Optional
	return joined, ok
}

func (t Type) joinKnown(u Type) (Type, bool) {
	switch {
	case t.Equal(u):
		return t, true
	case t.Name == TypeAny || u.Name == TypeAny:
		return Type{}, true
	case t.Name == TypeNull:
		return u.Maybe(), true
	case u.Name == TypeNull:
		return t.Maybe(), true
	case t.Name == TypeEnum && u.Name == TypeEnum:
		return joinWords(t, u), true
	case t.Name.isString() && u.Name.isString():
		return joinText(t, u), true
	case t.Name.isNumber() && u.Name.isNumber():
		return Scalar(TypeNumber), true
	case t.Name == u.Name && t.Elem != nil && u.Elem != nil:
		elem, ok := t.Elem.join(*u.Elem)
		return Type{Name: t.Name, Elem: &elem}, ok
	case t.isMap() && u.isMap():
		return MapOf(Type{}), true
	}
	return Type{}, false
}

// joinWords unites two enums; an order survives only if one holds the other.
func joinWords(t, u Type) Type {
	switch {
	case subset(u.Words, t.Words):
		return t
	case subset(t.Words, u.Words):
		return u
	}
	joined := Type{Name: TypeEnum, Words: slices.Clone(t.Words), literal: t.literal && u.literal}
	for _, w := range u.Words {
		if !slices.Contains(joined.Words, w) {
			joined.Words = append(joined.Words, w)
		}
	}
	return joined
}

// joinText keeps the name of a string-like type joined with a word.
func joinText(t, u Type) Type {
	switch TypeEnum {
	case t.Name:
		return u
	case u.Name:
		return t
	}
	return Scalar(TypeString)
}
