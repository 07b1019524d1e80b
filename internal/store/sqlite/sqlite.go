// Package sqlite keeps a Headgate in one SQLite file: the store of the
// embedded default, with nothing to install.
//
// One connection writes and a small pool reads; WAL lets both go on at the
// same time, and synchronous=FULL makes a commit durable before it is
// answered. A commit works in three steps, so that a group of appends costs a
// handful of statements instead of a dozen each: read what the guards of all
// appends need, judge them in memory (see judge.go), write the rows of all
// accepted ones with multi-row statements.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	_ "modernc.org/sqlite" // driver "sqlite"

	"github.com/headgate/headgate/internal/store"
)

// Config says which file and whose rows.
type Config struct {
	// Path of the database file. Its folder must exist and be on a local disk:
	// WAL does not work over a network.
	Path string
	// Tenant whose rows are read and written; empty means "main".
	Tenant string
	// Holder names the process that claims effects: the same name after its
	// restart, and never that of another at the same time. Empty means "main",
	// for a process that has the file to itself.
	Holder string
	// Readers is the size of the pool that reads; 0 means one per processor,
	// at least 4.
	Readers int
	// MaxPages limits the size of the file, in pages of 4 KiB; 0 means no limit.
	MaxPages int
}

// Store is a store.Store in an SQLite file.
type Store struct {
	tenant string
	holder string
	write  *writer
	read   *reader
}

var _ store.Store = (*Store)(nil)

// minVersion is the first SQLite without the bug that could lose committed
// data when a WAL was reset (fixed in 3.51.3).
const minVersion = "3.51.3"

// Open opens the file, creates it if it is not there, and brings its schema up
// to date. Besides errors of the disk it returns store.ErrSchema for a file of
// a newer Headgate and store.ErrReadOnly for a folder that cannot be written.
func Open(ctx context.Context, c Config) (*Store, error) {
	s, err := open(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", c.Path, explain(err, c.Path))
	}
	return s, nil
}

func open(ctx context.Context, c Config) (*Store, error) {
	if c.Tenant == "" {
		c.Tenant = "main"
	}
	if c.Holder == "" {
		c.Holder = "main"
	}
	if c.Readers == 0 {
		c.Readers = max(4, runtime.GOMAXPROCS(0))
	}
	if err := createFile(c.Path); err != nil {
		return nil, err
	}
	w, err := newWriter(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := w.prepare(ctx); err != nil {
		return nil, errors.Join(err, w.close())
	}
	r, err := newReader(c)
	if err != nil {
		return nil, errors.Join(err, w.close())
	}
	return &Store{tenant: c.Tenant, holder: c.Holder, write: w, read: r}, nil
}

// prepare checks the library and brings the file up to date.
func (w *writer) prepare(ctx context.Context) error {
	var version string
	if err := w.conn.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&version); err != nil {
		return err
	}
	if err := checkVersion(version); err != nil {
		return err
	}
	return w.do(ctx, migrate)
}

// checkVersion refuses a library that is known to lose data.
func checkVersion(version string) error {
	if versionLess(version, minVersion) {
		return fmt.Errorf("SQLite %s can lose committed data: build headgate with SQLite %s or newer", version, minVersion)
	}
	return nil
}

// versionLess compares dotted numbers; what is no number counts as 0.
func versionLess(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(as), len(bs)) {
		x, _ := strconv.Atoi(as[i])
		y, _ := strconv.Atoi(bs[i])
		if x != y {
			return x < y
		}
	}
	return len(as) < len(bs)
}

// Ping returns nil when the file can be written.
func (s *Store) Ping(ctx context.Context) error {
	return s.write.do(ctx, func(tx *tx) error {
		return tx.exec(`INSERT INTO counters (tenant, name, value) VALUES ($1, 'ping', 1)
			ON CONFLICT DO UPDATE SET value = value + 1`, s.tenant)
	})
}

// Close waits for calls under way and closes the file.
func (s *Store) Close() error {
	return errors.Join(s.read.close(), s.write.close())
}

// dsn returns the name of the data source with the settings that every
// connection needs, and more of its own.
func dsn(path string, more ...string) string {
	pragmas := append([]string{"busy_timeout(5000)", "foreign_keys(1)"}, more...)
	q := url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}
	return u.String()
}

// createFile makes the database file, for the eyes of its owner only; SQLite
// gives the files beside it the same mode.
func createFile(path string) error {
	if err := writable(filepath.Dir(path)); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// writable makes sure of the folder before SQLite meets it, because SQLite
// reports a folder that is full or cannot be written in several misleading ways.
func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".headgate-*")
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, 64<<10))
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}

// openDB opens a pool with exactly n connections at most, kept for ever.
func openDB(dsn string, n int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db, nil
}
