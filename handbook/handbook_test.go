package handbook

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// bookOf writes the handbook of a model of the files.
func bookOf(t *testing.T, id string, files []model.File) Book {
	t.Helper()
	set, found := model.LoadSet(files)
	if found.HasErrors() {
		t.Fatal(found)
	}
	m := set.ByID(id)
	if m == nil {
		t.Fatalf("no model %s", id)
	}
	p, found := engine.Build(m, set, set.Site)
	if p == nil {
		t.Fatal(set.Annotate(found))
	}
	flat, _ := model.Flatten(m, set)
	return Of(p, flat)
}

func shipped() []model.File { return append(models.Shipped(), models.Site()...) }

// digests change with every letter of a model, and say nothing of the book.
var digests = regexp.MustCompile(`\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b`)

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	got = digests.ReplaceAll(got, []byte("0123456789ab"))
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(got), "\n"), strings.Split(string(want), "\n")); diff != "" {
		t.Errorf("%s (-got +want):\n%s", name, diff)
	}
}

func TestShippedHandbooks(t *testing.T) {
	t.Parallel()
	small, large := bookOf(t, "handbook-page", shipped()), bookOf(t, "software-standard", shipped())
	golden(t, "handbook-page.md", small.Markdown())
	golden(t, "handbook-page.html", small.HTML())
	golden(t, "software-standard.md", large.Markdown())
}

// The order of the files, and of every map on the way, does not show.
func TestSameModelSameBytes(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"handbook-page", "software-standard", "release-core", "change-basic"} {
		first := bookOf(t, id, shipped())
		files := shipped()
		slices.Reverse(files)
		second := bookOf(t, id, files)
		if !bytes.Equal(first.HTML(), second.HTML()) || !bytes.Equal(first.Markdown(), second.Markdown()) {
			t.Errorf("%s: two handbooks of one model differ", id)
		}
		if !bytes.Equal(first.HTML(), first.HTML()) {
			t.Errorf("%s: one book is written in two ways", id)
		}
	}
}

var (
	idOf   = regexp.MustCompile(` id="([^"]*)"`)
	linkOf = regexp.MustCompile(`href="#([^"]*)"`)
)

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	t.Parallel()
	set, _ := model.LoadSet(shipped())
	for _, m := range set.Models {
		id := m.ID
		page := string(bookOf(t, id, shipped()).HTML())
		there := map[string]int{}
		for _, m := range idOf.FindAllStringSubmatch(page, -1) {
			if m[1] != "tip" { // the arrowhead, the same in every picture
				there[m[1]]++
			}
		}
		for name, n := range there {
			if n > 1 {
				t.Errorf("%s: id %s is there %d times", id, name, n)
			}
		}
		for _, m := range linkOf.FindAllStringSubmatch(page, -1) {
			if there[m[1]] == 0 {
				t.Errorf("%s: a link leads to #%s, which is not there", id, m[1])
			}
		}
	}
}

// Every step of the plan, of overlays too, has its section.
func TestEveryStepIsTold(t *testing.T) {
	t.Parallel()
	book := bookOf(t, "software-standard", shipped())
	numbers := book.number()
	set, _ := model.LoadSet(shipped())
	p, _ := engine.Build(set.ByID("software-standard"), set, set.Site)
	for i := range p.Nodes {
		if id := p.Nodes[i].ID; id != "" && numbers["step-"+id] == "" {
			t.Errorf("%s has no section", id)
		}
	}
}

var tag = regexp.MustCompile(`<(/?)([a-z0-9]+)[^>]*?(/?)>`)

// Elements are closed in the order in which they were opened.
func TestPageIsWellFormed(t *testing.T) {
	t.Parallel()
	page := string(bookOf(t, "software-standard", shipped()).HTML())
	var open []string
	for _, m := range tag.FindAllStringSubmatch(page, -1) {
		switch {
		case m[3] == "/" || m[2] == "meta":
		case m[1] == "":
			open = append(open, m[2])
		case len(open) == 0 || open[len(open)-1] != m[2]:
			t.Fatalf("</%s> closes %v", m[2], open[max(0, len(open)-3):])
		default:
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Errorf("left open: %v", open)
	}
	for _, want := range []string{"<header>", "<main>", "<nav ", "<footer>", `<th scope="col">`, `<th scope="row">`, "<caption>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
}

// What a document says is shown and does nothing.
func TestTextsAreEscaped(t *testing.T) {
	t.Parallel()
	files := shipped()
	for i := range files {
		files[i].Text = bytes.ReplaceAll(files[i].Text, []byte("Page of the staff handbook"), []byte(`'</style><script>alert(1)</script> "x" \ | * _ `+"`'"))
	}
	book := bookOf(t, "handbook-page", files)
	if page := string(book.HTML()); strings.Contains(page, "<script") || !strings.Contains(page, "&lt;script&gt;") {
		t.Error("a title reached the page as markup")
	}
	if text := string(book.Markdown()); strings.Contains(text, "<script") || !strings.Contains(text, `\| \* \_ \`+"`") && !strings.Contains(text, `| \* \_ \`+"`") {
		t.Errorf("a title reached the text as markup: %.200s", text)
	}
}
