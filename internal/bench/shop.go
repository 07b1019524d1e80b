package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/runner"
	"github.com/headgate/headgate/internal/service"
	"github.com/headgate/headgate/internal/service/auth"
	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// shop is a Headgate in this process, made of the same parts as a server but
// for HTTP: store, committer, service and runner.
type shop struct {
	*service.Service
	clock    *clock
	board    *board
	store    *sqlite.Store
	counter  *counter
	together *store.Committer // shares transactions
	alone    *store.Committer // one command in each transaction
	commits  atomic.Pointer[store.Committer]
	reports  atomic.Int64
	keys     atomic.Int64
}

// clock is the time of the cases: it goes by the work done, so that the waits
// of a release are as long as a release takes, on any machine.
type clock struct {
	epoch time.Time
	acts  atomic.Int64
	step  time.Duration
	alarm atomic.Int64 // acts after which it rings once; 0: never

	mu   sync.Mutex
	bell chan struct{} // closed when it rings
}

// wait is that of the reference release.
const wait = time.Hour

// newClock lets a wait pass while everybody of a crew makes one release.
func newClock(submitters int) *clock {
	return &clock{
		epoch: time.Now().UTC().Truncate(time.Millisecond), step: wait / time.Duration(acts*submitters), bell: make(chan struct{}),
	}
}

func (c *clock) now() time.Time { return c.epoch.Add(time.Duration(c.acts.Load()) * c.step) }

func (c *clock) tick() {
	n := c.acts.Add(1)
	if at := c.alarm.Load(); at == 0 || n < at || !c.alarm.CompareAndSwap(at, 0) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.bell)
	c.bell = make(chan struct{})
}

// rung returns a channel that is closed when the clock rings the next time.
func (c *clock) rung() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.bell
}

// ring sets the alarm to the first act at or after t; the zero time takes it
// back.
func (c *clock) ring(t time.Time) {
	var at int64
	if !t.IsZero() {
		at = int64((t.Sub(c.epoch) + c.step - 1) / c.step)
	}
	c.alarm.Store(at)
}

// counter counts transactions on their way to the store, and the commands in
// them. A claim of the runner is none, though it takes part in transactions.
type counter struct {
	*sqlite.Store
	transactions, commands atomic.Int64
}

// Commit implements what a committer needs.
func (c *counter) Commit(ctx context.Context, batch []*store.Append) ([]store.Outcome, error) {
	c.transactions.Add(1)
	for _, a := range batch {
		if a.Claim == nil {
			c.commands.Add(1)
		}
	}
	return c.Store.Commit(ctx, batch)
}

// openShop opens a shop over a file of a folder, with the sample organisation
// and the reference release in it.
func openShop(ctx context.Context, dir string, submitters int) (*shop, error) {
	st, err := sqlite.Open(ctx, sqlite.Config{Path: filepath.Join(dir, "headgate.db")})
	if err != nil {
		return nil, err
	}
	s := &shop{clock: newClock(submitters), board: newBoard(), store: st, counter: &counter{Store: st}}
	s.together = store.NewCommitter(s.counter, store.CommitterConfig{})
	s.alone = store.NewCommitter(s.counter, store.CommitterConfig{MaxBatch: 1})
	s.commits.Store(s.together)
	s.Service = service.New(service.Config{
		Store: st, Committer: s, Clock: s.clock.now, Zone: "UTC", Library: sources(models.Site(), models.Core()),
		Cost: auth.Cost{Memory: 64, Passes: 1, Lanes: 1},
	})
	if err := s.seed(ctx); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func (s *shop) seed(ctx context.Context) error {
	if err := s.SeedSite(ctx); err != nil {
		return err
	}
	if err := s.SeedModels(ctx, sources(models.Core())); err != nil {
		return err
	}
	return s.SeedModels(ctx, r12(wait))
}

// r12 is the reference release with its process in the place of the shipped
// one, because a server runs releases and changes alone, and with a wait of its
// own.
func r12(wait time.Duration) []client.SourceFile {
	files := sources(models.Bench())
	change := strings.NewReplacer("bench-model", "release-model", "id: bench\n", "id: release\n", "for: 1h}", "for: "+wait.String()+"}")
	for i := range files {
		files[i].Text = change.Replace(files[i].Text)
	}
	return files
}

func sources(lists ...[]model.File) []client.SourceFile {
	var out []client.SourceFile
	for _, f := range slices.Concat(lists...) {
		out = append(out, client.SourceFile{Name: f.Name, Text: string(f.Text)})
	}
	return out
}

// Submit implements service.Committer.
func (s *shop) Submit(ctx context.Context, a *store.Append) (store.Receipt, error) {
	return s.commits.Load().Submit(ctx, a)
}

func (s *shop) close() error {
	s.together.Close()
	s.alone.Close()
	return s.store.Close()
}

// may is what everybody of the crew may; duties are the engine's.
func may(person string) service.Caller {
	return service.Caller{Person: person, Permissions: []service.Permission{service.MayRead, service.MayStart, service.MayChange}}
}

// once gives every request a key of its own, as clients do.
func (s *shop) once() service.Condition {
	return service.Condition{Key: strconv.FormatInt(s.keys.Add(1), 36)}
}

// start implements desk.
func (s *shop) start(ctx context.Context) (string, error) {
	v, err := s.Start(ctx, may("eva"), service.Release, beginning(), s.once())
	s.clock.tick()
	return v.ID, err
}

// act implements desk.
func (s *shop) act(ctx context.Context, by, id string, r client.CommandRequest) error {
	_, err := s.Command(ctx, may(by), service.Release, id, r, s.once())
	s.clock.tick()
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("%s: %s %s %s: %w", id, by, r.Command, r.Place, err)
	}
	return err
}

