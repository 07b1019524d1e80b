package docs

import (
	_ "embed" // language.md
	"regexp"
	"slices"
	"strings"
)

//go:embed language.md
var language string

// Section is a part of language.md under one heading, without the parts under
// headings below it.
type Section struct {
	Title  string `json:"title"`  // as in the heading, without backticks
	Anchor string `json:"anchor"` // of the heading in the page
	Text   string `json:"text"`   // Markdown
	words  []string
}

// Entry is what language.md says of a word: the section about it, or else the
// rows that have it as their key, each with the section it stands in.
type Entry struct {
	Word     string    `json:"word"`
	Sections []Section `json:"sections"`
}

// Language returns the sections of language.md in the order of the page.
func Language() []Section {
	var out []Section
	fenced := false
	for line := range strings.Lines(language) {
		fenced = fenced != strings.HasPrefix(line, "```")
		if title, ok := heading(line); ok && !fenced {
			out = append(out, section(title))
			continue
		}
		if n := len(out); n > 0 {
			out[n-1].Text += line
		}
	}
	for i := range out {
		out[i].Text = strings.TrimSpace(out[i].Text)
	}
	return out
}

// Explain says what language.md has on a word: a kind of step, a key, a verb, a
// name of conditions, or a topic. ok is false if it has nothing.
func Explain(word string) (e Entry, ok bool) {
	e.Word = word
	sections := Language()
	for _, s := range sections {
		if slices.Contains(s.words, strings.ToLower(word)) {
			e.Sections = append(e.Sections, s)
		}
	}
	if len(e.Sections) > 0 {
		return e, true
	}
	for _, s := range sections {
		if rows := rowsOf(s.Text, word); rows != "" {
			s.Text = rows
			e.Sections = append(e.Sections, s)
		}
	}
	return e, len(e.Sections) > 0
}

// Words returns every word that Explain knows, sorted.
func Words() []string {
	var out []string
	for _, s := range Language() {
		out = append(out, s.words...)
		for line := range strings.Lines(s.Text) {
			if row := cells(line); row != nil {
				out = append(out, keys(row[0])...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func heading(line string) (string, bool) {
	hashes, title, ok := strings.Cut(strings.TrimSpace(line), " ")
	return title, ok && (hashes == "#" || hashes == "##" || hashes == "###")
}

// section takes the words a heading is about: those in backticks, or all of it.
func section(title string) Section {
	plain := strings.ToLower(strings.ReplaceAll(title, "`", ""))
	s := Section{Title: strings.ReplaceAll(title, "`", ""), Anchor: anchor(plain), words: keys(title)}
	if len(s.words) == 0 {
		s.words = []string{plain}
		if one, plural := strings.CutSuffix(plain, "s"); plural {
			s.words = append(s.words, one)
		}
	}
	return s
}

// anchor is what a heading is linked by: small letters, digits, and dashes for
// spaces.
func anchor(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return -1
	}, title)
}

var quoted = regexp.MustCompile("`([A-Za-z_]+)[^`]*`")

// keys are the words in backticks of a heading or of the first cell of a row.
func keys(cell string) []string {
	var out []string
	for _, m := range quoted.FindAllStringSubmatch(cell, -1) {
		out = append(out, m[1])
	}
	return out
}

// rowsOf keeps of the tables of a text the rows of a word, with their heads.
func rowsOf(text, word string) string {
	var out, head strings.Builder
	for line := range strings.Lines(text) {
		row := cells(line)
		switch {
		case row == nil:
			head.Reset()
		case head.Len() == 0 || strings.HasPrefix(row[0], "---"):
			head.WriteString(line)
		case slices.Contains(keys(row[0]), word):
			out.WriteString(head.String())
			out.WriteString(line)
		}
	}
	return strings.TrimSpace(out.String())
}
