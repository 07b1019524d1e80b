package model

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzParse: no text makes the reader panic, hang or point outside the text,
// and what it reads can be flattened and checked.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/lib/*.yaml", "testdata/broken/*.yaml", "testdata/sound/*.yaml", "../models/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text)
		}
	}
	f.Add([]byte("a: &a [*a, *a]\nb: &b [*a, *a]\nc: [*b, *b]\n"))
	f.Add([]byte(strings.Repeat("[", 5000)))
	f.Add([]byte(strings.Repeat("- ", 500) + "x"))
	f.Add([]byte("kind: release-model\nphases: {plan: [{}, [], null, {task: }, {task: [a]}, {parallel: {}}]}\n"))
	lib := libFiles(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		set, ds := LoadSet(append([]File{{Name: "f.yaml", Text: text}}, lib...))
		for _, m := range set.Models {
			if m.Pos.File != "f.yaml" {
				continue
			}
			flat, more := Flatten(m, set)
			ds = append(ds, more...)
			if flat != nil {
				ds = append(ds, Check(flat, set.Site)...)
				ds = append(ds, Later(flat)...)
			}
		}
		inText(t, text, set.Annotate(ds))
	})
}

// inText checks that findings about the text point into it.
func inText(t *testing.T, text []byte, ds Diagnostics) {
	t.Helper()
	lines := strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n")
	for _, d := range ds {
		if d.Pos.File != "f.yaml" {
			continue
		}
		if d.Pos.Line < 1 || d.Pos.Line > len(lines) {
			t.Fatalf("%s: line out of range", d.Format())
		}
		if n := utf8.RuneCountInString(lines[d.Pos.Line-1]); d.Pos.Column < 1 || d.Pos.Column > n+1 {
			t.Fatalf("%s: column out of range of %d runes", d.Format(), n)
		}
		if d.Code == "" || d.Message == "" {
			t.Fatalf("an empty finding: %+v", d)
		}
	}
}

func libFiles(t testing.TB) []File {
	t.Helper()
	var out []File
	for _, name := range []string{"process", "parent", "site"} {
		file := "testdata/lib/" + name + ".yaml"
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, File{Name: file, Text: text})
	}
	return out
}
