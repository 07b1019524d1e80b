// Package calendar breaks every rule of purity once.
package calendar

import (
	"os"
	"sync/atomic"
	now "time"
)

var hits int
var limits = map[string]int{"a": 1}
var level atomic.Int64
var table = []string{"read", "by pointer"}
var ErrNone = now.ErrNone

func init() {}

// Tick is impure.
func Tick() {
	go os.Exit(len(table))
	_ = now.Now()
	hits++
	_ = &level
	_ = &table[0]
	limits := limits["shadowed"]
	limits++
}
