package model

import (
	"fmt"
	"strings"
	"testing"
)

const sectionParent = `kind: release-model
id: floor
version: 1.0.0
title: Floor
%s
owner: lead
accountable: lead
label: internal
params: {a: bool, b: bool, list: list(ci)}
roles:
  lead: {}
  expert: {skills: [care], differs_from: [lead], members: "[ann, bob]", cap: 2}
timeline:
  zone: Europe/Berlin
  calendar: office
  dates: {told: T - 10d}
  periods: {freeze: [T, "T + 1d"]}
  windows: {days: "Mon-Thu 08:00-22:00 except freeze", around: {from: T, for: 3h}}
environments: [test, live]
facts: {load: {type: {high: bool}, from: metrics, max_age: 5m}}
agreements: {provider: {kind: uc, hours: elapsed, targets: {accept: 4h, repair: 1h}, contacts: {L1: desk}}}
locks: {bench: {scope: all, capacity: 2}}
labels: {internal: {clearance: [lead, expert]}, secret: {clearance: [lead], reveal: T + 30d}}
tables: {level: {in: {high: load.high}, out: {views: int}, rows: [[true, 2], [false, 1]]}}
ladders: {common: [{at: 50%%, remind: true}, {at: 100%%, raise: lead}]}
watch: [{if: params.a, then: hold}]
escalate: [{at: 100%%, raise: lead}]
phases:
  plan:
    - group: inside
      window: days
      steps:
        - {task: change, who: lead, touches: {cis: [shop], environment: live}, back_out: {who: lead, how: Back.}}
        - {gate: good, until: params.a, due: 1d, else: hold}
        - {task: after, who: lead, touches: {cis: [shop], environment: live}, back_out: {who: lead, how: Back.}}
    - {task: report, who: lead}
`

