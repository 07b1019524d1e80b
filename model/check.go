package model

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headgate/headgate/expr"
)

// Check gives every finding that a flattened model shows without its
// conditions being compiled and without being explored: names, places of
// fields, lateness, actions, people, ladders, evidence, overlays and, with a
// site, the names of the installation. A nil site is the finding W-SITE-2.
//
// What stands inside conditions and times, and what only exploring proves, is
// found by package engine. Findings have no excerpt; Set.Annotate adds it.
// Source: language reference, section 16.
func Check(m *Model, site *Site) Diagnostics {
	c := &checker{m: m, site: site, found: &findings{}}
	c.survey()
	for _, check := range []func(*checker){
		checkNames, checkStanding, checkAnswered, checkTexts,
		checkDue, checkElse, checkTimes,
		checkActions, checkOutcomes,
		checkResponsible, checkRoles, checkSeparation, checkLadders,
		checkBackOut, checkTouches, checkEvidence, checkReferences,
		checkOverlays, checkPolicies, checkSite, checkOwner, checkExecutors,
	} {
		check(c)
	}
	return c.found.sorted()
}

type checker struct {
	m     *Model
	site  *Site
	found *findings

	places []place
	lists  []actionList
	byID   map[string]*Step
	around map[string]*WindowUse // window of the nearest block around a step
	roles  map[string]*Role
}

// place is a step where it stands: the blocks around it, outermost first, and
// the overlay or procedure it belongs to.
type place struct {
	*Step
	above     []*Step
	overlay   *Overlay
	procedure bool
}

// survey lists every step with its place.
func (c *checker) survey() {
	c.byID = make(map[string]*Step)
	c.roles = make(map[string]*Role)
	for i, r := range c.m.Roles {
		c.roles[r.ID.Text] = &c.m.Roles[i]
	}
	c.around = windowsAround(c.m)
	c.visit(c.m.Phases, place{})
	c.visit(c.m.Procedures, place{procedure: true})
	around := make(map[string][]*Step, len(c.places))
	for _, p := range c.places {
		around[p.ID] = p.above
		if p.Kind == "phase" {
			around[p.ID] = []*Step{p.Step}
		}
	}
	for i := range c.m.Overlays {
		o := &c.m.Overlays[i]
		for _, op := range o.Changes {
			at := place{overlay: o, above: around[op.At.Text]}
			c.visit(op.Before, at)
			c.visit(op.After, at)
		}
	}
	c.lists = c.actionLists()
}

func (c *checker) visit(steps []*Step, at place) {
	for _, s := range steps {
		at.Step = s
		c.places = append(c.places, at)
		if s.ID != "" && c.byID[s.ID] == nil {
			c.byID[s.ID] = s
		}
		c.visit(s.Steps, place{above: append(slices.Clip(at.above), s), overlay: at.overlay, procedure: at.procedure})
	}
}

func (c *checker) report(code string, pos Pos, message, reason, hint string) {
	severity := Error
	if strings.HasPrefix(code, "W-") {
		severity = Warning
	}
	c.found.add(Diagnostic{Code: code, Severity: severity, Pos: pos, Message: message, Reason: reason, Hint: hint})
}

// unknown reports a name that is not there, with the nearest one that is.
func (c *checker) unknown(code string, pos Pos, what, name string, known []string) {
	hint := "declare it, or use one that is there"
	if len(known) > 0 && len(known) <= 12 {
		hint = "known: " + strings.Join(known, ", ")
	}
	if near := expr.Nearest(name, known); near != "" {
		hint = fmt.Sprintf("did you mean `%s`?", near)
	}
	c.report(code, pos, fmt.Sprintf("no %s `%s`", what, name),
		"a name that means nothing would be a rule nobody keeps", hint)
}

// fieldPos is where a field was written, or the step when it was not.
func fieldPos(s *Step, key string) Pos {
	if p, ok := s.Set[key]; ok {
		return p
	}
	return s.Pos
}
