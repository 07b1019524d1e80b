package handbook

import (
	_ "embed" // handbook.css
	"fmt"
	"html"
	"strconv"
	"strings"
)

//go:embed handbook.css
var style string

// HTML writes the book as one page that needs nothing else: no script, no font,
// no picture from elsewhere. It has landmarks, headings and table heads for
// those who listen to it, and a style of its own for paper.
func (b Book) HTML() []byte {
	w := page{numbers: b.number()}
	w.line(`<!doctype html>`)
	w.line(`<html lang="en">`)
	w.line(`<head>`)
	w.line(`<meta charset="utf-8">`)
	w.line(`<meta name="viewport" content="width=device-width, initial-scale=1">`)
	w.line(`<title>%s</title>`, html.EscapeString(b.Title+" – "+b.Subtitle))
	w.line("<style>\n%s%s</style>", style, running(b.Running))
	w.line(`</head>`)
	w.line(`<body>`)
	w.line(`<a class="skip" href="#%s">To the contents</a>`, b.first())
	w.line(`<header>`)
	w.line(`<h1>%s</h1>`, html.EscapeString(b.Title))
	w.line(`<p class="subtitle">%s</p>`, html.EscapeString(b.Subtitle))
	w.facts(b.Head)
	w.line(`</header>`)
	w.contents(b.Sections)
	w.line(`<main>`)
	for _, s := range b.Sections {
		w.section(s, 2)
	}
	w.line(`</main>`)
	w.line(`<footer><p>%s</p></footer>`, html.EscapeString(b.Running))
	w.line(`</body>`)
	w.line(`</html>`)
	return []byte(w.String())
}

func (b *Book) first() string {
	if len(b.Sections) == 0 {
		return ""
	}
	return b.Sections[0].ID
}

// running puts the title into the margin of printed pages.
// Source: CSS Paged Media, section 6.
func running(title string) string {
	return "@page{@top-left{content:" + cssString(title) + "}}\n"
}

// cssString writes a text as a string of CSS that ends no style element.
func cssString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		if strings.ContainsRune("\"\\<>\n\r\f", r) {
			fmt.Fprintf(&b, `\%x `, r)
			continue
		}
		b.WriteRune(r)
	}
	b.WriteByte('"')
	return b.String()
}

type page struct {
	strings.Builder
	numbers map[string]string
}

func (w *page) line(format string, args ...any) { fmt.Fprintf(&w.Builder, format+"\n", args...) }

// contents is the list of the sections, and of the parts of long ones.
func (w *page) contents(list []*Section) {
	w.line(`<nav aria-labelledby="contents">`)
	w.line(`<h2 id="contents">Contents</h2>`)
	w.entries(list, 2)
	w.line(`</nav>`)
}

func (w *page) entries(list []*Section, depth int) {
	if len(list) == 0 || depth == 0 {
		return
	}
	w.line(`<ol>`)
	for _, s := range list {
		w.line(`<li><a href="#%s"><span class="number">%s</span> %s</a>`, s.ID, s.number, html.EscapeString(s.Title))
		w.entries(s.Sections, depth-1)
		w.line(`</li>`)
	}
	w.line(`</ol>`)
}

func (w *page) section(s *Section, level int) {
	w.line(`<section id="%s" class="%s" aria-labelledby="%s-title">`, s.ID, "level"+strconv.Itoa(level), s.ID)
	w.WriteString(`<h` + strconv.Itoa(min(level, 6)) + ` id="` + s.ID + `-title"><span class="number">` + s.number + `</span> ` + html.EscapeString(s.Title))
	if s.Code != "" {
		w.WriteString(` <code>` + html.EscapeString(s.Code) + `</code>`)
	}
	w.line(`</h%d>`, min(level, 6))
	if len(s.Tags) > 0 {
		w.line(`<p class="tags">%s</p>`, tags(s.Tags))
	}
	for _, block := range s.Blocks {
		w.block(block, level)
	}
	for _, child := range s.Sections {
		w.section(child, level+1)
	}
	w.line(`</section>`)
}

