package main

import (
	"context"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// smallest is the memory of Go that a server may use however little lives in it.
const smallest = 32 << 20

// staySmall keeps the memory of a small server small until ctx ends. Go lets a
// heap grow to twice what lived at the last collection, so that two logins at
// once, 19 MiB each for a moment, would stay resident for minutes. A large
// server is not held up: three times what lives is more than Go uses by itself.
// GOMEMLIMIT, if set, is the operator's word on it.
func staySmall(ctx context.Context) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		metrics.Read(live)
		debug.SetMemoryLimit(max(smallest, 3*int64(live[0].Value.Uint64())))
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
