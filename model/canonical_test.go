package model

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"
)

const digestDoc = `kind: release-model
id: page
version: 1.0.0
title: Page
class: any
owner: process_owner
accountable: writer
params: {page: ci, T: time, size: {type: int, default: 3}}
roles: {writer: {}, reader: {skills: [a, b]}}
timeline: {T: publish.start, dates: {freeze: T - 2d}}
tables: {risk: {in: {n: params.size}, out: {level: int}, rows: [["<= 2", 1], ["*", 2]]}}
phases:
  plan:
    - {task: write, who: writer, how: Write it., gives: {text: digest, note: string}}
    - decide: agree
      who: reader
      due: 1bd
      else: reject
      then: {reject: {redo: {from: write, max: 2, then: cancel}}}
  deploy:
    - {auto: publish, use: run, with: {package: "${write.text}", share: 5%}}
    - {each: turns, of: [a, b], as: x, order: serial, steps: [{wait: bake, for: 1h}]}
overlays: {urgent: {urgency: emergency, changes: [{at: write, set: {how: Quickly.}}]}}
none: {tests: nothing timed}
`

func digestOf(t *testing.T, text string) string {
	t.Helper()
	return flattened(t, libraryOf(t, text), "page").Digest
}

// TestDigestIgnoresForm: comments, white space, the order of maps, quotes that
// decide nothing and defaults written out mean nothing.
func TestDigestIgnoresForm(t *testing.T) {
	t.Parallel()
	want := digestOf(t, digestDoc)
	for name, edit := range map[string][2]string{
		"comment":        {"title: Page\n", "title: Page  # the page\n# and more\n"},
		"blank line":     {"class: any\n", "class: any\n\n\n"},
		"order of keys":  {"who: reader\n      due: 1bd", "due: 1bd\n      who: reader"},
		"order of roles": {"{writer: {}, reader: {skills: [a, b]}}", "{reader: {skills: [a, b]}, writer: {}}"},
		"order of gives": {"{text: digest, note: string}", "{note: string, text: digest}"},
		"order of with":  {`{package: "${write.text}", share: 5%}`, `{share: 5%, package: "${write.text}"}`},
		"block style":    {"roles: {writer: {}, reader: {skills: [a, b]}}", "roles:\n  writer: {}\n  reader:\n    skills:\n      - a\n      - b"},
		"quotes":         {"title: Page", `title: "Page"`},
		"spaces in time": {"freeze: T - 2d", "freeze: T  -  2d"},
		"default order":  {"as: x, order: serial", "as: x, enough: all, order: serial"},
		"default rigor":  {"class: any", "class: any\ndials: {rigor: R1, urgency: planned}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(digestDoc, edit[0], edit[1], 1)
			if text == digestDoc {
				t.Fatal("the edit changed nothing")
			}
			if got := digestOf(t, text); got != want {
				t.Errorf("digest changed")
			}
		})
	}
}

// TestDigestSeesMeaning: every change of what a document says changes it.
func TestDigestSeesMeaning(t *testing.T) {
	t.Parallel()
	seen := map[string]string{digestOf(t, digestDoc): "the document"}
	for _, edit := range [][2]string{
		{"version: 1.0.0", "version: 1.0.1"},
		{"title: Page", "title: Pages"},
		{"page: ci", "page: id"},
		{"default: 3", "default: 4"},
		{"skills: [a, b]", "skills: [b, a]"},
		{"freeze: T - 2d", "freeze: T - 3d"},
		{"T: publish.start", "T: write.start"},
		{`"<= 2", 1`, `"<= 2", 3`},
		{`[["<= 2", 1], ["*", 2]]`, `[["*", 2], ["<= 2", 1]]`},
		{"how: Write it.", "how: Write it well."},
		{"due: 1bd", "due: 2bd"},
		{"else: reject", "else: escalate"},
		{"from: write, max: 2", "from: write, max: 1"},
		{"max: 2, then: cancel", "max: 2, then: hold"},
		{"use: run", "use: undo"},
		{"share: 5%", "share: 6%"},
		{"share: 5%", `share: "5"`},
		{"share: 5%", "share: 5"},
		{"of: [a, b]", "of: [b, a]"},
		{"as: x, order: serial", "as: x"},
		{"for: 1h", "for: 2h"},
		{"urgency: emergency", "urgency: expedited"},
		{"set: {how: Quickly.}", "set: {how: Now.}"},
		{"who: reader\n", "who: [reader, writer]\n"},
		{"nothing timed", "nothing"},
		{"class: any", "class: any\ndials: {rigor: R3}"},
	} {
		text := strings.Replace(digestDoc, edit[0], edit[1], 1)
		got := digestOf(t, text)
		if other, twice := seen[got]; twice {
			t.Errorf("%q → %q has the digest of %s", edit[0], edit[1], other)
		}
		seen[got] = edit[1]
	}
}

func TestDigestSeesTheProcess(t *testing.T) {
	t.Parallel()
	set := libraryOf(t, digestDoc)
	before := flattened(t, set, "page").Digest
	for i, f := range libFiles(t) {
		if i == 0 {
			f.Text = bytes.Replace(f.Text, []byte("due: 1bd"), []byte("due: 2bd"), 1)
			docs, _ := Parse(f.Name, f.Text)
			set.Processes[0] = docs[0].Process
		}
	}
	if flattened(t, set, "page").Digest == before {
		t.Error("a limit of the process changed and the digest of the model stayed")
	}
}

func TestCanonicalIsSorted(t *testing.T) {
	t.Parallel()
	text := string(Canonical(flattened(t, libraryOf(t, digestDoc), "page")))
	golden(t, "testdata/flatten/canonical.txt", strings.ReplaceAll(text, ",\"", ",\n\""))
}

// TestDigestIgnoresTheOrderOfMaps shuffles every map of a document but for the
// first key of its steps.
func TestDigestIgnoresTheOrderOfMaps(t *testing.T) {
	t.Parallel()
	want := digestOf(t, digestDoc)
	rapid.Check(t, func(rt *rapid.T) {
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(digestDoc), &doc); err != nil {
			rt.Fatal(err)
		}
		shuffle(rt, &doc)
		text, err := yaml.Marshal(&doc)
		if err != nil {
			rt.Fatal(err)
		}
		if got := digestOf(t, string(text)); got != want {
			rt.Fatalf("digest changed:\n%s", text)
		}
	})
}

func shuffle(rt *rapid.T, n *yaml.Node) {
	for _, c := range n.Content {
		shuffle(rt, c)
	}
	if n.Kind != yaml.MappingNode || len(n.Content) < 4 {
		return
	}
	fixed := 0
	if slices.Contains(kinds, n.Content[0].Value) {
		fixed = 2 // a step begins with its kind
	}
	var pairs [][2]*yaml.Node
	for i := fixed; i < len(n.Content); i += 2 {
		pairs = append(pairs, [2]*yaml.Node{n.Content[i], n.Content[i+1]})
	}
	kept := n.Content[:fixed:fixed]
	for _, p := range rapid.Permutation(pairs).Draw(rt, "order") {
		kept = append(kept, p[0], p[1])
	}
	n.Content = kept
}

func TestDigestIgnoresLineEnds(t *testing.T) {
	t.Parallel()
	if got, want := digestOf(t, "\ufeff"+strings.ReplaceAll(digestDoc, "\n", "\r\n")), digestOf(t, digestDoc); got != want {
		t.Error("a byte order mark and carriage returns changed the digest")
	}
}
