package demo

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Clock is a clock that can be moved forward. It runs as fast as the real one
// and is ahead of it by an offset that only grows. The offset is kept in a file
// before it counts, so time never runs backwards, not even over a crash. It is
// safe for concurrent use.
type Clock struct {
	path string
	real func() time.Time

	mu     sync.Mutex
	offset time.Duration
}

// OpenClock returns the clock whose offset is kept in a file; without the file
// it shows the real time.
func OpenClock(path string, real func() time.Time) (*Clock, error) {
	c := &Clock{path: path, real: real}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read clock: %w", err)
	}
	ms, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("read clock: %s holds no number of milliseconds", path)
	}
	c.offset = time.Duration(ms) * time.Millisecond
	return c, nil
}

// Now returns the time of the demonstration.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.real().Add(c.offset)
}

// Offset returns how far the clock is ahead of the real one.
func (c *Clock) Offset() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.offset
}

// Advance moves the clock to an instant and returns how far it moved. An
// instant that is not ahead moves nothing.
func (c *Clock) Advance(to time.Time) (time.Duration, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// Whole milliseconds, rounded up: the file and the events hold no less.
	by := (to.Sub(c.real().Add(c.offset)) + time.Millisecond - 1).Truncate(time.Millisecond)
	if by <= 0 {
		return 0, nil
	}
	if err := replaceFile(c.path, []byte(strconv.FormatInt((c.offset+by).Milliseconds(), 10)+"\n")); err != nil {
		return 0, fmt.Errorf("keep clock: %w", err)
	}
	c.offset += by
	return by, nil
}

// replaceFile writes a file so that after a crash it holds the old content or
// the new one.
func replaceFile(path string, content []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
