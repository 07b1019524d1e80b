package service

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/headgate/headgate/client"
)

// draft is a document of a small model; steps are those of its plan phase.
func draft(version, steps string) client.SourceFile {
	return client.SourceFile{Name: "draft.yaml", Text: `kind: release-model
id: draft
version: ` + version + `
title: Draft
class: information/documentation
owner: release_process_owner
accountable: release_manager
phases:
  plan:
` + steps + `
none: {build: x, validate: x, deploy: x, enable: x, support: x, review: x, tests: x}
`}
}

const oneTask = "    - {task: write, who: release_manager, how: Write it.}"

func (k *kit) submit(by string, f client.SourceFile) client.CheckResult {
	k.t.Helper()
	r, err := k.SubmitModels(k.t.Context(), person(by), []client.SourceFile{f})
	if err != nil {
		k.t.Fatal(err)
	}
	return r
}

// refusal is the code of what a judgement is refused with.
func (k *kit) judged(by, ref, act, reason string) string {
	k.t.Helper()
	m, err := k.JudgeModel(k.t.Context(), person(by), ref, act, reason)
	var e *Error
	switch {
	case errors.As(err, &e):
		return e.Code
	case err != nil:
		k.t.Fatal(err)
	}
	return m.State
}

// TestModelLife: a version is submitted, returned, submitted with another
// content, approved by another, and retired; only what is approved is started.
func TestModelLife(t *testing.T) {
	t.Parallel()
	k := setup(t)
	if r := k.submit("eva", draft("1.0.0", oneTask)); !r.OK || r.Models[0].State != "in_review" {
		t.Fatalf("submitted: %+v", r)
	}
	start := func() string {
		_, err := k.Start(t.Context(), person("eva"), Release, client.StartRequest{Model: "draft", Title: "x"}, Condition{})
		var e *Error
		if errors.As(err, &e) {
			return e.Code
		}
		return ""
	}
	for _, x := range []struct{ by, act, reason, want string }{
		{"eva", "approved", "", "R-SOD"},
		{"nia", "returned", " ", "invalid"},
		{"nia", "retired", "old", "R-STATE"},
		{"nia", "returned", "say what good looks like", "draft"},
		{"nia", "approved", "", "R-STATE"},
	} {
		if got := k.judged(x.by, "draft@1.0.0", x.act, x.reason); got != x.want {
			t.Errorf("%s by %s: %s, want %s", x.act, x.by, got, x.want)
		}
	}
	if got := start(); got != "R-STATE" {
		t.Errorf("a draft is started: %q", got)
	}
	if err := k.SeedModels(t.Context(), []client.SourceFile{draft("1.0.0", oneTask)}); err != nil {
		t.Fatal(err)
	}
	if got := start(); got != "R-STATE" {
		t.Errorf("a start of the server approved a draft: %q", got)
	}
	better := draft("1.0.0", strings.Replace(oneTask, "Write it.", "Write it in one page.", 1))
	if r := k.submit("eva", better); !r.OK || r.Models[0].State != "in_review" {
		t.Fatalf("submitted again: %+v", r)
	}
	if got := k.judged("nia", "draft@1.0.0", "approved", ""); got != "approved" {
		t.Fatalf("approved: %s", got)
	}
	if got := start(); got != "" {
		t.Errorf("an approved version is not started: %s", got)
	}
	if _, err := k.SubmitModels(t.Context(), person("eva"), []client.SourceFile{draft("1.0.0", oneTask)}); err == nil {
		t.Error("an approved version got another content")
	}
	if got := k.judged("nia", "draft@1.0.0", "retired", "nobody writes drafts"); got != "retired" {
		t.Errorf("retired: %s", got)
	}
	if got := start(); got != "R-STATE" {
		t.Errorf("a retired version is started: %q", got)
	}
	v, err := k.Model(t.Context(), person("mia"), "draft@1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	var acts []string
	for _, a := range v.History {
		acts = append(acts, a.Act+" by "+a.By)
	}
	if got, want := strings.Join(acts, ", "), "submitted by eva, returned by nia, submitted by eva, approved by nia, retired by nia"; got != want {
		t.Errorf("history: %s, want %s", got, want)
	}
	if v.Report.Situations == 0 || len(v.Report.NotExplored) > 0 {
		t.Errorf("report: %+v", v.Report)
	}
}

// TestNothingUnsoundIsStored: a model in which a release could come to a stand,
// or whose test fails, is not stored, and the way there is told.
func TestNothingUnsoundIsStored(t *testing.T) {
	t.Parallel()
	k := setup(t)
	stuck := draft("1.0.0", `    - {task: count, who: release_manager, how: Count., gives: {n: int}}
    - {gate: enough, until: count.n > 3, due: 1d, else: escalate}`)
	r := k.submit("eva", stuck)
	if r.OK || len(r.Diagnostics) == 0 {
		t.Fatalf("stored: %+v", r)
	}
	last := r.Diagnostics[len(r.Diagnostics)-1]
	if last.Code != "E-FLOW-2" || last.Line == 0 || !strings.Contains(last.Reason, "reports `count` done with n 0") {
		t.Errorf("found %+v", last)
	}
	silent := draft("1.0.0", oneTask+"\n    - {decide: go, who: release_manager}")
	if r := k.submit("eva", silent); r.OK || !slices.ContainsFunc(r.Diagnostics, func(d client.Diagnostic) bool { return d.Code == "E-TIME-1" }) {
		t.Errorf("a decision without a due: %+v", r)
	}
	failing := draft("1.0.0", oneTask)
	failing.Text = strings.Replace(failing.Text, ", tests: x}", "}\ntests: [{test: it writes itself, run: [{until: write.failed}]}]", 1)
	if r := k.submit("eva", failing); r.OK || r.Diagnostics[len(r.Diagnostics)-1].Code != "E-TEST-1" {
		t.Errorf("a failing test: %+v", r)
	}
	if _, err := k.Model(t.Context(), person("mia"), "draft"); err == nil {
		t.Error("it is stored all the same")
	}
}

// TestPartlyProvedNeedsAReason: what was not explored is not passed in silence.
func TestPartlyProvedNeedsAReason(t *testing.T) {
	t.Parallel()
	k := setup(t)
	wide := draft("1.0.0", oneTask)
	wide.Text = strings.Replace(wide.Text, "phases:", `facts: {live: {type: {a: int, b: int, c: int, d: int}, from: metrics.service}}
phases:`, 1)
	wide.Text = strings.Replace(wide.Text, oneTask, oneTask+`
    - {gate: calm, until: live.a < 1 && live.b < 1 && live.c < 1 && live.d < 1, due: 1d, else: escalate}`, 1)
	r := k.submit("eva", wide)
	if !r.OK {
		t.Fatalf("%+v", r.Diagnostics)
	}
	if got := k.judged("nia", "draft@1.0.0", "approved", ""); got != "invalid" {
		t.Errorf("without a reason: %s", got)
	}
	if got := k.judged("nia", "draft@1.0.0", "approved", "each of them was looked at"); got != "approved" {
		t.Errorf("with a reason: %s", got)
	}
}
