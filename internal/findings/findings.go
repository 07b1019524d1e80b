// Package findings shows what is wrong with documents in wire types, the same
// way in the API and on the command line, which reads documents by itself.
package findings

import (
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/model"
)

// Wire returns findings as the API shows them, in their order; never nil.
func Wire(found model.Diagnostics) []client.Diagnostic {
	out := make([]client.Diagnostic, len(found))
	for i, d := range found {
		severity := "error"
		if d.Severity == model.Warning {
			severity = "warning"
		}
		out[i] = client.Diagnostic{
			Code: d.Code, Severity: severity, File: d.Pos.File, Line: d.Pos.Line, Column: d.Pos.Column, Length: d.Length,
			Message: d.Message, Reason: d.Reason, Hint: d.Hint, Excerpt: d.Excerpt, Note: note(d.Note),
		}
	}
	return out
}

func note(n model.Note) *client.DiagnosticNote {
	if n == (model.Note{}) {
		return nil
	}
	return &client.DiagnosticNote{File: n.Pos.File, Line: n.Pos.Line, Column: n.Pos.Column, Text: n.Text}
}
