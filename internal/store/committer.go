package store

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
)

// MaxBatch is the largest number of appends that a Committer puts into one
// transaction unless told otherwise.
const MaxBatch = 256

// CommitterConfig sets up a Committer. The zero value is the usual one.
type CommitterConfig struct {
	// MaxBatch is the largest batch; 0 means the constant MaxBatch, and 1
	// makes every append a transaction of its own.
	MaxBatch int
	// Committed, unless nil, is told the position of the newest event after
	// each transaction that added one, in ascending order. It must return
	// quickly: no commit happens meanwhile.
	Committed func(position int64)
}

// Committer makes decisions durable in groups. A disk syncs a hundred small
// transactions hardly slower than one, so while one group is on its way the
// next one gathers; an append that comes alone goes straight out, because the
// Committer never waits for company.
//
// All methods are safe for concurrent use.
type Committer struct {
	cases  committing
	config CommitterConfig
	wake   chan struct{} // holds at most one: something waits, or closing
	done   chan struct{} // closed when the goroutine has ended

	mu      sync.Mutex
	waiting []*submission
	closing bool
}

// committing is the part of Cases that a Committer needs.
type committing interface {
	Commit(ctx context.Context, batch []*Append) ([]Outcome, error)
}

type submission struct {
	append  *Append
	outcome chan Outcome // of one
}

// NewCommitter starts a Committer that commits into cases. Close ends it.
func NewCommitter(cases committing, config CommitterConfig) *Committer {
	if config.MaxBatch == 0 {
		config.MaxBatch = MaxBatch
	}
	c := &Committer{
		cases:  cases,
		config: config,
		wake:   make(chan struct{}, 1),
		done:   make(chan struct{}),
	}
	go c.run()
	return c
}

// Submit commits an append and returns when it is durable or refused; see
// Outcome for the errors. A context that ends while the append waits for its
// turn takes it back, with the error of the context. Once its turn has come
// Submit stays for the outcome whatever the context says, so nil always means
// done, and an error always means that nothing was changed. After Close it
// returns ErrClosed. The append must not be changed meanwhile.
func (c *Committer) Submit(ctx context.Context, a *Append) (Receipt, error) {
	if err := ctx.Err(); err != nil {
		return Receipt{}, err
	}
	s := &submission{append: a, outcome: make(chan Outcome, 1)}
	if !c.enter(s) {
		return Receipt{}, ErrClosed
	}
	select {
	case o := <-s.outcome:
		return o.Receipt, o.Err
	case <-ctx.Done():
	}
	if c.leave(s) {
		return Receipt{}, ctx.Err()
	}
	o := <-s.outcome
	return o.Receipt, o.Err
}

// Close commits what waits, refuses what comes later and returns when the
// Committer has ended. It does not close the store.
func (c *Committer) Close() {
	c.mu.Lock()
	c.closing = true
	c.mu.Unlock()
	c.signal()
	<-c.done
}

func (c *Committer) enter(s *submission) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closing {
		return false
	}
	c.waiting = append(c.waiting, s)
	c.signal()
	return true
}

// leave takes a submission out of the queue and reports whether it was there.
func (c *Committer) leave(s *submission) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.Index(c.waiting, s)
	if i < 0 {
		return false
	}
	c.waiting = slices.Delete(c.waiting, i, i+1)
	return true
}

func (c *Committer) signal() {
	select {
	case c.wake <- struct{}{}:
	default: // it will look again anyway
	}
}

func (c *Committer) run() {
	defer close(c.done)
	var group []*submission
	for {
		// Whoever was just answered is about to submit again: let them run, or
		// groups break up into one that came early and the rest (with 32
		// submitters 16 appends to a transaction instead of 25). When nobody
		// is about to run this takes no time.
		runtime.Gosched()
		var closing bool
		group, closing = c.take(group[:0])
		switch {
		case len(group) > 0:
			c.commit(group)
			clear(group) // let go of the appends
		case closing:
			return
		default:
			<-c.wake
		}
	}
}

// take moves the longest waiting submissions into group.
func (c *Committer) take(group []*submission) ([]*submission, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := min(len(c.waiting), c.config.MaxBatch)
	group = append(group, c.waiting[:n]...)
	c.waiting = slices.Delete(c.waiting, 0, n)
	return group, c.closing
}

// commit answers every submission of a group. When the transaction of a group
// fails it tries the halves, down to single appends: whatever made the group
// fail, an append fails only for a reason of its own.
func (c *Committer) commit(group []*submission) {
	batch := make([]*Append, len(group))
	for i, s := range group {
		batch[i] = s.append
	}
	// The caller's context ends a wait, not a transaction under way.
	outcomes, err := c.cases.Commit(context.Background(), batch)
	switch {
	case err == nil:
		c.announce(outcomes)
		for i, s := range group {
			s.outcome <- outcomes[i]
		}
	case len(group) == 1 || hopeless(err):
		for _, s := range group {
			s.outcome <- Outcome{Err: err}
		}
	default:
		half := len(group) / 2
		c.commit(group[:half])
		c.commit(group[half:])
	}
}

// hopeless reports errors that a smaller transaction meets as well.
func hopeless(err error) bool {
	return errors.Is(err, ErrReadOnly) || errors.Is(err, ErrClosed)
}

func (c *Committer) announce(outcomes []Outcome) {
	if c.config.Committed == nil {
		return
	}
	var newest int64
	for _, o := range outcomes {
		if o.Err == nil {
			newest = max(newest, o.Receipt.Position)
		}
	}
	if newest > 0 {
		c.config.Committed(newest)
	}
}
