package model

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func BenchmarkSoftwareStandard(b *testing.B) {
	files := make([]File, 0, 4)
	for _, name := range []string{"release-process", "release-core", "software-standard", "site"} {
		text, err := os.ReadFile("../models/" + name + ".yaml")
		if err != nil {
			b.Fatal(err)
		}
		files = append(files, File{Name: name + ".yaml", Text: text})
	}
	measure(b, files, "software-standard")
}

func BenchmarkTwoHundredSteps(b *testing.B) {
	measure(b, append(libFiles(b), File{Name: "big.yaml", Text: []byte(bigModel(200))}), "big")
}

// measure parses, flattens and checks one model with all it is built on.
func measure(b *testing.B, files []File, id string) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		set, ds := LoadSet(files)
		m, more := Flatten(set.ByID(id), set)
		if ds.HasErrors() || more.HasErrors() || Check(m, set.Site).HasErrors() {
			b.Fatalf("findings:\n%s%s%s", ds, more, Check(m, set.Site))
		}
	}
}

// bigModel writes a model of n steps: tasks, decisions and machines in turn.
func bigModel(n int) string {
	var s strings.Builder
	s.WriteString(`kind: release-model
id: big
version: 1.0.0
title: Big
class: any
owner: process_owner
accountable: manager
roles: {writer: {}, reader: {differs_from: [writer]}}
none: {deploy: in plan, tests: measured}
phases:
  plan:
`)
	for i := 0; i < n; i += 4 {
		fmt.Fprintf(&s, `    - task: write_%[1]d
      who: writer
      how: Write part %[1]d and say why.
      due: 2bd
      takes: 2h..1d
      gives: {draft: {kind: file, about: [write_%[1]d.text], accept: reader}, text: digest}
    - decide: agree_%[1]d
      who: reader
      about: [write_%[1]d.draft]
      due: 1bd
      else: escalate
      then: {reject: {redo: {from: write_%[1]d, keep: unchanged, max: 2, then: cancel}}}
    - auto: publish_%[1]d
      use: run
      with: {package: "${write_%[1]d.text}", share: 10%%}
      touches: {cis: [shop], environment: live}
      back_out: {use: undo, takes: 1m..5m}
    - wait: watched_%[1]d
      for: 1h
      until: publish_%[1]d.attempt > 0
      due: 4h
      else: escalate
`, i)
	}
	return s.String()
}
