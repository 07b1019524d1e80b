package calendar

import "fmt"

// SyntaxError says why a text of this package's small languages was refused.
// It is the error of every Parse function here, as a pointer.
type SyntaxError struct {
	Offset int    // byte offset into the text that was parsed, at most its length
	Msg    string // what is wrong, lower case
	Hint   string // how to mend it; may be empty
}

// Error returns the message with its hint, without the offset: a reader of
// documents shows the place as file, line and column.
func (e *SyntaxError) Error() string {
	if e.Hint == "" {
		return e.Msg
	}
	return e.Msg + "; " + e.Hint
}

func errorAt(offset int, hint, format string, args ...any) *SyntaxError {
	return &SyntaxError{Offset: offset, Msg: fmt.Sprintf(format, args...), Hint: hint}
}
