package handbook

import (
	"cmp"
	"slices"
	"strings"

	"github.com/headgate/headgate/docs"
)

// ordinary are words of the glossary that a handbook uses as anybody does.
var ordinary = []string{"Else", "Who", "Place", "Plan", "Node", "Result", "Class", "type"}

// glossary explains the words the book uses, in alphabetical order. The entries
// are those of docs/glossary.md, but for its last part, about the machinery.
func (b *builder) glossary(book *Book) *Section {
	used := " " + wordsOf(book.text()) + " "
	t := Table{Caption: "Words used here", Head: []string{"Word", "Means"}}
	for _, term := range docs.Glossary() {
		if term.Part != "Machinery" && slices.ContainsFunc(term.Words, func(w string) bool { return !slices.Contains(ordinary, w) && uses(used, w) }) {
			t.Rows = append(t.Rows, row(strong(strings.Join(term.Words, ", ")), plain(capital(unmarked.Replace(term.Text)))))
		}
	}
	slices.SortStableFunc(t.Rows, func(a, b Row) int { return cmp.Compare(a.Cells[0].String(), b.Cells[0].String()) })
	if len(t.Rows) == 0 {
		return nil
	}
	s := &Section{ID: "glossary", Title: "Words"}
	s.table(t)
	return s
}

// uses reports whether a word, or its plural, stands in a text of words.
func uses(text, word string) bool {
	word = wordsOf(word)
	return strings.Contains(text, " "+word+" ") || strings.Contains(text, " "+word+"s ")
}

// wordsOf is a text in small letters with one space between its words.
func wordsOf(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return (r < 'a' || r > 'z') && r != '-' && r < 128
	}), " ")
}

// unmarked takes the marks of Markdown out of a text.
var unmarked = strings.NewReplacer("*", "", "`", "")

// text is all that the book says, for finding words.
func (b *Book) text() string {
	var out strings.Builder
	for _, s := range b.Sections {
		s.write(&out)
	}
	return out.String()
}

func (s *Section) write(out *strings.Builder) {
	out.WriteString(s.Title + " " + strings.Join(s.Tags, " ") + " ")
	for _, block := range s.Blocks {
		for _, t := range textsOf(block) {
			out.WriteString(t.String() + " ")
		}
	}
	for _, child := range s.all() {
		child.write(out)
	}
}

// textsOf lists the texts of a block, heads and terms included.
func textsOf(block Block) []Text {
	switch x := block.(type) {
	case Para:
		return []Text{x.Text}
	case List:
		return x.Items
	case Facts:
		return textsOfFacts(x.List)
	case Group:
		return append(textsOfFacts(x.Facts), x.Lead)
	case Table:
		out := plains(append([]string{x.Caption}, x.Head...))
		for _, r := range x.Rows {
			out = append(out, r.Cells...)
		}
		return out
	}
	return nil
}

func textsOfFacts(list []Fact) []Text {
	var out []Text
	for _, f := range list {
		out = append(append(out, plain(f.Term)), f.Items...)
	}
	return out
}
