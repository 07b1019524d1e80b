package sqlite

import (
	"strings"
	"sync"
)

// insert gathers rows of one table and writes them with as few statements as
// possible: a statement costs more than a row.
type insert struct {
	table    string // name, with its columns unless all are given in order
	columns  int
	conflict string // the rest of the statement
	args     []any
}

// sizes are the numbers of rows that a statement may have, so that few
// statements have to be prepared.
var sizes = [...]int{64, 16, 4, 1}

func (ins *insert) add(row ...any) { ins.args = append(ins.args, row...) }

func (ins *insert) run(tx *tx) error {
	args := ins.args
	for _, size := range sizes {
		for n := size * ins.columns; len(args) >= n && n > 0; args = args[n:] {
			if err := tx.exec(ins.statement(size), args[:n]...); err != nil {
				return err
			}
		}
	}
	return nil
}

type statementKey struct {
	table, conflict string
	rows            int
}

// statements caches what statement returns.
var statements sync.Map // statementKey -> string

func (ins *insert) statement(rows int) string {
	key := statementKey{ins.table, ins.conflict, rows}
	if s, ok := statements.Load(key); ok {
		return s.(string)
	}
	values := "(" + strings.Repeat("?,", ins.columns-1) + "?)"
	s := "INSERT INTO " + ins.table + " VALUES " + strings.Repeat(values+",", rows-1) + values + ins.conflict
	statements.Store(key, s)
	return s
}
