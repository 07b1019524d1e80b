package service

import "sync"

// turns lets the commands of one case come one after the other. The zero turns
// is ready.
type turns struct {
	mu sync.Mutex
	at map[string]*turn
}

type turn struct {
	mu    sync.Mutex
	users int // holding or waiting; 0: forgotten
}

// enter waits for the turn of a case and returns what ends it.
func (t *turns) enter(id string) (leave func()) {
	t.mu.Lock()
	if t.at == nil {
		t.at = map[string]*turn{}
	}
	one := t.at[id]
	if one == nil {
		one = &turn{}
		t.at[id] = one
	}
	one.users++
	t.mu.Unlock()
	one.mu.Lock()
	return func() {
		one.mu.Unlock()
		t.mu.Lock()
		defer t.mu.Unlock()
		if one.users--; one.users == 0 {
			delete(t.at, id)
		}
	}
}
