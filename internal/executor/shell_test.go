package executor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// run gives the call to a set that serves the name "x" with the shell spec.
func run(t *testing.T, ctx context.Context, s Shell, c Call) (Result, string) {
	t.Helper()
	set := NewSet(map[string]Spec{"x": {Shell: &s}}, t.TempDir(), nil)
	c.Executor = "x"
	if c.Try == 0 {
		c.Try = 1
	}
	var out bytes.Buffer
	return set.Run(ctx, c, &out), out.String()
}

func TestShellGivesInputsAndReadsOutputs(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, run string
		want      map[string]json.RawMessage
	}{
		{"lines", `echo "digest=$HEADGATE_INPUT_PACKAGE" > $HEADGATE_OUTPUTS`, map[string]json.RawMessage{"digest": []byte(`"sha256:1"`)}},
		{"json", `echo '{"n": 3}' > $HEADGATE_OUTPUTS`, map[string]json.RawMessage{"n": []byte(`3`)}},
		{"inputs file", `printf 'n=' > $HEADGATE_OUTPUTS; wc -c < $HEADGATE_INPUTS | tr -d ' \n' >> $HEADGATE_OUTPUTS`, map[string]json.RawMessage{"n": []byte(`"22"`)}},
		{"none", `true`, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			c := Call{With: map[string]json.RawMessage{"package": []byte(`"sha256:1"`)}}
			got, _ := run(t, t.Context(), Shell{Run: row.run}, c)
			if got.Outcome != Done {
				t.Fatalf("outcome %s (%s), want done", got.Outcome, got.Error)
			}
			if d := cmp.Diff(row.want, got.Outputs); d != "" {
				t.Errorf("outputs (-want +got):\n%s", d)
			}
		})
	}
}

func TestShellNamesFilesToStore(t *testing.T) {
	t.Parallel()
	got, _ := run(t, t.Context(), Shell{Run: `echo n=1 > $HEADGATE_OUTPUTS; echo report=@out/scan.txt >> $HEADGATE_OUTPUTS`}, Call{})
	if filepath.Base(got.Files["report"]) != "scan.txt" || !filepath.IsAbs(got.Files["report"]) || len(got.Files) != 1 {
		t.Errorf("files %q", got.Files)
	}
	if d := cmp.Diff(map[string]json.RawMessage{"n": []byte(`"1"`)}, got.Outputs); d != "" {
		t.Errorf("outputs (-want +got):\n%s", d)
	}
}

func TestShellNamesTheFilesOfItsInputs(t *testing.T) {
	t.Parallel()
	c := Call{Files: map[string]string{"package": "/somewhere/package"}}
	if _, out := run(t, t.Context(), Shell{Run: `echo $HEADGATE_FILE_PACKAGE`}, c); out != "/somewhere/package\n" {
		t.Errorf("printed %q", out)
	}
}

func TestShellFailsWithTheStatus(t *testing.T) {
	t.Parallel()
	got, out := run(t, t.Context(), Shell{Run: "echo no; exit 3"}, Call{})
	want := Result{Outcome: Failed, Error: "the command ended with status 3: no"}
	if d := cmp.Diff(want, got); d != "" || out != "no\n" {
		t.Errorf("result (-want +got):\n%soutput %q", d, out)
	}
}

func TestTheReasonIsTheLastLine(t *testing.T) {
	t.Setenv("HG_WORD", "s3cret-token")
	long := strings.Repeat("é", 300)
	for _, row := range []struct{ run, want string }{
		{"exit 3", ""},
		{`printf 'one\n\ntwo\n\n' >&2; exit 3`, ": two"},
		{`printf 'one\ntwo'; exit 3`, ": two"},
		{`printf '\377\n'; exit 3`, ": ?"},
		{"echo " + long + "; exit 3", ": " + strings.Repeat("é", 100) + "…"},
		{"echo $T; exit 3", ": ***"},
	} {
		got, _ := run(t, t.Context(), Shell{Run: row.run, Set: map[string]string{"T": "${env:HG_WORD}"}}, Call{})
		if want := "the command ended with status 3" + row.want; got.Error != want {
			t.Errorf("%.40s: reason %q want %q", row.run, got.Error, want)
		}
	}
}

func TestShellSeesOnlyTheAllowedVariables(t *testing.T) {
	t.Setenv("HG_SEEN", "yes")
	t.Setenv("HG_HIDDEN", "no")
	_, out := run(t, t.Context(), Shell{Run: "env", Env: []string{"HG_SEEN"}}, Call{})
	if !strings.Contains(out, "HG_SEEN=yes") || strings.Contains(out, "HG_HIDDEN") || strings.Contains(out, "HOME=") {
		t.Errorf("environment:\n%s", out)
	}
}

