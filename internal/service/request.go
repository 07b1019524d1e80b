package service

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/internal/service/view"
)

// startOf reads a request as the engine takes it: typed parameters, known
// people, existing changes. All that is wrong with the parameters is said at
// once.
func (s *Service) startOf(ctx context.Context, plan *engine.Plan, r client.StartRequest) (engine.Start, error) {
	start := engine.Start{Title: strings.TrimSpace(r.Title), Overlays: r.Overlays, CIs: r.CIs}
	if start.Title == "" {
		return start, invalid("a title is missing", "say in a few words what is released")
	}
	if r.T != nil {
		start.T = calendar.FromTime(*r.T)
	}
	var err error
	if start.Mode, err = parseMode(r.Mode); err != nil {
		return start, err
	}
	d, err := s.directory(ctx)
	if err != nil {
		return start, err
	}
	if start.Params, err = params(plan, d, r); err != nil {
		return start, err
	}
	if start.Assign, err = s.assignments(ctx, plan, r.Assign); err != nil {
		return start, err
	}
	if start.Changes, err = s.existingChanges(ctx, r.Changes); err != nil {
		return start, err
	}
	return start, s.staffed(ctx, plan, start)
}

func parseMode(word string) (engine.Mode, error) {
	for m := engine.Real; m <= engine.DryRun; m++ {
		if m.String() == word || word == "" {
			return m, nil
		}
	}
	return 0, invalid("there is no mode "+word, "choose real, rehearsal or dry_run")
}

func params(plan *engine.Plan, d *directory, r client.StartRequest) ([]engine.Named, error) {
	var out []engine.Named
	var wrong []string
	known := map[string]bool{}
	for i := range plan.Params {
		p := &plan.Params[i]
		known[p.Name] = true
		raw, given := r.Params[p.Name]
		switch {
		case given:
			v, err := view.Parse(p.Type, raw)
			if err == nil {
				err = wrongReference(plan, d, &p.Type, v)
			}
			if err != nil {
				wrong = append(wrong, p.Name+": "+err.Error())
			}
			out = append(out, engine.Named{Name: p.Name, Value: v})
		case p.Default == nil && !p.Optional && !p.Type.Optional && asked(plan, p, r.Overlays):
			if p.Name != "T" {
				wrong = append(wrong, p.Name+": is missing, a value of type "+p.Type.String())
			} else if r.T == nil {
				wrong = append(wrong, "T: the planned date is missing"+countsFrom(plan))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Params)) {
		if !known[name] {
			wrong = append(wrong, name+": the model asks for no such value")
		}
	}
	if len(wrong) > 0 {
		return nil, invalid(strings.Join(wrong, "; "), "give the values that the model asks for")
	}
	return out, nil
}

// countsFrom names the first step whose time is counted from the planned date.
func countsFrom(plan *engine.Plan) string {
	for n := range plan.Nodes {
		spec := plan.Nodes[n].Specs[0]
		if spec.At != engine.None && plan.Nodes[n].Overlay == 0 && plan.CountsFromT(spec.At) {
			return ", from which the times of the model are counted, such as that of " + plan.Nodes[n].ID + ": " + plan.Times[spec.At].Source
		}
	}
	return ""
}

// wrongReference returns an error when a value names a window or component that is not
// there. A site without components takes any.
func wrongReference(plan *engine.Plan, d *directory, t *expr.Type, v expr.Value) error {
	switch {
	case v.Kind() == expr.KindList && t.Elem != nil:
		for _, item := range v.Items() {
			if err := wrongReference(plan, d, t.Elem, item); err != nil {
				return err
			}
		}
	case v.Kind() != expr.KindString:
	case t.Name == expr.TypeCI && len(d.cis) > 0 && !slices.ContainsFunc(d.cis, func(c engine.CI) bool { return c.ID == v.AsString() }):
		return fmt.Errorf("this site has no component %q", v.AsString())
	case t.Name == expr.TypeWindow && !slices.ContainsFunc(plan.Windows, func(w engine.Window) bool { return w.ID == v.AsString() }):
		if _, err := calendar.ParseWindow(v.AsString()); err != nil {
			return fmt.Errorf("%q is no window such as Mon-Fri 08:00-16:00: %w", v.AsString(), err)
		}
	}
	return nil
}

// asked reports whether a parameter is asked for with these overlays.
func asked(plan *engine.Plan, p *engine.Param, overlays []string) bool {
	if p.Overlay == 0 {
		return true
	}
	for i := range plan.Overlays {
		if p.Overlay>>i&1 == 1 && slices.Contains(overlays, plan.Overlays[i].ID) {
			return true
		}
	}
	return false
}

func (s *Service) assignments(ctx context.Context, plan *engine.Plan, assign map[string][]string) ([]engine.Assignment, error) {
	d, err := s.directory(ctx)
	if err != nil {
		return nil, err
	}
	var out []engine.Assignment
	for _, role := range slices.Sorted(maps.Keys(assign)) {
		if !slices.ContainsFunc(plan.Roles, func(r engine.Role) bool { return r.ID == role }) {
			return nil, invalid("the model has no role "+role, "assign people to the roles of the model only")
		}
		people := slices.Clone(assign[role])
		slices.Sort(people)
		for _, id := range people {
			if p, ok := d.find(id); !ok || p.Disabled {
				return nil, invalid("there is no person "+id+" who could be "+role, "choose somebody of the directory")
			}
		}
		out = append(out, engine.Assignment{Role: role, Persons: slices.Compact(people)})
	}
	return out, nil
}

func (s *Service) existingChanges(ctx context.Context, ids []string) ([]string, error) {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	for _, id := range ids {
		if err := s.mustBeChange(ctx, id); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// staffed refuses a start with roles that nobody holds who has the skills. A
// role whose holders the model computes, or that belongs to an outside party,
// is filled while the case runs.
func (s *Service) staffed(ctx context.Context, plan *engine.Plan, start engine.Start) error {
	d, err := s.directory(ctx)
	if err != nil {
		return err
	}
	var missing []string
	for i := range plan.Roles {
		r := &plan.Roles[i]
		if r.Members != engine.None || r.Party != "" || r.Overlay != 0 || !view.RoleUsed(plan, engine.RoleID(i)) {
			continue
		}
		holders := view.Holders(&d.world, r, start.Assign)
		if !slices.ContainsFunc(holders, func(id string) bool { return hasSkills(d, id, r.Skills) }) {
			missing = append(missing, lacking(r))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return &Error{
		Kind: Refused, Code: "E-STAFF-1", Detail: "nobody can be " + strings.Join(missing, ", nor "),
		Need: "assign people to these roles at start, or add them to the teams of the same name",
	}
}

func lacking(r *engine.Role) string {
	if len(r.Skills) == 0 {
		return r.ID
	}
	return r.ID + " (skills: " + strings.Join(r.Skills, ", ") + ")"
}

func hasSkills(d *directory, id string, skills []string) bool {
	p, _ := d.find(id)
	return !slices.ContainsFunc(skills, func(skill string) bool { return !slices.Contains(p.Skills, skill) })
}
