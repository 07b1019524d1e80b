package model

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestCodesAreDocumented: every code this package reports has its line in
// docs/diagnostics.md, and its case in testdata/bad.
func TestCodesAreDocumented(t *testing.T) {
	t.Parallel()
	docs, err := os.ReadFile("../docs/diagnostics.md")
	if err != nil {
		t.Fatal(err)
	}
	documented, shown := codesIn(docs), map[string]bool{}
	for _, file := range glob(t, "testdata/bad/*.txt") {
		for code := range codesIn(file) {
			shown[code] = true
		}
	}
	source := regexp.MustCompile(`"([EW]-[A-Z]+-[0-9])"`)
	for _, text := range glob(t, "*.go") {
		for _, m := range source.FindAllSubmatch(text, -1) {
			code := string(m[1])
			if !documented[code] {
				t.Errorf("%s is reported and has no line in docs/diagnostics.md", code)
			}
			if !shown[code] && code != "W-SITE-2" {
				t.Errorf("%s is reported and no document of testdata/bad shows it", code)
			}
		}
	}
}

var codePattern = regexp.MustCompile(`[EWR]-[A-Z]+(-[0-9])?`)

func codesIn(text []byte) map[string]bool {
	out := make(map[string]bool)
	for _, code := range codePattern.FindAll(text, -1) {
		out[string(code)] = true
	}
	return out
}

func glob(t *testing.T, pattern string) [][]byte {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, text)
	}
	return out
}
