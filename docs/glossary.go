package docs

import (
	_ "embed" // glossary.md
	"strings"
)

//go:embed glossary.md
var glossary string

// Term is an entry of the glossary: the words it explains, and the sentences,
// in the Markdown of the page. Part is the heading it stands under.
type Term struct {
	Part  string
	Words []string
	Text  string
}

// Glossary returns the entries of glossary.md, in the order of the page.
func Glossary() []Term {
	var out []Term
	part := ""
	for _, paragraph := range strings.Split(glossary, "\n\n") {
		text := strings.Join(strings.Fields(paragraph), " ")
		switch {
		case strings.HasPrefix(text, "## "):
			part = strings.TrimPrefix(text, "## ")
		case strings.HasPrefix(text, "**"):
			out = append(out, termsOf(part, text)...)
		}
	}
	return out
}

// termsOf reads "**Fact** – a reading …. **Plan** – a model …": every bold word
// before a dash begins a term.
func termsOf(part, paragraph string) []Term {
	var out []Term
	for rest := paragraph; rest != ""; {
		head, text, ok := strings.Cut(strings.TrimPrefix(rest, "**"), "** – ")
		if !ok {
			break
		}
		next := nextTerm(text)
		out = append(out, Term{Part: part, Words: strings.Split(head, ", "), Text: strings.TrimSpace(text[:next])})
		rest = text[next:]
	}
	return out
}

// nextTerm is where the next bold word before a dash begins, or the end.
func nextTerm(text string) int {
	end := strings.Index(text, "** – ")
	if end < 0 {
		return len(text)
	}
	return strings.LastIndex(text[:end], "**")
}
