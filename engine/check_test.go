package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/model"
)

// frame is a model with room for sections and steps; the process and the site
// are those of the frame, not the shipped ones, so that a test shows all it
// depends on.
const frame = `kind: release-model
id: probe
version: 1.0.0
title: Probe
owner: lead
accountable: lead
class: any
%s
phases:
  plan: []
  deploy:
%s
none: {plan: x, tests: x}
---
kind: process
id: release
version: 1.0.0
title: Release
runs: release-model
owner: lead
accountable: lead
released: deploy.end
branch: {phase: back_out, then: review}
roles: {lead: {}, dev: {}, qa: {differs_from: [dev]}, boss: {}}
phases: {plan: {}, deploy: {}, review: {}, back_out: {}}
escalate: [{at: 100%%, raise: lead}]
---
kind: site
id: lab
zone: UTC
calendars: {office: {days: Mon-Fri, hours: 09:00-17:00}}
environments: {live: {}}
groups: {chiefs: [eva], owners: {shop: [tom]}}
people: {eva: {skills: [go]}, tom: {}, ann: {}}
teams: {lead: [eva], dev: [tom, ann], qa: [tom, ann], boss: [eva]}
cis: {shop: {type: service}}
executors: {run: {with: {n: int, note: "string?"}, gives: {out: digest}}, any: {gives: any}}
sources: {probe: {type: {n: int}}, health: {}}
`

// build compiles the frame with sections and steps of the phase deploy, both
// given with the indentation of a phase list.
func build(t testing.TB, sections, steps string) (*Plan, model.Diagnostics) {
	t.Helper()
	text := fmt.Sprintf(frame, sections, indent(steps, "    "))
	set, found := model.LoadSet([]model.File{{Name: "probe.yaml", Text: []byte(text)}})
	if found.HasErrors() {
		t.Fatalf("%v\n%s", found, text)
	}
	flat, found := model.Flatten(set.ByID("probe"), set)
	if found.HasErrors() {
		t.Fatalf("%v\n%s", found, text)
	}
	p, found := Compile(flat, set.Site)
	return p, set.Annotate(found)
}

func indent(text, by string) string {
	lines := strings.Split(strings.Trim(text, "\n"), "\n")
	return by + strings.Join(lines, "\n"+by)
}

