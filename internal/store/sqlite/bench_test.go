package sqlite_test

import (
	"testing"

	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
	"github.com/headgate/headgate/internal/store/storetest"
)

func BenchmarkCommit(b *testing.B) {
	storetest.Benchmark(b, func(b *testing.B) store.Store { return open(b, sqlite.Config{}) })
}
