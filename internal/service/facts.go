package service

import (
	"context"
	"encoding/json"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/service/view"
	"github.com/headgate/headgate/internal/store"
)

// Wanted implements Runner.
func (s *Service) Wanted(ctx context.Context) ([]Want, error) {
	var out []Want
	filter := store.CaseFilter{Open: true}
	for {
		heads, cursor, err := s.Store.List(ctx, filter)
		if err != nil {
			return nil, fault("list open cases", err)
		}
		for i := range heads {
			if plan, err := s.plan(ctx, heads[i].Digest); err != nil || len(plan.Facts) == 0 {
				if err != nil {
					return nil, err
				}
				continue
			}
			l, err := s.load(ctx, heads[i].Case)
			if err != nil {
				return nil, err
			}
			out = append(out, wanted(l, s.now())...)
		}
		if cursor == "" {
			return out, nil
		}
		filter.Cursor = cursor
	}
}

func wanted(l *loaded, now calendar.Instant) []Want {
	var out []Want
	for _, f := range engine.Wanted(l.plan, l.state, now, nil) {
		w := Want{Case: l.id, Fact: f.ID, From: f.From, With: map[string]json.RawMessage{}}
		for _, v := range f.With {
			w.With[v.Name] = view.JSON(v.Value)
		}
		if age, ok := l.plan.Facts[f.Fact].MaxAge.Elapsed(); ok {
			w.MaxAge = age
		}
		if f.Since != 0 {
			w.ReadAt = instant(f.Since)
		}
		out = append(out, w)
	}
	return out
}

// FactReading implements Runner.
func (s *Service) FactReading(ctx context.Context, caseID, fact string, value json.RawMessage, _ time.Time) error {
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
