package demo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The tests below build the program and play whole releases, which takes
// minutes. They run with HEADGATE_LONG only, one after the other.

// program is a built headgate and the folder of one demonstration.
type program struct {
	t         *testing.T
	path, dir string
}

func build(t *testing.T) *program {
	t.Helper()
	if os.Getenv("HEADGATE_LONG") == "" {
		t.Skip("plays whole releases; set HEADGATE_LONG")
	}
	p := &program{t: t, path: filepath.Join(t.TempDir(), "headgate"), dir: t.TempDir()}
	cmd := exec.Command("go", "build", "-o", p.path, "./cmd/headgate")
	cmd.Dir = filepath.Join("..", "..")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	t.Cleanup(p.nothingRuns)
	return p
}

// demo starts the program over the folder; what it prints goes to out.
func (p *program) demo(out *bytes.Buffer, args ...string) *exec.Cmd {
	p.t.Helper()
	cmd := exec.Command(p.path, append([]string{"demo", "--once", "--dir", p.dir}, args...)...)
	cmd.Dir = filepath.Join("..", "..")
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	return cmd
}

// nothingRuns fails when a process of an instance is left.
func (p *program) nothingRuns() {
	for _, name := range append([]string{staging}, live...) {
		text, err := os.ReadFile(filepath.Join(p.dir, "instances", name, "pid"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		var pid int
		if _, err := fmt.Sscan(string(text), &pid); err != nil {
			p.t.Error(err)
			continue
		}
		if syscall.Kill(pid, 0) == nil {
			p.t.Errorf("%s still runs as process %d", name, pid)
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

// played fails unless the record is whole: numbered without a gap, and no end
// of any step in it twice.
func (p *program) played(outcome string) {
	p.t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, "record", "REL-1.json"))
	if err != nil {
		p.t.Fatal(err)
	}
	var pack struct {
		Case struct{ Outcome string }
		Log  []struct {
			Seq   int64
			Kind  string
			Event struct {
				Node    string
				Items   []string
				Attempt int
			}
		}
	}
	if err := json.Unmarshal(text, &pack); err != nil {
		p.t.Fatal(err)
	}
	if pack.Case.Outcome != outcome {
		p.t.Errorf("ended %s, want %s", pack.Case.Outcome, outcome)
	}
	ends := map[string]bool{}
	for i, e := range pack.Log {
		if e.Seq != int64(i+1) {
			p.t.Fatalf("entry %d has number %d", i+1, e.Seq)
		}
		switch e.Kind {
		case "Done", "Undone", "Decided", "Accepted":
			end := fmt.Sprint(e.Kind, e.Event)
			if ends[end] && e.Event.Node != "" {
				p.t.Errorf("twice in the record: %s", end)
			}
			ends[end] = true
		}
	}
	if len(ends) < 40 {
		p.t.Errorf("the record knows %d ends of steps only", len(ends))
	}
}

func TestLongDemo(t *testing.T) {
	for fail, outcome := range outcomes {
		t.Run(outcome, func(t *testing.T) {
			p := build(t)
			var out bytes.Buffer
			begun := time.Now()
			args := []string{"--json"}
			if fail != "" {
				args = append(args, "--fail", fail)
			}
			if err := p.demo(&out, args...).Wait(); err != nil {
				t.Fatalf("%v\n%s", err, out.Bytes())
			}
			var s Summary
			if err := json.Unmarshal(out.Bytes(), &s); err != nil {
				t.Fatalf("%v\n%s", err, out.Bytes())
			}
			t.Logf("%s: %.1f s in all, build %.1f s, release %.1f s, %d acts, %d events", s.Outcome, time.Since(begun).Seconds(), s.BuildS, s.ReleaseS, s.Acts, s.Events)
			if s.ReleaseS > 90 {
				t.Errorf("the release took %.1f s after the build, more than 90", s.ReleaseS)
			}
			p.played(outcome)
		})
	}
}

// told is a line about an act of a person: case, who, what.
var told = regexp.MustCompile(`(?m)^ *[0-9.]+ s  \w+ \d+ \w+ [\d:]+  ((?:REL|CHG)-\d+ +[A-Z]\w+ [A-Z]\w+ +.*?)(?: \([0-9.]+ s\))?$`)

// TestFaultsDemoGoesOn kills the program with everything in it, again and
// again, until a release is closed. What was told was acknowledged: it must
// never have to be done again.
func TestFaultsDemoGoesOn(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // the seed is printed
	for fail, outcome := range outcomes {
		t.Run(outcome, func(t *testing.T) {
			p := build(t)
			var all bytes.Buffer
			kills, window, begun := 0, shortest, time.Now()
			for {
				out, ended := p.survives(fail, time.Second+time.Duration(random.Int64N(int64(window))))
				all.Write(out)
				if ended {
					break
				}
				if kills++; kills > 100 {
					t.Fatalf("seed %d: not over after %d kills\n%s", seed, kills, all.Bytes())
				}
				window = longer(window, out)
			}
			t.Logf("seed %d: closed after %d kills in %.0f s", seed, kills, time.Since(begun).Seconds())
			p.played(outcome)
			acts := map[string]bool{}
			for _, m := range told.FindAllStringSubmatch(all.String(), -1) {
				if acts[m[1]] && !strings.Contains(m[1], "tried to approve") {
					t.Errorf("seed %d: acknowledged, and done again: %s", seed, m[1])
				}
				acts[m[1]] = true
			}
			if len(acts) < 25 {
				t.Errorf("%d acts were told only:\n%s", len(acts), all.Bytes())
			}
		})
	}
}

// shortest is the window in which a kill comes while the release moves on.
const shortest = 9 * time.Second

// longer is the window after one in which the program told out. Nothing told
// means that on a machine as busy as this one something takes longer than the
// window, and would never end.
func longer(window time.Duration, out []byte) time.Duration {
	if told.Match(out) {
		return shortest
	}
	return 2 * window
}

// survives runs the program until it ends or is killed after a time, and
// reports what it told and whether it ended. An end with an error is a failure.
func (p *program) survives(fail string, life time.Duration) (out []byte, ended bool) {
	p.t.Helper()
	var printed bytes.Buffer
	cmd := p.demo(&printed, "--fail", fail)
	over := make(chan error, 1)
	go func() { over <- cmd.Wait() }()
	select {
	case err := <-over:
		if err != nil {
			p.t.Fatalf("%v\n%s", err, printed.Bytes())
		}
		return printed.Bytes(), true
	case <-time.After(life):
		if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			p.t.Fatal(err)
		}
		err := <-over
		return printed.Bytes(), err == nil
	}
}
