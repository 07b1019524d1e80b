package sqlite

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"

	"modernc.org/sqlite"

	"github.com/headgate/headgate/internal/store"
)

// Primary result codes, sqlite.org/rescode.html.
const (
	codeReadOnly = 8
	codeIOErr    = 10
	codeFull     = 13
	codeCorrupt  = 11
	codeCantOpen = 14
	codeNotADB   = 26
)

// explain turns the errors of SQLite and of the operating system that an
// operator can mend into those of package store; it leaves others alone.
func explain(err error, path string) error {
	if err == nil {
		return nil
	}
	var e *sqlite.Error
	switch {
	case errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT):
		return say(store.ErrFull, err)
	case errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission):
		return say(store.ErrReadOnly, err)
	case !errors.As(err, &e):
		return err
	}
	switch e.Code() & 0xff {
	case codeFull:
		return say(store.ErrFull, err)
	case codeReadOnly:
		return say(store.ErrReadOnly, err)
	case codeCorrupt, codeNotADB:
		return say(store.ErrDamaged, err)
	case codeIOErr, codeCantOpen:
		return explainFile(err, path)
	}
	return err
}

// explainFile finds out why a file could not be opened, written or synced:
// SQLite calls a full disk an I/O error when it was a side file that had to grow.
func explainFile(err error, path string) error {
	switch probe := writable(filepath.Dir(path)); {
	case errors.Is(probe, syscall.ENOSPC) || errors.Is(probe, syscall.EDQUOT):
		return say(store.ErrFull, err)
	case errors.Is(probe, syscall.EROFS) || errors.Is(probe, fs.ErrPermission):
		return say(store.ErrReadOnly, err)
	}
	return err
}

// say puts a sentence for the operator before the words of the cause.
func say(sentence, cause error) error {
	return fmt.Errorf("%w (%v)", sentence, cause) //nolint:errorlint // callers test the sentence; the cause is SQLite's affair
}
