package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/service/auth"
	"github.com/headgate/headgate/internal/store"
)

// PersonRequest adds or changes a person. Absent parts stay as they are; of a
// new person they are empty.
type PersonRequest struct {
	ID           string    `json:"id,omitempty" maxLength:"100"`
	Name         *string   `json:"name,omitempty" maxLength:"200"`
	Password     string    `json:"password,omitempty" maxLength:"1000" doc:"at least 8 characters; all sessions of the person end"`
	Organization *string   `json:"organization,omitempty" maxLength:"100"`
	Skills       *[]string `json:"skills,omitempty"`
	Teams        *[]string `json:"teams,omitempty" doc:"exactly the teams the person is to be in"`
	Permissions  *[]string `json:"permissions,omitempty" doc:"of this site: read, start, change, model, admin"`
	Disabled     *bool     `json:"disabled,omitempty" doc:"a disabled person cannot log in or act"`
	Away         *[]Away   `json:"away,omitempty" doc:"absences and who stands in"`
}

// Away is an absence, half-open, and who acts meanwhile.
type Away struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Deputy string    `json:"deputy"`
}

// minPassword is the shortest password taken (NIST SP 800-63B, section 5.1.1).
const minPassword = 8

var idPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]{0,99}$`)

// AddPerson adds a person; without permissions named he may read.
func (s *Service) AddPerson(ctx context.Context, c Caller, r PersonRequest) (client.Person, error) {
	if err := c.need(MayAdmin); err != nil {
		return client.Person{}, err
	}
	if !idPattern.MatchString(r.ID) {
		return client.Person{}, invalid(fmt.Sprintf("%q is no id of a person", r.ID), "use small letters, digits, _ . and -")
	}
	switch _, err := s.Store.Person(ctx, r.ID); {
	case err == nil:
		return client.Person{}, exists("person", r.ID)
	case !errors.Is(err, store.ErrNotFound):
		return client.Person{}, fault("read person", err)
	}
	return s.putPerson(ctx, store.Person{ID: r.ID, Permissions: []string{string(MayRead)}}, r)
}

// PutPerson changes a person.
func (s *Service) PutPerson(ctx context.Context, c Caller, r PersonRequest) (client.Person, error) {
	if err := c.need(MayAdmin); err != nil {
		return client.Person{}, err
	}
	if r.locksOut(c) {
		return client.Person{}, &Error{
			Kind: Refused, Code: "not_yourself", Detail: "you would lock yourself out", Need: "let another administrator do it",
		}
	}
	p, err := s.Store.Person(ctx, r.ID)
	if errors.Is(err, store.ErrNotFound) {
		return client.Person{}, notFound("person", r.ID)
	}
	if err != nil {
		return client.Person{}, fault("read person", err)
	}
	return s.putPerson(ctx, p, r)
}

func (s *Service) putPerson(ctx context.Context, p store.Person, r PersonRequest) (client.Person, error) {
	if err := r.check(); err != nil {
		return client.Person{}, err
	}
	set(&p.Name, r.Name)
	set(&p.Organization, r.Organization)
	set(&p.Skills, r.Skills)
	set(&p.Permissions, r.Permissions)
	set(&p.Disabled, r.Disabled)
	if r.Away != nil {
		var err error
		if p.Data, err = json.Marshal(awayData(*r.Away)); err != nil {
			return client.Person{}, fmt.Errorf("encode absences: %w", err)
		}
	}
	if err := s.Store.PutPerson(ctx, p); err != nil {
		return client.Person{}, fault("store person", err)
	}
	if r.Password != "" {
		if err := s.setPassword(ctx, p.ID, r.Password); err != nil {
			return client.Person{}, err
		}
	}
	if r.Teams != nil {
		if err := s.joinTeams(ctx, p.ID, *r.Teams); err != nil {
			return client.Person{}, err
		}
	}
	s.directoryChanged()
	d, err := s.directory(ctx)
	if err != nil {
		return client.Person{}, err
	}
	return d.person(p.ID), nil
}

// locksOut reports whether the caller would take from himself what he would need
// to take it back.
func (r *PersonRequest) locksOut(c Caller) bool {
	disabled := r.Disabled != nil && *r.Disabled
	demoted := r.Permissions != nil && !slices.Contains(*r.Permissions, string(MayAdmin))
	return r.ID == c.Person && (disabled || demoted)
}

func (r *PersonRequest) check() error {
	if r.Password != "" && len([]rune(r.Password)) < minPassword {
		return invalid("the password is shorter than 8 characters", "choose a longer one")
	}
	if r.Permissions == nil {
		return nil
	}
	for _, p := range *r.Permissions {
		if !slices.Contains(permissions, Permission(p)) {
			return invalid("there is no permission "+p, "choose of read, start, change, model, approve, admin")
		}
	}
	return nil
}

func set[T any](to *T, from *T) {
	if from != nil {
		*to = *from
	}
}

func awayData(list []Away) personData {
	var d personData
	for _, a := range list {
		d.Away = append(d.Away, engine.Absence{From: calendar.FromTime(a.From), To: calendar.FromTime(a.To), Deputy: a.Deputy})
	}
	return d
}

func (s *Service) setPassword(ctx context.Context, id, password string) error {
	s.hashing <- struct{}{}
	hash := auth.Hash(password, s.Cost)
	<-s.hashing
	return fault("store credential", s.Store.PutCredential(ctx, id, hash))
}

// joinTeams puts a person into exactly these teams.
func (s *Service) joinTeams(ctx context.Context, id string, teams []string) error {
	rows, err := s.Store.Teams(ctx)
	if err != nil {
		return fault("list teams", err)
	}
	for _, want := range teams {
		if !slices.ContainsFunc(rows, func(t store.Team) bool { return t.Kind == teamKind && t.ID == want }) {
			rows = append(rows, store.Team{ID: want, Kind: teamKind})
		}
	}
	for _, t := range rows {
		in, should := slices.Contains(t.Members, id), slices.Contains(teams, t.ID)
		if t.Kind != teamKind || in == should {
			continue
		}
		t.Members = slices.DeleteFunc(slices.Clone(t.Members), func(m string) bool { return m == id })
		if should {
			t.Members = append(t.Members, id)
			slices.Sort(t.Members)
		}
		if err := s.Store.PutTeam(ctx, t); err != nil {
			return fault("store team", err)
		}
	}
	return nil
}

// PutTeam adds or replaces a team.
func (s *Service) PutTeam(ctx context.Context, c Caller, t client.Team) (client.Team, error) {
	if err := c.need(MayAdmin); err != nil {
		return t, err
	}
	if !idPattern.MatchString(t.ID) {
		return t, invalid(fmt.Sprintf("%q is no id of a team", t.ID), "use small letters, digits, _ . and -")
	}
	d, err := s.directory(ctx)
	if err != nil {
		return t, err
	}
	t.Members = slices.Compact(slices.Sorted(slices.Values(t.Members)))
	for _, id := range t.Members {
		if _, ok := d.find(id); !ok {
			return t, invalid("there is no person "+id, "add the person first")
		}
	}
	err = s.Store.PutTeam(ctx, store.Team{ID: t.ID, Kind: teamKind, Members: t.Members})
	s.directoryChanged()
	t.Members = orEmpty(t.Members)
	return t, fault("store team", err)
}

// DemoPeople lists who can be logged in as in a demonstration. Elsewhere there
// is nobody of the kind.
func (s *Service) DemoPeople(ctx context.Context) ([]client.Person, error) {
	d, err := s.directory(ctx)
	if err != nil {
		return nil, err
	}
	out := []client.Person{}
	for id := range s.Demo {
		out = append(out, d.person(id))
	}
	slices.SortFunc(out, func(a, b client.Person) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}
