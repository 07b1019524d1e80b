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

func (ins *insert) add(row ...any) { ins.args = append(ins.args, row...) }

func (ins *insert) run(tx *tx) error {
	return chunks(tx, "INSERT INTO "+ins.table+" VALUES ", ins.columns, ins.conflict, ins.args)
}

// remove gathers keys of rows of one table in the same way.
type remove struct {
	table   string
	key     string // its columns
	columns int
	args    []any
}

func (rem *remove) add(key ...any) { rem.args = append(rem.args, key...) }

func (rem *remove) run(tx *tx) error {
	return chunks(tx, "DELETE FROM "+rem.table+" WHERE ("+rem.key+") IN (VALUES ", rem.columns, ")", rem.args)
}

// sizes are the numbers of rows that a statement may have, so that few
// statements have to be prepared, and few are needed for any number.
var sizes = [...]int{64, 32, 16, 8, 4, 2, 1}

// chunks runs a statement with lists of values in parentheses in the middle.
func chunks(tx *tx, before string, columns int, after string, args []any) error {
	for _, size := range sizes {
		for n := size * columns; len(args) >= n && n > 0; args = args[n:] {
			if err := tx.exec(statement(before, columns, after, size), args[:n]...); err != nil {
				return err
			}
		}
	}
	return nil
}

type statementKey struct {
	before, after string
	rows          int
}

// statements caches what statement returns.
var statements sync.Map // statementKey -> string

func statement(before string, columns int, after string, rows int) string {
	key := statementKey{before, after, rows}
	if s, ok := statements.Load(key); ok {
		return s.(string)
	}
	values := "(" + strings.Repeat("?,", columns-1) + "?)"
	s := before + strings.Repeat(values+",", rows-1) + values + after
	statements.Store(key, s)
	return s
}