// TestSectionsAreCompared: a child writes one section or another list of
// steps; what it makes looser is told with its number of lines fixed.
func TestSectionsAreCompared(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ child, want string }{
		{"roles: {expert: {skills: [care, wit], differs_from: [lead], members: '[ann]', cap: 1}}", ""},
		{"roles: {expert: {skills: [wit]}}", "E-TIGHT-1: the role `expert`"},
		{"roles: {expert: {differs_from: [other]}, other: {}}", "E-TIGHT-1: the role `expert`"},
		{"roles: {expert: {members: '[ann, eve]'}}", "E-TIGHT-1: the role `expert`"},
		{"roles: {expert: {members: site.experts}}", "E-TIGHT-2: the role `expert`"},
		{"roles: {expert: {cap: 3}}", "E-TIGHT-1: the role `expert`"},
		{"timeline: {zone: Asia/Tokyo}", "E-TIGHT-2: `zone` of the timeline"},
		{"timeline: {calendar: always}", "E-TIGHT-2: `calendar` of the timeline"},
		{"timeline: {dates: {told: T - 11d}}", ""},
		{"timeline: {dates: {told: T - 9d}}", "E-TIGHT-1: the date `told`"},
		{"timeline: {periods: {freeze: [T, T + 1h]}}", "E-TIGHT-2: the period `freeze`"},
		{"timeline: {windows: {days: 'Tue 08:00-22:00 except freeze'}}", ""},
		{"timeline: {windows: {days: 'Mon-Thu 08:00-22:00'}}", "E-TIGHT-1: the window `days`"},
		{"timeline: {windows: {days: 'Mon-Fri 08:00-22:00 except freeze'}}", "E-TIGHT-1: the window `days`"},
		{"timeline: {windows: {days: {from: T, for: 1h}}}", "E-TIGHT-2: the window `days`"},
		{"timeline: {windows: {around: {from: T, for: 4h}}}", "E-TIGHT-2: the window `around`"},
		{"environments: [test, staging, live]", ""},
		{"environments: [live]", "E-TIGHT-1: `environments`"},
		{"facts: {load: {type: {high: bool}, from: metrics, max_age: 4m}}", ""},
		{"facts: {load: {type: {high: bool}, from: metrics, max_age: 6m}}", "E-TIGHT-1: `max_age` of the fact `load`"},
		{"agreements: {provider: {kind: uc, hours: elapsed, targets: {accept: 3h}, contacts: {L2: boss}}}", ""},
		{"agreements: {provider: {kind: uc, hours: elapsed, targets: {accept: 5h}}}", "E-TIGHT-1: the target `provider.accept`"},
		{"locks: {bench: {scope: all, capacity: 1}}", ""},
		{"locks: {bench: {scope: all, capacity: 3}}", "E-TIGHT-1: `capacity` of the lock `bench`"},
		{"labels: {secret: {clearance: [lead], reveal: T + 31d}}", ""},
		{"labels: {secret: {clearance: [lead, expert]}}", "E-TIGHT-1: the label `secret`"},
		{"labels: {secret: {clearance: [lead], reveal: T + 29d}}", "E-TIGHT-1: the label `secret`"},
		{"labels: {internal: {clearance: [lead], reveal: T}}", "E-TIGHT-1: the label `internal`"},
		{"label: secret", "E-TIGHT-1: `label`"},
		{"tables: {level: {in: {high: load.high}, out: {views: int}, rows: [[true, 1], [false, 1]]}}", "E-TIGHT-2: the table `level`"},
		{"ladders: {common: [{at: 40%, remind: true}, {at: 100%, raise: lead}]}", ""},
		{"ladders: {common: [{at: 100%, raise: lead}]}", "E-TIGHT-1: the ladder `common`"},
		{"escalate: [{at: 90%, raise: expert}]", ""},
		{"escalate: [{at: 110%, raise: lead}]", "E-TIGHT-1: `escalate`"},
		{"watch: [{if: params.b, then: hold}, {if: params.a, then: hold}]", ""},
		{"watch: [{if: params.b, then: hold}]", "E-TIGHT-2: `watch`"},
		{"dials: {rigor: R2}", ""},
		{"phases: {plan: [report, inherited]}", ""},
		{"phases: {plan: [{task: first, who: lead}, inherited]}", ""},
		{"phases: {plan: [change, good, {group: mine, steps: [after]}, inherited]}", "E-TIGHT-1: the window around `change`"},
		{"phases: {plan: [{group: inside, steps: [{task: new, who: lead}, inherited]}, report]}", ""},
		{"phases: {plan: [{group: inside, window: 'Mon 08:00-09:00', steps: [inherited]}, report]}", "E-TIGHT-1: `window` of `inside`"},
		{"phases: {plan: [{group: inside, steps: [after, inherited]}, report]}", "E-TIGHT-1: `after` no longer comes after `good`"},
		{"phases: {plan: [{group: inside, steps: [change, {parallel: [good, after]}]}, report]}", "E-TIGHT-1: `after` no longer comes after `good`"},
		{"phases: {plan: [{group: inside, steps: [good, inherited]}, report]}", ""},
	} {
		child := "kind: release-model\nid: child\nversion: 1.0.0\ntitle: Child\nextends: floor@1\nowner: lead\n" + c.child + "\n"
		set := libraryOf(t, fmt.Sprintf(sectionParent, ""), child)
		_, ds := Flatten(set.ByID("child"), set)
		got := ""
		if len(ds) > 0 {
			got = ds[0].Code + ": " + ds[0].Message
		}
		if (c.want == "") != (len(ds) == 0) || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s\ngives %s\nwant %q", c.child, ds, c.want)
		}
		for _, d := range ds {
			if d.Pos.File != "doc1.yaml" || d.Note.Pos.File != "doc0.yaml" {
				t.Errorf("%s is told at %s, the parent at %s", d.Message, d.Pos, d.Note.Pos)
			}
		}
	}
}

// TestAgreementsMergeByName: a child that writes one target keeps the others.
func TestAgreementsMergeByName(t *testing.T) {
	t.Parallel()
	set := libraryOf(t, fmt.Sprintf(sectionParent, ""), "kind: release-model\nid: child\nversion: 1.0.0\ntitle: Child\nextends: floor@1\nowner: lead\nagreements: {provider: {kind: uc, hours: elapsed, targets: {accept: 3h}, contacts: {L2: boss}}}\n")
	a := flattened(t, set, "child").Agreements[0]
	if len(a.Targets) != 2 || a.Targets[0].Span.Src != "3h" || len(a.Contacts) != 2 {
		t.Errorf("targets %+v, contacts %+v, want both of each with the child's", a.Targets, a.Contacts)
	}
	if got := set.ByID("floor").Agreements[0].Targets[0].Span.Src; got != "4h" {
		t.Errorf("the parent's target became %s", got)
	}
}
