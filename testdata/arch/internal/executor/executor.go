// Package executor may do I/O.
package executor

import "os"

// Run is impure and may be.
func Run() { go os.Exit(1) }
