package model

import "github.com/headgate/headgate/calendar"

// Pos is a place in a document. Line and Column count from 1, Column in runes.
// The zero Pos is no place.
type Pos struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// Word is an identifier, enum word or short text as written, with its place.
type Word struct {
	Text string
	Pos  Pos
}

// CEL is a condition as written. An empty Src is no condition.
type CEL struct {
	Src string
	Pos Pos
}

// Time is a time expression, parsed. Nil is no time.
type Time struct {
	Src  string
	Pos  Pos
	Expr *calendar.Expr
}

// Span is a duration: a literal, or a reference such as wave.bake or
// provider.accept that is resolved when the model is compiled.
type Span struct {
	Src     string
	Pos     Pos
	Literal calendar.Dur // valid when Ref is empty
	Ref     string       // dotted path, or empty
}

// TypeExpr is a type as written: a scalar spelling ("time", "list(ci)",
// "string?"), an enum (Words) or a record (Fields); List or Map wrap Elem.
type TypeExpr struct {
	Pos      Pos
	Scalar   string
	Words    []string
	Fields   []Field
	List     *TypeExpr
	Map      *TypeExpr
	Optional bool
}

// Field is a named type of a record, event, executor or table column.
type Field struct {
	ID   Word
	Type TypeExpr
}

// Value is a literal of the document: scalar text that is read by the type its
// field expects, a list or a record. Exactly one of Text, List, Fields is used.
type Value struct {
	Pos    Pos
	Kind   ValueKind
	Text   string // scalar source text, unquoted; Quoted says how it was written
	Quoted bool
	List   []Value
	Fields []Entry
}

// ValueKind says which member of a Value is used.
type ValueKind uint8

// The kinds of a Value.
const (
	Scalar ValueKind = iota
	List
	Record
)

// Entry is a named value of a record.
type Entry struct {
	Key   Word
	Value Value
}

// NamedSpan is a duration under a name.
type NamedSpan struct {
	ID   Word
	Span Span
}

// NamedText is a text under a name.
type NamedText struct {
	ID   Word
	Text string
}

// NamedTime is a time under a name.
type NamedTime struct {
	ID   Word
	Time Time
}

// NamedCEL is a condition under a name.
type NamedCEL struct {
	ID  Word
	CEL CEL
}
