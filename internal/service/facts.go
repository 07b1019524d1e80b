package service

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/service/view"
)

// Wanted implements Runner.
func (s *Service) Wanted(ctx context.Context, until time.Time) ([]Want, error) {
	ids, err := s.Store.FactsDue(ctx, calendar.FromTime(until))
	if err != nil {
		return nil, fault("find cases that want facts", err)
	}
	var out []Want
	for _, id := range ids {
		l, err := s.load(ctx, id)
		if err != nil {
			return nil, err
		}
		for _, w := range wanted(l) {
			if !w.At.After(until) {
				out = append(out, w)
			}
		}
	}
	return out, nil
}

// wanted lists the readings that a case wants, in the order of its plan. It is
// a function of the log alone.
func wanted(l *loaded) []Want {
	var out []Want
	for _, f := range engine.Wanted(l.plan, l.state, l.state.Now, nil) {
		w := Want{Case: l.id, Fact: f.ID, From: f.From, With: map[string]json.RawMessage{}, At: instant(l.state.Now)}
		for _, v := range f.With {
			w.With[v.Name] = view.JSON(v.Value)
		}
		w.MaxAge, _ = l.plan.Facts[f.Fact].MaxAge.Elapsed()
		if f.Since != 0 {
			w.ReadAt = instant(f.Since)
			w.At = w.ReadAt.Add(cmp.Or(w.MaxAge/2, time.Minute))
		}
		out = append(out, w)
	}
	return out
}

// factsAt is when the first of the readings is to be taken, 0 for none.
func factsAt(l *loaded) calendar.Instant {
	var first calendar.Instant
	for _, w := range wanted(l) {
		if at := calendar.FromTime(w.At); first == 0 || at < first {
			first = at
		}
	}
	return first
}

// FactReading implements Runner.
func (s *Service) FactReading(ctx context.Context, caseID, fact string, value json.RawMessage) error {
	o := order{caller: Machine("facts"), command: command(engine.CmdFact)}
	o.command.Answer = fact
	o.adjust = func(l *loaded, c *engine.Command) error {
		var err error
		c.Values, err = factValue(l.plan, fact, value)
		return err
	}
	_, err := s.do(ctx, caseID, o)
	return unlessRefused(err)
}

func factValue(p *engine.Plan, fact string, value json.RawMessage) ([]engine.Named, error) {
	for i := range p.Facts {
		if p.Facts[i].ID != fact {
			continue
		}
		v, err := view.Parse(p.Facts[i].Type, value)
		if err != nil {
			return nil, invalid("fact "+fact+": "+err.Error(), "give a reading of the type the model declares")
		}
		return []engine.Named{{Name: fact, Value: v}}, nil
	}
	return nil, notFound("fact", fact)
}
