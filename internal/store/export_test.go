package store

import "runtime"

// AwaitWaiting returns once n submissions wait.
func (c *Committer) AwaitWaiting(n int) {
	c.await(func() bool { return len(c.waiting) == n })
}

// AwaitClosing returns once Close was called.
func (c *Committer) AwaitClosing() {
	c.await(func() bool { return c.closing })
}

func (c *Committer) await(holds func() bool) {
	for {
		c.mu.Lock()
		ok := holds()
		c.mu.Unlock()
		if ok {
			return
		}
		runtime.Gosched()
	}
}
