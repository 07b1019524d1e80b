package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/headgate/headgate/analysis/proof"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/findings"
	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/modeltest"
)

// proofSituations bounds the proof of a version that is submitted: somebody
// waits for the answer. `headgate model prove` goes as far as it is told.
const proofSituations = 30_000

// examine proves a model and plays its tests: what whoever approves it must
// know. What is found stops it.
func examine(m *compiled, set *model.Set) (client.ModelReport, model.Diagnostics) {
	report := client.ModelReport{NotExplored: []string{}, Tests: []client.ModelTest{}, NotYet: orEmpty(m.plan.NotYet)}
	var found model.Diagnostics
	if len(m.plan.NotYet) == 0 && !m.flat.Abstract {
		r := proof.Prove(m.plan, proof.Limits{Situations: proofSituations})
		report.Situations, report.Moves, report.NotExplored = r.Situations, r.Moves, orEmpty(r.Beyond)
		for i := range r.Findings {
			d := r.Findings[i].Diagnostic(m.plan)
			if len(r.Findings[i].Story) > 0 {
				d.Reason += "; the shortest way there: " + strings.Join(r.Findings[i].Story, " · ")
			}
			found = append(found, d)
		}
	}
	i := slices.IndexFunc(set.Models, func(d *model.Model) bool { return d.ID == m.flat.ID && d.Version == m.flat.Version })
	doc := set.Models[i] // as it is written
	suite, wrong := modeltest.Compile(doc, testsOf(doc, set), set, set.Site)
	found = append(found, wrong.Errors()...)
	if suite == nil {
		return report, found
	}
	for i := range suite.Tests {
		r := suite.Play(&suite.Tests[i])
		report.Tests = append(report.Tests, client.ModelTest{Name: r.Name, Status: r.Status.String(), Later: r.Later})
		if f := r.Failure; f != nil {
			found = append(found, model.Diagnostic{
				Code: "E-TEST-1", Severity: model.Error, Pos: f.Pos, Message: fmt.Sprintf("the test `%s` fails: expected %s, but %s", r.Name, f.Want, f.Got),
				Reason: "a version is approved with its tests", Hint: "correct the model, or the expectation",
			})
		}
	}
	return report, found
}

// testsOf are the tests in a model, and those of documents beside it.
func testsOf(m *model.Model, set *model.Set) []model.Test {
	tests := slices.Clone(m.Tests)
	for _, suite := range set.SuitesOf(m) {
		tests = append(tests, suite.Tests...)
	}
	return tests
}

// SubmitModels stores the models among the documents for review, if all of them
// are in order, no situation was found that cannot end, and their tests pass;
// otherwise nothing is stored. Submitting the same version again does nothing;
// another text under it is refused, unless it was returned.
func (s *Service) SubmitModels(ctx context.Context, c Caller, files []client.SourceFile) (client.CheckResult, error) {
	if err := c.need(MayModel); err != nil {
		return client.CheckResult{}, err
	}
	checked, err := s.check(ctx, files)
	result := checked.result
	if err != nil || !result.OK {
		return result, err
	}
	fresh, err := s.fresh(ctx, checked.models, true)
	if err != nil {
		return client.CheckResult{}, err
	}
	reports := make([]client.ModelReport, len(fresh))
	var found model.Diagnostics
	for i, m := range fresh {
		var more model.Diagnostics
		reports[i], more = examine(m, checked.set)
		found = append(found, checked.set.Annotate(more)...)
	}
	if found.HasErrors() {
		found.Sort()
		result.OK, result.Diagnostics = false, append(result.Diagnostics, findings.Wire(found)...)
		return result, nil
	}
	for i, m := range fresh {
		data, err := json.Marshal(reports[i])
		if err != nil {
			return client.CheckResult{}, fmt.Errorf("encode report: %w", err)
		}
		act := store.ModelAct{Act: "submitted", State: store.ModelInReview, At: s.now(), By: c.id(), Digest: m.flat.Digest, Data: data}
		if err := s.storeModel(ctx, c, m, act); err != nil {
			return client.CheckResult{}, err
		}
	}
	for i := range result.Models {
		m := &result.Models[i]
		row, err := s.Store.Model(ctx, m.ID, m.Version)
		if err != nil {
			return client.CheckResult{}, fault("read model", err)
		}
		m.State = string(row.State)
	}
	return result, nil
}

// judgement is what may be done with a version: from where, to where, and who.
type judgement struct {
	from, to store.ModelState
	may      Permission
	reason   bool // one must be given
}

