package expr

// Program is a compiled expression. It is immutable.
type Program struct {
	source string
	typ    Type
	refs   []Ref
	calls  []int
}

// Compile compiles one expression. The result must fit the type want: an int
// fits a number, an optional value fits where absence is then unknown, and all
// fits any. Either the program is not nil or there are problems, all of them,
// in order of position.
func Compile(src string, scope Scope, want Type) (*Program, []Problem) {
	return nil, []Problem{{Code: CodeSyntax, Msg: "not built yet"}}
}

// Type returns the static type of the result.
func (p *Program) Type() Type { return p.typ }

// Refs returns the cells the program may read, sorted, each once. The slice
// belongs to the program.
func (p *Program) Refs() []Ref { return p.refs }

// Calls returns the ids of the functions it may call, sorted, each once. The
// slice belongs to the program.
func (p *Program) Calls() []int { return p.calls }

// String returns the canonical source: one space around operators, no
// needless parentheses, strings in double quotes. It compiles to an equal
// program.
func (p *Program) String() string { return p.source }

// Tightens reports whether new is syntactically `old && …`: every operand of
// the top-level && of old is one of new. Such a condition is never true where
// the old one is not.
// Source: language reference, section 13.
func Tightens(old, new *Program) bool { return false }

// Widens reports whether new is syntactically `old || …`: it is true wherever
// the old one is.
func Widens(old, new *Program) bool { return false }

// MaxSteps bounds one evaluation: one step for each pass through a
// comprehension and each element it copies or compares.
const MaxSteps = 100_000

// Stack is the memory of evaluations. The zero Stack is ready to use; it grows
// once and is reused. It is not safe for concurrent use, but a Source may
// evaluate other programs on the same stack from within Load and Call.
type Stack struct {
	vals []Value
}

// Eval evaluates p. The result has p's type, or is Null if that is optional,
// or Unknown. Evaluation does not allocate unless the program makes a list, a
// map or a string.
func Eval(p *Program, src Source, stack *Stack) Value { return Value{} }

// Template is a text with expressions in it, `deploy ${params.image}`.
type Template struct{}

// CompileTemplate compiles a text with `${expression}` inside; `$${` is a
// literal `${`. A text without one is a constant.
func CompileTemplate(src string, scope Scope) (*Template, []Problem) { return nil, nil }

// Type returns the type of the one expression that fills the whole text, else
// string.
func (t *Template) Type() Type { return Type{} }

// Refs returns the cells the template may read, sorted, each once.
func (t *Template) Refs() []Ref { return nil }

// Eval returns the value of the one expression that fills the whole text, else
// the text with the values put in as Value.String writes them. An absent or
// unknown value inside a text makes the whole text unknown.
func (t *Template) Eval(src Source, stack *Stack) Value { return Value{} }
