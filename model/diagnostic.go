package model

import "slices"

// Severity orders diagnostics: errors stop approval, warnings do not.
type Severity uint8

// The severities.
const (
	Error Severity = iota
	Warning
)

// Diagnostic is one finding in a document: where, what, why it matters and how
// to mend it. Code is one of docs/diagnostics.md, such as E-REF-1.
type Diagnostic struct {
	Code     string
	Severity Severity
	Pos      Pos
	Length   int    // runes marked from Pos; 0: to the end of the scalar
	Message  string // what was found, one sentence
	Reason   string // why the language asks for it
	Hint     string // how to mend it
	Excerpt  string // the source line, without its newline
	Note     Note   // another place it is about; the zero Note is none
}

// Note is a second place of a finding, such as what the parent says.
type Note struct {
	Pos  Pos
	Text string
}

// Diagnostics are findings ordered by file, line, column and code.
type Diagnostics []Diagnostic

// Errors returns the findings without the warnings. It changes ds.
func (ds Diagnostics) Errors() Diagnostics {
	return slices.DeleteFunc(ds, func(d Diagnostic) bool { return d.Severity == Warning })
}

// HasErrors reports whether any finding stops approval.
func (ds Diagnostics) HasErrors() bool {
	for _, d := range ds {
		if d.Severity == Error {
			return true
		}
	}
	return false
}
