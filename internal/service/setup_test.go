package service

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/service/auth"
	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// kit is a service over a file, with the shipped models and the sample site.
type kit struct {
	*Service
	t   *testing.T
	dir string
	// library are the documents that models are built on.
	library []client.SourceFile
	ms      atomic.Int64 // of the cases and of the installation
	off     atomic.Int64 // by how much that of the cases is ahead
	// stop closes the store as a clean end of the process does.
	stop func()
}

func setup(t *testing.T) *kit {
	t.Helper()
	return setupIn(t, shippedLibrary())
}

func shippedLibrary() []client.SourceFile {
	return sources(slices.Concat(models.Site(), models.Core()))
}

func setupIn(t *testing.T, library []client.SourceFile) *kit {
	t.Helper()
	k := &kit{t: t, dir: t.TempDir(), library: library}
	k.ms.Store(time.Date(2026, 11, 25, 8, 0, 0, 0, time.UTC).UnixMilli())
	k.open()
	t.Cleanup(func() { k.stop() })
	if err := k.SeedSite(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := k.SeedModels(t.Context(), library); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *kit) open() {
	k.t.Helper()
	st, err := sqlite.Open(k.t.Context(), sqlite.Config{Path: filepath.Join(k.dir, "headgate.db")})
	if err != nil {
		k.t.Fatal(err)
	}
	committer := store.NewCommitter(st, store.CommitterConfig{})
	k.Service = New(Config{
		Store: st, Committer: committer, Clock: func() time.Time { return time.UnixMilli(k.ms.Load() + k.off.Load()).UTC() },
		Wall:    func() time.Time { return time.UnixMilli(k.ms.Load()).UTC() },
		Library: k.library,
		Cost:    auth.Cost{Memory: 64, Passes: 1, Lanes: 1},
	})
	k.stop = func() {
		committer.Close()
		if err := st.Close(); err != nil {
			k.t.Error(err)
		}
	}
}

func (k *kit) restart() {
	k.t.Helper()
	k.stop()
	k.open()
}

func (k *kit) advance(d time.Duration) { k.ms.Add(d.Milliseconds()) }

// jump moves the clock of the cases alone, as a demonstration does.
func (k *kit) jump(d time.Duration) { k.off.Add(d.Milliseconds()) }

func sources(files []model.File) []client.SourceFile {
	out := make([]client.SourceFile, len(files))
	for i, f := range files {
		out[i] = client.SourceFile{Name: f.Name, Text: string(f.Text)}
	}
	return out
}

// person is a caller who may do all that a site permits; duties stay.
func person(id string) Caller { return Caller{Person: id, Permissions: permissions} }

func raw(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

func (k *kit) begin(kind CaseKind, by string, r client.StartRequest) client.CaseView {
	k.t.Helper()
	v, err := k.Start(k.t.Context(), person(by), kind, r, Condition{})
	if err != nil {
		k.t.Fatal(err)
	}
	return v
}

func (k *kit) give(by, id string, r client.CommandRequest) client.CommandResult {
	k.t.Helper()
	out, err := k.Command(k.t.Context(), person(by), k.kindOf(id), id, r, Condition{})
	if err != nil {
		k.t.Fatalf("%s %s %s at %s: %v\nwhy: %s", by, r.Command, r.Answer, r.Place, err, k.see(id).Why)
	}
	return out
}

func (k *kit) kindOf(id string) CaseKind {
	if id[:3] == prefixes[Change] {
		return Change
	}
	return Release
}

func (k *kit) see(id string) client.CaseView {
	k.t.Helper()
	v, err := k.Case(k.t.Context(), person("eva"), k.kindOf(id), id)
	if err != nil {
		k.t.Fatal(err)
	}
	return v
}

// machines runs all executor calls that wait, and what follows from them; give
// answers a call. It returns the names of the executors, in order.
func (k *kit) machines(give func(e Effect) Result) []string {
	k.t.Helper()
	var used []string
	for {
		effects, err := k.ClaimEffects(context.Background(), "test", everyKind, 100, time.Minute)
		if err != nil {
			k.t.Fatal(err)
		}
		if len(effects) == 0 {
			return used
		}
		for _, e := range effects {
			result := Result{Outcome: OutcomeDone}
			if e.Kind == EffectCall {
				used = append(used, e.Executor)
				result = give(e)
			}
			if err := k.Report(context.Background(), e, result); err != nil {
				k.t.Fatal(err)
			}
		}
	}
}
