package executor

import (
	"bytes"
	"context"
	"io"
	"testing"
)

// signaller closes a channel when the program has written something.
type signaller struct {
	bytes.Buffer
	begun chan struct{}
}

func (s *signaller) Write(p []byte) (int, error) {
	if s.Len() == 0 {
		close(s.begun)
	}
	return s.Buffer.Write(p)
}

// TestShellPausesAtItsSafePoint asks programs to pause once they have begun.
func TestShellPausesAtItsSafePoint(t *testing.T) {
	t.Parallel()
	const untilAsked = "trap 'asked=1' TERM; echo begun; while [ -z \"$asked\" ]; do sleep 0.01; done; "
	for _, row := range []struct {
		name  string
		shell Shell
		want  Result
	}{
		{"at a safe point", Shell{Run: untilAsked + "exit 75", SafePoint: 75}, Result{Outcome: Paused}},
		{"done before", Shell{Run: untilAsked + "exit 0", SafePoint: 75}, Result{Outcome: Done}},
		{"fails on the way", Shell{Run: untilAsked + "exit 3", SafePoint: 75}, Result{Outcome: Failed, Error: "the command ended with status 3: begun"}},
		{
			"does not know how",
			Shell{Run: "echo begun; exec sleep 60", SafePoint: 75},
			Result{Outcome: InDoubt, Error: "it was asked to pause and ended without saying how far it came"},
		},
		{"has none, so it goes on", Shell{Run: "trap 'exit 1' TERM; echo begun; sleep 0.1"}, Result{Outcome: Done}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			out := &signaller{begun: make(chan struct{})}
			set := NewSet(map[string]Spec{"x": {Shell: &row.shell}}, t.TempDir(), nil)
			got := set.Run(t.Context(), Call{Executor: "x", Try: 1, Pause: out.begun}, out)
			if got.Outcome != row.want.Outcome || got.Error != row.want.Error {
				t.Errorf("got %+v, want %+v", got, row.want)
			}
		})
	}
}

// TestAnExitStatusIsNoPauseUnlessAskedFor: 75 may mean anything to a program.
func TestAnExitStatusIsNoPauseUnlessAskedFor(t *testing.T) {
	t.Parallel()
	got, _ := run(t, t.Context(), Shell{Run: "exit 75", SafePoint: 75}, Call{Pause: make(chan struct{})})
	if got.Outcome != Failed {
		t.Errorf("got %+v, want failed", got)
	}
}

func TestShellSaysWhatMayPass(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]Outcome{"exit 69": Transient, "exit 1": Failed, "exit 0": Done} {
		if got, _ := run(t, t.Context(), Shell{Run: status, Transient: 69}, Call{}); got.Outcome != want {
			t.Errorf("%s: got %+v, want %s", status, got, want)
		}
	}
	if _, err := ParseConfig([]byte("executors: {x: {shell: {run: ls, safe_point: 75, transient: 75}}}")); err == nil {
		t.Error("one exit status says two things")
	}
}

func TestIdempotentIsWhatTheInstallationSays(t *testing.T) {
	t.Parallel()
	builtin := func(context.Context, Call, io.Writer) Result { return Result{Outcome: Done} }
	set := NewSet(map[string]Spec{
		"safe": {Shell: &Shell{Run: "true"}, Idempotent: true}, "unsafe": {Shell: &Shell{Run: "true"}},
	}, t.TempDir(), map[string]Executor{"records": executorFunc(builtin)})
	for name, want := range map[string]bool{"safe": true, "unsafe": false, "records": true, "nobody": false} {
		if got := set.Idempotent(name); got != want {
			t.Errorf("%s idempotent: got %v, want %v", name, got, want)
		}
	}
}

type executorFunc func(context.Context, Call, io.Writer) Result

func (f executorFunc) Run(ctx context.Context, c Call, out io.Writer) Result { return f(ctx, c, out) }
