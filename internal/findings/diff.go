package findings

import (
	"github.com/headgate/headgate/analysis/compare"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/model"
)

// Diff returns a comparison as the API shows it.
func Diff(d *compare.Diff) client.ModelDiff {
	out := client.ModelDiff{
		Old: side(d.Old), New: side(d.New), Same: len(d.Changes) == 0, Changes: make([]client.ModelChange, len(d.Changes)),
		Running: d.Running, Verdict: d.Verdict(),
		Version: client.ProposedVersion{Level: d.Version.Level.String(), Number: d.Version.Number, Reason: d.Version.Reason, Enough: d.Version.Enough},
	}
	for i, c := range d.Changes {
		out.Changes[i] = client.ModelChange{
			Group: string(c.Group), Kind: string(c.Kind), Path: c.Path, Text: c.Text, Old: c.Old, New: c.New,
			OldAt: place(c.OldAt), NewAt: place(c.NewAt), Stand: compare.Word(c.Stand), Level: c.Level.String(),
		}
	}
	return out
}

func side(s compare.Side) client.ModelVersion {
	return client.ModelVersion{ID: s.ID, Version: s.Version, Title: s.Title, Digest: s.Digest}
}

func place(p model.Pos) *client.DocumentPlace {
	if p.File == "" {
		return nil
	}
	return &client.DocumentPlace{File: p.File, Line: p.Line, Column: p.Column}
}
