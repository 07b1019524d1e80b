package models

import (
	"fmt"
	"strings"
)

// Tracks writes a model of n parallel tracks with so many steps each, of every
// common kind: work and machines that read each other, decisions that redo,
// gates on facts, handoffs and touching steps with their back-out. A wait comes
// last. It is built on the shipped process and the sample organisation.
func Tracks(n, steps int) []byte {
	var b strings.Builder
	b.WriteString(`kind: release-model
id: tracks
version: 1.0.0
title: Tracks
class: any
owner: release_process_owner
accountable: release_manager
params: {n: int, T: time}
facts: {live: {type: {errors: int}, from: metrics.service, max_age: 1m}}
roles: {builder: {}, tester: {differs_from: [builder]}}
environments: [live]
timeline: {T: end_all.start, zone: site, calendar: office}
escalate: [{at: 50%, remind: true}, {at: 100%, raise: release_manager}]
phases:
  deploy:
    - parallel:
`)
	for t := range n {
		fmt.Fprintf(&b, "        - group: track_%d\n          steps:\n", t)
		for i := range steps {
			b.WriteString(trackStep(fmt.Sprintf("t%d_%d", t, i), fmt.Sprintf("t%d_%d", t, i-i%5), i))
		}
	}
	b.WriteString(`    - {wait: end_all, at: T, for: 1h}
none: {plan: x, build: x, validate: x, enable: x, support: x, review: x, tests: x}
`)
	return []byte(b.String())
}

// trackStep writes step i; first is the work its group of five begins with.
func trackStep(id, first string, i int) string {
	const indent = "            "
	step := ""
	switch i % 5 {
	case 0:
		step = "- {task: %[1]s, who: builder, how: do it, due: 1bd, takes: 1h..4h, gives: {n: int, file: file}}"
	case 1:
		step = `- {auto: %[1]s, who: builder, use: shell, with: {run: "go ${params.n}"}, when: "%[2]s.n > params.n || live.errors == 0", touches: {cis: [shop], environment: live}, back_out: {use: shell, with: {run: back}, takes: 1m..5m}}`
	case 2:
		step = "- {gate: %[1]s, until: 'live.errors == 0 || %[2]s.n < 0', due: 4bh, else: escalate}"
	case 3:
		step = "- {decide: %[1]s, who: tester, answers: [go, again], about: [%[2]s.file], due: 1bd, else: escalate, then: {again: {redo: {from: %[2]s, keep: unchanged, max: 3, then: escalate}}}}"
	default:
		step = "- {handoff: %[1]s, from: builder, to: tester, package: [%[2]s.file], checklist: [clean], due: 2bh}"
	}
	return indent + fmt.Sprintf(step, id, first) + "\n"
}
