package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/headgate/headgate/internal/store"
)

// PutModel stores a version of a model, and the act that brought it.
func (s *Store) PutModel(ctx context.Context, m store.Model, a store.ModelAct) error {
	return s.write.do(ctx, func(tx *tx) error {
		n, err := tx.changed(`
			INSERT INTO models (tenant, id, version, kind, title, digest, text, at, by, data, state)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, id, version) DO UPDATE SET
			kind = excluded.kind, title = excluded.title, digest = excluded.digest, text = excluded.text, at = excluded.at, by = excluded.by,
			data = excluded.data, state = excluded.state WHERE models.state = 'draft'`,
			s.tenant, m.ID, m.Version, m.Kind, m.Title, m.Digest, m.Text, int64(m.At), m.By, blob(m.Data), string(m.State))
		if err != nil {
			return err
		}
		if n > 0 {
			return s.act(tx, m.ID, m.Version, a)
		}
		digests, err := txAll(tx, scanOne[string],
			`SELECT digest FROM models WHERE tenant = ? AND id = ? AND version = ?`, s.tenant, m.ID, m.Version)
		if err == nil && digests[0] != m.Digest {
			err = store.ErrConflict
		}
		return err
	})
}

func (s *Store) act(tx *tx, id, version string, a store.ModelAct) error {
	return tx.exec(`INSERT INTO model_acts (tenant, id, version, act, state, at, by, reason, digest, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.tenant, id, version, a.Act, string(a.State), int64(a.At), a.By, a.Reason, a.Digest, blob(a.Data))
}

// JudgeModel adds an act to a version and moves it to the state of the act.
func (s *Store) JudgeModel(ctx context.Context, id, version string, from store.ModelState, a store.ModelAct) error {
	return s.write.do(ctx, func(tx *tx) error {
		n, err := tx.changed(`UPDATE models SET state = ? WHERE tenant = ? AND id = ? AND version = ? AND state = ? AND digest = ?`,
			string(a.State), s.tenant, id, version, string(from), a.Digest)
		if err != nil {
			return err
		}
		if n > 0 {
			return s.act(tx, id, version, a)
		}
		there, err := txAll(tx, scanOne[string], `SELECT state FROM models WHERE tenant = ? AND id = ? AND version = ?`, s.tenant, id, version)
		if err == nil && len(there) == 0 {
			return store.ErrNotFound
		}
		if err == nil {
			err = store.ErrConflict
		}
		return err
	})
}

// ModelActs returns the acts on a version.
func (s *Store) ModelActs(ctx context.Context, id, version string) ([]store.ModelAct, error) {
	return all(ctx, s.read, func(r row) (store.ModelAct, error) {
		var a store.ModelAct
		err := r.Scan(&a.Act, &a.State, &a.At, &a.By, &a.Reason, &a.Digest, &a.Data)
		return a, err
	}, `SELECT act, state, at, by, reason, digest, data FROM model_acts WHERE tenant = ? AND id = ? AND version = ? ORDER BY ordinal`,
		s.tenant, id, version)
}

const modelColumns = `id, version, kind, title, digest, at, by, data, state, cases`

func scanModel(r row) (store.Model, error) {
	var m store.Model
	err := r.Scan(&m.ID, &m.Version, &m.Kind, &m.Title, &m.Digest, &m.At, &m.By, &m.Data, &m.State, &m.Cases, &m.Text)
	return m, err
}

// Model returns one version of a model.
func (s *Store) Model(ctx context.Context, id, version string) (store.Model, error) {
	return one(ctx, s.read, scanModel, `SELECT `+modelColumns+`, text FROM models
		WHERE tenant = ? AND id = ? AND version = ?`, s.tenant, id, version)
}

// ModelByDigest returns the version with that digest.
func (s *Store) ModelByDigest(ctx context.Context, digest string) (store.Model, error) {
	return one(ctx, s.read, scanModel, `SELECT `+modelColumns+`, text FROM models
		WHERE tenant = ? AND digest = ? ORDER BY ordinal LIMIT 1`, s.tenant, digest)
}

// Models returns all versions of all models, without their text.
func (s *Store) Models(ctx context.Context) ([]store.Model, error) {
	return all(ctx, s.read, scanModel, `SELECT `+modelColumns+`, '' FROM models
		WHERE tenant = ? ORDER BY id, ordinal`, s.tenant)
}

// PutBlob stores content under the digest of its bytes.
func (s *Store) PutBlob(ctx context.Context, b store.Blob, content []byte) (store.Blob, error) {
	if len(content) > store.MaxBlob {
		return store.Blob{}, store.ErrTooLarge
	}
	sum := sha256.Sum256(content)
	b.Digest, b.Size = "sha256:"+hex.EncodeToString(sum[:]), int64(len(content))
	err := s.run(ctx, `INSERT INTO blobs VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, digest) DO NOTHING`,
		s.tenant, b.Digest, b.Size, b.Name, b.Media, int64(b.At), b.By, blob(content))
	if err != nil {
		return store.Blob{}, err
	}
	return s.Blob(ctx, b.Digest)
}

// Blob returns the record of stored content.
func (s *Store) Blob(ctx context.Context, digest string) (store.Blob, error) {
	return one(ctx, s.read, func(r row) (store.Blob, error) {
		var b store.Blob
		err := r.Scan(&b.Digest, &b.Size, &b.Name, &b.Media, &b.At, &b.By)
		return b, err
	}, `SELECT digest, size, name, media, at, by FROM blobs WHERE tenant = ? AND digest = ?`, s.tenant, digest)
}

// BlobContent returns stored content.
func (s *Store) BlobContent(ctx context.Context, digest string) ([]byte, error) {
	return one(ctx, s.read, scanOne[[]byte], `SELECT content FROM blobs WHERE tenant = ? AND digest = ?`, s.tenant, digest)
}
