// Package draw lays out the steps of a model or case and draws them, so that
// the command line, documents and the page show the same picture.
//
// A graph goes in as nodes with a phase (column band), a lane (row) and edges;
// a Layout comes out with pixel coordinates, origin top left. Three shapes exist:
// Lanes, a swimlane per role with one phase opened and the others folded to
// marks, for following a case; Columns, a column per phase with its steps stacked
// in order, for reading a model; and Swim, the whole model at once with lanes,
// for a page. All are deterministic: the same graph gives the same bytes.
package draw

// Graph is what is drawn. Nodes stand in document order; edges name nodes by
// their index.
type Graph struct {
	Phases []Phase
	Lanes  []Lane
	Nodes  []Node
	Edges  []Edge
}

// Phase is a band of columns.
type Phase struct {
	ID, Title string
	Status    string // status word, or empty
}

// Lane is the row of a role.
type Lane struct {
	ID, Title string
	Holder    string // who holds the role, or empty
}

// Node is a step. Phase and Lane are indexes into the graph.
type Node struct {
	ID     string // unique: deploy_wave[canary]
	Kind   string // task auto decide wait gate handoff document notify boundary release
	Title  string
	Detail string // second line, or empty
	Status string // status word, or empty
	Phase  int
	Lane   int
	Done   bool
}

// EdgeKind says how an edge is routed and drawn.
type EdgeKind string

// The kinds of edges. Flow leads forward; Redo and BackOut lead back.
const (
	Flow    EdgeKind = "flow"
	Redo    EdgeKind = "redo"
	BackOut EdgeKind = "back_out"
)

// Edge joins two nodes.
type Edge struct {
	From, To int
	Kind     EdgeKind
	Label    string
}

// Layout is a drawn graph. Nodes are in the order of the graph's nodes.
type Layout struct {
	Width, Height int
	Bands         []Band
	Rows          []Row
	Nodes         []Box
	Edges         []Path
}

// Band is the column of a phase: Done of Total steps are done.
type Band struct {
	Phase
	X, Width    int
	Folded      bool
	Done, Total int
}

// Row is the strip of a lane.
type Row struct {
	Lane
	Y, Height int
}

// Box is a placed node. A node of a folded phase is a Mark: a small square.
type Box struct {
	Node
	X, Y, Width, Height int
	Mark                bool
}

// Path is a routed edge: a polyline of at least two points, from the border of
// one box to the border of the other.
type Path struct {
	Edge
	Points []Point
}

// Point is a pixel.
type Point struct{ X, Y int }

// Options choose the picture. Open is the index of the phase shown in full, or
// All. Zero means the first phase.
type Options struct {
	Open int
}

// All opens every phase.
const All = -1
