package sqlite_test

import (
	"os"
	"testing"

	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
	"github.com/headgate/headgate/internal/store/storetest"
)

func BenchmarkCommit(b *testing.B) {
	storetest.Benchmark(b, func(b *testing.B) store.Store { return open(b, sqlite.Config{}) })
}

// BenchmarkStored takes minutes at a million cases, so they need HEADGATE_LONG.
func BenchmarkStored(b *testing.B) {
	sizes := []int{2000, 100_000}
	if os.Getenv("HEADGATE_LONG") != "" {
		sizes = append(sizes, 1_000_000)
	}
	storetest.BenchmarkStored(b, func(b *testing.B) store.Store { return open(b, sqlite.Config{}) }, sizes...)
}
