package service

import "sync"

// signal wakes everybody who waits for something to happen. The zero signal is
// ready.
type signal struct {
	mu sync.Mutex
	ch chan struct{} // closed when it happens; nil: nobody waits
}

// next returns a channel that is closed when it happens the next time.
func (s *signal) next() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ch == nil {
		s.ch = make(chan struct{})
	}
	return s.ch
}

func (s *signal) happened() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ch != nil {
		close(s.ch)
		s.ch = nil
	}
}
