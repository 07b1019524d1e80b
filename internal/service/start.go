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
	"github.com/headgate/headgate/internal/service/view"
	"github.com/headgate/headgate/internal/store"
)

// Start starts a case with the version of the model named, or the current one.
// A repetition under the same idempotency key answers with the case that the
// first request started, as it is now.
func (s *Service) Start(ctx context.Context, c Caller, kind CaseKind, r client.StartRequest, cond Condition) (client.CaseView, error) {
	need := MayStart
	if kind == Change {
		need = MayChange
	}
	if err := c.need(need); err != nil {
		return client.CaseView{}, err
	}
	o := order{caller: c, cond: Condition{Key: cond.Key}, request: []any{kind, r}}
	key, err := o.key("")
	if err != nil {
		return client.CaseView{}, err
	}
	d, ok, err := s.repeated(ctx, "", key)
	if err != nil {
		return client.CaseView{}, err
	}
	if !ok {
		if d.case_, err = s.start(ctx, c, kind, r, key); err != nil {
			return client.CaseView{}, err
		}
	}
	return s.caseView(ctx, c, d.case_)
}

func (s *Service) start(ctx context.Context, c Caller, kind CaseKind, r client.StartRequest, key store.Key) (*loaded, error) {
	m, err := s.findModel(ctx, r.Model)
	if err != nil {
		return nil, err
	}
	made, err := s.compiled(ctx, m.Digest)
	if err != nil {
		return nil, err
	}
	if err := startable(made.plan, kind); err != nil {
		return nil, err
	}
	start, err := s.startOf(ctx, made.plan, r)
	if err != nil {
		return nil, err
	}
	p := pin{Kind: string(kind), Model: m.ID, Version: m.Version, Digest: m.Digest}
	for range maxTries {
		l, err := s.open(ctx, c, made, p, start, key)
		if !isConflict(err) {
			return l, err
		}
		s.forget(&loaded{state: &engine.State{Changes: start.Changes}})
	}
	return nil, &Error{Kind: Busy, Code: "busy", Detail: "people or changes kept changing while the case was started", Need: "nothing was started; try again"}
}

// open decides the start inside the commit, because only there the id is known.
func (s *Service) open(ctx context.Context, c Caller, m *compiled, p pin, start engine.Start, key store.Key) (*loaded, error) {
	l := &loaded{pin: p, plan: m.plan, pausable: m.pausable, state: &engine.State{Started: s.now(), CIs: start.CIs, Changes: start.Changes}}
	var err error
	if l.previous, err = s.previous(ctx, l); err != nil {
		return nil, err
	}
	w, err := s.worldOf(ctx, l, nil)
	if err != nil {
		return nil, err
	}
	l.state = &engine.State{}
	var next *loaded
	var filled *store.Append
	a := &store.Append{Prefix: prefixes[CaseKind(p.Kind)], Guards: w.guards, Directory: w.directory.version, Key: key}
	a.Open = func(id string, a *store.Append) error {
		begin := start // Open may be called again with another id
		begin.Case = id
		command := engine.Command{Kind: engine.CmdStart, At: s.now(), Actor: c.actor(), Node: engine.None, Target: engine.None, Start: &begin}
		var d engine.Decision
		engine.Decide(m.plan, l.state, &w.world, &command, &d)
		if d.Refusal != nil {
			return refused(d.Refusal)
		}
		now := *l
		now.id = id
		next = now.after(&d)
		a.At = command.At
		if key.ID != "" {
			a.Response = startedAnswer(id)
		}
		filled = a
		return s.fill(a, &now, next, d.Events, w)
	}
	r, err := s.Committer.Submit(ctx, a)
	if isDuplicate(err) {
		return s.load(ctx, r.Case)
	}
	if err != nil {
		return nil, fault("start", err)
	}
	s.published(next)
	if tellsOthers(filled) {
		return next, s.settleWorlds(context.WithoutCancel(ctx))
	}
	return next, nil
}

func startable(plan *engine.Plan, kind CaseKind) error {
	switch {
	case plan.CaseWord != string(kind):
		return invalid(fmt.Sprintf("model %s@%s is for a %s", plan.Model, plan.Version, plan.CaseWord), "choose a model for a "+string(kind))
	case len(plan.NotYet) > 0:
		return &Error{
			Kind: Refused, Code: "E-LATER-1",
			Detail: fmt.Sprintf("model %s@%s uses parts of the language that cannot run yet: %s", plan.Model, plan.Version, strings.Join(plan.NotYet, ", ")),
			Need:   "write it with the core, or wait for the version named",
		}
	default:
		return nil
	}
}

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
	if start.Params, err = params(plan, r); err != nil {
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

func params(plan *engine.Plan, r client.StartRequest) ([]engine.Named, error) {
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
			if err != nil {
				wrong = append(wrong, p.Name+": "+err.Error())
			}
			out = append(out, engine.Named{Name: p.Name, Value: v})
		case p.Default == nil && !p.Optional && !p.Type.Optional && asked(plan, p, r.Overlays) && p.Name != "T":
			wrong = append(wrong, p.Name+": is missing, a value of type "+p.Type.String())
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