var judgements = map[string]judgement{
	"approved":  {from: store.ModelInReview, to: store.ModelApproved, may: MayApprove},
	"returned":  {from: store.ModelInReview, to: store.ModelDraft, may: MayApprove, reason: true},
	"withdrawn": {from: store.ModelInReview, to: store.ModelWithdrawn, may: MayModel, reason: true},
	"retired":   {from: store.ModelApproved, to: store.ModelRetired, may: MayApprove, reason: true},
}

// JudgeModel approves, returns, withdraws or retires a version. Nobody approves
// what he submitted (I3); one whose proof left something out is approved with a
// reason. Running releases stay with their version whatever becomes of it (I8).
func (s *Service) JudgeModel(ctx context.Context, c Caller, ref, act, reason string) (client.ModelSummary, error) {
	j, ok := judgements[act]
	if !ok {
		return client.ModelSummary{}, invalid("there is no act "+act, "approve, return, withdraw or retire")
	}
	if err := c.need(j.may); err != nil {
		return client.ModelSummary{}, err
	}
	m, err := s.findModel(ctx, ref)
	if err != nil {
		return client.ModelSummary{}, err
	}
	row, err := s.Store.Model(ctx, m.ID, m.Version)
	if err != nil {
		return client.ModelSummary{}, fault("read model", err)
	}
	acts, err := s.Store.ModelActs(ctx, m.ID, m.Version)
	if err != nil {
		return client.ModelSummary{}, fault("read history", err)
	}
	report, err := reportOf(acts)
	if err != nil {
		return client.ModelSummary{}, err
	}
	if no := j.refuses(c, &row, act, strings.TrimSpace(reason), &report); no != nil {
		return client.ModelSummary{}, no
	}
	name := m.ID + "@" + m.Version
	err = s.Store.JudgeModel(ctx, m.ID, m.Version, j.from, store.ModelAct{
		Act: act, State: j.to, At: s.now(), By: c.id(), Reason: reason, Digest: m.Digest,
	})
	if errors.Is(err, store.ErrConflict) {
		return client.ModelSummary{}, &Error{Kind: Busy, Code: "busy", Detail: "somebody else decided about " + name + " meanwhile", Need: "look again"}
	}
	if err != nil {
		return client.ModelSummary{}, fault("judge model", err)
	}
	return s.findModel(ctx, name)
}

// refuses says why a person may not judge a version so, or nil.
func (j judgement) refuses(c Caller, row *store.Model, act, reason string, report *client.ModelReport) *Error {
	name := row.ID + "@" + row.Version
	switch {
	case row.State != j.from:
		return &Error{
			Kind: Refused, Code: "R-STATE", Detail: fmt.Sprintf("%s is %s, so it cannot be %s", name, words(row.State), act),
			Need: "its history is on the page of the model",
		}
	case act == "approved" && row.By == c.id():
		return &Error{
			Kind: Refused, Code: "R-SOD", Detail: "you submitted " + name + ", so somebody else must approve it",
			Need: "another person with the permission approve approves it",
		}
	case act == "withdrawn" && row.By != c.id() && !c.May(MayApprove):
		return &Error{
			Kind: Refused, Code: "R-ROLE", Detail: name + " was submitted by somebody else",
			Need: "who submitted it withdraws it, or somebody who approves models",
		}
	case j.reason && reason == "":
		return invalid("reason: "+name+" cannot be "+act+" without one", "say why")
	case act == "approved" && reason == "" && len(report.NotExplored) > 0:
		return invalid("reason: not everything "+name+" can do was explored ("+report.NotExplored[0]+")", "say why it is approved all the same")
	}
	return nil
}

func words(s store.ModelState) string { return strings.ReplaceAll(string(s), "_", " ") }

// reportOf is what was found when the current content of a version was
// submitted; of one that was shipped nothing.
func reportOf(acts []store.ModelAct) (client.ModelReport, error) {
	report := client.ModelReport{NotExplored: []string{}, Tests: []client.ModelTest{}, NotYet: []string{}}
	for i := range acts {
		if len(acts[i].Data) == 0 {
			continue
		}
		if err := json.Unmarshal(acts[i].Data, &report); err != nil {
			return report, fmt.Errorf("decode what was found at a submission: %w", err)
		}
	}
	return report, nil
}

// historyOf is what happened to a version, for its page.
func historyOf(acts []store.ModelAct) []client.ModelAct {
	out := make([]client.ModelAct, len(acts))
	for i, a := range acts {
		_, who, _ := strings.Cut(a.By, ":")
		out[i] = client.ModelAct{Act: a.Act, State: string(a.State), At: instant(a.At), By: who, Reason: a.Reason, Digest: a.Digest}
	}
	return out
}
