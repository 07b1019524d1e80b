//go:build unix

package engine

import (
	"syscall"
	"time"
)

// cpuTime returns the processor time that this process has used, so that what
// is measured does not depend on who else wants the processor.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
