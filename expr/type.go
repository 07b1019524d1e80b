package expr

import (
	"slices"
	"strings"
)

// TypeName is the word for a type in a model document, as in `size: int`.
type TypeName uint8

// The names of types. The zero name is any, so the zero Type checks nothing.
const (
	TypeAny TypeName = iota
	TypeNull
	TypeBool
	TypeInt
	TypeNumber
	TypePercent // a Number; 5% is 0.05
	TypeTime
	TypeDuration
	TypeString // this and the following names share KindString at run time
	TypeText
	TypeDate // a named date or an ISO day; not comparable with <
	TypeWindow
	TypeDigest
	TypeID
	TypeURL
	TypeCI
	TypePerson
	TypeEnum
	TypeList
	TypeMap
	TypeRecord
)

const typeNames = "any null bool int number percent time duration string text date window digest id url ci person enum list map record"

// String returns the word a document uses.
func (n TypeName) String() string {
	return strings.Fields(typeNames)[n]
}

// isString reports whether values of the type are strings at run time.
func (n TypeName) isString() bool { return n >= TypeString && n <= TypeEnum }

// isNumber reports whether the type takes part in arithmetic on numbers.
func (n TypeName) isNumber() bool { return n >= TypeInt && n <= TypePercent }

// Type is the static type of an expression, parameter, fact or output. It is
// immutable: do not change the slices of one that has been handed on. The zero
// Type is any.
type Type struct {
	Name     TypeName
	Optional bool        // may be absent, written with a trailing ?
	Ordered  bool        // enum only: the words may be compared with <, in order
	Elem     *Type       // list and map only: the type of an element
	Words    []string    // enum only: at least one, unique
	Fields   []TypeField // record only: unique names, in order of declaration
	literal  bool        // enum only: the words of string literals, not declared
}

// TypeField is one field of a record type.
type TypeField struct {
	Name string
	Type Type
}

// Scalar returns the type with the given name, which must not be enum, list,
// map or record.
func Scalar(n TypeName) Type { return Type{Name: n} }

// ListOf returns the type list(elem).
func ListOf(elem Type) Type { return Type{Name: TypeList, Elem: &elem} }

// MapOf returns the type of maps from string to elem.
func MapOf(elem Type) Type { return Type{Name: TypeMap, Elem: &elem} }

// EnumOf returns the type of exactly these words.
func EnumOf(words ...string) Type { return Type{Name: TypeEnum, Words: words} }

// OrderedEnumOf is EnumOf for words that rise in the order given, such as the
// rigor R1 to R4.
func OrderedEnumOf(words ...string) Type {
	return Type{Name: TypeEnum, Words: words, Ordered: true}
}

// RecordOf returns the type of records with these fields.
func RecordOf(fields ...TypeField) Type { return Type{Name: TypeRecord, Fields: fields} }

// Maybe returns t as a type whose value may be absent.
func (t Type) Maybe() Type {
	t.Optional = true
	return t
}

// Known returns t as a type whose value is never absent.
func (t Type) Known() Type {
	t.Optional = false
	return t
}

// Field returns the type of a field of a record and whether it is declared.
func (t Type) Field(name string) (Type, bool) {
	for _, f := range t.Fields {
		if f.Name == name {
			return f.Type, true
		}
	}
	return Type{}, false
}

// Equal reports whether both types have the same values and the same name.
func (t Type) Equal(u Type) bool {
	return t.Name == u.Name && t.Optional == u.Optional && t.Ordered == u.Ordered &&
		equalElem(t.Elem, u.Elem) && slices.Equal(t.Words, u.Words) &&
		slices.EqualFunc(t.Fields, u.Fields, func(a, b TypeField) bool {
			return a.Name == b.Name && a.Type.Equal(b.Type)
		})
}

func equalElem(a, b *Type) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}

// String returns the type as a document writes it: `list(ci)`, `string?`,
// `[small, large]`, `{name: string, size: int?}`.
func (t Type) String() string {
	s := t.base()
	if t.Optional {
		s += "?"
	}
	return s
}

func (t Type) base() string {
	switch t.Name {
	case TypeList, TypeMap:
		return t.Name.String() + "(" + t.elem().String() + ")"
	case TypeEnum:
		return "[" + strings.Join(t.Words, ", ") + "]"
	case TypeRecord:
		fields := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			fields[i] = f.Name + ": " + f.Type.String()
		}
		return "{" + strings.Join(fields, ", ") + "}"
	default:
		return t.Name.String()
	}
}

// elem is the element type; any, if none was given.
func (t Type) elem() Type {
	if t.Elem == nil {
		return Type{}
	}
	return *t.Elem
}