func TestCompileFinds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, sections, steps string
		want                  []string // code and the text it marks
	}{
		{name: "nothing", steps: `- {task: a, who: dev, how: x}`},
		{
			name:  "unknown name in a condition",
			steps: "- {task: a, who: dev, how: x, gives: {n: int}}\n- {task: b, who: dev, how: x, when: a.m > 0}",
			want:  []string{"E-REF-1 a"},
		},
		{
			name:  "a step of another item",
			steps: "- each: e\n  of: [x, y]\n  as: i\n  steps:\n    - {task: a, who: dev, how: x, gives: {n: int}}\n- {task: b, who: dev, how: x, when: a.n > 0}",
			want:  []string{"E-REF-1 a"},
		},
		{
			name:  "another item by its key is in sight",
			steps: "- each: e\n  of: [x, y]\n  as: i\n  steps:\n    - {task: a, who: dev, how: x, gives: {n: int}}\n- {task: b, who: dev, how: x, when: 'e[\"x\"].a.n > 0 && e.items.all(j, j.settled) && e.done == 2'}",
		},
		{
			name:  "wrong type of a condition",
			steps: "- {task: a, who: dev, how: x, when: 1 + 1}",
			want:  []string{"E-REF-3 1 + 1"},
		},
		{
			name:  "an answer that is none",
			steps: "- {decide: d, who: dev, answers: [go, stop], due: 1d, else: escalate}\n- {task: b, who: dev, how: x, when: d.outcome == \"halt\"}",
			want:  []string{`E-REF-3 "halt"`},
		},
		{
			name:     "input of another type",
			steps:    `- {auto: a, use: run, with: {n: "${params.s}"}}` + "\n- {auto: b, use: run, with: {n: '${1 == 1}'}}",
			sections: "params: {s: string}", want: []string{"E-REF-3 '"},
		},
		{
			name:     "source of another type",
			sections: "facts: {f: {type: {n: string}, from: probe, max_age: 1m}}",
			steps:    "- {task: a, who: dev, how: x}",
			want:     []string{"E-REF-3 f"},
		},
		{
			name:     "reads a conditional step",
			steps:    "- {task: a, who: dev, how: x, when: params.p, gives: {n: int}}\n- {auto: b, use: run, with: {n: '${a.n}'}}",
			sections: "params: {p: bool, q: bool}", want: []string{"E-REF-2 with"},
		},
		{
			name:     "reads a conditional step under its condition",
			steps:    "- {task: a, who: dev, how: x, when: params.p, gives: {n: int}}\n- {auto: b, when: params.p && params.q, use: run, with: {n: '${a.n}'}}",
			sections: "params: {p: bool, q: bool}",
		},
		{
			name:     "reads a conditional step after asking for its outcome",
			steps:    "- {task: a, who: dev, how: x, when: params.p, gives: {n: int}}\n- {auto: b, when: a.outcome == 'done', use: run, with: {n: '${a.n}'}}",
			sections: "params: {p: bool, q: bool}",
		},
		{
			name:     "reads a default",
			steps:    "- {task: a, who: dev, how: x, when: params.p, gives: {n: {type: int, default: 3}}}\n- {auto: b, use: run, with: {n: '${a.n}'}}",
			sections: "params: {p: bool}",
		},
		{
			name:  "reads a step beside it",
			steps: "- parallel:\n    - {task: a, who: dev, how: x, gives: {n: int}}\n    - {auto: b, use: run, with: {n: '${a.n}'}}",
			want:  []string{"E-REF-2 with"},
		},
		{
			name:     "reads what an overlay brings",
			sections: "overlays: {fast: {changes: [{at: b, before: [{task: a, who: dev, how: x, gives: {n: int}}]}]}}",
			steps:    "- {auto: b, use: run, with: {n: '${a.n}'}}",
			want:     []string{"E-REF-2 with"},
		},
		{
			name:     "reads what an overlay skips",
			sections: "overlays: {fast: {changes: [{at: a, skip: no time}]}}",
			steps:    "- {task: a, who: dev, how: x, gives: {n: int}}\n- {auto: b, use: run, with: {n: '${a.n}'}}",
			want:     []string{"E-REF-2 with"},
		},
		{
			name:     "reads what an overlay skips, and is skipped too",
			sections: "overlays: {fast: {changes: [{at: a, skip: no time}, {at: b, skip: no time}]}}",
			steps:    "- {task: a, who: dev, how: x, gives: {n: int}}\n- {auto: b, use: run, with: {n: '${a.n}'}}",
		},
		{
			name:  "reads a step beside it that it needs",
			steps: "- parallel:\n    - {task: a, who: dev, how: x, gives: {n: int}}\n    - {auto: b, needs: [a], use: run, with: {n: '${a.n}'}}",
		},
		{
			name:  "reads a step beside it that it may need",
			steps: "- parallel:\n    - {task: a, who: dev, how: x, gives: {n: int}}\n    - {task: c, who: dev, how: x}\n    - {auto: b, needs: {any: [a, c]}, use: run, with: {n: '${a.n}'}}",
			want:  []string{"E-REF-2 with"},
		},
		{name: "needs an unknown step", steps: "- {task: a, who: dev, how: x, needs: [b]}", want: []string{"E-REF-1 needs"}},
		{
			name:  "needs a step of another item",
			steps: "- each: e\n  of: [x, y]\n  as: i\n  steps:\n    - {task: a, who: dev, how: x}\n- {task: b, who: dev, how: x, needs: [a]}",
			want:  []string{"E-ACT-2 needs"},
		},
		{
			name:  "need each other",
			steps: "- parallel:\n    - {task: a, who: dev, how: x, needs: [b]}\n    - {task: b, who: dev, how: x, needs: [a]}",
			want:  []string{"E-FLOW-3 needs"},
		},
		{
			name:  "needs what comes later in its list",
			steps: "- {task: a, who: dev, how: x, needs: [b]}\n- {task: b, who: dev, how: x}",
			want:  []string{"E-FLOW-3 needs"},
		},
		{
			name:  "needs the block around it",
			steps: "- group: g\n  steps:\n    - {task: a, who: dev, how: x, needs: [g]}",
			want:  []string{"E-FLOW-3 needs"},
		},
		{
			name:  "needs an owed step before the end of its list",
			steps: "- {task: a, who: dev, how: x, owed: true, due: 1d}\n- {task: b, who: dev, how: x, needs: [a]}",
		},
		{
			name:  "needs more than there are",
			steps: "- parallel:\n    - {task: a, who: dev, how: x}\n    - {task: b, who: dev, how: x, needs: {at_least: 2, of: [a]}}",
			want:  []string{"E-FLOW-3 needs"},
		},
		{
			name:  "needs two ends of one step",
			steps: "- parallel:\n    - {task: a, who: dev, how: x}\n    - {task: b, who: dev, how: x, needs: [a.done, a.failed]}",
			want:  []string{"E-FLOW-3 needs"},
		},
		{
			name:  "needs an end that a step does not have",
			steps: "- parallel:\n    - {task: a, who: dev, how: x}\n    - {task: b, who: dev, how: x, needs: [a.accepted]}",
			want:  []string{"E-FLOW-3 needs"},
		},
		{name: "at waits for itself", steps: "- {task: a, who: dev, how: x, at: b.end}\n- {task: b, who: dev, how: x}", want: []string{"E-TIME-6 at"}},
		{
			name: "dates in a circle", sections: "timeline: {dates: {x: y + 1d, y: x + 1d}}",
			steps: "- {task: a, who: dev, how: x}", want: []string{"E-TIME-6 y", "E-TIME-6 x"},
		},
		{name: "unknown date", steps: "- {task: a, who: dev, how: x, at: dai + 1d}", sections: "timeline: {dates: {day: T - 1d}}", want: []string{"E-REF-1 dai"}},
		{name: "never runs", steps: "- {task: a, who: dev, how: x, when: 1 > 2}", want: []string{"E-FLOW-1 when"}},
		{
			name:  "waits for ever",
			steps: "- {wait: w, until: 'false', due: 1d, else: escalate}", want: []string{"E-FLOW-2 until"},
		},
		{
			name:  "after a decision that never continues",
			steps: "- {decide: d, who: dev, answers: [x, y], due: 1d, else: escalate, then: {x: {cancel: case}, y: {cancel: case}}}\n- {task: b, who: dev, how: x}",
			want:  []string{"E-FLOW-1 b"},
		},
		{
			name:  "after a decision that leaves or holds",
			steps: "- {decide: d, who: dev, due: 1d, else: escalate, then: {approve: {cancel: case}}}\n- {task: b, who: dev, how: x}",
			want:  []string{"E-FLOW-1 b"},
		},
		{
			name:  "a decision that only comes back",
			steps: "- {decide: d, who: dev, answers: [x, y], due: 1d, else: escalate, then: {x: {redo: {from: d, max: 1, then: escalate}}, y: hold}}",
			want:  []string{"E-FLOW-2 d"},
		},
		{
			name:  "redo over a step without way back",
			steps: "- {task: a, who: dev, how: x}\n- {auto: t, use: any, touches: {cis: [shop], environment: live}, back_out: {none: x, accept: lead}}\n- {decide: d, who: dev, due: 1d, else: escalate, then: {reject: {redo: {from: a, max: 1, then: escalate}}}}",
			want:  []string{"E-REDO-2 d"},
		},
		{
			name:  "keeps what records nothing",
			steps: "- {task: a, who: dev, how: x, gives: {d: digest}}\n- {task: b, who: dev, how: x, about: [a.d]}\n- {task: e, who: dev, how: x}\n- {decide: d, who: dev, due: 1d, else: escalate, then: {reject: {redo: {from: a, keep: [b, e], max: 1, then: escalate}}}}",
			want:  []string{"W-REDO-4 d"},
		},
		{
			name:     "publishes before it is live",
			sections: "environments: [live]",
			steps:    "- {auto: a, use: any, touches: {cis: [shop], environment: public}, back_out: {use: any}}\n- {auto: b, use: any, touches: {cis: [shop], environment: live}, back_out: {use: any}}",
			want:     []string{"E-FLOW-1 a"},
		},
		{
			name:     "publishes when it is live",
			sections: "environments: [live]",
			steps:    "- {auto: b, use: any, touches: {cis: [shop], environment: live}, back_out: {use: any}}\n- {auto: a, use: any, touches: {cis: [shop], environment: public}, back_out: {use: any}}",
		},
		{
			name:  "redo from after it",
			steps: "- {auto: t, use: any, touches: {cis: [shop], environment: live}, back_out: {none: x, accept: lead}}\n- {task: a, who: dev, how: x}\n- {decide: d, who: dev, due: 1d, else: escalate, then: {reject: {redo: {from: a, max: 1, then: escalate}}}}",
		},
		{
			name:  "redo over a boundary",
			steps: "- {task: a, who: dev, how: x}\n- {boundary: b, remedy: x}\n- {auto: t, use: any, touches: {cis: [shop], environment: live}}\n- {decide: d, who: dev, due: 1d, else: escalate, then: {reject: {redo: {from: a, max: 1, then: escalate}}}}",
			want:  []string{"E-REDO-3 d"},
		},
		{
			name:  "redo voids what another branch has read",
			steps: "- parallel:\n    - group: g\n      steps:\n        - {task: a, who: dev, how: x, gives: {r: report}}\n        - {decide: d, who: dev, due: 1d, else: escalate, then: {reject: {redo: {from: a, max: 1, then: escalate}}}}\n    - {gate: q, until: a.r.result == \"pass\", due: 1d, else: escalate}",
			want:  []string{"E-EVID-2 q"},
		},
		{
			name:     "touches what is no component",
			sections: "params: {n: int}",
			steps:    "- {auto: t, use: any, touches: {cis: [params.n], environment: live}, back_out: {use: any}}",
			want:     []string{"E-REF-3 {"},
		},
		{name: "drop without an item", steps: "- {task: a, who: dev, how: x, due: 1d, else: drop}", want: []string{"E-ACT-2 drop"}},
		{
			name:     "nobody left for a separation",
			sections: "roles: {dev: {members: '[\"tom\"]'}, qa: {members: '[\"tom\"]', differs_from: [dev]}}",
			steps:    "- {task: a, who: dev, how: x}\n- {task: b, who: qa, how: x}",
			want:     []string{"E-STAFF-1 a"},
		},
		{
			name:     "nobody left to differ from a step",
			sections: "roles: {dev: {members: '[\"tom\"]'}}",
			steps:    "- {task: a, who: dev, how: x}\n- {task: b, who: dev, how: x, differs_from: [a]}",
			want:     []string{"E-STAFF-1 a"},
		},
		{
			name:  "two people differ from each other's step",
			steps: "- {task: a, who: dev, how: x}\n- {task: b, who: dev, how: x, differs_from: [a]}",
		},
		{
			name:     "three votes of two people",
			sections: "",
			steps:    "- {decide: d, who: dev, pass: 3, due: 1d, else: escalate}",
			want:     []string{"E-STAFF-1 d"},
		},
		{
			name:     "a skill nobody has",
			sections: "roles: {dev: {skills: [go]}}",
			steps:    "- {task: a, who: dev, how: x}",
			want:     []string{"E-STAFF-2 dev"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, found := build(t, tt.sections, tt.steps)
			var got []string
			for _, d := range found {
				s := d.Code
				if d.Length > 0 {
					s += " " + string([]rune(d.Excerpt)[d.Pos.Column-1:][:d.Length])
				}
				got = append(got, s)
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("findings (-got +want):\n%s\n%v", diff, found)
			}
			if (p == nil) != found.HasErrors() {
				t.Errorf("got plan %v with findings %v", p != nil, found)
			}
		})
	}
}

// The staff of a test stands for the people of the site.
func TestStaffed(t *testing.T) {
	t.Parallel()
	set := shipped(t)
	m, found := model.Flatten(set.ByID("software-standard"), set)
	if found.HasErrors() {
		t.Fatal(found)
	}
	one := func(role, person string) model.Entry {
		return model.Entry{Key: model.Word{Text: role}, Value: model.Value{Kind: model.List, List: []model.Value{{Text: person}}}}
	}
	tests := []struct {
		name  string
		staff []model.Entry
		want  string
	}{
		{"as in the directory", nil, ""},
		{"nobody deploys what he authorized", []model.Entry{one("deployer", "mara"), one("deciders", "mara")}, "E-STAFF-1"},
		{"somebody else authorized", []model.Entry{one("deployer", "mara"), one("deciders", "jon")}, ""},
		{"nobody tests what he built", []model.Entry{one("builder", "mara"), one("tester", "mara")}, "E-STAFF-1"},
	}
	for _, tt := range tests {
		staffed, site := Staffed(m, set.Site, tt.staff)
		got := ""
		if _, found := Compile(staffed, site); len(found) > 0 {
			got = found[0].Code
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
