package service

import (
	"context"
	"fmt"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/service/view"
	"github.com/headgate/headgate/internal/store"
)

// Log returns the entries of a case behind a seq, oldest first.
func (s *Service) Log(ctx context.Context, c Caller, kind CaseKind, id string, after int64, limit int) (client.Page[client.LogEntry], error) {
	page := client.Page[client.LogEntry]{Items: []client.LogEntry{}}
	l, err := s.loadKind(ctx, c, kind, id)
	if err != nil {
		return page, err
	}
	if page.Items, err = s.entries(ctx, c, l, after, limit); err != nil {
		return page, err
	}
	page.Total = int(l.version)
	if n := len(page.Items); n > 0 && page.Items[n-1].Seq < l.version {
		page.Next = fmt.Sprint(page.Items[n-1].Seq)
	}
	return page, nil
}

// entries shows up to limit events of a case behind a seq.
func (s *Service) entries(ctx context.Context, c Caller, l *loaded, after int64, limit int) ([]client.LogEntry, error) {
	out := []client.LogEntry{}
	if limit <= 0 {
		return out, nil
	}
	rows, err := s.Store.Events(ctx, l.id, after, limit)
	if err != nil {
		return nil, fault("read log", err)
	}
	names, err := s.names(ctx, c, l)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		entry, err := entryOf(l, names, &rows[i])
		if err != nil {
			return nil, err
		}
		out = append(out, entry)
	}
	return out, nil
}

func (s *Service) names(ctx context.Context, c Caller, l *loaded) (view.Names, error) {
	d, err := s.directory(ctx)
	if err != nil {
		return view.Names{}, err
	}
	names := view.CaseNames(l.pin.Kind, l.plan, l.state)
	names.Person = d.name
	if c.Zone != nil {
		names.Zone = c.Zone.Location()
	}
	return names, nil
}

func entryOf(l *loaded, names view.Names, row *store.Event) (client.LogEntry, error) {
	data, err := engineEvent(row)
	if err != nil {
		return client.LogEntry{}, err
	}
	e, err := engine.ParseEventJSON(l.plan, l.state, data)
	if err != nil {
		return client.LogEntry{}, fmt.Errorf("event %d of %s: %w", row.Seq, row.Case, err)
	}
	return logEntry(&e, names, row, data), nil
}

// logEntry shows an event with its row, data being what the engine wrote of it.
func logEntry(e *engine.Event, names view.Names, row *store.Event, data []byte) client.LogEntry {
	out := view.Entry(e, names)
	out.ID, out.Seq, out.Event = row.Position, row.Seq, data
	return out
}
