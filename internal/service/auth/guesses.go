package auth

import (
	"sync"
	"time"
)

// FreeTries is how often in a row somebody may try without waiting.
const FreeTries = 5

// The back-off after that: a wait that doubles up to the longest; a quiet hour
// forgives.
const (
	firstWait  = time.Second
	longest    = 15 * time.Minute
	forgive    = time.Hour
	maxEntries = 50_000
)

// Guesses slows down guessing. A key is whatever is guessed at from wherever,
// such as person and address. The zero Guesses is ready; it is safe for
// concurrent use.
type Guesses struct {
	mu   sync.Mutex
	seen map[string]guess
}

type guess struct {
	tries int
	next  time.Time // no try before
	last  time.Time
}

// Begin counts a try as failed and reports whether it may be made at now; if
// not, wait is how long to stay away. Counting first means that tries made at
// once cannot overtake the count. Call Succeeded when the try was right.
func (g *Guesses) Begin(key string, now time.Time) (wait time.Duration, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.seen == nil {
		g.seen = map[string]guess{}
	}
	e := g.seen[key]
	if now.Sub(e.last) > forgive {
		e = guess{}
	}
	if now.Before(e.next) {
		return e.next.Sub(now), false
	}
	e.tries++
	e.last = now
	e.next = now.Add(waitAfter(e.tries))
	g.trim(now)
	g.seen[key] = e
	return 0, true
}

// Succeeded forgets the tries of a key.
func (g *Guesses) Succeeded(key string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.seen, key)
}

func waitAfter(tries int) time.Duration {
	if tries < FreeTries {
		return 0
	}
	return min(firstWait<<min(tries-FreeTries, 20), longest)
}

// trim keeps the memory bounded: it drops what is forgiven, and when an attack
// has filled the table with fresh keys, everything.
func (g *Guesses) trim(now time.Time) {
	if len(g.seen) < maxEntries {
		return
	}
	for k, e := range g.seen {
		if now.Sub(e.last) > forgive {
			delete(g.seen, k)
		}
	}
	if len(g.seen) >= maxEntries {
		clear(g.seen)
	}
}
