package bench

import (
	"slices"
	"sync"
	"time"
)

// board is what the crew knows of what it does not do itself: which machines'
// steps and waits of which release are over. Whoever waits for one of them is
// woken by its own bell.
type board struct {
	mu      sync.Mutex
	cases   map[string]*posted
	waiting []due // releases in a wait of an hour, the first to end first
}

// posted is what the board says of one release.
type posted struct {
	over []string
	bell chan struct{} // of the submitter who drives it; nil: not known yet
}

type due struct {
	id string
	at time.Time
}

func newBoard() *board { return &board{cases: map[string]*posted{}} }

func (b *board) of(id string) *posted {
	p := b.cases[id]
	if p == nil {
		p = &posted{}
		b.cases[id] = p
	}
	return p
}

// take says whose bell rings for a release.
func (b *board) take(id string, bell chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.of(id).bell = bell
}

// done posts that a step is over. What follows the deployment is a wait, which
// ends at an instant.
func (b *board) done(id, place string, waitEnds time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if place == deployBits {
		b.waiting = append(b.waiting, due{id, waitEnds})
	}
	b.post(id, place)
}

func (b *board) post(id, place string) {
	p := b.of(id)
	p.over = append(p.over, place)
	ring(p.bell)
}

// fired posts that all timers before an instant have fired.
func (b *board) fired(before time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = slices.DeleteFunc(b.waiting, func(d due) bool {
		over := d.at.Before(before)
		if over {
			b.post(d.id, settle)
		}
		return over
	})
}

// over reports whether a step is over.
func (b *board) over(id, place string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Contains(b.of(id).over, place)
}

func (b *board) forget(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.cases, id)
}

// ring wakes who listens, now or when it listens next.
func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default: // it rings already, or nobody has it
	}
}
