package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/analysis/proof"
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/docs"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/executor"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
	"github.com/headgate/headgate/modeltest"
)

const mend = "write it into docs/language.md; a part that runs from now on leaves its section \"Not yet\""

// TestTheLanguagePageHasTheKeysOfTheCode: what the page says may stand on a
// kind, in the header and under an action is what documents are read with.
func TestTheLanguagePageHasTheKeysOfTheCode(t *testing.T) {
	t.Parallel()
	texts := keysOf(t, "Keys of any step")[:6]
	for _, kind := range model.Kinds() {
		if notYet(kind) {
			continue
		}
		got := slices.Concat(keysOf(t, kind), also(t, kind), texts)
		var want []string
		for _, key := range model.FieldsOf(kind) {
			silence := kind == "handoff" && key == "else" // read, and refused with E-TIME-4
			if !silence && !notYet(key, kind+"."+key) {
				want = append(want, key)
			}
		}
		same(t, kind, got, want)
	}
	var sections []string
	for _, key := range model.Keys() {
		if !notYet(key) {
			sections = append(sections, key)
		}
	}
	same(t, "header and sections", slices.Concat(keysOf(t, "Header"), keysOf(t, "Sections")), sections)
	var verbs []string
	for _, verb := range model.Verbs() {
		if !notYet(verb) {
			verbs = append(verbs, verb)
		}
	}
	same(t, "actions", keysOf(t, "Actions"), verbs)
}

// TestTheLanguagePageSaysWhatMustStand holds the column "Must" against the code.
func TestTheLanguagePageSaysWhatMustStand(t *testing.T) {
	t.Parallel()
	for _, kind := range model.Kinds() {
		if notYet(kind) {
			continue
		}
		rows := rowsOf(t, kind)
		for _, oneOf := range model.Required(kind) {
			want := "yes"
			if len(oneOf) > 1 {
				want = "one of `" + strings.Join(oneOf, "` `") + "`"
			}
			for _, key := range oneOf {
				if row := rows[key]; len(row) < 3 || row[2] != want {
					t.Errorf("%s: `%s` must be said: got %q, want %q", kind, key, row, want)
				}
			}
		}
	}
}

// TestTheLanguagePageNamesWhatDoesNotRun: the last section has what the code
// refuses, in its words.
func TestTheLanguagePageNamesWhatDoesNotRun(t *testing.T) {
	t.Parallel()
	var got []string
	for line := range strings.Lines(text(t, "Not yet")) {
		if item, ok := strings.CutPrefix(strings.TrimSpace(line), "* "); ok {
			got = append(got, item)
		}
	}
	if diff := cmp.Diff(model.NotYet(), got); diff != "" {
		t.Errorf("not yet (-code +page): %s\n%s", mend, diff)
	}
}

// TestTheExamplesOfTheLanguagePage: documents that the page shows are read
// without a finding, and the complete model comes out as its tests say.
func TestTheExamplesOfTheLanguagePage(t *testing.T) {
	t.Parallel()
	if _, found := model.Parse("site.yaml", []byte(fenced(t, "Site"))); len(found) > 0 {
		t.Errorf("site.yaml: %v", found)
	}
	if _, err := executor.ParseConfig([]byte(fenced(t, "Executors"))); err != nil {
		t.Error(err)
	}
	play(t, "language.md", fenced(t, "A complete model"))
}

