package builtin

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/executor"
	"github.com/headgate/headgate/internal/service"
)

// impact gives the components that a case reaches: those it changes and those
// of input cis, with all their parts, and everything that these are part of.
func (r records) impact(ctx context.Context, v client.CaseView, c executor.Call) (outputs, error) {
	cis := slices.Clone(v.CIs)
	if raw, ok := c.With["cis"]; ok {
		var more []string
		if err := json.Unmarshal(raw, &more); err != nil {
			return nil, fmt.Errorf("input cis is no list of components: %w", err)
		}
		cis = append(cis, more...)
	}
	affected, err := r.reach(ctx, cis)
	return outputs{"affected": affected}, err
}

func (r records) reach(ctx context.Context, cis []string) ([]string, error) {
	parts, err := r.Parts(ctx, cis)
	if err != nil {
		return nil, err
	}
	return r.Wholes(ctx, parts)
}

// state is what a baseline holds. It has no time of its own: where nothing
// changed, two baselines have one digest.
type state struct {
	CIs          []service.Recorded `json:"cis"`
	Environments []string           `json:"environments"`
}

// baseline stores what is in place for the components of a case and all their
// parts: what the last release that changed each of them left, or the package
// of this one where it is deployed. Every attestation of the step gets the
// digest, so a model names them as it likes.
func (r records) baseline(ctx context.Context, v client.CaseView, c executor.Call) (outputs, error) {
	parts, err := r.Parts(ctx, v.CIs)
	if err != nil {
		return nil, err
	}
	deployed, err := r.InPlace(ctx, me, kindOf(v.ID), v.ID)
	if err != nil {
		return nil, err
	}
	s := state{CIs: []service.Recorded{}, Environments: v.Environments}
	for _, ci := range parts {
		now := service.Recorded{CI: ci, Release: v.ID, Package: v.Package}
		if !deployed || !slices.Contains(v.CIs, ci) {
			if now, err = r.Recorded(ctx, me, ci); err != nil {
				return nil, err
			}
		}
		s.CIs = append(s.CIs, now)
	}
	digest, err := r.store(ctx, v.ID+"-baseline.json", s)
	out := outputs{}
	for _, d := range v.Deliverables {
		if d.Place == c.Place {
			out[d.Name] = evidence(digest)
		}
	}
	return out, err
}

// compare holds what is recorded now against the first baseline of a case.
// drift counts its components, and their parts, that another release has
// changed since; restored says that nothing which the case put in place is
// there any more. It compares records: an installation that can look at what
// really runs configures a source of its own.
func (r records) compare(ctx context.Context, v client.CaseView, _ executor.Call) (outputs, error) {
	parts, err := r.Parts(ctx, v.CIs)
	if err != nil {
		return nil, err
	}
	drift, since := 0, baselineAt(v)
	for _, ci := range parts {
		last, err := r.Recorded(ctx, me, ci)
		if err != nil {
			return nil, err
		}
		if last.Release != v.ID && last.At.After(since) {
			drift++
		}
	}
	deployed, err := r.InPlace(ctx, me, kindOf(v.ID), v.ID)
	return outputs{"drift": drift, "restored": !deployed}, err
}

// baselineAt is when a case took its first baseline; before that, its start.
func baselineAt(v client.CaseView) time.Time {
	for _, call := range v.Calls {
		if call.Executor == "config.baseline" && call.State == "done" && call.EndedAt != nil {
			return *call.EndedAt
		}
	}
	return v.StartedAt
}
