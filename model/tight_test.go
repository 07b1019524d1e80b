package model

import (
	"fmt"
	"strings"
	"testing"
)

// refinements are a step of a parent and what children may and may not make of
// one of its fields. What is in `apart` cannot be compared.
var refinements = []struct {
	field   string
	step    string // of the parent
	tighter []string
	looser  []string
	apart   []string
}{
	{
		"when", `{task: x, who: lead, when: params.a || params.b}`,
		[]string{"params.b||params.a", "(params.a || params.b) || params.c", "\"!(params.d) || params.a || params.b\"", "true", "params.a || params.b || (params.c && params.d)"},
		[]string{"params.a", "params.a && params.c", "false"},
		[]string{"params.c"},
	},
	{"when", `{task: x, who: lead}`, []string{"true"}, []string{"params.a"}, nil},
	{
		"until", `{gate: x, until: params.a && params.b, due: 1d, else: hold}`,
		[]string{"params.b && params.a", "params.c && (params.a && params.b)", "params.a && params.b && params.c", "false"},
		[]string{"params.a", "true", "params.a && params.b || params.c"},
		[]string{"params.c", `params.a && "a && params.b" == "x"`},
	},
	{"at", `{notify: x, to: [lead], text: Soon., at: T - 3d}`, []string{"T - 4d", "T - 1w", "T - 3d"}, []string{"T - 2d", "T", "T + 1d"}, []string{"T - 2bd", "waves.start - 3d"}},
	{"due", `{task: x, who: lead, due: 2bd}`, []string{"2bd", "1bd", "0bd"}, []string{"3bd", "open"}, []string{"1d", "T - 1d"}},
	{"due", `{task: x, who: lead, due: T - 1d}`, []string{"T - 2d"}, []string{"T", "T + 1h", "T - 23h"}, []string{"1d"}},
	{"due", `{task: x, who: lead, due: open, escalate: [{every: 1d, remind: lead}]}`, []string{"5d", "open"}, nil, nil},
	{"for", `{wait: x, for: 3d}`, []string{"3d", "4d", "1w"}, []string{"2d", "71h"}, []string{"3bd"}},
	{"valid_for", `{decide: x, who: lead, due: 1d, else: hold, valid_for: 30d}`, []string{"29d", "1h"}, []string{"31d", "2mo"}, []string{"30bd", "1mo"}},
	{"valid_until", `{decide: x, who: lead, due: 1d, else: hold, valid_until: T}`, []string{"T - 1h"}, []string{"T + 1h"}, []string{"released"}},
	{
		"window", `{task: x, who: lead, window: days}`,
		[]string{"nights", "{in: days, fit: true}", `"Mon 20:00-22:00"`},
		[]string{"always", "week"},
		[]string{`"Mon 20:00-22:00 Asia/Tokyo"`},
	},
	{
		"window", `{task: x, who: lead, window: {in: days, fit: true, restore: 30m}}`,
		[]string{"{fit: p95}", "{restore: 1h}"},
		[]string{"{restore: 10m}"},
		[]string{"{zone: Asia/Tokyo}", "{restore: 30bh}"},
	},
	{"else", `{decide: x, who: lead, due: 1d, else: escalate}`, []string{"reject", "hold", "{cancel: case}", "[{notify: lead}, hold]"}, []string{"approve", "[hold, approve]"}, []string{"{notify: lead}"}},
	{"else", `{decide: x, who: lead, due: 1d, else: reject}`, []string{"hold"}, []string{"escalate", "approve"}, nil},
	{
		"then", `{decide: x, who: lead, due: 1d, else: hold, then: {reject: {redo: {from: before, max: 3, then: cancel}}}}`,
		[]string{"{reject: {redo: {from: before, max: 2, then: cancel}}}", "{reject: hold}"},
		[]string{"{reject: {redo: {from: before, max: 4, then: cancel}}}", "{reject: continue}"},
		nil,
	},
	{"then", `{task: x, who: lead}`, []string{"{failed: hold}", "{done: {notify: lead}}", "{done: continue}"}, []string{"{failed: continue}"}, nil},
	{
		"escalate", `{task: x, who: lead, due: 2d, escalate: [{at: 50%, remind: true}, {at: 4h, ask: expert}, {at: 100%, raise: lead}]}`,
		[]string{"[{at: 40%, remind: true}, {at: 3h, ask: expert}, {at: 100%, raise: lead}]", "[{at: 50%, remind: true}, {at: 4h, ask: expert}, {at: 90%, raise: lead}, {at: 200%, raise: expert}]"},
		[]string{"[{at: 60%, remind: true}, {at: 4h, ask: expert}, {at: 100%, raise: lead}]", "[{at: 50%, remind: true}, {at: 100%, raise: lead}]"},
		[]string{"[{at: 50%, remind: true}, {at: 50%, ask: expert}, {at: 100%, raise: lead}]", "common"},
	},
	{
		"watch", `{task: x, who: lead, watch: [{if: params.a, then: hold}]}`,
		[]string{"[{if: params.a, then: hold}]", "[{if: params.b, then: hold}, {if: params.a, then: hold}]"},
		nil,
		[]string{"[{if: params.b, then: hold}]"},
	},
	{"owed", `{task: x, who: lead, due: 1d, owed: true}`, []string{"true", "false"}, nil, nil},
	{"owed", `{task: x, who: lead, due: 1d}`, []string{"false"}, []string{"true"}, nil},
	{"who", `{decide: x, who: [lead, expert], due: 1d, else: hold}`, []string{"lead", "[expert, lead]"}, []string{"other", "[lead, other]"}, []string{"{person: params.p}"}},
	{"who", `{task: x, who: expert}`, []string{"expert", "guru"}, []string{"lead", "[guru, lead]"}, []string{"{organization: params.o}"}},
	{"from", `{handoff: x, from: expert, to: lead, due: 1d}`, []string{"guru"}, []string{"other"}, nil},
	{"to", `{handoff: x, from: lead, to: expert, due: 1d}`, []string{"guru"}, []string{"other"}, nil},
	{"pass", `{decide: x, who: [lead, expert], due: 1d, else: hold, pass: 2}`, []string{"2", "3", "all"}, []string{"1", "any"}, []string{"majority", "votes.approve >= 3"}},
	{
		"pass", `{decide: x, who: lead, due: 1d, else: hold, pass: votes.approve >= 3}`,
		[]string{"votes.approve>=3", "votes.approve >= 3 && votes.reject == 0"},
		[]string{"votes.approve >= 3 || votes.cast > 9"},
		[]string{"any", "votes.approve >= 2"},
	},
	{"pass", `{decide: x, who: lead, due: 1d, else: hold}`, []string{"any", "1", "2", "majority"}, nil, nil},
	{"fail", `{decide: x, who: lead, due: 1d, else: hold, fail: votes.reject > 1}`, []string{"votes.reject>1"}, nil, []string{"none"}},
	{"answers", `{decide: x, who: lead, due: 1d, else: hold}`, []string{"[approve, reject, later]"}, []string{"[approve, later]", "[reject, approve]"}, nil},
	{"final", `{decide: x, who: lead, due: 1d, else: hold, final: expert}`, []string{"expert"}, []string{"other"}, nil},
	{"final", `{decide: x, who: lead, due: 1d, else: hold}`, nil, []string{"expert"}, nil},
	{"waive", `{gate: x, until: params.a, due: 1d, else: hold, waive: {who: lead, valid_for: 7d}}`, []string{"{who: lead, valid_for: 6d}"}, []string{"{who: other}", "{valid_for: 8d}"}, []string{"{valid_for: 7bd}"}},
	{"waive", `{gate: x, until: params.a, due: 1d, else: hold}`, nil, []string{"{who: lead}"}, nil},
	{"cap", `{decide: x, who: lead, due: 1d, else: hold, cap: {per: organization, max: 2}}`, []string{"{per: organization, max: 1}"}, []string{"{per: organization, max: 3}"}, nil},
	{"differs_from", `{task: x, who: lead, differs_from: [before]}`, []string{"[before, expert]"}, []string{"[]", "[expert]"}, nil},
	{"same_as", `{task: x, who: lead, same_as: [before]}`, []string{"[before]"}, []string{"[]"}, nil},
	{"present", `{task: x, who: lead, present: [expert]}`, []string{"[other, expert]"}, []string{"[other]"}, nil},
	{"veto", `{decide: x, who: lead, due: 1d, else: hold, veto: [lead]}`, []string{"[lead, expert]"}, []string{"[expert]"}, nil},
	{"about", `{decide: x, who: lead, due: 1d, else: hold, about: [before.text]}`, []string{"[before.text, before.more]"}, []string{"[before.more]"}, nil},
	{"package", `{handoff: x, from: lead, to: expert, due: 1d, package: [before.text]}`, []string{"[before.text, before.more]"}, []string{"[before.more]"}, nil},
	{"checks", `{handoff: x, from: lead, to: expert, due: 1d, checks: [params.a]}`, []string{"[params.b, params.a]"}, []string{"[params.b]"}, nil},
	{"checklist", `{task: x, who: lead, checklist: [one, two]}`, []string{"[zero, one, half, two]"}, []string{"[one]", "[two, one]"}, nil},
	{
		"gives", `{task: x, who: lead, gives: {r: {kind: report, accept: expert, about: [before.text], valid_for: 7d, retain: 1y}, n: int}}`,
		[]string{"{r: {valid_for: 6d}}", "{more: string}", "{r: {retain: always}}", "{r: {about: [before.text, before.more]}}"},
		[]string{"{r: {optional: true}}", "{r: {accept: lead}}", "{r: {valid_for: 8d}}", "{r: {retain: 1mo}}", "{r: {about: [before.more]}}"},
		[]string{"{r: {kind: file}}", "{n: string}"},
	},
	{
		"touches", `{task: x, who: lead, touches: {cis: [shop], environment: live}, back_out: {who: lead, how: Back.}}`,
		[]string{"{cis: [shop, mail], environment: live}"},
		[]string{"{cis: [mail], environment: live}", "{cis: [shop], environment: test}"},
		[]string{"{cis: params.list, environment: live}"},
	},
	{
		"back_out", `{auto: x, use: run, touches: {cis: [shop], environment: live}, back_out: {use: undo}}`,
		[]string{"{use: other}", "{takes: 1m..2m}"},
		[]string{"{none: no way, accept: lead}"},
		nil,
	},
	{"back_out", `{auto: x, use: run, touches: {cis: [shop], environment: live}, back_out: {none: no way, accept: lead}}`, []string{"{use: undo}"}, nil, nil},
	{"label", `{task: x, who: lead, label: secret}`, []string{"secret", "top_secret"}, []string{"internal", "early"}, nil},
	{"lock", `{task: x, who: lead, lock: {of: bench}}`, []string{"{of: bench, key: params.a}"}, nil, []string{"{of: crane}"}},
	{"enough", `{parallel: x, enough: 2, steps: [{task: y, who: lead}]}`, []string{"3", "all"}, []string{"1", "any", "settled"}, []string{"50%"}},
	{"order", `{each: x, of: [a, b], as: i, order: serial, steps: [{task: y, who: lead}]}`, []string{"serial"}, []string{"parallel"}, nil},
	{"at_once", `{each: x, of: [a, b], as: i, at_once: 2, steps: [{task: y, who: lead}]}`, []string{"1"}, []string{"3"}, nil},
	{"of", `{each: x, of: [a, b], as: i, steps: [{task: y, who: lead}]}`, []string{"[a, c, b]", "params.list"}, []string{"[a]", "[b, a]"}, nil},
}

