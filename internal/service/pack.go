package service

import (
	"context"
	"fmt"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/service/record"
	"github.com/headgate/headgate/internal/service/view"
)

// Document is a document with its media type.
type Document struct {
	Media   string
	Content []byte
}

// Record returns the record pack of a case as html, md or json. It is seen as
// of the last event of the case, so that the same events give the same bytes.
func (s *Service) Record(ctx context.Context, c Caller, kind CaseKind, id, format string) (Document, error) {
	l, err := s.loadKind(ctx, c, kind, id)
	if err != nil {
		return Document{}, err
	}
	w, err := s.worldOf(ctx, l, nil)
	if err != nil {
		return Document{}, err
	}
	linked, err := s.linked(ctx, l, w)
	if err != nil {
		return Document{}, err
	}
	log, err := s.entries(ctx, Caller{}, l, 0, int(l.version))
	if err != nil {
		return Document{}, err
	}
	v := view.New(l.pin.Kind, l.plan, l.state, &w.world, l.version, l.state.Now, "")
	return write(record.New(v.View(linked), l.version, log, around(l.plan, w.world.Directory)), format)
}

// around gives a record the names of people and executors.
func around(p *engine.Plan, d *engine.Directory) record.Around {
	a := record.Around{Names: map[string]string{}, Executors: map[string]string{}}
	for i := range d.People {
		a.Names[d.People[i].ID] = d.People[i].Name
	}
	for n := range p.Nodes {
		if use := p.Nodes[n].Specs[0].Use; use != "" {
			a.Executors[p.Nodes[n].ID] = use
		}
	}
	return a
}

func write(p record.Pack, format string) (Document, error) {
	var content []byte
	var err error
	switch format {
	case "html":
		content, err = p.HTML()
		return Document{Media: "text/html; charset=utf-8", Content: content}, err
	case "md":
		return Document{Media: "text/markdown; charset=utf-8", Content: p.Markdown()}, nil
	case "json":
		content, err = p.JSON()
		return Document{Media: "application/json", Content: content}, err
	default:
		return Document{}, fmt.Errorf("no record in format %q", format)
	}
}
