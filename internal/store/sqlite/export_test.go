package sqlite

import "context"

// CheckVersion is what Open asks of the library.
var CheckVersion = checkVersion

// WriterPragma returns a setting of the connection that writes.
func (s *Store) WriterPragma(name string) (value string, err error) {
	err = s.write.conn.QueryRowContext(context.Background(), `PRAGMA `+name).Scan(&value)
	return value, err
}

// ReaderPragma returns a setting of a connection that reads.
func (s *Store) ReaderPragma(name string) (value string, err error) {
	err = s.read.db.QueryRow(`PRAGMA ` + name).Scan(&value)
	return value, err
}

// WriterExec runs a statement on the connection that writes.
func (s *Store) WriterExec(query string) error {
	return s.write.do(context.Background(), func(tx *tx) error { return tx.exec(query) })
}

// ReaderExec runs a statement on a connection that reads.
func (s *Store) ReaderExec(query string) error {
	_, err := s.read.db.Exec(query)
	return err
}
