package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"sync"

	"github.com/headgate/headgate/internal/store"
)

// writer is the one connection that writes.
type writer struct {
	path string
	db   *sql.DB

	mu    sync.Mutex // held for the length of a transaction
	conn  *sql.Conn  // nil once closed
	stmts map[string]*sql.Stmt
}

func newWriter(ctx context.Context, c Config) (*writer, error) {
	pragmas := []string{
		"journal_mode(WAL)",
		"synchronous(FULL)",
		// 16 MiB. A checkpoint holds up one commit for some milliseconds; with
		// the usual 4 MiB, more than one commit in a hundred of a busy server
		// would meet one.
		"wal_autocheckpoint(4000)",
		"cache_size(-6144)", // KiB; the system keeps the rest of the file in memory, for all connections
		"temp_store(MEMORY)",
	}
	if c.MaxPages > 0 {
		pragmas = append(pragmas, "max_page_count("+strconv.Itoa(c.MaxPages)+")")
	}
	db, err := openDB(dsn(c.Path, pragmas...), 1)
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &writer{path: c.Path, db: db, conn: conn, stmts: map[string]*sql.Stmt{}}, nil
}

// tx is a write transaction under way. It is the writer with its lock held.
type tx struct{ w *writer }

// do runs f in a write transaction: all of what f does becomes durable, or
// nothing if f returns an error. The context ends the wait for the writer at
// the latest when the transaction begins; a transaction is never cut short.
func (w *writer) do(ctx context.Context, f func(*tx) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if w.conn == nil {
		return store.ErrClosed
	}
	return explain(w.transact(f), w.path)
}

func (w *writer) transact(f func(*tx) error) error {
	tx := &tx{w}
	if err := tx.exec(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	err := f(tx)
	if err == nil {
		err = tx.exec(`COMMIT`)
	}
	if err != nil {
		// SQLite has rolled back by itself after some errors, such as a full
		// disk; then this one says that there is no transaction.
		_ = tx.exec(`ROLLBACK`)
	}
	return err
}

func (w *writer) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		return nil
	}
	var errs []error
	for _, stmt := range w.stmts {
		errs = append(errs, stmt.Close())
	}
	errs = append(errs, w.conn.Close(), w.db.Close())
	w.conn, w.stmts = nil, nil
	return errors.Join(errs...)
}

// stmt returns the prepared form of a statement. Every statement of this
// package is a constant or one of few variants of one, so none is forgotten.
func (tx *tx) stmt(query string) (*sql.Stmt, error) {
	if stmt := tx.w.stmts[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := tx.w.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	tx.w.stmts[query] = stmt
	return stmt, nil
}

func (tx *tx) exec(query string, args ...any) error {
	_, err := tx.changed(query, args...)
	return err
}

// changed runs a statement and returns the number of rows that it changed.
func (tx *tx) changed(query string, args ...any) (int64, error) {
	stmt, err := tx.stmt(query)
	if err != nil {
		return 0, err
	}
	res, err := stmt.Exec(args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// script runs statements that are needed once.
func (tx *tx) script(statements string) error {
	_, err := tx.w.conn.ExecContext(context.Background(), statements)
	return err
}

func (tx *tx) query(query string, args ...any) (*sql.Rows, error) {
	stmt, err := tx.stmt(query)
	if err != nil {
		return nil, err
	}
	return stmt.Query(args...)
}

// reader is the pool that reads.
type reader struct {
	path string
	db   *sql.DB

	mu    sync.Mutex
	stmts map[string]*sql.Stmt
}

func newReader(c Config) (*reader, error) {
	db, err := openDB(dsn(c.Path, "query_only(1)", "cache_size(-1024)"), c.Readers)
	if err != nil {
		return nil, err
	}
	return &reader{path: c.Path, db: db, stmts: map[string]*sql.Stmt{}}, nil
}

func (r *reader) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := r.stmt(ctx, query)
	if err != nil {
		return nil, explain(err, r.path)
	}
	rows, err := stmt.QueryContext(ctx, args...)
	return rows, explain(err, r.path)
}

// stmt returns the prepared form of a query, which database/sql prepares again
// on each connection that it meets.
func (r *reader) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stmts == nil {
		return nil, store.ErrClosed
	}
	if stmt := r.stmts[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := r.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	r.stmts[query] = stmt
	return stmt, nil
}

func (r *reader) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stmts = nil
	return r.db.Close()
}

// all reads every row of a query with scan.
func all[T any](ctx context.Context, r *reader, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := r.query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	list, err := collect(rows, scan)
	return list, explain(err, r.path)
}

// one reads the only row of a query with scan. No row is store.ErrNotFound.
func one[T any](ctx context.Context, r *reader, scan func(row) (T, error), query string, args ...any) (T, error) {
	list, err := all(ctx, r, scan, query, args...)
	if err == nil && len(list) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		var none T
		return none, err
	}
	return list[0], nil
}

// row is what a scan function needs of sql.Rows.
type row interface{ Scan(dest ...any) error }

// collect reads rows to their end and closes them. The list is never nil.
func collect[T any](rows *sql.Rows, scan func(row) (T, error)) ([]T, error) {
	defer rows.Close() //nolint:errcheck // Err below reports what went wrong
	list := []T{}
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// scanOne scans rows with a single column.
func scanOne[T any](r row) (T, error) {
	var v T
	err := r.Scan(&v)
	return v, err
}
