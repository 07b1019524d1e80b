package engine

import (
	"slices"
	"strings"
)

// Place writes a node of a case as people read and type it: "bake[canary]",
// with the keys of the items it is in, outermost first. An each in the frame of
// one of its items is that item, "waves[canary]". A block without an id is
// written as its kind; None is the case, "".
func (p *Plan) Place(s *State, node NodeID, frame FrameID) string {
	if node == None {
		return ""
	}
	id := p.Nodes[node].ID
	if id == "" {
		id = p.Nodes[node].Kind.String()
	}
	keys := keysOf(s, frame)
	if len(keys) == 0 {
		return id
	}
	return id + "[" + strings.Join(keys, ",") + "]"
}

// keysOf lists the keys of a frame and those around it, outermost first.
func keysOf(s *State, frame FrameID) []string {
	var keys []string
	for f := frame; f > 0 && int(f) < len(s.Frames); f = s.Frames[f].Parent {
		keys = append(keys, s.Frames[f].Key)
	}
	slices.Reverse(keys)
	return keys
}

// Find is the inverse of Place: it reads the place of a step, block or item of
// a case. Keys may be left out where only one item fits, and the path may be
// written out, "round[rc1].patches[nova].release_it". The refusal is R-STATE
// with what there is; then node and frame are None.
// Source: language reference, section 2.
func (p *Plan) Find(s *State, text string) (NodeID, FrameID, *Refusal) {
	id, keys := splitPlace(text)
	node, ok := p.names[id]
	if !ok {
		return None, None, &Refusal{Code: "R-STATE", Place: text, Why: "there is no step `" + id + "`", Need: p.nearest(id)}
	}
	frames := p.framesOf(s, node, keys)
	if len(frames) == 1 {
		return node, frames[0], nil
	}
	refusal := &Refusal{Code: "R-STATE", Place: text, Why: "it has several items", Need: "name one of " + p.placesOf(s, node, frames)}
	if len(frames) == 0 {
		refusal.Why, refusal.Need = "there is no such item", "one of "+p.placesOf(s, node, p.framesOf(s, node, nil))
	}
	return None, None, refusal
}

// splitPlace splits "a[k1].b[k2,k3]" into b and its keys k1, k2, k3. Keys may
// hold any text but brackets, commas and the space around them.
func splitPlace(text string) (id string, keys []string) {
	for _, part := range PathParts(text) {
		name, list, indexed := strings.Cut(part, "[")
		id = strings.TrimSpace(name)
		if !indexed {
			continue
		}
		for _, key := range strings.Split(strings.TrimSuffix(strings.TrimSpace(list), "]"), ",") {
			keys = append(keys, strings.Trim(strings.TrimSpace(key), `"`))
		}
	}
	return id, keys
}

// PathParts splits a path at dots outside of brackets: "round[rc1.2].release_it"
// into "round[rc1.2]" and "release_it". It returns at least one part.
func PathParts(text string) []string {
	var parts []string
	depth, from := 0, 0
	for i, r := range text {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		case '.':
			if depth == 0 {
				parts, from = append(parts, text[from:i]), i+1
			}
		}
	}
	return append(parts, text[from:])
}

// framesOf lists the frames of node that keys leave, in order of joining. With
// fewer keys than items around it the keys are the innermost; with one more, on
// an each, the place is the item itself.
func (p *Plan) framesOf(s *State, node NodeID, keys []string) []FrameID {
	scope, depth := p.Nodes[node].Scope, p.depth(p.Nodes[node].Scope)
	if inner := p.Nodes[node].Inner; inner != None && len(keys) == depth+1 {
		scope, depth = inner, depth+1
	}
	if len(keys) > depth {
		return nil
	}
	var out []FrameID
	for f := range s.Frames {
		if s.Frames[f].Scope != scope {
			continue
		}
		if have := keysOf(s, FrameID(f)); slices.Equal(have[len(have)-len(keys):], keys) {
			out = append(out, FrameID(f))
		}
	}
	return out
}

// depth is the number of eaches around the nodes of a scope.
func (p *Plan) depth(scope ScopeID) int {
	n := 0
	for s := scope; s > 0; s = p.Scopes[s].Parent {
		n++
	}
	return n
}

// placesOf lists at most eight places of a node.
func (p *Plan) placesOf(s *State, node NodeID, frames []FrameID) string {
	const most = 8
	var out []string
	for i, f := range frames {
		if i == most {
			out = append(out, "…")
			break
		}
		out = append(out, p.Place(s, node, f))
	}
	if len(out) == 0 {
		return "none, since no item has joined"
	}
	return strings.Join(out, ", ")
}

// nearest names the ids nearest to a word.
func (p *Plan) nearest(id string) string {
	ids := make([]string, 0, len(p.Nodes))
	for i := range p.Nodes {
		ids = append(ids, p.Nodes[i].ID)
	}
	return didYouMean(id, slices.DeleteFunc(ids, func(s string) bool { return s == "" }))
}
