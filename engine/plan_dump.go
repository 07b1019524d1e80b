package engine

import (
	"fmt"
	"slices"
	"strings"
)

// Dump writes the plan for people and for golden tests: a line per node in
// document order, its fields below it, and what each combination of overlays
// changes. Two plans that do the same are dumped alike.
func (p *Plan) Dump() string {
	d := &dumper{p: p}
	d.head()
	for n := range p.Nodes {
		d.node(NodeID(n))
	}
	return d.b.String()
}

type dumper struct {
	p *Plan
	b strings.Builder
}

func (d *dumper) line(depth int, format string, args ...any) {
	d.b.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(&d.b, format, args...)
	d.b.WriteByte('\n')
}

// list writes a titled list, nothing if it is empty.
func (d *dumper) list(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	d.line(0, "%s", title)
	for _, l := range lines {
		d.line(1, "%s", l)
	}
}

// overlayText names the overlays of a mask, " [emergency]", or nothing.
func (p *Plan) overlayText(mask Mask) string {
	if mask == 0 {
		return ""
	}
	return " [" + strings.Join(p.OverlayIDs(mask), "+") + "]"
}

// OverlayIDs lists the overlays of a mask, in document order.
func (p *Plan) OverlayIDs(mask Mask) []string {
	var ids []string
	for i := range p.Overlays {
		if mask&(1<<i) != 0 {
			ids = append(ids, p.Overlays[i].ID)
		}
	}
	return ids
}

func (d *dumper) node(n NodeID) {
	p, node := d.p, &d.p.Nodes[n]
	depth := p.level(n)
	title := node.Kind.String() + " " + node.ID
	if node.ID == "" {
		title = node.Kind.String()
	}
	d.line(depth, "%d %s%s%s", n, title, p.overlayText(node.Overlay), p.marks(n))
	plain := p.fields(n, node.Specs[0])
	for _, f := range plain {
		d.line(depth+2, "%s", f)
	}
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		d.line(depth+2, "gives %s", p.outputText(&p.Outputs[i]))
	}
	for i := node.Watches[0]; i < node.Watches[1]; i++ {
		d.line(depth+2, "watch %s", p.watchText(&p.Watches[i]))
	}
	for i := 1; i < len(node.Specs); i++ {
		with := p.fields(n, node.Specs[i])
		d.line(depth+2, "with %s", strings.Join(p.OverlayIDs(spread(i, node.Patched)), "+"))
		d.changes(depth+3, plain, with)
	}
}

// changes writes the fields that differ.
func (d *dumper) changes(depth int, plain, with []string) {
	for _, f := range plain {
		if !slices.Contains(with, f) {
			d.line(depth, "- %s", f)
		}
	}
	for _, f := range with {
		if !slices.Contains(plain, f) {
			d.line(depth, "+ %s", f)
		}
	}
}

// level is the depth of a node in the tree.
func (p *Plan) level(n NodeID) int {
	depth := 0
	for at := p.Nodes[n].Parent; at != None; at = p.Nodes[at].Parent {
		depth++
	}
	return depth
}

func (p *Plan) marks(n NodeID) string {
	node := &p.Nodes[n]
	s := ""
	if node.Inner != None {
		s += fmt.Sprintf(" as %s", or(p.Scopes[node.Inner].As, "-"))
	}
	if node.OfProcess {
		s += " (process)"
	}
	if node.Touching && node.Kind.IsBlock() {
		s += " touching"
	}
	if node.Next != None {
		s += " -> " + p.nodeText(node.Next)
	}
	return s
}
