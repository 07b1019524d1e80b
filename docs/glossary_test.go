package docs_test

import (
	"strings"
	"testing"

	"github.com/headgate/headgate/docs"
)

func TestGlossary(t *testing.T) {
	t.Parallel()
	terms := docs.Glossary()
	words := map[string]docs.Term{}
	for _, x := range terms {
		if x.Part == "" || !strings.HasSuffix(x.Text, ".") || len(x.Text) < 10 {
			t.Errorf("%v is not read in full: %+v", x.Words, x)
		}
		for _, w := range x.Words {
			if words[w].Part == x.Part {
				t.Errorf("%s is explained twice", w)
			}
			words[w] = x
		}
	}
	if x := words["Handoff"]; x.Part != "People" || !strings.Contains(x.Text, "**accepts**; a refusal says why.") {
		t.Errorf("Handoff: got %+v", x)
	}
	for _, w := range []string{"Relation", "Freeze", "Ready", "Executor", "dry run"} {
		if words[w].Text == "" {
			t.Errorf("%s is not found", w)
		}
	}
}
