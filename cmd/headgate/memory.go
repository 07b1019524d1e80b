package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"time"
)

// smallest is the memory of Go that a server may use however little lives in it.
const smallest = 24 << 20

// staySmall keeps the memory of a small server small until ctx ends. Go lets a
// heap grow to twice what lived at the last collection, so that two logins at
// once, 19 MiB each for a moment, would stay resident for minutes. A large
// server is not held up: three times what lives is more than Go uses by itself.
// What lives counts as its least of the last seconds, so that a hash under way
// does not.
// GOMEMLIMIT, if set, is the operator's word on it.
func staySmall(ctx context.Context) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var lately [10]int64
	for i := 0; ; i++ {
		metrics.Read(live)
		lately[i%len(lately)] = int64(live[0].Value.Uint64())
		debug.SetMemoryLimit(max(smallest, 3*slices.Min(lately[:])))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
