package sqlite

import (
	"context"

	"github.com/headgate/headgate/internal/store"
)

// direct changes the directory: the statement and the new version together.
func (s *Store) direct(ctx context.Context, query string, args ...any) error {
	return s.write.do(ctx, func(tx *tx) error {
		if err := tx.exec(query, args...); err != nil {
			return err
		}
		return s.directed(tx)
	})
}

// directed notes that the directory has changed.
func (s *Store) directed(tx *tx) error {
	return tx.exec(`INSERT INTO counters (tenant, name, value) VALUES (?, ?, 1)
		ON CONFLICT (tenant, name) DO UPDATE SET value = value + 1`, s.tenant, counterDirectory)
}

// Seed adds what is not there yet.
func (s *Store) Seed(ctx context.Context, seed store.Seed) error {
	const keep = ` ON CONFLICT DO NOTHING`
	people := insert{table: "people", columns: 8, conflict: keep}
	for _, p := range seed.People {
		people.add(s.person(p)...)
	}
	teams := insert{table: "teams", columns: 5, conflict: keep}
	for _, t := range seed.Teams {
		teams.add(s.team(t)...)
	}
	settings := insert{table: "settings", columns: 3, conflict: keep}
	for _, v := range seed.Settings {
		settings.add(s.tenant, v.Name, v.Value)
	}
	return s.write.do(ctx, func(tx *tx) error {
		before, err := changes(tx)
		if err != nil {
			return err
		}
		for _, rows := range []insert{people, teams, settings} {
			if err := rows.run(tx); err != nil {
				return err
			}
		}
		if after, err := changes(tx); err != nil || after == before {
			return err
		}
		return s.directed(tx)
	})
}

// changes is the number of rows that the connection has changed so far.
func changes(tx *tx) (int64, error) {
	n, err := txAll(tx, scanOne[int64], `SELECT total_changes()`)
	if err != nil {
		return 0, err
	}
	return n[0], nil
}

// DirectoryVersion returns the number of changes so far, plus 1.
func (s *Store) DirectoryVersion(ctx context.Context) (int64, error) {
	return one(ctx, s.read, scanOne[int64],
		`SELECT 1 + coalesce(max(value), 0) FROM counters WHERE tenant = ? AND name = ?`, s.tenant, counterDirectory)
}

const personColumns = `id, name, organization, skills, permissions, disabled, data`

func scanPerson(r row) (store.Person, error) {
	var p store.Person
	var skills, permissions texts
	err := r.Scan(&p.ID, &p.Name, &p.Organization, &skills, &permissions, &p.Disabled, &p.Data)
	p.Skills, p.Permissions = skills, permissions
	return p, err
}

// People returns everybody.
func (s *Store) People(ctx context.Context) ([]store.Person, error) {
	return all(ctx, s.read, scanPerson, `SELECT `+personColumns+` FROM people WHERE tenant = ? ORDER BY id`, s.tenant)
}

// Person returns one person.
func (s *Store) Person(ctx context.Context, id string) (store.Person, error) {
	return one(ctx, s.read, scanPerson, `SELECT `+personColumns+` FROM people WHERE tenant = ? AND id = ?`, s.tenant, id)
}

// PutPerson adds or replaces a person.
func (s *Store) PutPerson(ctx context.Context, p store.Person) error {
	return s.direct(ctx, `REPLACE INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, s.person(p)...)
}

func (s *Store) person(p store.Person) []any {
	return []any{s.tenant, p.ID, p.Name, p.Organization, toJSON(list(p.Skills)), toJSON(list(p.Permissions)), p.Disabled, blob(p.Data)}
}

// Teams returns all teams and groups.
func (s *Store) Teams(ctx context.Context) ([]store.Team, error) {
	return all(ctx, s.read, func(r row) (store.Team, error) {
		var t store.Team
		var members texts
		err := r.Scan(&t.Kind, &t.ID, &t.Name, &members)
		t.Members = members
		return t, err
	}, `SELECT kind, id, name, members FROM teams WHERE tenant = ? ORDER BY kind, id`, s.tenant)
}

// PutTeam adds or replaces a team or group.
func (s *Store) PutTeam(ctx context.Context, t store.Team) error {
	return s.direct(ctx, `REPLACE INTO teams VALUES (?, ?, ?, ?, ?)`, s.team(t)...)
}

func (s *Store) team(t store.Team) []any {
	return []any{s.tenant, t.Kind, t.ID, t.Name, toJSON(list(t.Members))}
}

// Settings returns the settings whose name begins with prefix.
func (s *Store) Settings(ctx context.Context, prefix string) ([]store.Setting, error) {
	return all(ctx, s.read, func(r row) (store.Setting, error) {
		var v store.Setting
		err := r.Scan(&v.Name, &v.Value)
		return v, err
	}, `SELECT name, value FROM settings WHERE tenant = ?1 AND substr(name, 1, length(?2)) = ?2 ORDER BY name`, s.tenant, prefix)
}

// Setting returns the value of one setting.
func (s *Store) Setting(ctx context.Context, name string) ([]byte, error) {
	return one(ctx, s.read, scanOne[[]byte], `SELECT value FROM settings WHERE tenant = ? AND name = ?`, s.tenant, name)
}

// PutSetting adds, replaces or removes a setting.
func (s *Store) PutSetting(ctx context.Context, v store.Setting) error {
	if v.Value == nil {
		return s.direct(ctx, `DELETE FROM settings WHERE tenant = ? AND name = ?`, s.tenant, v.Name)
	}
	return s.direct(ctx, `REPLACE INTO settings VALUES (?, ?, ?)`, s.tenant, v.Name, v.Value)
}
