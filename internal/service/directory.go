package service

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/store"
)

// directory is people, teams, freezes and components at one version of the
// directory. It is immutable.
type directory struct {
	version int64
	people  []store.Person // by id
	teams   []store.Team   // by kind and id
	world   engine.Directory
	freezes []engine.Freeze
	cis     []engine.CI
}

type directoryCache struct {
	mu sync.Mutex
	at *directory
}

// directory returns the directory. What this process changes is seen at once;
// what another one changes is seen with the next tick, or when a commit that was
// decided on the old one is refused.
func (s *Service) directory(ctx context.Context) (*directory, error) {
	s.world.mu.Lock()
	defer s.world.mu.Unlock()
	if s.world.at != nil {
		return s.world.at, nil
	}
	version, err := s.Store.DirectoryVersion(ctx)
	if err != nil {
		return nil, fault("read directory version", err)
	}
	d, err := s.readDirectory(ctx, version)
	if err != nil {
		return nil, fault("read directory", err)
	}
	s.world.at = d
	return d, nil
}

// forgetDirectory lets the next use read the directory again.
func (s *Service) forgetDirectory() {
	s.world.mu.Lock()
	defer s.world.mu.Unlock()
	s.world.at = nil
}

// directoryChanged is to be called after every change of the directory: the
// runner then lets open cases read it again.
func (s *Service) directoryChanged() {
	s.forgetDirectory()
	s.work.happened(NewTimers)
}

func (s *Service) readDirectory(ctx context.Context, version int64) (*directory, error) {
	people, err1 := s.Store.People(ctx)
	teams, err2 := s.Store.Teams(ctx)
	freezes, err3 := readSettings[engine.Freeze](ctx, s.Store, freezePrefix)
	cis, err4 := readSettings[engine.CI](ctx, s.Store, ciPrefix)
	d := &directory{version: version, people: people, teams: teams, freezes: freezes, cis: cis}
	for _, p := range people {
		if !p.Disabled {
			d.world.People = append(d.world.People, worldPerson(p))
		}
	}
	for _, t := range teams {
		to := &d.world.Teams
		if t.Kind == groupKind {
			to = &d.world.Groups
		}
		*to = append(*to, engine.Team{ID: t.ID, Members: d.enabled(t.Members)})
	}
	return d, errors.Join(err1, err2, err3, err4)
}

// The settings that belong to the world of a case, and the kinds of teams.
const (
	freezePrefix = "freeze."
	ciPrefix     = "ci."
	teamKind     = "team"
	groupKind    = "group"
)

func readSettings[T any](ctx context.Context, st store.Store, prefix string) ([]T, error) {
	rows, err := st.Settings(ctx, prefix)
	out := make([]T, len(rows))
	for i, row := range rows {
		err = errors.Join(err, json.Unmarshal(row.Value, &out[i]))
	}
	return out, err
}

// personData is what a row of a person holds beside its columns.
type personData struct {
	Away []engine.Absence `json:"away,omitempty"`
}

func worldPerson(p store.Person) engine.Person {
	var data personData
	if len(p.Data) > 0 && json.Unmarshal(p.Data, &data) != nil {
		data = personData{} // a damaged row is a person without deputies
	}
	skills := slices.Clone(p.Skills)
	slices.Sort(skills)
	return engine.Person{ID: p.ID, Name: p.Name, Skills: skills, Organization: p.Organization, Away: data.Away}
}

// enabled returns those of ids that are people who may act, in order.
func (d *directory) enabled(ids []string) []string {
	out := []string{}
	for _, id := range ids {
		if p, ok := d.find(id); ok && !p.Disabled {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

func (d *directory) find(id string) (store.Person, bool) {
	i, ok := slices.BinarySearchFunc(d.people, id, func(p store.Person, id string) int { return strings.Compare(p.ID, id) })
	if !ok {
		return store.Person{}, false
	}
	return d.people[i], true
}

// name returns how a person is called in a sentence.
func (d *directory) name(id string) string {
	if p, ok := d.find(id); ok && p.Name != "" {
		return p.Name
	}
	return id
}

// teamsOf returns the ids of the teams a person is in, sorted.
func (d *directory) teamsOf(id string) []string {
	out := []string{}
	for _, t := range d.teams {
		if t.Kind == teamKind && slices.Contains(t.Members, id) {
			out = append(out, t.ID)
		}
	}
	return out
}

func (d *directory) person(id string) client.Person {
	p, _ := d.find(id)
	return client.Person{
		ID: p.ID, Name: p.Name, Organization: p.Organization, Skills: orEmpty(p.Skills),
		Teams: d.teamsOf(id), Disabled: p.Disabled,
	}
}

// People lists everybody, by id.
func (s *Service) People(ctx context.Context, c Caller) ([]client.Person, error) {
	if err := c.need(MayRead); err != nil {
		return nil, err
	}
	d, err := s.directory(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]client.Person, len(d.people))
	for i, p := range d.people {
		out[i] = d.person(p.ID)
	}
	return out, nil
}

// Teams lists all teams, by id.
func (s *Service) Teams(ctx context.Context, c Caller) ([]client.Team, error) {
	if err := c.need(MayRead); err != nil {
		return nil, err
	}
	d, err := s.directory(ctx)
	if err != nil {
		return nil, err
	}
	out := []client.Team{}
	for _, t := range d.teams {
		if t.Kind == teamKind {
			out = append(out, client.Team{ID: t.ID, Members: orEmpty(t.Members)})
		}
	}
	return out, nil
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func hexID(h store.Hash) string { return hex.EncodeToString(h[:6]) }
