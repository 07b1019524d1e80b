package expr

// Codes of problems. Source: language reference, section 16.
const (
	CodeSyntax  = "E-DOC-3" // not an expression of the language
	CodeUnknown = "E-REF-1" // unknown name
	CodeType    = "E-REF-3" // a type that does not fit
)

// Problem is a mistake in an expression. Offset and Length are bytes of the
// source, within it; a problem at the end has length 0.
type Problem struct {
	Offset int
	Length int
	Code   string
	Msg    string // one sentence without full stop: what is wrong
	Hint   string // how to mend it; may be empty
}

// String returns message and hint in one line.
func (p Problem) String() string {
	s := p.Code + ": " + p.Msg
	if p.Hint != "" {
		s += " (" + p.Hint + ")"
	}
	return s
}
