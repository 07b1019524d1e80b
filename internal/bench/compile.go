package bench

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// compiling measures the way from the text of a model to its plan: parsing,
// flattening, checking and compiling. The documents that it is built on are
// read once, as in a server.
func compiling(ctx context.Context, c Config) ([]Figure, error) {
	set, found := model.LoadSet(slices.Concat(models.Site(), models.Shipped()))
	if found.HasErrors() {
		return nil, fmt.Errorf("read shipped models: %s", found)
	}
	text := []byte(bigModel())
	var walls, cpus []float64
	for range c.Runs {
		var failed error
		t, err := spin(ctx, c.Window/4, func() { failed = build(set, text) })
		if err = cmp.Or(err, failed); err != nil {
			return nil, err
		}
		walls = append(walls, 1e3/t.rate)
		cpus = append(cpus, float64(t.cpu)/float64(time.Millisecond))
	}
	of := "compile"
	return []Figure{
		figure(of, "check and compile a model of 200 steps", "ms", walls...).atMost(20, 0),
		figure(of, "processor time of that", "ms", cpus...),
	}, nil
}

func build(set *model.Set, text []byte) error {
	docs, found := model.Parse("big.yaml", text)
	if !found.HasErrors() {
		_, found = engine.Build(docs[0].Model, set, set.Site)
	}
	if found.HasErrors() {
		return fmt.Errorf("the model of 200 steps: %s", found)
	}
	return nil
}

// bigModel is a model of 40 groups of five steps in five parallel tracks, with
// people, machines, decisions that redo, gates on facts and handoffs.
func bigModel() string {
	var b strings.Builder
	b.WriteString(`kind: release-model
id: big
version: 1.0.0
title: Many steps
class: any
owner: release_process_owner
accountable: release_manager
params: {n: int, T: time}
facts: {live: {type: {errors: int}, from: metrics.service, max_age: 1m}}
roles: {builder: {}, tester: {differs_from: [builder]}}
environments: [live]
timeline: {T: end.start, zone: site, calendar: office}
escalate: [{at: 50%, remind: true}, {at: 100%, raise: release_manager}]
phases:
  deploy:
    - parallel:
`)
	for track := range 5 {
		fmt.Fprintf(&b, "        - group: track_%d\n          steps:\n", track)
		for group := range 8 {
			id := fmt.Sprintf("t%d_%d", track, group)
			b.WriteString(strings.ReplaceAll(fiveSteps, "ID", id))
		}
	}
	b.WriteString(`    - {wait: end, at: T, for: 1h}
none: {plan: x, build: x, validate: x, enable: x, support: x, review: x, tests: x}
`)
	return b.String()
}

const fiveSteps = `            - {task: ID_do, who: builder, how: do it, due: 1bd, takes: 1h..4h, gives: {n: int, file: file}}
            - auto: ID_put
              who: builder
              use: shell
              with: {run: "go ${params.n}"}
              when: ID_do.n > params.n || live.errors == 0
              touches: {cis: [shop], environment: live}
              back_out: {use: shell, with: {run: back}, takes: 1m..5m}
            - {gate: ID_quiet, until: live.errors == 0 && ID_do.n >= 0, due: 4bh, else: escalate}
            - decide: ID_good
              who: tester
              answers: [go, again]
              about: [ID_do.file]
              due: 1bd
              else: escalate
              then: {again: {redo: {from: ID_do, keep: unchanged, max: 3, then: escalate}}}
            - {handoff: ID_give, from: builder, to: tester, package: [ID_do.file], checklist: [clean], due: 2bh}
`
