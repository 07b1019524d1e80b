package expr

// Scope gives names their meaning while an expression is compiled.
type Scope interface {
	// Resolve finds the longest name that path, a chain of identifiers as in
	// a.b.c of at most 16, begins with. n is how many elements it takes, at least 1; the rest
	// are fields of its type. If there is none, ok is false and n is how many
	// leading elements are known, so that the next one is reported.
	Resolve(path []string) (sym Symbol, n int, ok bool)
	// Suggest returns the name nearest to an unknown one, dotted if the unknown
	// one is, or "". Nearest does the comparing.
	Suggest(name string) string
	// Functions returns the functions beside those of the language.
	Functions() []Function
}

// Symbol is what a name stands for: a cell, or a constant if Const is not nil.
type Symbol struct {
	Ref   Ref
	Type  Type
	Const *Value
}

// Function is a function the Source computes. Several may have one name if
// their receivers differ.
type Function struct {
	Name string
	// Recv is the type of x in x.name(…); nil for a function called as name(…).
	// A record receiver accepts every record that has all its fields; with no
	// fields every record. A list or map receiver compares elements likewise.
	Recv   *Type
	Params []Type // trailing optional ones may be left out: Null is passed
	Result Type
	ID     int // what Source.Call gets; from 0
}

// Source gives cells and functions their values while a program is evaluated.
// It must answer the same for the whole evaluation. What it does not know it
// returns as Unknown, with the blame; a blame of NoRef from Load is replaced by
// the cell loaded.
type Source interface {
	// Load returns the value of a cell, of the type its symbol declared.
	Load(Ref) Value
	// Call returns the result of Function.ID, or of FieldOf. args begins with
	// the receiver, if any; none of them is unknown or, unless the parameter is
	// optional, null. args is valid during the call only.
	Call(fn int, args []Value) Value
}

// FieldOf is the function that selects a field: Call(FieldOf, {handle, name}).
// It is called for handles only. A field the handle does not have is Null.
const FieldOf = -1
