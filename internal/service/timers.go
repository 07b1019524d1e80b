package service

import (
	"context"
	"errors"
	"fmt"
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
// after the directory has changed, and once after a start. A case that cannot be
// moved stays due and is told of in the error; the others go on.
func (s *Service) TickDue(ctx context.Context, limit int) (moved int, next time.Time, err error) {
	s.alarm.begin()
	behind := errors.Join(s.refreshIfChanged(ctx), s.settleWorlds(ctx), fault("read end of log", s.hub.poll(ctx)))
	moved, late := s.fireDue(ctx, limit)
	due, err := s.Store.NextDue(ctx)
	if due = s.alarm.end(due); due != 0 {
		next = instant(due + 1)
	}
	return moved, next, errors.Join(behind, late, fault("find next due case", err))
}

// fireDue moves up to limit cases that are due, and tries those again that
// could not be moved the last time: they are the first in the list, and must
// not keep the rest from their turn.
func (s *Service) fireDue(ctx context.Context, limit int) (moved int, err error) {
	ids, err := s.Store.Due(ctx, passed(s.now()), limit+int(s.stuck.Load()))
	if err != nil {
		return 0, fault("find due cases", err)
	}
	failed, err := s.forEach(ctx, ids, func(ctx context.Context, id string) error {
		_, err := s.do(ctx, id, order{command: command(engine.CmdTime), refresh: true})
		return unlessRefused(err)
	})
	s.stuck.Store(int64(len(failed)))
	return len(ids) - len(failed), err
}

// passed is the last instant that is over: timers fire only then, so that an act
// at exactly its due is in time.
func passed(now calendar.Instant) calendar.Instant { return now - 1 }

// command returns a command to the case itself.
func command(kind engine.CommandKind) engine.Command {
	return engine.Command{Kind: kind, Node: engine.None, Target: engine.None}
}

// forEach moves cases side by side. One that cannot be moved does not stop the
// others; those that could not come back, with all errors.
func (s *Service) forEach(ctx context.Context, ids []string, move func(context.Context, string) error) (failed []string, err error) {
	var g errgroup.Group
	g.SetLimit(side)
	var mu sync.Mutex
	var why []error
	for _, id := range ids {
		g.Go(func() error {
			if err := move(ctx, id); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failed = append(failed, id)
				if ctx.Err() == nil {
					why = append(why, fmt.Errorf("%s: %w", id, err))
				}
			}
			return nil
		})
	}
	_ = g.Wait() // its functions return nil
	return failed, errors.Join(append(why, ctx.Err())...)
}

// refreshed is what the open cases have seen of the world.
type refreshed struct {
	mu      sync.Mutex
	version int64    // of the directory
	behind  []string // cases that are to read the world again
}

func (r *refreshed) add(ids ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.behind = append(r.behind, ids...)
}

// take returns the cases that are behind, which the caller brings up.
func (r *refreshed) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	ids := r.behind
	r.behind = nil
	return ids
}

// refreshIfChanged lets open cases read a directory that has changed, and those
// that could not read the world before try again.
func (s *Service) refreshIfChanged(ctx context.Context) error {
	if err := s.lookAtDirectory(ctx); err != nil {
		return err
	}
	failed, err := s.forEach(ctx, s.seen.take(), s.readWorld)
	s.seen.add(failed...)
	return err
}

// lookAtDirectory puts all open cases behind when the directory has changed.
func (s *Service) lookAtDirectory(ctx context.Context) error {
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
	open, err := s.openCases(ctx)
	if err != nil {
		return err
	}
	s.seen.version, s.seen.behind = version, open
	return nil
}

func (s *Service) openCases(ctx context.Context) (ids []string, err error) {
	err = s.eachHead(ctx, store.CaseFilter{Open: true}, func(h *store.Head) { ids = append(ids, h.Case) })
	return ids, err
}

// readWorld lets a case read people, teams, freezes and grants again: what waits
// for them goes on, and the inbox follows.
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
