package service

import (
	"sync"

	"github.com/headgate/headgate/calendar"
)

// signal wakes those who wait for news. The zero signal is ready.
type signal struct {
	mu      sync.Mutex
	waiting map[News]chan struct{} // closed when some of it happens
}

// next returns a channel that is closed when some of it happens the next time.
func (s *signal) next(of News) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.waiting[of]
	if ch == nil {
		if s.waiting == nil {
			s.waiting = map[News]chan struct{}{}
		}
		ch = make(chan struct{})
		s.waiting[of] = ch
	}
	return ch
}

func (s *signal) happened(news News) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for of, ch := range s.waiting {
		if of&news != 0 {
			close(ch)
			delete(s.waiting, of)
		}
	}
}

// alarm is when the timers of cases have to be looked at next, as far as this
// process knows. Most commits move an instant to one that is later than that
// of another case, so they wake nobody.
type alarm struct {
	mu      sync.Mutex
	at      calendar.Instant // Forever: nothing is planned
	looking bool             // somebody is at it and will learn of at by himself
}

func newAlarm() alarm { return alarm{at: calendar.Forever} }

// begin forgets the instant, because it is about to be read.
func (a *alarm) begin() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.at, a.looking = calendar.Forever, true
}

// plan takes note of an instant, 0 for none, and reports whether somebody who
// sleeps has to be woken for it.
func (a *alarm) plan(at calendar.Instant) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if at == 0 || at >= a.at {
		return false
	}
	a.at = at
	return !a.looking
}

// end returns the first of the instants planned since begin and the one that
// was read, 0 for none of both.
func (a *alarm) end(read calendar.Instant) calendar.Instant {
	a.plan(read)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.looking = false
	if a.at == calendar.Forever {
		return 0
	}
	return a.at
}
