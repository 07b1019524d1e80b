package bench

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/headgate/headgate/client"
)

// child is this program as a server of a folder, in a process of its own on a
// loopback port.
type child struct {
	cmd   *exec.Cmd
	url   string
	began time.Time
	heap  atomic.Int64  // MiB that lived through the newest garbage collection
	read  chan struct{} // closed when its error output has ended
	tail  string        // what it said last, for errors
}

// password is everybody's.
const password = "reference-release"

// crewIDs are the people who act in the reference release.
var crewIDs = []string{"eva", "ana", "ben", "mia", "ida", "leo", "jon"}

// makeFolder makes a working folder without documents of its own, which serves
// the sample organisation, for some of its people.
func makeFolder(dir string, people ...string) error {
	var b strings.Builder
	for _, id := range people {
		fmt.Fprintf(&b, "%s: {password: %s, permissions: [change, model, approve]}\n", id, password)
	}
	return errors.Join(
		os.MkdirAll(filepath.Join(dir, ".headgate"), 0o700),
		os.WriteFile(filepath.Join(dir, "headgate.yaml"), []byte("data: data\n"), 0o600),
		os.WriteFile(filepath.Join(dir, ".headgate", "people.yaml"), []byte(b.String()), 0o600),
	)
}

// serve starts a server of a folder and returns when it listens.
func serve(ctx context.Context, dir string) (*child, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &child{cmd: exec.CommandContext(ctx, program, "serve", "--dir", dir, "--listen", "127.0.0.1:0"), read: make(chan struct{})}
	c.cmd.Args[0] = os.Args[0] // in tests, the program goes by its name
	c.cmd.Env = append(os.Environ(), "GODEBUG=gctrace=1")
	c.cmd.Cancel = func() error { return c.cmd.Process.Signal(os.Interrupt) }
	c.cmd.WaitDelay = 10 * time.Second
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	log, err := c.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	c.began = time.Now()
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the server: %w", err)
	}
	go c.listen(log)
	if c.url = address(out); c.url == "" {
		return nil, errors.Join(fmt.Errorf("the server does not start: %s", c.said()), c.end())
	}
	go io.Copy(io.Discard, out) //nolint:errcheck // nobody reads on
	return c, nil
}

// address reads where a server says that it listens; empty if it ends before.
func address(out io.Reader) string {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "open "); ok {
			return url
		}
	}
	return ""
}

// listen reads what the server says beside its work: a line per garbage
// collection, of which the third size is what stayed, and warnings.
func (c *child) listen(log io.Reader) {
	defer close(c.read)
	lines := bufio.NewScanner(log)
	for lines.Scan() {
		if stayed, ok := liveHeap(lines.Text()); ok {
			c.heap.Store(stayed)
		} else {
			c.tail = lines.Text()
		}
	}
}

// liveHeap reads "gc 7 @0.9s 1%: 0.02+0.5+0.01 ms clock, …, 6->7->4 MB, 8 MB goal".
func liveHeap(line string) (mib int64, ok bool) {
	if !strings.HasPrefix(line, "gc ") {
		return 0, false
	}
	_, sizes, _ := strings.Cut(line, "->")
	_, stayed, _ := strings.Cut(sizes, "->")
	stayed, _, _ = strings.Cut(stayed, " ")
	mib, err := strconv.ParseInt(stayed, 10, 64)
	return mib, err == nil
}

func (c *child) said() string {
	<-c.read
	return c.tail
}

// end stops the server and waits for it.
func (c *child) end() error {
	if err := c.cmd.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	<-c.read
	return c.cmd.Wait()
}

// as logs a person in.
func (c *child) as(ctx context.Context, person string) (*client.Client, error) {
	return client.New(c.url, "").Login(ctx, person, password)
}

// resident returns the resident memory of the server in MiB, now and at most,
// 0 where the system does not say.
func (c *child) resident() (now, most float64) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if err != nil {
		return 0, 0
	}
	return memory(string(text), "VmRSS:"), memory(string(text), "VmHWM:")
}

// memory reads a line of proc(5) status, "VmRSS:     38124 kB", in MiB.
func memory(status, name string) float64 {
	_, rest, _ := strings.Cut(status, name)
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kib, _ := strconv.ParseFloat(fields[0], 64) // 0 is "not known"
	return kib / 1024
}

// cpu returns the processor time that the server has used, 0 where the system
// does not say. The fields are those of proc(5) stat behind the name, in
// hundredths of a second.
func (c *child) cpu() time.Duration {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64) // 0 is "not known"
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}
