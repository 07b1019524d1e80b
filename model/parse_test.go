package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseKeepsScalarsAsWritten(t *testing.T) {
	t.Parallel()
	docs, ds := Parse("m.yaml", []byte(`kind: release-model
id: m
version: 1.0.0
title: no
owner: on
x: {a: no, b: 12:30, c: 1.10, d: "010", e: 2026-03-03}
`))
	if len(ds) > 0 {
		t.Fatalf("diagnostics:\n%s", ds)
	}
	m := docs[0].Model
	if m.Title != "no" || m.Owner != "on" {
		t.Errorf("title, owner = %q, %q, want no, on", m.Title, m.Owner)
	}
	var got []string
	for _, e := range m.X.(Value).Fields {
		got = append(got, e.Value.Text)
	}
	if diff := cmp.Diff([]string{"no", "12:30", "1.10", "010", "2026-03-03"}, got); diff != "" {
		t.Errorf("x (-want +got):\n%s", diff)
	}
}

func TestParseReadsSeveralDocuments(t *testing.T) {
	t.Parallel()
	docs, ds := Parse("f.yaml", []byte("kind: site\nid: a\n---\nkind: site\nid: b\ntitle: b: c\n---\n# empty\n---\nkind: site\nid: d\n"))
	if len(docs) != 3 || docs[0].Site.ID != "a" || docs[2].Site.ID != "d" {
		t.Errorf("got %d documents, want the sites a, b and d", len(docs))
	}
	if len(ds) != 1 || ds[0].Code != "E-DOC-1" || ds[0].Pos != (Pos{"f.yaml", 6, 9}) {
		t.Errorf("diagnostics = %s, want E-DOC-1 at f.yaml:6:9", ds)
	}
}
