package service

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/service/auth"
	"github.com/headgate/headgate/internal/store"
)

// Committer makes one append durable and returns when it is. It gathers
// appends that arrive together; package store has one.
type Committer interface {
	Submit(ctx context.Context, a *store.Append) (store.Receipt, error)
}

// Config is what a Service is made of. Store and Committer must be set.
type Config struct {
	Store     store.Store
	Committer Committer
	Clock     func() time.Time // of the cases; nil: time.Now
	// Wall is the clock of the installation, on which logins, tokens, guesses
	// and leases end; nil: time.Now. In a demonstration Clock runs ahead of it.
	Wall func() time.Time
	Zone string // IANA zone of the installation; empty: UTC
	// Library is the documents models are built on beside the stored ones: the
	// processes, shipped bases, and the site with its names and calendars.
	Library []client.SourceFile
	Logger  *slog.Logger
	// Cost is that of new password hashes; zero: auth.DefaultCost.
	Cost auth.Cost
	// Demo shows the people and their passwords on the login page. Never set
	// it where a stranger can reach the server.
	Demo map[string]string
	// Cases and Plans bound the caches; 0: 4096 and 256.
	Cases, Plans int
}

// Service is the use cases. It is safe for concurrent use.
type Service struct {
	Config
	cases   *cache[string, *loaded]
	plans   *cache[string, *compiled]
	named   *cache[string, []string]       // what is in a file, by its text
	grants  *cache[string, []engine.Grant] // standing ones, by digest of the model version
	world   directoryCache
	hub     *hub
	guesses auth.Guesses
	hashing chan struct{} // bounds the memory that password hashes take at once
	dummy   string        // a hash to check when there is no such person
	seen    refreshed
	stuck   atomic.Int64 // due cases that could not be moved the last time
	turns   turns
	tidied  atomic.Pointer[calendar.Instant] // when Tidy last looked
	work    signal                           // there may be something for the runner
	alarm   alarm
}

// New returns a service over a store. It starts nothing by itself.
func New(c Config) *Service {
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Wall == nil {
		c.Wall = time.Now
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Zone == "" {
		c.Zone = "UTC"
	}
	if c.Cost == (auth.Cost{}) {
		c.Cost = auth.DefaultCost
	}
	s := &Service{
		Config:  c,
		cases:   newCache[string, *loaded](orDefault(c.Cases, 4096)),
		plans:   newCache[string, *compiled](orDefault(c.Plans, 256)),
		named:   newCache[string, []string](256),
		grants:  newCache[string, []engine.Grant](orDefault(c.Plans, 256)),
		hub:     newHub(c.Store),
		hashing: make(chan struct{}, 2),
		dummy:   auth.Unmatched(c.Cost),
		alarm:   newAlarm(),
	}
	begun := s.wall()
	s.tidied.Store(&begun)
	return s
}

// Ready returns nil when the service can do its work.
func (s *Service) Ready(ctx context.Context) error { return fault("ping", s.Store.Ping(ctx)) }

// now is the time of the cases.
func (s *Service) now() calendar.Instant { return calendar.FromTime(s.Clock()) }

// wall is the time of the installation.
func (s *Service) wall() calendar.Instant { return calendar.FromTime(s.Wall()) }

func unavailable(why string, cause error) *Error {
	return &Error{
		Kind: Busy, Code: "unavailable", Detail: why + ", so nothing can be stored at the moment",
		Need: "nothing was lost; try again when the operator has mended it", Cause: cause,
	}
}

func orDefault(n, d int) int {
	if n == 0 {
		return d
	}
	return n
}

// instant returns t as the API shows it.
func instant(t calendar.Instant) time.Time { return t.Time(time.UTC) }

// instantOrNil returns t as the API shows it, nil for none.
func instantOrNil(t calendar.Instant) *time.Time {
	if t == 0 {
		return nil
	}
	at := instant(t)
	return &at
}

// fault turns an error of the store into one of the service: what a caller can
// do something about keeps its sentence, the rest is ours.
func fault(doing string, err error) error {
	var e *Error
	switch {
	case err == nil || errors.As(err, &e):
		return err
	case errors.Is(err, store.ErrFull):
		return unavailable("the disk of the server is full", err)
	case errors.Is(err, store.ErrReadOnly):
		return unavailable("the server cannot write to its data folder", err)
	case errors.Is(err, store.ErrClosed):
		return unavailable("the server is stopping", err)
	case errors.Is(err, store.ErrCursor):
		return invalid("the cursor is not one that this list gave out", "start again without a cursor")
	case errors.Is(err, store.ErrKeyReused):
		return &Error{Kind: Reused, Code: "key_reused", Detail: "this Idempotency-Key was used for another request", Need: "send a new key with a new request"}
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
}
