package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
)

// starting measures a cold start: from nothing to the first command that is
// accepted and durable, a login before it, in an empty folder and in one with
// many releases.
func starting(ctx context.Context, c Config) ([]Figure, error) {
	full := filepath.Join(c.Dir, "full")
	if err := c.fill(ctx, full); err != nil {
		return nil, fmt.Errorf("fill a folder: %w", err)
	}
	var empty, stored [3][]float64 // listening, first command, processor time
	for i := range c.Runs {
		dir := filepath.Join(c.Dir, fmt.Sprint("empty-", i))
		if err := makeFolder(dir, "ida"); err != nil {
			return nil, err
		}
		for dir, into := range map[string]*[3][]float64{dir: &empty, full: &stored} {
			one, err := coldStart(ctx, dir)
			if err != nil {
				return nil, err
			}
			for k := range into {
				into[k] = append(into[k], one[k])
			}
		}
	}
	of := "start"
	name := fmt.Sprintf("%s releases stored", grouped(int64(c.Stored)))
	return []Figure{
		figure(of, "empty folder: listening after", "s", empty[0]...),
		figure(of, "empty folder: first command after", "s", empty[1]...).atMost(0.5, 0.2),
		figure(of, "empty folder: processor time", "s", empty[2]...),
		figure(of, name+": listening after", "s", stored[0]...),
		figure(of, name+": first command after", "s", stored[1]...).atMost(0.5, 0.2),
		figure(of, name+": processor time, until stopped", "s", stored[2]...),
	}, nil
}

// coldStart starts a server, gives one command and stops it.
func coldStart(ctx context.Context, dir string) (figures [3]float64, err error) {
	s, err := serve(ctx, dir)
	if err != nil {
		return figures, err
	}
	figures[0] = time.Since(s.began).Seconds()
	ida, err := s.as(ctx, "ida")
	if err == nil {
		_, err = ida.Start(ctx, client.Releases, page(), client.Call{})
	}
	figures[1] = time.Since(s.began).Seconds()
	err = errors.Join(err, s.end())
	if state := s.cmd.ProcessState; state != nil {
		figures[2] = (state.UserTime() + state.SystemTime()).Seconds()
	}
	return figures, err
}

// page begins a release of a page of the handbook, planned for tomorrow.
func page() client.StartRequest {
	t := time.Now().Add(24 * time.Hour).UTC()
	return client.StartRequest{
		Model: "handbook-page", Title: "Page", T: &t, CIs: []string{"handbook"}, Params: map[string]json.RawMessage{"page": text("handbook")},
	}
}

// openOf is how many of the stored releases are open: 1 of 50.
const openOf = 50

// fill makes a folder with stored releases, as a server that was stopped leaves
// it. The open ones are begun; the closed ones are copies of one that was run.
func (c Config) fill(ctx context.Context, dir string) (err error) {
	if err := makeFolder(dir, "ida"); err != nil {
		return err
	}
	data := filepath.Join(dir, "data")
	if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	s, err := openShop(ctx, data, 1)
	if err != nil {
		return err
	}
	if err := s.populate(ctx, c.Stored); err != nil {
		return errors.Join(err, s.close())
	}
	if err := s.close(); err != nil {
		return err
	}
	_, err = coldStart(ctx, dir) // the first start makes credentials
	return err
}

func (s *shop) populate(ctx context.Context, stored int) error {
	change, err := s.authorize(ctx)
	if err != nil {
		return err
	}
	one := &crew{desk: s, board: s.board, script: script(change), idle: s.clock.tick, most: 1}
	if err := during(ctx, 1, s, one, one.finished); err != nil {
		return err
	}
	if err := copies(ctx, s.store, "REL-1", stored-stored/openOf); err != nil {
		return err
	}
	for range stored / openOf {
		if _, err := s.start(ctx); err != nil {
			return err
		}
	}
	return nil
}

// copies stores a closed release again and again under other ids.
func copies(ctx context.Context, s *sqlite.Store, id string, n int) error {
	row, err := s.Case(ctx, id)
	if err != nil {
		return err
	}
	events, err := s.Events(ctx, id, 0, int(row.Head.Version))
	if err != nil {
		return err
	}
	var batch []*store.Append
	for i := 1; i < n; i++ {
		batch = append(batch, &store.Append{
			Prefix: "REL", At: row.Head.EndedAt,
			Open: func(_ string, a *store.Append) error {
				a.Events, a.Projection = events, store.Projection{Head: row.Head}
				return nil
			},
		})
		if len(batch) == store.MaxBatch || i == n-1 {
			if _, err := s.Commit(ctx, batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	return ctx.Err()
}
