package draw

// Sizes in pixels, those of the interface's 4 px grid.
const (
	laneHead  = 136 // width of the lane titles
	bandHead  = 32  // height of the phase titles
	boxWidth  = 104
	boxHeight = 40
	gutter    = 28 // between columns; edges run in it
	lanePad   = 12 // above and below a box
	markSize  = 16
	markGap   = 4
	foldWidth = 64
	marksWide = 3 // marks side by side in a folded cell
)

// Lanes lays the graph out as swimlanes: a row per lane, a band per phase. The
// phases that are not open are folded: their steps become marks.
func Lanes(g Graph, o Options) Layout {
	cols := placeAll(g, o)
	l := Layout{
		Bands: bands(g, o, cols),
		Rows:  rows(g, o),
	}
	l.Nodes = boxes(g, o, cols, l.Bands, l.Rows)
	l.Edges = routes(g, cols, l)
	l.Width, l.Height = extent(l)
	return l
}

func (o Options) opened(phase int) bool { return o.Open == All || o.Open == phase }

// cells is the column of every node of an open phase, counted within its band,
// and the number of columns of every band.
type cells struct {
	column []int
	count  []int
}

// placeAll gives every node of an open phase a column. A step stands below or
// above its only predecessor when nothing is between them, else one column to
// the right: short pictures, and arrows never cross a box.
func placeAll(g Graph, o Options) cells {
	c := cells{column: make([]int, len(g.Nodes)), count: make([]int, len(g.Phases))}
	before := predecessors(g)
	for phase := range g.Phases {
		if !o.opened(phase) {
			continue
		}
		grid := newGrid(len(g.Lanes))
		for i, n := range g.Nodes {
			if n.Phase == phase {
				c.column[i] = grid.place(g, c.column, before[i], i)
			}
		}
		c.count[phase] = len(grid.taken)
	}
	return c
}

// predecessors returns, per node, the sources of its flow edges in its phase.
// Edges that lead back in document order do not count.
func predecessors(g Graph) [][]int {
	before := make([][]int, len(g.Nodes))
	for _, e := range g.Edges {
		if e.Kind == Flow && e.From < e.To && g.Nodes[e.From].Phase == g.Nodes[e.To].Phase {
			before[e.To] = append(before[e.To], e.From)
		}
	}
	return before
}

// grid remembers what stands in each column: boxes and the vertical arrows
// between them, per lane.
type grid struct {
	lanes int
	taken [][]bool
}

func newGrid(lanes int) *grid { return &grid{lanes: lanes} }

// place puts node i into the first column that is free and legal, and returns it.
func (gr *grid) place(g Graph, column []int, before []int, i int) int {
	lane := g.Nodes[i].Lane
	latest, shared := -1, -1
	for _, p := range before {
		switch {
		case column[p] > latest:
			latest, shared = column[p], p
		case column[p] == latest:
			shared = -1 // two predecessors: no single one to stand beside
		}
	}
	if shared >= 0 && gr.clear(latest, g.Nodes[shared].Lane, lane) {
		gr.take(latest, g.Nodes[shared].Lane, lane)
		return latest
	}
	for at := latest + 1; ; at++ {
		if gr.free(at, lane) {
			gr.take(at, lane, lane)
			return at
		}
	}
}

func (gr *grid) free(column, lane int) bool {
	return column >= len(gr.taken) || !gr.taken[column][lane]
}

// clear reports whether a vertical arrow from one lane to another, and a box at
// its end, meet nothing in the column.
func (gr *grid) clear(column, from, to int) bool {
	if from == to {
		return false
	}
	step := 1
	if to < from {
		step = -1
	}
	for lane := from + step; ; lane += step {
		if !gr.free(column, lane) {
			return false
		}
		if lane == to {
			return true
		}
	}
}

func (gr *grid) take(column, from, to int) {
	for len(gr.taken) <= column {
		gr.taken = append(gr.taken, make([]bool, gr.lanes))
	}
	for lane := min(from, to); lane <= max(from, to); lane++ {
		gr.taken[column][lane] = true
	}
}

func bands(g Graph, o Options, c cells) []Band {
	out := make([]Band, len(g.Phases))
	x := laneHead
	for i, p := range g.Phases {
		b := Band{Phase: p, X: x, Width: foldWidth, Folded: !o.opened(i)}
		if !b.Folded {
			b.Width = max(foldWidth, gutter+c.count[i]*(boxWidth+gutter))
		}
		for _, n := range g.Nodes {
			if n.Phase != i {
				continue
			}
			b.Total++
			if n.Done {
				b.Done++
			}
		}
		out[i] = b
		x += b.Width
	}
	return out
}

// rows gives every lane the height its fullest folded cell asks for.
func rows(g Graph, o Options) []Row {
	out := make([]Row, len(g.Lanes))
	y := bandHead
	for i, lane := range g.Lanes {
		height := boxHeight + 2*lanePad
		for phase := range g.Phases {
			if o.opened(phase) {
				continue
			}
			n := marksIn(g, phase, i)
			lines := (n + marksWide - 1) / marksWide
			height = max(height, lines*(markSize+markGap)+2*lanePad)
		}
		out[i] = Row{Lane: lane, Y: y, Height: height}
		y += height
	}
	return out
}

func marksIn(g Graph, phase, lane int) int {
	n := 0
	for _, node := range g.Nodes {
		if node.Phase == phase && node.Lane == lane {
			n++
		}
	}
	return n
}

func boxes(g Graph, o Options, c cells, bands []Band, rows []Row) []Box {
	out := make([]Box, len(g.Nodes))
	marks := map[[2]int]int{} // (phase, lane) -> marks placed so far
	for i, n := range g.Nodes {
		band, row := bands[n.Phase], rows[n.Lane]
		if !band.Folded {
			out[i] = Box{
				Node:  n,
				X:     band.X + gutter + c.column[i]*(boxWidth+gutter),
				Y:     row.Y + (row.Height-boxHeight)/2,
				Width: boxWidth, Height: boxHeight,
			}
			continue
		}
		cell := [2]int{n.Phase, n.Lane}
		out[i] = markBox(n, band, row, marks[cell], marksIn(g, n.Phase, n.Lane))
		marks[cell]++
	}
	return out
}

// markBox places the k-th of total marks of a folded cell, centred, in lines of
// marksWide.
func markBox(n Node, band Band, row Row, k, total int) Box {
	lines := (total + marksWide - 1) / marksWide
	wide := min(total, marksWide)
	pitch := markSize + markGap
	left := band.X + (band.Width-wide*pitch+markGap)/2
	top := row.Y + (row.Height-lines*pitch+markGap)/2
	return Box{
		Node: n, Mark: true,
		X: left + k%marksWide*pitch, Y: top + k/marksWide*pitch,
		Width: markSize, Height: markSize,
	}
}

func extent(l Layout) (width, height int) {
	for _, b := range l.Bands {
		width = max(width, b.X+b.Width)
	}
	for _, r := range l.Rows {
		height = max(height, r.Y+r.Height)
	}
	for _, n := range l.Nodes {
		width, height = max(width, n.X+n.Width), max(height, n.Y+n.Height)
	}
	return width + 1, height + 1
}
