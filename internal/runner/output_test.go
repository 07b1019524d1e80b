package runner

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// written gives an output what f prints, and returns when it is kept.
func written(ctx context.Context, f *fake, print func(io.Writer)) {
	o := newOutput(ctx, f, "k", slog.New(slog.DiscardHandler))
	print(o)
	o.Close()
}

// contiguous fails unless every append begins where the one before ended.
func contiguous(t *testing.T, f *fake) (total int64) {
	t.Helper()
	for i, a := range f.lines {
		if a.Offset != total {
			t.Fatalf("append %d is at %d, want %d", i, a.Offset, total)
		}
		total += int64(a.Len)
	}
	return total
}

func TestOutputIsKeptInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		var want strings.Builder
		written(t.Context(), f, func(w io.Writer) {
			for i := range 1000 {
				line := fmt.Sprintf("line %d\n", i)
				want.WriteString(line)
				io.WriteString(w, line)
				time.Sleep(5 * time.Millisecond)
			}
		})
		contiguous(t, f)
		if f.text["k"] != want.String() {
			t.Error("what was kept is not what was printed")
		}
		if n := len(f.lines); n > 30 {
			t.Errorf("%d appends in five seconds, want five a second", n)
		}
	})
}

func TestOutputIsCutAtItsLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		chunk := strings.Repeat("x", 1<<20)
		written(t.Context(), f, func(w io.Writer) {
			for range 6 {
				if n, err := io.WriteString(w, chunk); n != len(chunk) || err != nil {
					t.Errorf("write: %d, %v; a program is not to notice", n, err)
				}
			}
		})
		if got := contiguous(t, f); got != maxOutput {
			t.Errorf("kept %d bytes, want %d", got, int64(maxOutput))
		}
	})
}

func TestOutputThatCannotBeKeptIsDropped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.outputErr = errBusy
		written(t.Context(), f, func(w io.Writer) {
			io.WriteString(w, "lost")
			pass(time.Second)
			f.mu.Lock()
			f.outputErr = nil
			f.mu.Unlock()
			io.WriteString(w, "kept")
		})
		contiguous(t, f)
		if f.text["k"] != "kept" {
			t.Errorf("kept %q", f.text["k"])
		}
	})
}

// TestOutputIsKeptAfterTheEnd: what a call printed last is what matters most
// when it was cut off.
func TestOutputIsKeptAfterTheEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		ctx, end := context.WithCancel(t.Context())
		written(ctx, f, func(w io.Writer) {
			end()
			io.WriteString(w, "last words")
		})
		if f.text["k"] != "last words" {
			t.Errorf("kept %q", f.text["k"])
		}
	})
}

// TestTheEndOfACallIsNotHeldUp: a short call that printed is reported at once,
// and does not keep its slot until the next append would be due.
func TestTheEndOfACallIsNotHeldUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		begun := time.Now()
		written(t.Context(), f, func(w io.Writer) {
			io.WriteString(w, "first")
			synctest.Wait()
			io.WriteString(w, " and last")
		})
		if took := time.Since(begun); took != 0 || f.text["k"] != "first and last" {
			t.Errorf("kept %q after %s, want all of it at once", f.text["k"], took)
		}
	})
}