func tags(list []string) string {
	var b strings.Builder
	for i, t := range list {
		if i > 0 {
			b.WriteString(`<span class="between">, </span>`)
		}
		b.WriteString(`<span class="tag">` + html.EscapeString(t) + `</span>`)
	}
	return b.String()
}

func (w *page) block(block Block, level int) {
	switch x := block.(type) {
	case Para:
		w.line(`<p>%s</p>`, w.text(x.Text))
	case List:
		w.items(x.Items, x.Boxes)
	case Facts:
		w.facts(x.List)
	case Table:
		w.table(&x)
	case Figure:
		w.figure(&x)
	case Group:
		w.group(&x, level)
	}
}

func (w *page) figure(f *Figure) {
	class := ""
	if f.Whole {
		class = ` class="whole"`
	}
	w.line(`<figure%s tabindex="0">`, class)
	w.WriteString(f.SVG)
	if f.Caption != "" {
		w.line(`<figcaption>%s</figcaption>`, html.EscapeString(f.Caption))
	}
	w.line(`</figure>`)
}

func (w *page) group(g *Group, level int) {
	if len(g.Lead) > 0 {
		w.line(`<div class="together">`)
		w.line(`<p class="lead">%s</p>`, w.text(g.Lead))
		w.facts(g.Facts)
	}
	for _, s := range g.Sections {
		w.section(s, level+1)
	}
	if len(g.Lead) > 0 {
		w.line(`</div>`)
	}
}

func (w *page) facts(list []Fact) {
	if len(list) == 0 {
		return
	}
	w.line(`<dl>`)
	for _, f := range list {
		w.line(`<div><dt>%s</dt>`, html.EscapeString(f.Term))
		if len(f.Items) == 1 && !f.Boxes {
			w.line(`<dd>%s</dd></div>`, w.text(f.Items[0]))
			continue
		}
		w.line(`<dd>`)
		w.items(f.Items, f.Boxes)
		w.line(`</dd></div>`)
	}
	w.line(`</dl>`)
}

func (w *page) items(list []Text, boxes bool) {
	class := ""
	if boxes {
		class = ` class="boxes"`
	}
	w.line(`<ul%s>`, class)
	for _, t := range list {
		w.line(`<li>%s</li>`, w.text(t))
	}
	w.line(`</ul>`)
}

func (w *page) table(t *Table) {
	class := ""
	if t.Matrix {
		class = ` class="matrix"`
	}
	w.line(`<div class="scroll" tabindex="0" role="group" aria-label="%s"><table%s>`, html.EscapeString(t.Caption), class)
	w.line(`<caption>%s</caption>`, html.EscapeString(t.Caption))
	w.WriteString(`<thead><tr>`)
	for _, h := range t.Head {
		w.WriteString(`<th scope="col"><span>` + html.EscapeString(h) + `</span></th>`)
	}
	w.line(`</tr></thead>`)
	w.line(`<tbody>`)
	for _, r := range t.Rows {
		w.row(&r)
	}
	w.line(`</tbody></table></div>`)
}

func (w *page) row(r *Row) {
	if r.ID != "" {
		w.WriteString(`<tr id="` + r.ID + `">`)
	} else {
		w.WriteString(`<tr>`)
	}
	for i, c := range r.Cells {
		if i == 0 {
			w.WriteString(`<th scope="row">` + w.text(c) + `</th>`)
			continue
		}
		w.WriteString(`<td>` + w.text(c) + `</td>`)
	}
	w.line(`</tr>`)
}

// text writes runs. A link to a section carries its number, which paper shows.
func (w *page) text(t Text) string {
	var b strings.Builder
	for _, r := range t {
		s := html.EscapeString(r.Text)
		switch r.Style {
		case Code:
			s = `<code>` + s + `</code>`
		case Strong:
			s = `<strong>` + s + `</strong>`
		}
		switch number := w.numbers[r.To]; {
		case r.To == "":
		case number == "":
			s = `<a class="quiet" href="#` + r.To + `">` + s + `</a>`
		default:
			s = `<a href="#` + r.To + `" data-number="` + number + `">` + s + `</a>`
		}
		b.WriteString(s)
	}
	return b.String()
}
