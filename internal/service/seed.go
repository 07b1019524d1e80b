package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/model"
)

// SeedSite adds the people, teams, groups and components of the site document
// in the library that are not there yet. What is there stays as it is: after
// the first start the store is the truth.
func (s *Service) SeedSite(ctx context.Context) error {
	defer s.directoryChanged()
	set, found := loadSet(s.Library)
	if set.Site == nil {
		return nil
	}
	if found.HasErrors() {
		return fmt.Errorf("read site: %s", found)
	}
	seed := store.Seed{Teams: siteTeams(set.Site)}
	for _, p := range set.Site.People {
		seed.People = append(seed.People, sitePerson(p))
	}
	for _, ci := range set.Site.CIs {
		value, err := json.Marshal(engine.CI{ID: ci.ID.Text, Type: ci.Type, PartOf: ci.PartOf})
		if err != nil {
			return fmt.Errorf("encode component: %w", err)
		}
		seed.Settings = append(seed.Settings, store.Setting{Name: ciPrefix + ci.ID.Text, Value: value})
	}
	return fault("store directory", s.Store.Seed(ctx, seed))
}

func sitePerson(p model.Person) store.Person {
	name := p.Name
	if name == "" {
		name = p.ID.Text
	}
	return store.Person{ID: p.ID.Text, Name: name, Organization: p.Organization, Skills: p.Skills, Permissions: []string{string(MayRead)}}
}

// siteTeams lists teams and groups. A group with keys becomes one group per
// key, called group.key.
func siteTeams(site *model.Site) []store.Team {
	var out []store.Team
	for _, t := range site.Teams {
		out = append(out, store.Team{ID: t.ID.Text, Kind: teamKind, Members: t.Items})
	}
	for _, g := range site.Groups {
		if g.Value.Kind != model.Record {
			out = append(out, store.Team{ID: g.Key.Text, Kind: groupKind, Members: texts(g.Value)})
			continue
		}
		for _, e := range g.Value.Fields {
			out = append(out, store.Team{ID: g.Key.Text + "." + e.Key.Text, Kind: groupKind, Members: texts(e.Value)})
		}
	}
	return out
}

func texts(v model.Value) []string {
	out := []string{}
	for _, item := range v.List {
		out = append(out, item.Text)
	}
	return out
}

// SeedModels stores documents that are shipped or lie in a folder. They must be
// in order.
func (s *Service) SeedModels(ctx context.Context, files []client.SourceFile) error {
	shipper := Caller{Machine: "headgate", Permissions: permissions}
	result, err := s.storeModels(ctx, shipper, files)
	if err != nil {
		return err
	}
	for _, d := range result.Diagnostics {
		if d.Severity == "error" {
			return fmt.Errorf("%s:%d:%d: %s %s", d.File, d.Line, d.Column, d.Code, d.Message)
		}
	}
	return nil
}

// Bootstrap gives a person these permissions and a password, and adds him if he
// is not there. It is for the operator at the keyboard of the server and for
// demonstrations; nothing reaches it from outside.
func (s *Service) Bootstrap(ctx context.Context, id, name, password string, may ...Permission) error {
	r := PersonRequest{ID: id, Password: password}
	if err := r.check(); err != nil {
		return err
	}
	p, err := s.Store.Person(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		p = store.Person{ID: id, Name: id}
	case err != nil:
		return fault("read person", err)
	}
	if name != "" {
		p.Name = name
	}
	p.Permissions = nil
	for _, m := range may {
		p.Permissions = append(p.Permissions, string(m))
	}
	if err := s.Store.PutPerson(ctx, p); err != nil {
		return fault("store person", err)
	}
	s.directoryChanged()
	return s.setPassword(ctx, id, password)
}