const refinedParent = `kind: release-model
id: floor
version: 1.0.0
title: Floor
%s
owner: lead
params: {a: bool, b: bool, c: bool, d: bool, p: person, o: string, list: list(ci)}
roles: {lead: {}, expert: {skills: [care], differs_from: [lead]}, guru: {skills: [care, wit], differs_from: [lead]}, other: {}}
timeline: {windows: {days: "Mon-Thu 08:00-22:00", nights: "Mon 20:00-22:00", week: "Mon-Sun 08:00-22:00"}}
locks: {bench: {scope: all, capacity: 1}, crane: {scope: all, capacity: 1}}
labels: {secret: {clearance: [lead, expert]}, top_secret: {clearance: [lead]}, internal: {clearance: [lead, other]}, early: {clearance: [lead], reveal: T}}
ladders: {common: [{at: 100%%, raise: lead}]}
phases:
  plan:
    - {task: before, who: lead, gives: {text: file, more: file}}
    - %s
`

// refinedChild gives a child that writes one field of the parent's step x, and
// the findings about it.
func refinedChild(t *testing.T, header, step, field, value string) Diagnostics {
	t.Helper()
	kind, _, _ := strings.Cut(strings.TrimPrefix(step, "{"), ":")
	child := fmt.Sprintf("kind: release-model\nid: child\nversion: 1.0.0\ntitle: Child\nextends: floor@1\nowner: lead\nphases:\n  plan:\n    - before\n    - %s: x\n      %s: %s\n", kind, field, value)
	if strings.Contains(step, "steps:") {
		child += "      steps: [y]\n"
	}
	set := libraryOf(t, fmt.Sprintf(refinedParent, header, step), child)
	_, ds := Flatten(set.ByID("child"), set)
	for _, d := range ds {
		if !strings.HasPrefix(d.Code, "E-TIGHT") {
			t.Fatalf("%s: %s in a child of %s:\n%s", field, value, step, ds)
		}
	}
	return ds
}

