package sqlite

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/headgate/headgate/internal/store"
)

// judge decides which appends of a batch are accepted. It holds the facts as
// they would be if everything accepted so far were written, so an append sees
// the neighbours before it. It reads and writes nothing else.
type judge struct {
	facts
	accepted []accepted
	claims   []claim
	newKeys  []keyID // in order; rows are in keys
	counted  []string
}

// accepted is an append with what the judge gave it.
type accepted struct {
	*store.Append
	before   int64 // version before
	position int64 // of its first event
	opened   bool  // a new case
}

// claim is a claim with the place for what it finds.
type claim struct {
	*store.Append
	found *[]store.Effect
}

func (j *judge) all(batch []*store.Append) []store.Outcome {
	outcomes := make([]store.Outcome, len(batch))
	for i, a := range batch {
		if a.Claim != nil {
			j.claims = append(j.claims, claim{a, &outcomes[i].Receipt.Claimed})
			continue
		}
		outcomes[i] = j.one(a)
	}
	return outcomes
}

// one holds an append against its guards and, if they hold, notes what it
// changes. A refused append leaves no trace.
func (j *judge) one(a *store.Append) store.Outcome {
	if known, ok := j.keys[keyID{a.Key.Actor, a.Key.ID}]; ok && a.Key.ID != "" {
		return repeated(known, a.Key)
	}
	a, err := j.open(a)
	if err == nil {
		err = j.check(a)
	}
	if err != nil {
		return store.Outcome{Err: err}
	}
	return store.Outcome{Receipt: j.accept(a)}
}

func repeated(known keyRow, key store.Key) store.Outcome {
	if known.request != key.Request {
		return store.Outcome{Err: store.ErrKeyReused}
	}
	return store.Outcome{Receipt: known.receipt, Err: store.ErrDuplicate}
}

// open gives a new case its id and lets its owner fill in the rest.
func (j *judge) open(a *store.Append) (*store.Append, error) {
	if a.Case != "" || a.Open == nil {
		return a, nil
	}
	opened := *a
	opened.Case = a.Prefix + "-" + strconv.FormatInt(j.counters[a.Prefix]+1, 10)
	err := a.Open(opened.Case, &opened)
	return &opened, err
}

func (j *judge) check(a *store.Append) error {
	switch {
	case a.Case == "":
		return errors.New("append without a case")
	case a.Head.Kind == "":
		return fmt.Errorf("append to %s without a head", a.Case)
	case j.versions[a.Case] != a.Expect:
		return store.ErrConflict
	case a.Expect == 0 && len(a.Events) == 0:
		return fmt.Errorf("new case %s without an event", a.Case)
	case a.Directory != 0 && a.Directory != 1+j.counters[counterDirectory]:
		return store.ErrConflict
	}
	for _, g := range a.Guards {
		if j.versions[g.Case] != g.Version {
			return store.ErrConflict
		}
	}
	for _, l := range a.Acked {
		if token, ok := j.tokens[l.Effect]; !ok || token != l.Token {
			return store.ErrLease
		}
	}
	return nil
}

func (j *judge) accept(a *store.Append) store.Receipt {
	n := int64(len(a.Events))
	j.accepted = append(j.accepted, accepted{
		Append: a, before: a.Expect, position: j.position + 1, opened: a.Expect == 0,
	})
	j.position += n
	j.versions[a.Case] = a.Expect + n
	if a.Expect == 0 {
		j.count(a.Case)
	}
	for _, l := range a.Acked {
		delete(j.tokens, l.Effect)
	}
	r := store.Receipt{Case: a.Case, Version: a.Expect + n, Response: a.Response}
	if n > 0 {
		r.Position = j.position
	}
	if a.Key.ID != "" {
		id := keyID{a.Key.Actor, a.Key.ID}
		j.keys[id] = keyRow{request: a.Key.Request, receipt: r, at: a.At}
		j.newKeys = append(j.newKeys, id)
	}
	return r
}

// count moves the numbering past a new id.
func (j *judge) count(id string) {
	prefix, n := split(id)
	if n > j.counters[prefix] {
		j.counters[prefix] = n
		j.counted = append(j.counted, prefix)
	}
}

// split returns the prefix and number of an id like REL-17; the number of
// other ids is 0.
func split(id string) (prefix string, number int64) {
	i := strings.LastIndexByte(id, '-')
	if i < 0 {
		return "", 0
	}
	n, err := strconv.ParseInt(id[i+1:], 10, 64)
	if err != nil || n < 0 {
		return "", 0
	}
	return id[:i], n
}
