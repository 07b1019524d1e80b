package service

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/store"
)

// side is how many cases are moved at the same time when many are due; they
// share commits.
const side = 16

// TickDue implements Runner. It also lets all open cases read the world again
// after the directory has changed, and once after a start.
func (s *Service) TickDue(ctx context.Context, limit int) (moved int, next time.Time, err error) {
	if err := s.refreshIfChanged(ctx); err != nil {
		return 0, time.Time{}, err
	}
	if err := s.settleWorlds(ctx); err != nil {
		return 0, time.Time{}, err
	}
	if err := s.hub.poll(ctx); err != nil {
		return 0, time.Time{}, fault("read end of log", err)
	}
	ids, err := s.Store.Due(ctx, passed(s.now()), limit)
	if err != nil {
		return 0, time.Time{}, fault("find due cases", err)
	}
	err = s.forEach(ctx, ids, func(ctx context.Context, id string) error {
		_, err := s.do(ctx, id, order{command: command(engine.CmdTime), refresh: true})
		return unlessRefused(err)
	})
	if err != nil {
		return 0, time.Time{}, err
	}
	due, err := s.Store.NextDue(ctx)
	if err != nil {
		return 0, time.Time{}, fault("find next due case", err)
	}
	if due != 0 {
		next = instant(due + 1)
	}
	return len(ids), next, nil
}

// passed is the last instant that is over: timers fire only then, so that an act
// at exactly its due is in time.
func passed(now calendar.Instant) calendar.Instant { return now - 1 }

// command returns a command to the case itself.
func command(kind engine.CommandKind) engine.Command {
	return engine.Command{Kind: kind, Node: engine.None, Target: engine.None}
}

// forEach moves cases side by side. One that cannot be moved does not stop the
// others; all errors come back.
func (s *Service) forEach(ctx context.Context, ids []string, move func(context.Context, string) error) error {
	var g errgroup.Group
	g.SetLimit(side)
	var mu sync.Mutex
	var failed []error
	for _, id := range ids {
		g.Go(func() error {
			if err := move(ctx, id); err != nil && ctx.Err() == nil {
				mu.Lock()
				defer mu.Unlock()
				failed = append(failed, err)
			}
			return nil
		})
	}
	_ = g.Wait() // its functions return nil
	return errors.Join(append(failed, ctx.Err())...)
}

// refreshed is the version of the directory that all open cases have seen.
type refreshed struct {
	mu      sync.Mutex
	version int64
}

func (s *Service) refreshIfChanged(ctx context.Context) error {
	version, err := s.Store.DirectoryVersion(ctx)
	if err != nil {
		return fault("read directory version", err)
	}
	s.seen.mu.Lock()
	defer s.seen.mu.Unlock()
	if s.seen.version == version {
		return nil
	}
	s.forgetDirectory()
	if err := s.Refresh(ctx); err != nil {
		return err
	}
	s.seen.version = version
	return nil
}

// Refresh lets every open case read the world again: people, teams, freezes,
// grants. What waits for them goes on, and the inbox follows.
func (s *Service) Refresh(ctx context.Context) error {
	filter := store.CaseFilter{Open: true}
	for {
		heads, cursor, err := s.Store.List(ctx, filter)
		if err != nil {
			return fault("list open cases", err)
		}
		ids := make([]string, len(heads))
		for i := range heads {
			ids[i] = heads[i].Case
		}
		if err := s.forEach(ctx, ids, s.readWorld); err != nil || cursor == "" {
			return err
		}
		filter.Cursor = cursor
	}
}

func (s *Service) readWorld(ctx context.Context, id string) error {
	_, err := s.do(ctx, id, order{command: command(engine.CmdWorld), refresh: true})
	return unlessRefused(err)
}

// unlessRefused forgives a refusal where the service itself gave the command:
// the case has ended meanwhile, or has nothing to do with it.
func unlessRefused(err error) error {
	var no *Error
	if errors.As(err, &no) && no.Kind == Refused {
		return nil
	}
	return err
}