func TestTightness(t *testing.T) {
	t.Parallel()
	const concrete = "accountable: lead"
	for _, c := range refinements {
		for _, value := range c.tighter {
			if ds := refinedChild(t, concrete, c.step, c.field, value); len(ds) > 0 {
				t.Errorf("%s: %s is as tight as in %s, but:\n%s", c.field, value, c.step, ds)
			}
		}
		for _, value := range c.looser {
			wantLoose(t, "E-TIGHT-1", c.field, value, c.step, refinedChild(t, concrete, c.step, c.field, value))
		}
		for _, value := range c.apart {
			wantLoose(t, "E-TIGHT-2", c.field, value, c.step, refinedChild(t, concrete, c.step, c.field, value))
		}
	}
}

// wantLoose: one finding that names the field, at the child's place, with the
// parent's place beside it.
func wantLoose(t *testing.T, code, field, value, step string, ds Diagnostics) {
	t.Helper()
	if len(ds) != 1 || ds[0].Code != code {
		t.Errorf("%s: %s against %s gives\n%s\nwant one %s", field, value, step, ds, code)
		return
	}
	d := ds[0]
	if !strings.Contains(d.Message, "`"+field+"` of `x`") || !strings.Contains(d.Message, " instead of ") {
		t.Errorf("%s: %s is told as %q, without the field and both values", field, value, d.Message)
	}
	if d.Pos.File != "doc1.yaml" || d.Pos.Line != 11 || d.Note.Pos.File != "doc0.yaml" {
		t.Errorf("%s: %s is told at %s, the parent at %s", field, value, d.Pos, d.Note.Pos)
	}
}

