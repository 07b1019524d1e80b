package bench

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/headgate/headgate/client"
)

// desk is where people act: the Go API of the service, or the HTTP API.
type desk interface {
	// start starts a release as eva and returns its id.
	start(ctx context.Context) (string, error)
	// act gives a command to a release; errEarly if it has to be given again.
	act(ctx context.Context, by, id string, r client.CommandRequest) error
}

// crew is many people who act at the same time, each as soon as the act before
// is durable: a closed loop. Everybody drives a few releases of his own and goes
// on with another one while a machine or a clock is at work.
type crew struct {
	desk   desk
	board  *board
	script []act
	most   int    // releases to drive altogether; 0: without end
	idle   func() // somebody has waited for long and nothing happened

	mu      sync.Mutex
	begun   int
	closed  int
	latency []time.Duration // of every act since the last count
}

// hand is a release that somebody drives; at is the next act.
type hand struct {
	id string
	at int
}

// hands is how many releases one drives at a time: one to act in, others with
// a machine, in a wait of an hour.
const hands = 4

// errEarly refuses an act because what was to happen before is not durable yet.
var errEarly = errors.New("too early")

// early is how long one waits before one tries again.
const early = 20 * time.Millisecond

// patience is how long one waits before the clock is moved on.
const patience = 20 * time.Millisecond

// work lets n people work until ctx ends or the last release is closed.
func (c *crew) work(ctx context.Context, n int) error {
	g, together := errgroup.WithContext(ctx)
	for range n {
		g.Go(func() error { return c.drive(together) })
	}
	if err := g.Wait(); ctx.Err() == nil || c.most > 0 {
		return err
	}
	return nil // it was told to end
}

// drive is the life of one of them.
func (c *crew) drive(ctx context.Context) error {
	bell := make(chan struct{}, 1)
	var mine []*hand
	for ctx.Err() == nil {
		h := c.ready(mine)
		var err error
		switch {
		case h != nil:
			err = c.next(ctx, h)
		case len(mine) < hands && c.another():
			if h, err = c.begin(ctx, bell); err == nil {
				mine = append(mine, h)
			}
		case len(mine) == 0:
			return nil // all that were wanted are begun
		default:
			c.wait(ctx, bell)
		}
		if err != nil {
			return err
		}
		if h != nil && h.at == len(c.script) {
			mine = c.put(mine, h)
		}
	}
	return ctx.Err()
}

// ready is the first release in which something can be done now.
func (c *crew) ready(mine []*hand) *hand {
	for _, h := range mine {
		after := c.script[h.at].after
		if after == "" || c.board.over(h.id, after) {
			return h
		}
	}
	return nil
}

func (c *crew) another() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.most > 0 && c.begun == c.most {
		return false
	}
	c.begun++
	return true
}

func (c *crew) begin(ctx context.Context, bell chan struct{}) (*hand, error) {
	began := time.Now()
	id, err := c.desk.start(ctx)
	if err != nil {
		return nil, err
	}
	c.acted(began)
	c.board.take(id, bell)
	return &hand{id: id}, nil
}

func (c *crew) next(ctx context.Context, h *hand) error {
	a := &c.script[h.at]
	began := time.Now()
	err := c.desk.act(ctx, a.by, h.id, a.CommandRequest)
	if errors.Is(err, errEarly) {
		return pause(ctx, early)
	}
	if err != nil {
		return err
	}
	c.acted(began)
	h.at++
	return nil
}

func (c *crew) acted(began time.Time) {
	took := time.Since(began)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.latency = append(c.latency, took)
}

// put puts a release away that has come to its end.
func (c *crew) put(mine []*hand, h *hand) []*hand {
	c.board.forget(h.id)
	c.mu.Lock()
	c.closed++
	c.mu.Unlock()
	for i := range mine {
		if mine[i] == h {
			return append(mine[:i], mine[i+1:]...)
		}
	}
	return mine
}

func (c *crew) wait(ctx context.Context, bell chan struct{}) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-bell:
	case <-timer.C:
		c.idle()
	}
}

// counted returns how long every act took since the count before, and how many
// releases were closed.
func (c *crew) counted() (latency []time.Duration, closed int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	latency, closed = c.latency, c.closed
	c.latency, c.closed = make([]time.Duration, 0, len(latency)+len(latency)/4), 0
	return latency, closed
}

// finished returns when the last release is closed.
func (c *crew) finished(ctx context.Context) error {
	for {
		c.mu.Lock()
		over := c.closed == c.most
		c.mu.Unlock()
		if over {
			return nil
		}
		if err := pause(ctx, time.Millisecond); err != nil {
			return err
		}
	}
}
