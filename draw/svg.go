package draw

import (
	"fmt"
	"strings"
)

// SVG draws the layout as a stand-alone SVG document: same layout, same bytes.
// Status is said by colour and word, kinds by shape; not reached is dashed.
func SVG(l Layout, title string) string {
	var s svg
	s.open(l, title)
	for i, b := range l.Bands {
		s.band(b, i, l.Height)
	}
	for _, r := range l.Rows {
		s.row(r, l.Width)
	}
	for _, p := range l.Edges {
		s.edge(p)
	}
	for _, n := range l.Nodes {
		s.box(n)
	}
	s.line("</svg>")
	return s.String()
}

type svg struct{ strings.Builder }

func (s *svg) line(format string, args ...any) {
	fmt.Fprintf(&s.Builder, format+"\n", args...)
}

const style = `text{font-family:Inter,system-ui,sans-serif;font-size:11px;fill:#1b2330}
.head{font-size:12px;font-weight:600}.sub{fill:#5b6677}.band{fill:#f4f6fa}.rule{stroke:#e2e6ed}
.box{fill:#fff;stroke:#5b6677;stroke-width:1.2}.todo{stroke-dasharray:3 3;stroke:#98a2b3}
.done{fill:#e7f4ea;stroke:#1f7a3d}.run{fill:#e3f1f7;stroke:#0e7490}.wait{fill:#ece9fb;stroke:#5b46c9}
.bad{fill:#fde8e8;stroke:#b42318}.late{fill:#fdeadd;stroke:#b45309}.doubt{fill:#f4e9f7;stroke:#86198f}
.edge{fill:none;stroke:#475467;stroke-width:1.3}.redo{stroke:#b45309;stroke-dasharray:4 3}.back_out{stroke:#b42318;stroke-dasharray:2 3}`

func (s *svg) open(l Layout, title string) {
	s.line(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="%s">`,
		l.Width, l.Height, l.Width, l.Height, escape(title))
	s.line(`<title>%s</title><style>%s</style>`, escape(title), style)
	s.line(`<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#475467"/></marker></defs>`)
}

func (s *svg) band(b Band, i, height int) {
	if i%2 == 0 {
		s.line(`<rect class="band" x="%d" y="0" width="%d" height="%d"/>`, b.X, b.Width, height)
	}
	s.line(`<text class="head" x="%d" y="14">%s</text>`, b.X+6, escape(b.Title))
	s.line(`<text class="sub" x="%d" y="27">%s</text>`, b.X+6, amount(b))
}

// amount says how much of a band is done, or of a model, where nothing runs, how
// much there is.
func amount(b Band) string {
	switch {
	case b.Status != "" || b.Done > 0:
		return fmt.Sprintf("%d/%d", b.Done, b.Total)
	case b.Total == 1:
		return "1 step"
	}
	return fmt.Sprintf("%d steps", b.Total)
}

func (s *svg) row(r Row, width int) {
	s.line(`<line class="rule" x1="0" y1="%d" x2="%d" y2="%d"/>`, r.Y, width, r.Y)
	s.line(`<text class="head" x="8" y="%d">%s</text>`, r.Y+r.Height/2-2, escape(clip(r.Title, 20)))
	s.line(`<text class="sub" x="8" y="%d">%s</text>`, r.Y+r.Height/2+12, escape(clip(r.Holder, 22)))
}

func (s *svg) edge(p Path) {
	var d strings.Builder
	for i, pt := range p.Points {
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		fmt.Fprintf(&d, "%s%d %d", verb, pt.X, pt.Y)
	}
	s.line(`<path class="edge %s" d="%s" marker-end="url(#tip)"><title>%s</title></path>`, p.Kind, d.String(), escape(p.Label))
}

func (s *svg) box(n Box) {
	class := family(n)
	if n.Mark {
		s.line(`<circle class="box %s" cx="%d" cy="%d" r="%d"><title>%s</title></circle>`,
			class, n.X+n.Width/2, n.Y+n.Height/2, n.Width/2-2, escape(n.Title+" "+n.Status))
		return
	}
	s.line(`<g><title>%s</title>%s`, escape(strings.TrimSpace(n.ID+" "+n.Status)), outline(n, class))
	room := n.Width - 22
	s.line(`<text class="head" x="%d" y="%d"%s>%s</text>`, n.X+12, n.Y+16, squeezed(n.Title, 8, room+8), escape(clip(n.Title, room/5)))
	s.line(`<text class="sub" x="%d" y="%d"%s>%s</text></g>`, n.X+12, n.Y+30, squeezed(n.Detail, 7, room+8), escape(clip(n.Detail, room/5)))
}

// outline is the shape of a kind: gates and decisions are six-sided, handoffs
// arrow boxes, child releases double boxes, all else a rounded box.
func outline(n Box, class string) string {
	x, y, r, b, m := n.X, n.Y, n.X+n.Width, n.Y+n.Height, n.Y+n.Height/2
	switch n.Kind {
	case "gate", "decide":
		return fmt.Sprintf(`<path class="box %s" d="M%d %dL%d %dL%d %dL%d %dL%d %dL%d %dz"/>`,
			class, x+8, y, r-8, y, r, m, r-8, b, x+8, b, x, m)
	case "handoff":
		return fmt.Sprintf(`<path class="box %s" d="M%d %dL%d %dL%d %dL%d %dL%d %dL%d %dz"/>`,
			class, x, y, r-8, y, r, m, r-8, b, x, b, x+8, m)
	case "release":
		return fmt.Sprintf(`<rect class="box %s" x="%d" y="%d" width="%d" height="%d" rx="6"/><rect class="box %s" x="%d" y="%d" width="%d" height="%d" rx="6"/>`,
			class, x+3, y+3, n.Width, n.Height, class, x, y, n.Width, n.Height)
	}
	return fmt.Sprintf(`<rect class="box %s" x="%d" y="%d" width="%d" height="%d" rx="6"/>`, class, x, y, n.Width, n.Height)
}

// family is the colour family of a status word; a model's steps have none.
func family(n Box) string {
	switch n.Status {
	case "":
		return ""
	case "done", "passed", "accepted", "met", "go":
		return "done"
	case "in_progress", "on_track", "ready":
		return "run"
	case "waiting":
		return "wait"
	case "blocked", "failed", "refused", "returned", "no_go":
		return "bad"
	case "late", "backing_out", "backed_out":
		return "late"
	case "in_doubt":
		return "doubt"
	}
	return "todo"
}

// squeezed makes a text fit into room pixels where its letters, of about so many
// pixels in a wide font, might not: fonts differ from reader to reader.
func squeezed(s string, letter, room int) string {
	if len([]rune(s))*letter <= room {
		return ""
	}
	return fmt.Sprintf(` textLength="%d" lengthAdjust="spacingAndGlyphs"`, room)
}

func clip(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n-1]) + "…"
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func escape(s string) string { return escaper.Replace(s) }
