package sqlite

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/headgate/headgate/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date inside the write transaction that its
// caller opened: that lock keeps two servers from doing it at once, and a
// migration that fails leaves the file as it was.
func migrate(tx *tx) error {
	files, err := fs.Glob(migrations, "migrations/*.sql") // sorted
	if err != nil {
		return err
	}
	have, err := schemaVersion(tx)
	if err != nil {
		return err
	}
	if have > len(files) {
		return fmt.Errorf("%w (its schema is version %d, this is version %d)", store.ErrSchema, have, len(files))
	}
	for i, name := range files[have:] {
		if err := apply(tx, name, have+i+1); err != nil {
			return fmt.Errorf("migration %s: %w", name, err)
		}
	}
	return nil
}

// schemaVersion returns the number of migrations that the file has seen.
func schemaVersion(tx *tx) (int, error) {
	if err := tx.script(`CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY)`); err != nil {
		return 0, err
	}
	rows, err := tx.query(`SELECT coalesce(max(version), 0) FROM schema_version`)
	if err != nil {
		return 0, err
	}
	versions, err := collect(rows, scanOne[int])
	if err != nil {
		return 0, err
	}
	return versions[0], nil
}

func apply(tx *tx, name string, version int) error {
	if !strings.HasPrefix(name, fmt.Sprintf("migrations/%04d_", version)) {
		return fmt.Errorf("expected number %d", version)
	}
	text, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	if err := tx.script(string(text)); err != nil {
		return err
	}
	return tx.exec(`INSERT INTO schema_version (version) VALUES ($1)`, version)
}
