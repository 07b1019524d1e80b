package model

import (
	"fmt"
	"strings"
	"testing"
)

// libraryOf loads testdata/lib and the given documents.
func libraryOf(t testing.TB, texts ...string) *Set {
	t.Helper()
	files := []File{}
	for i, text := range texts {
		files = append(files, File{Name: fmt.Sprintf("doc%d.yaml", i), Text: []byte(text)})
	}
	set, ds := LoadSet(append(files, libFiles(t)...))
	if ds.HasErrors() {
		t.Fatalf("diagnostics:\n%s", ds)
	}
	return set
}

func flattened(t testing.TB, set *Set, id string) *Model {
	t.Helper()
	m, ds := Flatten(set.ByID(id), set)
	if len(ds) > 0 {
		t.Fatalf("diagnostics:\n%s", set.Annotate(ds))
	}
	return m
}

// outline writes the order of steps with where they come from.
func outline(m *Model) string {
	var b strings.Builder
	var write func(steps []*Step, indent string)
	write = func(steps []*Step, indent string) {
		for _, s := range steps {
			fmt.Fprintf(&b, "%s%s %s", indent, s.Kind, s.ID)
			if s.Kind != "phase" {
				fmt.Fprintf(&b, " of %s", s.From)
				if s.Mandatory {
					b.WriteString(", mandatory")
				}
			}
			b.WriteByte('\n')
			write(s.Steps, indent+"  ")
		}
	}
	write(m.Phases, "")
	return b.String()
}

const childDoc = `kind: release-model
id: child
version: 2.0.0
title: Child
extends: parent@1
owner: process_owner
dials: {rigor: R3}
roles: {writer: {skills: [prose]}, second: {}}
phases:
  plan:
    - {task: prepare, who: second, how: Prepare.}
    - {task: write, due: 1bd, gives: {draft: {valid_for: 7d}, notes: string}}
    - parallel:
        - {auto: polish, use: run, with: {package: "${params.p}"}}
        - {task: check, who: second, how: Check.}
    - inherited
  deploy:
    - {task: hand_out, who: writer, how: Hand it out.}
overlays:
  fast:
    urgency: emergency
    changes:
      - at: plan
        before: [{task: minimal, who: second, how: In one line.}]
      - at: polish
        skip: no time
      - at: minimal
        set: {due: 1h}
none: {tests: nothing timed}
`

func TestFlattenMergesParentProcessAndRigor(t *testing.T) {
	t.Parallel()
	m := flattened(t, libraryOf(t, childDoc), "child")
	golden(t, "testdata/flatten/child.txt", outline(m))

	write, _ := locate(&m.Phases, "write")
	s := byID(*write, "write")
	if s.How != "Write it." || s.Due.Span.Src != "1bd" {
		t.Errorf("how, due = %q, %q, want the parent's how and the child's due", s.How, s.Due.Span.Src)
	}
	draft := s.Gives[0]
	if draft.Evidence != "file" || draft.Accept != "reader" || draft.ValidFor.Src != "7d" {
		t.Errorf("draft = %+v, want a file for reader, valid for 7d", draft)
	}
	if got := m.Roles[indexNamed(m.Roles, "writer")].Skills; len(got) != 1 {
		t.Errorf("skills of writer = %v, want the child's", got)
	}
	if got := strings.Join(m.Parents, " "); got != "parent@1.2.0" {
		t.Errorf("parents = %s, want parent@1.2.0", got)
	}
	if got := byID(m.Phases[1].Steps, "accept").DiffersFrom; len(got) != 1 || got[0] != "write" {
		t.Errorf("accept differs from %v, want write, as R3 says", got)
	}
	fast := m.Overlays[0].Changes
	if fast[0].Before[0].Overlay != "fast" || fast[1].Set != nil || fast[2].At.Text != "minimal" {
		t.Errorf("the overlay was not kept as a patch: %+v", fast)
	}
}

func TestFlattenLeavesItsInputsAlone(t *testing.T) {
	t.Parallel()
	set := libraryOf(t, childDoc)
	before := digest(Canonical(set.ByID("parent"))) + digest(canonicalProcess(set.Processes[0]))
	first := flattened(t, set, "child").Digest
	for range 3 {
		if got := flattened(t, set, "child").Digest; got != first {
			t.Fatalf("digest = %s, then %s", first, got)
		}
	}
	if after := digest(Canonical(set.ByID("parent"))) + digest(canonicalProcess(set.Processes[0])); after != before {
		t.Error("flattening a child changed its parent or process")
	}
}

