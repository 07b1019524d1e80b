package service

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
	"github.com/headgate/headgate/models"
)

// BenchmarkCommand gives durable commands to many open releases, each to its
// own, from many callers.
func BenchmarkCommand(b *testing.B) {
	for _, callers := range []int{1, 32, 128} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			s, stop := benchService(b)
			defer stop()
			ids := make([]string, callers)
			for i := range ids {
				v, err := s.Start(b.Context(), person("ida"), Release, client.StartRequest{
					Model: "handbook-page", Title: "Page", CIs: []string{"handbook"}, Params: map[string]json.RawMessage{"page": raw("handbook")},
				}, Condition{})
				if err != nil {
					b.Fatal(err)
				}
				ids[i] = v.ID
			}
			b.ResetTimer()
			var g errgroup.Group
			for i, id := range ids {
				g.Go(func() error {
					for n := i; n < b.N; n += callers {
						_, err := s.Command(context.Background(), person("ben"), Release, id, client.CommandRequest{Command: "note", Place: "write", Reason: "x"}, Condition{})
						if err != nil {
							return err
						}
					}
					return nil
				})
			}
			if err := g.Wait(); err != nil {
				b.Error(err)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commands/s")
		})
	}
}

func benchService(b *testing.B) (*Service, func()) {
	b.Helper()
	st, err := sqlite.Open(b.Context(), sqlite.Config{Path: filepath.Join(b.TempDir(), "headgate.db")})
	if err != nil {
		b.Fatal(err)
	}
	committer := store.NewCommitter(st, store.CommitterConfig{})
	s := New(Config{Store: st, Committer: committer, Clock: time.Now, Library: sources(append(models.Site(), models.Core()...))})
	if err := s.SeedSite(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := s.SeedModels(b.Context(), sources(models.Core())); err != nil {
		b.Fatal(err)
	}
	return s, func() {
		committer.Close()
		if err := st.Close(); err != nil {
			b.Error(err)
		}
	}
}
