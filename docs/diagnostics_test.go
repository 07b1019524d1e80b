package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/headgate/headgate/docs"
)

// TestEveryCodeIsExplained: a code that the program can show has its row in
// diagnostics.md, and no code has two.
func TestEveryCodeIsExplained(t *testing.T) {
	t.Parallel()
	explained := map[string]bool{}
	anchors := map[string]bool{}
	for _, s := range docs.Language() {
		anchors[s.Anchor] = true
	}
	for _, d := range docs.Diagnostics() {
		if !anchors[d.See] {
			t.Errorf("%s: language.md has no #%s", d.Code, d.See)
		}
		if explained[d.Code] {
			t.Errorf("%s has two rows", d.Code)
		}
		if d.Found == "" || d.Mend == "" {
			t.Errorf("%s is not explained: %+v", d.Code, d)
		}
		explained[d.Code] = true
	}
	code := regexp.MustCompile(`"([EWR]-[A-Z]+(-[0-9])?)"`)
	for _, pattern := range []string{"../model/*.go", "../engine/*.go", "../internal/service/*.go", "../internal/cli/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range code.FindAllSubmatch(text, -1) {
				if !explained[string(m[1])] {
					t.Errorf("%s reports %s, which diagnostics.md does not explain", file, m[1])
				}
			}
		}
	}
}
