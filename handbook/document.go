package handbook

import (
	"slices"
	"strings"
)

// Book is a handbook: a title, what identifies it, and its sections, numbered
// from 1.
type Book struct {
	Title    string
	Subtitle string
	Running  string // in the margin of every printed page
	Head     []Fact
	Sections []*Section
}

// Section is a numbered part. ID is unique in the book and names it in links.
type Section struct {
	ID       string
	Title    string
	Code     string // the id of what it is about, or empty
	Tags     []string
	Blocks   []Block
	Sections []*Section

	number string // 5.2.1, see Book.number
}

// Block is a Para, List, Facts, Table, Figure or Group.
type Block interface{ block() }

// Para is a paragraph.
type Para struct{ Text Text }

// List is a list of points; Boxes are to be ticked.
type List struct {
	Items []Text
	Boxes bool
}

// Facts is what is to be known of something, term by term.
type Facts struct{ List []Fact }

// Fact is a term with what it is; several Items are a list.
type Fact struct {
	Term  string
	Items []Text
	Boxes bool // Items are a checklist
}

// Table has a head and rows of as many cells. The first cell of a row names it.
type Table struct {
	Caption string
	Head    []string
	Rows    []Row
	Matrix  bool // cells are letters under upright heads
}

// Row is a row of a table; ID, if set, names it in links.
type Row struct {
	ID    string
	Cells []Text
}

// Figure is a picture with what it shows. A Whole one is as wide as the page.
type Figure struct {
	SVG     string
	Caption string
	Whole   bool
}

// Group puts the steps of a block together.
type Group struct {
	Lead     Text
	Facts    []Fact
	Sections []*Section
}

func (Para) block()   {}
func (List) block()   {}
func (Facts) block()  {}
func (Table) block()  {}
func (Figure) block() {}
func (Group) block()  {}

// Text is a line of runs.
type Text []Run

// Run is a piece of text in one style. To is the ID it leads to, or empty.
type Run struct {
	Text  string
	Style Style
	To    string
}

// Style is how a run stands out.
type Style uint8

// The styles.
const (
	Plain Style = iota
	Code
	Strong
)

func plain(s string) Text {
	if s == "" {
		return nil
	}
	return Text{{Text: s}}
}

func code(s string) Text   { return Text{{Text: s, Style: Code}} }
func strong(s string) Text { return Text{{Text: s, Style: Strong}} }

// then returns the texts one after another.
func then(texts ...Text) Text {
	var out Text
	for _, t := range texts {
		out = append(out, t...)
	}
	return out
}

// joined returns the texts that say something, with a separator between.
func joined(texts []Text, between string) Text {
	var out Text
	for _, t := range texts {
		if len(t) == 0 {
			continue
		}
		if len(out) > 0 {
			out = append(out, Run{Text: between})
		}
		out = append(out, t...)
	}
	return out
}

// facts collects what is set.
type facts struct{ list []Fact }

// add appends a fact of the items that are not empty, if there is one.
func (f *facts) add(term string, items ...Text) { f.put(Fact{Term: term, Items: items}) }

func (f *facts) put(x Fact) {
	var kept []Text
	for _, t := range x.Items {
		if len(t) > 0 {
			kept = append(kept, t)
		}
	}
	if len(kept) > 0 {
		x.Items = kept
		f.list = append(f.list, x)
	}
}

func (s *Section) add(blocks ...Block) { s.Blocks = append(s.Blocks, blocks...) }

// table appends a table that has rows, without the columns in which nothing
// stands.
func (s *Section) table(t Table) {
	if len(t.Rows) == 0 {
		return
	}
	if !t.Matrix {
		t.drop()
	}
	s.add(t)
}

// drop leaves out the columns behind the first that have no text.
func (t *Table) drop() {
	for i := len(t.Head) - 1; i > 0; i-- {
		if slices.ContainsFunc(t.Rows, func(r Row) bool { return r.Cells[i].String() != "" }) {
			continue
		}
		t.Head = slices.Delete(t.Head, i, i+1)
		for j := range t.Rows {
			t.Rows[j].Cells = slices.Delete(t.Rows[j].Cells, i, i+1)
		}
	}
}

func row(cells ...Text) Row { return Row{Cells: cells} }

// String is the text without styles.
func (t Text) String() string {
	var b strings.Builder
	for _, r := range t {
		b.WriteString(r.Text)
	}
	return b.String()
}