func TestSecretsAreMaskedEvenWhenSplit(t *testing.T) {
	t.Setenv("HG_TOKEN", "s3cret-token")
	s := Shell{Run: `printf 's3cret-'; sleep 0.05; printf 'token\n'; echo $T`, Set: map[string]string{"T": "${env:HG_TOKEN}"}}
	got, out := run(t, t.Context(), s, Call{})
	if got.Outcome != Done || strings.Contains(out, "s3cret") || out != "***\n***\n" {
		t.Errorf("outcome %s, output %q", got.Outcome, out)
	}
}

func TestMissingSecretIsNamed(t *testing.T) {
	t.Parallel()
	got, _ := run(t, t.Context(), Shell{Run: "true", Set: map[string]string{"T": "${env:HG_NOT_SET}"}}, Call{})
	if got.Outcome != Failed || got.Error != "secret ${env:HG_NOT_SET} is not set" {
		t.Errorf("got %+v", got)
	}
}

// The whole process group ends when the case withdraws the call: a child that
// ignores TERM does not survive.
func TestWithdrawnCallLeavesNoProcess(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancelCause(t.Context())
	pidFile := filepath.Join(t.TempDir(), "pid")
	s := Shell{
		Run:   fmt.Sprintf(`(trap '' TERM; while :; do sleep 0.1; done) & echo $! > %s; wait`, pidFile),
		Grace: Duration(100 * time.Millisecond),
	}
	done := make(chan Result)
	go func() {
		r, _ := run(t, ctx, s, Call{})
		done <- r
	}()
	pid := waitForPid(t, pidFile)
	cancel(ErrStopped)
	if got := <-done; got.Outcome != InDoubt {
		t.Errorf("outcome %s, want in doubt", got.Outcome)
	}
	if !gone(pid) {
		t.Errorf("process %d survived", pid)
	}
}

func TestTimeoutEndsInDoubt(t *testing.T) {
	t.Parallel()
	got, _ := run(t, t.Context(), Shell{Run: "exec sleep 60"}, Call{Timeout: 50 * time.Millisecond})
	if want := doubt("it ran out of time and was ended"); !cmp.Equal(want, got) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestRepeatedTryRunsOnlyWhenIdempotent(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		idempotent bool
		want       Outcome
	}{{false, InDoubt}, {true, Done}} {
		mark := filepath.Join(t.TempDir(), "ran")
		spec := Spec{Shell: &Shell{Run: "touch " + mark}, Idempotent: row.idempotent}
		set := NewSet(map[string]Spec{"x": spec}, t.TempDir(), nil)
		got := set.Run(t.Context(), Call{Executor: "x", Try: 2}, &bytes.Buffer{})
		_, err := os.Stat(mark)
		if got.Outcome != row.want || (err == nil) != row.idempotent {
			t.Errorf("idempotent %v: outcome %s, ran %v", row.idempotent, got.Outcome, err == nil)
		}
	}
}

func TestUnknownExecutorNamesTheMend(t *testing.T) {
	t.Parallel()
	got := NewSet(nil, "", nil).Run(t.Context(), Call{Executor: "pipeline.deploy", Try: 1}, &bytes.Buffer{})
	if want := `no executor is configured for "pipeline.deploy"; add it to executors.yaml`; got.Error != want {
		t.Errorf("got %q, want %q", got.Error, want)
	}
}

func TestConfigRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"executors: {a: {shel: {run: x}}}",
		"executors: {a: {}}",
		"executors: {a: {shell: {run: x}, builtin: y}}",
		"executors: {a: {shell: {}}}",
		"executors: {a: {http: {}}}",
		"executors: {a: {shell: {run: x}, timeout: soon}}",
	} {
		if _, err := ParseConfig([]byte(text)); err == nil {
			t.Errorf("%s: accepted", text)
		}
	}
	c, err := ParseConfig([]byte("executors: {a: {shell: {run: x}, timeout: 90s, idempotent: true}}"))
	if err != nil || time.Duration(c.Executors["a"].Timeout) != 90*time.Second {
		t.Errorf("got %+v, %v", c, err)
	}
}

func waitForPid(t *testing.T, file string) int {
	t.Helper()
	for {
		b, err := os.ReadFile(file)
		var pid int
		if _, scanErr := fmt.Sscan(string(b), &pid); err == nil && scanErr == nil {
			return pid
		}
		select {
		case <-t.Context().Done():
			t.Fatal("the command never started")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// gone reports whether the process ended, giving the kernel a moment to reap it.
func gone(pid int) bool {
	for range 200 {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || strings.Contains(string(stat), ") Z ") || errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			return true
		}
		time.Sleep(5 * time.Millisecond)
	}
	return false
}
