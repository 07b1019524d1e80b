package engine

import "slices"

// Needs are predecessors of a node beside the order of its list: it is entered
// when K of them are met. The zero value needs nothing.
// Source: language reference, section 4.
type Needs struct {
	List   []Need
	K      int
	Cancel bool // rest: cancel – what is unsettled then is cancelled
}

// Need is one predecessor. Without an outcome it is met when the flow has gone
// past the node; with one when the node ended so.
type Need struct {
	Node    NodeID
	Outcome string
}

// all reports whether every one of the list must be met.
func (x *Needs) all() bool { return x.K == len(x.List) }

// needed lists what node n needs under any overlays.
func (p *Plan) needed(n NodeID) []NodeID {
	var list []NodeID
	for _, s := range p.Nodes[n].Specs {
		for _, x := range s.Needs.List {
			list = addOnce(list, x.Node)
		}
	}
	return list
}

// sure lists what has ended, one way or another, whenever n is entered because
// n needs it, whatever overlays say.
func (p *Plan) sure(n NodeID) []NodeID {
	var list []NodeID
	for i, s := range p.Nodes[n].Specs {
		var own []NodeID
		for _, x := range s.Needs.List {
			if s.Needs.all() {
				own = addOnce(own, x.Node)
			}
		}
		if i == 0 {
			list = own
		}
		list = slices.DeleteFunc(list, func(k NodeID) bool { return !slices.Contains(own, k) })
	}
	return list
}

// needText writes a need as in the document.
func (p *Plan) needText(x Need) string {
	if x.Outcome == "" {
		return p.nodeText(x.Node)
	}
	return p.nodeText(x.Node) + "." + x.Outcome
}