// TestEveryObligationIsCompared: each row of the table has a case on either
// side, but for fields of which nothing but the same is as tight.
func TestEveryObligationIsCompared(t *testing.T) {
	t.Parallel()
	for _, row := range tightness {
		kept, lost := false, false
		for _, c := range refinements {
			if c.field == row.field {
				kept, lost = kept || len(c.tighter) > 0, lost || len(c.looser)+len(c.apart) > 0
			}
		}
		if !kept || !lost {
			t.Errorf("`%s` has no case that is as tight (%v) or none that is not (%v)", row.field, kept, lost)
		}
	}
}

// TestNumbersOfAnAbstractParentAreDefaults: those of a concrete one are floors.
func TestNumbersOfAnAbstractParentAreDefaults(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		field, step, value string
		floor              bool // also in an abstract parent
	}{
		{"due", `{task: x, who: lead, due: 2bd}`, "9bd", false},
		{"for", `{wait: x, for: 3d}`, "1h", false},
		{"pass", `{decide: x, who: lead, due: 1d, else: hold, pass: 2}`, "1", false},
		{"then", `{decide: x, who: lead, due: 1d, else: hold, then: {reject: {redo: {from: before, max: 3, then: cancel}}}}`, "{reject: {redo: {from: before, max: 9, then: cancel}}}", false},
		{"checklist", `{task: x, who: lead, checklist: [one, two]}`, "[one]", false},
		{"escalate", `{task: x, who: lead, due: 2d, escalate: [{at: 50%, raise: lead}]}`, "[{at: 60%, raise: lead}]", false},
		{"gives", `{task: x, who: lead, gives: {r: {kind: report, valid_for: 7d}}}`, "{r: {valid_for: 30d}}", false},
		{"until", `{gate: x, until: params.a, due: 1d, else: hold}`, "params.a || params.b", true},
		{"window", `{task: x, who: lead, window: days}`, "week", true},
		{"who", `{decide: x, who: lead, due: 1d, else: hold}`, "other", true},
		{"escalate", `{task: x, who: lead, due: 2d, escalate: [{at: 50%, raise: lead}]}`, "[{at: 50%, remind: true}]", true},
	} {
		if got := len(refinedChild(t, "abstract: true\naccountable: lead", c.step, c.field, c.value)) > 0; got != c.floor {
			t.Errorf("%s: %s against %s of an abstract parent is loose: %v, want %v", c.field, c.value, c.step, got, c.floor)
		}
		if len(refinedChild(t, "accountable: lead", c.step, c.field, c.value)) == 0 {
			t.Errorf("%s: %s against %s of a concrete parent is not loose", c.field, c.value, c.step)
		}
	}
}
