package sqlite

import (
	"context"

	"github.com/headgate/headgate/internal/store"
)

func (s *Store) writeGrants(tx *tx, change string, grants []store.Grant) error {
	ins := insert{table: "grants", columns: 10, conflict: ` ON CONFLICT (tenant, change_id, id) DO UPDATE SET
		kind = excluded.kind, stage = excluded.stage, status = excluded.status, model = excluded.model,
		from_at = excluded.from_at, to_at = excluded.to_at, data = excluded.data`}
	for _, g := range grants {
		ins.add(s.tenant, change, g.ID, g.Kind, g.Stage, g.Status, g.Model, int64(g.From), int64(g.To), blob(g.Data))
	}
	return ins.run(tx)
}

func (s *Store) writeLinks(tx *tx, links, unlinks []store.Link) error {
	for _, l := range unlinks {
		err := tx.exec(`DELETE FROM links WHERE tenant = ? AND release_id = ? AND change_id = ?`, s.tenant, l.Release, l.Change)
		if err != nil {
			return err
		}
	}
	ins := insert{table: "links", columns: 3, conflict: ` ON CONFLICT DO NOTHING`}
	for _, l := range links {
		ins.add(s.tenant, l.Release, l.Change)
	}
	return ins.run(tx)
}

// Grants returns the grants of changes and the standing ones of a model.
func (s *Store) Grants(ctx context.Context, changes []string, model string) ([]store.Grant, error) {
	return all(ctx, s.read, scanGrant, `
		SELECT change_id, id, kind, stage, status, model, from_at, to_at, data FROM grants
		WHERE tenant = ?1 AND change_id IN (SELECT value FROM json_each(?2))
		UNION
		SELECT change_id, id, kind, stage, status, model, from_at, to_at, data FROM grants
		WHERE tenant = ?1 AND kind = 'standing' AND model = ?3 AND ?3 <> ''
		ORDER BY change_id, id`, s.tenant, toJSON(list(changes)), model)
}

func scanGrant(r row) (store.Grant, error) {
	var g store.Grant
	err := r.Scan(&g.Change, &g.ID, &g.Kind, &g.Stage, &g.Status, &g.Model, &g.From, &g.To, &g.Data)
	return g, err
}

// Changes returns the changes of a release.
func (s *Store) Changes(ctx context.Context, release string) ([]string, error) {
	return all(ctx, s.read, scanOne[string],
		`SELECT change_id FROM links WHERE tenant = ? AND release_id = ? ORDER BY change_id`, s.tenant, release)
}

// Releases returns the releases of a change.
func (s *Store) Releases(ctx context.Context, change string) ([]string, error) {
	return all(ctx, s.read, scanOne[string],
		`SELECT release_id FROM links WHERE tenant = ? AND change_id = ? ORDER BY release_id`, s.tenant, change)
}