// TestTheTimesOfTheLanguagePage: what it says can be written as a time, a
// duration or a window is read as one.
func TestTheTimesOfTheLanguagePage(t *testing.T) {
	t.Parallel()
	spans := regexp.MustCompile("`([^`]+)`")
	times, rest, _ := strings.Cut(text(t, "Time"), "**Durations:**")
	durations, _, _ := strings.Cut(rest, "\n")
	for line := range strings.Lines(times) {
		cell, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
		if !ok || !strings.HasPrefix(line, "|") {
			continue
		}
		for _, m := range spans.FindAllStringSubmatch(cell, -1) {
			if _, err := calendar.ParseTime(m[1]); err != nil {
				t.Errorf("no time: %s: %v", m[1], err)
			}
		}
	}
	for _, m := range regexp.MustCompile("`([0-9][^`]*)`").FindAllStringSubmatch(durations, -1) {
		_, err := calendar.ParseDur(m[1])
		if strings.Contains(m[1], "..") {
			_, err = calendar.ParseEstimate(m[1])
		}
		if err != nil {
			t.Errorf("no duration: %s: %v", m[1], err)
		}
	}
	for _, window := range []string{"Mon-Thu 08:00-16:00 Europe/Berlin", "always"} {
		if _, err := calendar.ParseWindow(window); err != nil || !strings.Contains(text(t, "Windows"), "`"+window+"`") {
			t.Errorf("no window, or not on the page: %s: %v", window, err)
		}
	}
}

// TestLinksIntoTheLanguagePage: links to a heading of it, from any page, and
// words that messages send people to, are there.
func TestLinksIntoTheLanguagePage(t *testing.T) {
	t.Parallel()
	anchors := map[string]bool{}
	for _, s := range docs.Language() {
		if anchors[s.Anchor] {
			t.Errorf("two headings #%s", s.Anchor)
		}
		anchors[s.Anchor] = true
	}
	link := regexp.MustCompile(`language\.md#([a-z0-9_-]+)`)
	own := regexp.MustCompile(`\]\(#([a-z0-9_-]+)\)`)
	for _, pattern := range []string{"*.md", "manual/*.md", "../*.md"} {
		for file, page := range files(t, pattern) {
			found := link.FindAllStringSubmatch(page, -1)
			if file == "language.md" {
				found = own.FindAllStringSubmatch(page, -1)
			}
			for _, m := range found {
				if !anchors[m[1]] {
					t.Errorf("%s: language.md has no #%s", file, m[1])
				}
			}
		}
	}
	asked := regexp.MustCompile(`headgate explain ([a-z_]+)`)
	for file, source := range files(t, "../model/*.go") {
		for _, m := range asked.FindAllStringSubmatch(source, -1) {
			if _, ok := docs.Explain(m[1]); !ok {
				t.Errorf("%s sends people to `headgate explain %s`, which says nothing", file, m[1])
			}
		}
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ word, anchor, has string }{
		{"task", "task", "differs_from"},
		{"then", "then-else-and-watch", "reject"},
		{"overlay", "overlays", "skip"},
		{"due", "keys-of-any-step", "the limit"},
		{"granted", "conditions", "Change allows"},
	} {
		e, ok := docs.Explain(tt.word)
		if !ok || e.Sections[0].Anchor != tt.anchor || !strings.Contains(e.Sections[0].Text, tt.has) {
			t.Errorf("%s: got %+v, want #%s with %q", tt.word, e, tt.anchor, tt.has)
		}
	}
	if e, ok := docs.Explain("nothing_of_this"); ok {
		t.Errorf("got %+v, want nothing", e)
	}
}

// play checks a document with the shipped ones around it, plays its tests, and
// explores it if it is one that people copy.
func play(t *testing.T, file, doc string) {
	t.Helper()
	set, found := model.LoadSet(slices.Concat(models.Shipped(), models.Site(), []model.File{{Name: file, Text: []byte(doc)}}))
	if len(found) > 0 {
		t.Fatal(set.Annotate(found))
	}
	m := set.Models[len(set.Models)-1]
	suite, found := modeltest.Compile(m, m.Tests, set, set.Site)
	if len(found) > 0 {
		t.Fatal(set.Annotate(found))
	}
	if len(suite.Tests) == 0 {
		t.Fatalf("%s plays no test", file)
	}
	for i := range suite.Tests {
		r := suite.Play(&suite.Tests[i])
		if r.Status == modeltest.Passed {
			continue
		}
		t.Errorf("%s: %s: %v %s", file, r.Name, r.Status, r.Later)
		if f := r.Failure; f != nil {
			t.Errorf("%v: expected %s, but %s\n  %s", f.Pos, f.Want, f.Got, strings.Join(f.Story, "\n  "))
		}
	}
	if !strings.HasPrefix(file, "testdata/") {
		prove(t, file, m, set)
	}
}

