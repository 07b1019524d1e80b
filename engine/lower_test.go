package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/model"
)

// kitchen uses most of the language once, so that its golden plan shows how
// each part is lowered.
const kitchenSections = `
params: {size: [small, large], hosts: {type: {list: {name: string, bake: duration}}, default: [{name: a, bake: 5m}]}, T: time}
facts: {health: {type: {errors: int, up: {map: bool}}, from: health, max_age: 1m}}
events: {alarm: {code: int}}
agreements: {partner: {kind: uc, hours: office, targets: {answer: 4bh}, contacts: {L1: desk}}}
roles: {supplier: {party: partner}, ops: {members: site.chiefs}}
environments: [live]
timeline:
  T: go.start
  zone: Europe/Berlin
  calendar: office
  dates: {freeze_start: T - 1w, notice: next Mon 09:00 after freeze_start}
  periods: {frozen: [freeze_start, T]}
  windows: {night: "Mon-Fri 01:00-05:00 except frozen", around: {from: T - 1h, for: 3h}}
tables:
  speed:
    in: {size: params.size, day: weekday(T)}
    out: {wait: duration, start: time, slot: window}
    rows:
      - [small, Mon-Wed, 2h, T + 1h, night]
      - [small | large, "*", 3bd, next Tue 10:00 after T, night]
ladders: {slow: [{at: 50%, remind: true}, {at: 4bh, raise: partner.L1}, {at: 200%, raise: boss, may_decide: true}]}
procedures:
  help:
    - {task: look, who: ops, how: x}
    - {decide: again, who: ops, due: 1h, else: escalate, then: {approve: resume, reject: back_out}}
watch: [{event: alarm, when: event.code > 3, then: {notify: [boss]}}]
overlays:
  fast:
    urgency: emergency
    params: {ticket: id}
    roles: {chief: {members: site.chiefs}}
    changes:
      - {at: deploy, before: [{task: first, who: chief, how: x}], after: [{task: last, who: chief, how: x}]}
      - {at: prepare, set: {due: 1h}, before: [{task: beside, who: chief, how: x}]}
      - {at: waves, set: {of: [{name: z, bake: 1m}]}}
  small:
    changes:
      - {at: prepare, owe: {after: released, due: 2bd}}
escalate: slow
`

const kitchenSteps = `
- {task: prepare, who: dev, how: x, due: 1bd, takes: 1h..4h, consult: [qa], gives: {note: {kind: report, accept: boss, valid_for: 10bd}, count: {type: int, default: 1}}}
- {handoff: order, from: dev, to: supplier, under: partner.answer, package: [prepare.note]}
- decide: go
  who: [dev, qa]
  pass: groups.approve == 2 && votes.cast > 1
  about: [prepare.note]
  at: T
  due: T + 2h
  else: [{shift: {T: next night after T + 1h, max: 2}}, {redo: {from: prepare, keep: [order], max: 2, then: {cancel: case}}}]
  then: {reject: hold}
  watch: [{if: votes.reject > 0, then: {raise: boss}}]
- each: waves
  of: params.hosts
  as: wave
  order: serial
  at: speed.start
  window: {in: speed.slot, fit: p95, restore: 15m}
  watch:
    - {if: health.errors > 5, for: 5m, then: back_out}
    - {if: '!health.up[wave.name]', for: wave.bake, then: drop}
    - {event: alarm, then: [hold, {run: [help]}]}
  steps:
    - {auto: roll, who: dev, use: any, with: {host: "${wave.name}", n: "${prepare.count}"}, touches: {cis: [shop, params.size], environment: live}, back_out: {use: any}, retry: 2, timeout: 10m}
    - {wait: bake, for: wave.bake, until: health.errors == 0, due: speed.wait, else: drop}
    - parallel:
        - {gate: fine, until: 'health.up[wave.name]', due: 1h, else: hold, waive: {who: boss, valid_for: 1d}}
        - each: checks
          of: range(2)
          as: i
          enough: any
          steps:
            - {task: check, who: qa, how: x, when: i > 0, then: {failed: drop}}
- {boundary: gone, remedy: next time, accept: boss}
- {notify: tell, to: [boss, anyone], text: "Done with ${waves.total}: ${waves.items.map(w, w.key)}", when: waves.failed == 0}
- {task: after_all, who: ops, how: x, owed: true, due: released + 1w, when: 'waves["a"].roll.outcome == "done"'}
`

func TestLowering(t *testing.T) {
	t.Parallel()
	p, found := build(t, kitchenSections, kitchenSteps)
	if found.HasErrors() {
		t.Fatal(found)
	}
	golden(t, "plan/kitchen.txt", p.Dump())
}

// The body of a node under overlays is that of exactly these overlays.
func TestSpecOfOverlays(t *testing.T) {
	t.Parallel()
	p, found := build(t, kitchenSections, kitchenSteps)
	if found.HasErrors() {
		t.Fatal(found)
	}
	n := p.names["prepare"]
	var got []string
	for mask := range Mask(4) {
		s := p.SpecOf(n, mask)
		got = append(got, p.limitText(s.Due)+" "+p.owedText(s))
	}
	want := []string{"1bd from ready", "1h from ready", "2bd after released", "2bd after released"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("due of prepare by mask (-got +want):\n%s", diff)
	}
	if got, want := p.nodesText(p.Overlays[0].Inserts), "first, beside, last"; got != want {
		t.Errorf("inserted: got %s, want %s", got, want)
	}
}

// What compiles twice compiles alike, and leaves its model as it was.
func TestCompileIsPure(t *testing.T) {
	t.Parallel()
	set := shipped(t)
	for _, m := range set.Models {
		flat, _ := model.Flatten(m, set)
		before := string(model.Canonical(flat))
		first, _ := Compile(flat, set.Site)
		second, _ := Compile(flat, set.Site)
		if diff := cmp.Diff(first.Dump(), second.Dump()); diff != "" {
			t.Errorf("%s (-first +second):\n%s", m.ID, diff)
		}
		if string(model.Canonical(flat)) != before {
			t.Errorf("%s: compiling changed the model", m.ID)
		}
	}
}

func TestSpreadIsInverseOfSqueeze(t *testing.T) {
	t.Parallel()
	for within := range Mask(64) {
		for mask := range Mask(64) {
			if got := spread(squeeze(mask, within), within); got != mask&within {
				t.Fatalf("spread(squeeze(%b, %b)) = %b", mask, within, got)
			}
		}
	}
}
