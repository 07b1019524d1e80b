package handbook

import (
	"fmt"
	"strings"
)

// Markdown writes the book as CommonMark with tables (GitHub Flavored Markdown,
// section 4.10). Pictures are left out; the command `headgate model graph`
// draws them.
func (b Book) Markdown() []byte {
	w := markdown{numbers: b.number()}
	w.line("# %s", escapeMarkdown(b.Title))
	w.line("")
	w.line("%s.", escapeMarkdown(b.Subtitle))
	w.line("")
	w.facts(b.Head)
	for _, s := range b.Sections {
		w.section(s, 2)
	}
	return []byte(strings.TrimRight(w.String(), "\n") + "\n")
}

type markdown struct {
	strings.Builder
	numbers map[string]string
}

func (w *markdown) line(format string, args ...any) { fmt.Fprintf(&w.Builder, format+"\n", args...) }

func (w *markdown) section(s *Section, level int) {
	title := escapeMarkdown(s.Title)
	if s.Code != "" {
		title += " `" + s.Code + "`"
	}
	w.line(`<a id="%s"></a>`, s.ID)
	w.line("")
	w.line("%s %s %s", strings.Repeat("#", min(level, 6)), s.number, title)
	w.line("")
	if len(s.Tags) > 0 {
		w.line("*%s*", escapeMarkdown(strings.Join(s.Tags, ", ")))
		w.line("")
	}
	for _, block := range s.Blocks {
		w.block(block, level)
	}
	for _, child := range s.Sections {
		w.section(child, level+1)
	}
}

func (w *markdown) block(block Block, level int) {
	switch x := block.(type) {
	case Para:
		w.line("%s", w.text(x.Text))
		w.line("")
	case List:
		w.items(x.Items, x.Boxes, "")
		w.line("")
	case Facts:
		w.facts(x.List)
	case Table:
		w.table(&x)
	case Group:
		if len(x.Lead) > 0 {
			w.line("%s", w.text(x.Lead))
			w.line("")
		}
		w.facts(x.Facts)
		for _, s := range x.Sections {
			w.section(s, level+1)
		}
	}
}

func (w *markdown) facts(list []Fact) {
	for _, f := range list {
		if len(f.Items) == 1 && !f.Boxes {
			w.line("- **%s:** %s", escapeMarkdown(f.Term), w.text(f.Items[0]))
			continue
		}
		w.line("- **%s:**", escapeMarkdown(f.Term))
		w.items(f.Items, f.Boxes, "  ")
	}
	if len(list) > 0 {
		w.line("")
	}
}

func (w *markdown) items(list []Text, boxes bool, indent string) {
	mark := "- "
	if boxes {
		mark = "- [ ] "
	}
	for _, t := range list {
		w.line("%s%s%s", indent, mark, w.text(t))
	}
}

func (w *markdown) table(t *Table) {
	w.line("**%s**", escapeMarkdown(t.Caption))
	w.line("")
	heads := make([]string, len(t.Head))
	for i, h := range t.Head {
		heads[i] = cell(escapeMarkdown(h))
	}
	w.line("| %s |", strings.Join(heads, " | "))
	w.line("|%s", strings.Repeat(" --- |", len(t.Head)))
	for _, r := range t.Rows {
		cells := make([]string, len(r.Cells))
		for i, c := range r.Cells {
			cells[i] = cell(w.text(c))
		}
		if r.ID != "" {
			cells[0] = `<a id="` + r.ID + `"></a>` + cells[0]
		}
		w.line("| %s |", strings.Join(cells, " | "))
	}
	w.line("")
}

// cell keeps the bars of a text from ending it.
func cell(s string) string { return strings.ReplaceAll(s, "|", `\|`) }

func (w *markdown) text(t Text) string {
	var out strings.Builder
	for _, r := range t {
		s := escapeMarkdown(r.Text)
		switch r.Style {
		case Code:
			s = codeMarkdown(r.Text)
		case Strong:
			s = "**" + s + "**"
		}
		if r.To != "" {
			s = "[" + s + "](#" + r.To + ")"
		}
		out.WriteString(s)
	}
	return out.String()
}

// codeMarkdown sets a text as code, also one with backticks in it.
func codeMarkdown(s string) string {
	if strings.Contains(s, "`") {
		return "`` " + s + " ``"
	}
	return "`" + s + "`"
}

var markdownEscaper = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `<`, `&lt;`, `&`, `&amp;`, `[`, `\[`, `]`, `\]`, "\n", " ")

func escapeMarkdown(s string) string { return markdownEscaper.Replace(s) }
