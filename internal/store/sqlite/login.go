package sqlite

import (
	"context"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/internal/store"
)

// run runs statements with the same arguments in one transaction.
func (s *Store) run(ctx context.Context, query string, args ...any) error {
	return s.write.do(ctx, func(tx *tx) error { return tx.exec(query, args...) })
}

// Credential returns the encoded password hash of a person.
func (s *Store) Credential(ctx context.Context, person string) (string, error) {
	return one(ctx, s.read, scanOne[string], `SELECT hash FROM credentials WHERE tenant = ? AND person = ?`, s.tenant, person)
}

// PutCredential sets or removes a password hash and ends the sessions that the
// old one began.
func (s *Store) PutCredential(ctx context.Context, person, hash string) error {
	return s.write.do(ctx, func(tx *tx) error {
		if err := tx.exec(`DELETE FROM credentials WHERE tenant = ? AND person = ?`, s.tenant, person); err != nil {
			return err
		}
		if hash != "" {
			if err := tx.exec(`INSERT INTO credentials VALUES (?, ?, ?)`, s.tenant, person, hash); err != nil {
				return err
			}
		}
		return tx.exec(`DELETE FROM sessions WHERE tenant = ? AND person = ?`, s.tenant, person)
	})
}

// PutSession adds a session or prolongs it.
func (s *Store) PutSession(ctx context.Context, v store.Session) error {
	return s.run(ctx, `INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (tenant, hash) DO UPDATE SET seen_at = excluded.seen_at, expires_at = excluded.expires_at`,
		s.tenant, v.Hash[:], v.Person, int64(v.CreatedAt), int64(v.SeenAt), int64(v.ExpiresAt))
}

// Session returns a session that has not ended.
func (s *Store) Session(ctx context.Context, hash store.Hash, now calendar.Instant) (store.Session, error) {
	return one(ctx, s.read, func(r row) (store.Session, error) {
		v := store.Session{Hash: hash}
		err := r.Scan(&v.Person, &v.CreatedAt, &v.SeenAt, &v.ExpiresAt)
		return v, err
	}, `SELECT person, created_at, seen_at, expires_at FROM sessions
		WHERE tenant = ? AND hash = ? AND expires_at > ?`, s.tenant, hash[:], int64(now))
}

// DeleteSession ends a session.
func (s *Store) DeleteSession(ctx context.Context, hash store.Hash) error {
	return s.run(ctx, `DELETE FROM sessions WHERE tenant = ? AND hash = ?`, s.tenant, hash[:])
}

// PutToken adds a token.
func (s *Store) PutToken(ctx context.Context, v store.Token) error {
	return s.run(ctx, `INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?)`,
		s.tenant, v.ID, v.Hash[:], v.Name, v.Person, int64(v.CreatedAt), int64(v.ExpiresAt))
}

const tokenColumns = `id, hash, name, person, created_at, expires_at`

func scanToken(r row) (store.Token, error) {
	var v store.Token
	var hash []byte
	err := r.Scan(&v.ID, &hash, &v.Name, &v.Person, &v.CreatedAt, &v.ExpiresAt)
	copy(v.Hash[:], hash)
	return v, err
}

// Token returns a token that has not expired.
func (s *Store) Token(ctx context.Context, hash store.Hash, now calendar.Instant) (store.Token, error) {
	return one(ctx, s.read, scanToken, `SELECT `+tokenColumns+` FROM tokens
		WHERE tenant = ? AND hash = ? AND (expires_at = 0 OR expires_at > ?)`, s.tenant, hash[:], int64(now))
}

// Tokens returns the tokens of a person.
func (s *Store) Tokens(ctx context.Context, person string) ([]store.Token, error) {
	return all(ctx, s.read, scanToken, `SELECT `+tokenColumns+` FROM tokens
		WHERE tenant = ?1 AND (?2 = '' OR person = ?2) ORDER BY id`, s.tenant, person)
}

// DeleteToken removes a token of a person.
func (s *Store) DeleteToken(ctx context.Context, person, id string) error {
	return s.must(ctx, store.ErrNotFound,
		`DELETE FROM tokens WHERE tenant = ?1 AND id = ?2 AND (?3 = '' OR person = ?3)`, s.tenant, id, person)
}
