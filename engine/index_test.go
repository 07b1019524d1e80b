package engine

import (
	"slices"
	"testing"
)

func TestReaders(t *testing.T) {
	t.Parallel()
	p, found := build(t, `
facts: {f: {type: {n: int}, from: probe, max_age: 1m}}
timeline: {dates: {day: T - 1d}}
tables: {level: {in: {n: f.n}, out: {high: bool}, rows: [[">= 5", true], ["*", false]]}}`, `
- {task: a, who: dev, how: x, at: day, gives: {n: int}}
- {task: b, who: dev, how: x, when: a.n > 1}
- {gate: g, until: level.high, due: 1d, else: escalate}
- {auto: c, use: run, with: {n: "${a.n}"}, watch: [{if: f.n > 3, then: hold}]}`)
	if found.HasErrors() {
		t.Fatal(found)
	}
	node := func(id string) NodeID { return p.names[id] }
	out, _ := p.output(node("a"), "n")
	tests := []struct {
		name string
		got  []Reader
		want []Reader
	}{
		{"an output", p.Readers(MakeRef(RefOutput, int(out))), []Reader{{node("b"), ReadsWhen}, {node("c"), ReadsStart}}},
		{"a fact, through a table too", p.Readers(MakeRef(RefFact, 1)), []Reader{{node("g"), ReadsSettle}, {node("c"), ReadsWatch}}},
		{"T, through a date", p.Readers(MakeRef(RefT, 0)), []Reader{{node("a"), ReadsTime}}},
		{"nobody", p.Readers(MakeRef(RefReleased, 0)), nil},
	}
	for i, f := range p.Facts {
		if f.ID == "f" {
			tests[1].got = p.Readers(MakeRef(RefFact, i))
		}
	}
	for _, tt := range tests {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}

func TestRefRoundTrips(t *testing.T) {
	t.Parallel()
	kind, i := SplitRef(NodeRef(300, AttrByKey))
	if n, a := SplitNodeRef(i); kind != RefNode || n != 300 || a != AttrByKey {
		t.Errorf("got %v %v %v, want %v 300 %v", kind, n, a, RefNode, AttrByKey)
	}
	k, f, n := SplitHandle(MakeHandle(HandleOutput, 7, 12))
	if k != HandleOutput || f != 7 || n != 12 {
		t.Errorf("got %v %v %v, want %v 7 12", k, f, n, HandleOutput)
	}
}
