package proof_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/headgate/headgate/analysis/proof"
	"github.com/headgate/headgate/model"
)

// frame is a model around the steps of its plan phase.
const frame = `kind: release-model
id: page
version: 1.0.0
title: Page
class: any
owner: process_owner
accountable: writer
environments: [live]
roles: {writer: {}, reader: {differs_from: [writer]}}
facts: {live: {type: {errors: int, ready: bool}, from: metrics}}
params: {size: [small, large]}
events: {alarm: {level: int}}
%s
none: {tests: nothing timed, deploy: nothing}
`

// TestDefects: each model has one thing wrong that no single step shows. The
// proof finds it, at its place, and its story ends where it goes wrong.
func TestDefects(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ name, steps, want, ends string }{
		{
			"gate over a value that nobody gives again",
			`    - {task: count, who: writer, how: x, gives: {n: int}}
    - {gate: enough, until: count.n > 3, due: 1d, else: escalate}`,
			"E-FLOW-2 enough", "with n 0",
		},
		{
			"two facts that exclude each other",
			`    - {gate: both, until: live.errors == 0 && live.errors > 3, due: 1d, else: escalate}`,
			"E-FLOW-2 both", "it starts",
		},
		{
			"guards that leave the second of two steps nothing",
			`    - {task: a, who: writer, how: x, when: params.size == "small"}
    - {task: b, who: writer, how: x, when: 'params.size == "small" && a.outcome == "failed" && a.settled'}`,
			"E-FLOW-1 b", "",
		},
		{
			"branches that wait for each other's gates",
			`    - parallel:
        - group: left
          steps:
            - {gate: l, until: y.settled, due: 1d, else: escalate}
            - {task: x, who: writer, how: x}
        - group: right
          steps:
            - {gate: r, until: x.settled, due: 1d, else: escalate}
            - {task: y, who: reader, how: x}`,
			"E-FLOW-2", "it starts",
		},
		{
			"a decision whose no comes back to a gate it closed",
			`    - {task: measure, who: writer, how: x, gives: {ok: bool}}
    - decide: go
      who: reader
      answers: ["yes", "no"]
      due: 1d
      else: escalate
    - {gate: open, until: 'measure.ok || go.outcome == "yes"', due: 1d, else: escalate}`,
			"E-FLOW-2 open", "answers `go`: no",
		},
		{
			"a redo that is used up and leaves nothing",
			`    - {task: try, who: writer, how: x, gives: {result: {kind: report}}}
    - {gate: passed, until: try.result.result == "pass", due: 1h, else: {redo: {from: try, max: 2, then: escalate}}}`,
			"E-FLOW-2 passed", "",
		},
		{
			"an event that comes too late",
			`    - group: careful
      watch: [{event: alarm, when: event.level > 3, then: {cancel: careful}}]
      then: {cancelled: continue}
      steps: [{task: write, who: writer, how: x}]
    - {gate: written, until: write.outcome == "done", due: 1d, else: escalate}`,
			"E-FLOW-2 written", "the event alarm comes",
		},
		{
			"a wait that no time ends",
			`    - {task: say, who: writer, how: x, gives: {when: time?}}
    - {wait: until_then, at: say.when}`,
			"E-FLOW-2 until_then", "",
		},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			doc := model.File{Name: "page.yaml", Text: fmt.Appendf(nil, frame, "phases:\n  plan:\n"+x.steps)}
			for _, p := range plansOf(t, doc, library(t)) {
				r := proof.Prove(p, proof.Limits{})
				var got []string
				for _, f := range r.Findings {
					got = append(got, f.Code+" "+p.Nodes[f.Node].ID)
					t.Logf("%s\n  %s", f.Message, strings.Join(f.Story, "\n  "))
				}
				if !strings.HasPrefix(strings.Join(got, ", "), x.want) || len(got) == 0 {
					t.Fatalf("found %q, want %q first", got, x.want)
				}
				if story := r.Findings[0].Story; x.ends != "" && !strings.Contains(story[len(story)-1], x.ends) {
					t.Errorf("the story ends with %q, want %q in it", story[len(story)-1], x.ends)
				}
			}
		})
	}
}