// prove explores the first situations of a model: each must be able to end.
func prove(t *testing.T, file string, m *model.Model, set *model.Set) {
	t.Helper()
	plan, found := engine.Build(m, set, set.Site)
	if plan == nil || len(found) > 0 {
		t.Fatal(set.Annotate(found))
	}
	for _, f := range proof.Prove(plan, proof.Limits{Situations: 5_000}).Findings {
		t.Errorf("%s: %s: %s\n  %s", file, f.Code, f.Message, strings.Join(f.Story, "\n  "))
	}
}

// same compares two lists as sets without doubles.
func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	got, want = slices.Clone(got), slices.Clone(want)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-code +page): %s\n%s", what, mend, diff)
	}
}

// partsOf are the words of what does not run yet that its line does not show.
var partsOf = map[string]string{
	"lock": "locks", "label": "labels", "shown_as": "labels", "private": "child cases (`release:`)",
	"task.valid_for": "the validity of a task", "task.valid_until": "the validity of a task",
	"enrol": "enrolment (`open`, `min … of`)", "exclude": "enrolment (`open`, `min … of`)",
}

// notYet reports whether a word, or one of a kind, is all of something that
// does not run yet.
func notYet(words ...string) bool {
	for _, line := range model.NotYet() {
		for _, w := range words {
			if partsOf[w] == line || strings.Contains(line, "`"+w+"`") || strings.Contains(line, "`"+w+":`") || slices.Contains(strings.Split(line, " and "), w) {
				return true
			}
		}
	}
	return false
}

func text(t *testing.T, title string) string {
	t.Helper()
	for _, s := range docs.Language() {
		if s.Title == title {
			return s.Text
		}
	}
	t.Fatalf("no section %q; %s", title, mend)
	return ""
}

var word = regexp.MustCompile("`([A-Za-z_]+)`")

// rowsOf gives the cells of the first table of a section, by its keys.
func rowsOf(t *testing.T, title string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for line := range strings.Lines(text(t, title)) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		row := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		if m := word.FindStringSubmatch(row[0]); m != nil {
			out[m[1]] = row
		}
	}
	return out
}

// keysOf lists the keys of the tables of a section, in their order.
func keysOf(t *testing.T, title string) []string {
	t.Helper()
	var out []string
	for line := range strings.Lines(text(t, title)) {
		if first, _, ok := strings.Cut(strings.TrimPrefix(line, "|"), "|"); ok && strings.HasPrefix(line, "|") {
			for _, m := range word.FindAllStringSubmatch(first, -1) {
				out = append(out, m[1])
			}
		}
	}
	return out
}

// also lists the words of the line "Also: …" of a kind.
func also(t *testing.T, kind string) []string {
	t.Helper()
	var out []string
	for line := range strings.Lines(text(t, kind)) {
		if rest, ok := strings.CutPrefix(line, "Also: "); ok {
			list, _, _ := strings.Cut(rest, ".")
			for _, m := range word.FindAllStringSubmatch(list, -1) {
				out = append(out, m[1])
			}
		}
	}
	return out
}

// fenced gives the yaml of a section.
func fenced(t *testing.T, title string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text(t, title), "```yaml\n")
	block, _, closed := strings.Cut(rest, "```")
	if !ok || !closed {
		t.Fatalf("%s shows no yaml", title)
	}
	return block
}

func files(t *testing.T, pattern string) map[string]string {
	t.Helper()
	out := map[string]string{}
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(text)
	}
	return out
}

// TestTheSentencesOfTheLanguagePage plays what the page says outside of tables.
func TestTheSentencesOfTheLanguagePage(t *testing.T) {
	t.Parallel()
	for file, doc := range files(t, "testdata/*.yaml") {
		play(t, file, doc)
	}
}