// authorize makes the change that the releases are under and returns its id.
func (s *shop) authorize(ctx context.Context) (string, error) {
	begin, acts := authorization()
	v, err := s.Start(ctx, may("ben"), service.Change, begin, s.once())
	if err != nil {
		return "", err
	}
	for _, a := range acts {
		if _, err := s.Command(ctx, may(a.by), service.Change, v.ID, a.CommandRequest, s.once()); err != nil {
			return "", fmt.Errorf("%s %s: %w", a.Command, a.Place, err)
		}
	}
	return v.ID, nil
}

// machines runs automations and timers until ctx ends, by the runner that
// servers have. The work itself takes no time.
func (s *shop) machines(ctx context.Context) {
	runner.New(runner.Config{
		Service: posting{s, ctx.Done()}, Call: answerAtOnce, Clock: s.clock.now, Worker: "bench", Slots: 32,
		Lease: 1000 * time.Hour, // leases end by the clock of the cases, which hurries
		Read: func(context.Context, service.Want) (json.RawMessage, error) {
			return nil, errors.New("r12 reads no facts")
		},
		Notify: func(context.Context, service.Effect) error { return nil },
		Logger: slog.New(slog.DiscardHandler),
	}).Run(ctx)
}

func answerAtOnce(_ context.Context, e service.Effect, _ <-chan struct{}, _ io.Writer) service.Result {
	r := service.Result{Outcome: service.OutcomeDone}
	if e.Place == compile {
		r.Outputs = map[string]json.RawMessage{"bits": text("sha256:bits")}
	}
	return r
}

// posting tells the board what machines and timers did once it is durable.
type posting struct {
	*shop
	end <-chan struct{}
}

// Report implements service.Runner.
func (p posting) Report(ctx context.Context, e service.Effect, r service.Result) error {
	err := p.Service.Report(ctx, e, r)
	if err == nil && e.Kind == service.EffectCall {
		p.reports.Add(1)
		p.board.done(e.Case, e.Place, p.clock.now().Add(wait))
	}
	return err
}

// TickDue implements service.Runner.
func (p posting) TickDue(ctx context.Context, limit int) (int, time.Time, error) {
	before := p.clock.now()
	moved, next, err := p.Service.TickDue(ctx, limit)
	if err == nil && moved < limit {
		p.board.fired(before)
	}
	p.reports.Add(int64(moved))
	p.clock.ring(next)
	return moved, next, err
}

// Changed implements service.Runner. A runner sleeps until the next timer by the
// wall; here the clock of the cases wakes it.
func (p posting) Changed(of service.News) <-chan struct{} {
	changed := p.Service.Changed(of)
	if of&service.NewTimers == 0 {
		return changed
	}
	rung, either := p.clock.rung(), make(chan struct{})
	go func() {
		defer close(either)
		select {
		case <-changed:
		case <-rung:
		case <-p.end:
		}
	}()
	return either
}