func TestFlattenTellsDurationsFromTimes(t *testing.T) {
	t.Parallel()
	m := flattened(t, libraryOf(t, `kind: release-model
id: limits
version: 1.0.0
title: Limits
class: any
owner: process_owner
accountable: manager
params: {patience: duration, day: time}
tables:
  rounds:
    columns: {name: string, at: time, within: duration}
    rows: [[one, 2026-01-01T00:00Z, 3d]]
phases:
  plan:
    - {task: a, who: manager, how: A., due: params.patience}
    - {task: b, who: manager, how: B., due: params.day}
    - each: turns
      of: rounds
      as: r
      order: serial
      steps:
        - {task: c, who: manager, how: C., due: r.within}
        - {task: d, who: manager, how: D., due: r.at}
    - {each: two, of: [{name: x, bake: 15m}], as: w, order: serial, steps: [{task: e, who: manager, how: E., due: w.bake}]}
    - {task: f, who: manager, how: F., due: w.bake}
`), "limits")
	var got []string
	walk(m.Phases, func(s *Step) {
		if s.Due != nil && !s.OfProcess {
			got = append(got, fmt.Sprintf("%s:%v", s.ID, s.Due.Span != nil))
		}
	})
	if want := "a:true b:false c:true d:false e:true f:false"; strings.Join(got, " ") != want {
		t.Errorf("limits that are durations = %v, want %s", got, want)
	}
}

func TestAnswersWinOverVerbs(t *testing.T) {
	t.Parallel()
	m := flattened(t, libraryOf(t, `kind: release-model
id: answers
version: 1.0.0
title: Answers
class: any
owner: process_owner
accountable: manager
phases:
  plan:
    - decide: go
      who: manager
      answers: [go, hold]
      due: 1d
      else: hold
      then: {hold: hold}
    - {decide: stay, who: manager, due: 1d, else: hold}
`), "answers")
	own, plain := m.Phases[0].Steps[0], m.Phases[0].Steps[1]
	if a := own.Else[0]; a.Verb != "answer" || a.Answer != "hold" {
		t.Errorf("else of go = %+v, want the answer hold", a)
	}
	if a := own.Then[0].Actions[0]; a.Verb != "hold" {
		t.Errorf("then of go = %+v, want the verb hold", a)
	}
	if a := plain.Else[0]; a.Verb != "hold" {
		t.Errorf("else of stay = %+v, want the verb hold", a)
	}
}

// TestStepKeysHaveAPlace keeps the list of keys, where they are read into and
// where they may stand together.
func TestStepKeysHaveAPlace(t *testing.T) {
	t.Parallel()
	for _, key := range stepKeys {
		if (&Step{}).place(key) == nil {
			t.Errorf("`%s` is a key of a step and has no place", key)
		}
	}
	for key := range standing {
		if (&Step{}).place(key) == nil || len(standing[key]) != 9 {
			t.Errorf("`%s`: marks %q, want a key of a step with nine marks", key, standing[key])
		}
	}
	for key := range ofKind {
		if (&Step{}).place(key) == nil {
			t.Errorf("`%s` stands on some kinds and has no place", key)
		}
	}
	for _, kind := range kinds {
		if _, ok := columnOf[kind]; !ok {
			t.Errorf("the kind %s has no column", kind)
		}
	}
}

func TestNewerVersions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"1.10.0", "1.9.0", true},
		{"1.9.0", "1.10.0", false},
		{"1.0.0", "1.0.0", false},
		{"1.0.0", "1.0.0-rc.1", true},
		{"1.0.0-rc.1", "1.0.0", false},
		{"2.0.0", "1.99.99", true},
	} {
		if got := newer(c.a, c.b); got != c.want {
			t.Errorf("newer(%s, %s) = %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestAnotherExecutorBeginsItsInputsAnew(t *testing.T) {
	t.Parallel()
	set := libraryOf(t, `kind: release-model
id: base
version: 1.0.0
title: Base
abstract: true
owner: process_owner
accountable: manager
phases:
  plan:
    - {auto: same, use: run, with: {package: a, share: 5%}, touches: {cis: [shop], environment: live}, back_out: {use: run, with: {package: a}, takes: 1m..2m}}
    - {auto: other, use: run, with: {package: a, share: 5%}, touches: {cis: [shop], environment: live}, back_out: {use: run, with: {package: a}, takes: 1m..2m}}
`, `kind: release-model
id: derived
version: 1.0.0
title: Derived
extends: base@1
owner: process_owner
phases:
  plan:
    - {auto: same, with: {share: 6%}, back_out: {takes: 2m..3m}}
    - {auto: other, use: undo, with: {force: yes}, back_out: {use: undo}}
`)
	steps := flattened(t, set, "derived").Phases[0].Steps
	same, other := steps[0], steps[1]
	if len(same.With) != 2 || same.With[1].Value.Text != "6%" || len(same.BackOut.With) != 1 || same.BackOut.Takes.P10.String() != "2m" {
		t.Errorf("same executor: with %+v, back-out %+v, want them merged", same.With, same.BackOut)
	}
	if len(other.With) != 1 || other.With[0].Key.Text != "force" || len(other.BackOut.With) != 0 || other.BackOut.Takes != nil {
		t.Errorf("other executor: with %+v, back-out %+v, want only the child's", other.With, other.BackOut)
	}
}
