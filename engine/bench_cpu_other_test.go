//go:build !unix

package engine

import "time"

// cpuTime is 0 where the system does not say how much processor time was used.
func cpuTime() time.Duration { return 0 }
