package executor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Shell runs a command line with /bin/sh in the installation's folder.
//
// The program sees only the variables of Env, those of Set, and:
//
//	HEADGATE_CASE, HEADGATE_STEP, HEADGATE_KEY, HEADGATE_TRY
//	HEADGATE_INPUTS    path of a JSON file with the inputs
//	HEADGATE_OUTPUTS   path of the file to write outputs to: one JSON object,
//	                   or lines name=value; name=@path gives the content
//	                   of a file, which is stored, by its digest
//	HEADGATE_INPUT_X   every scalar input, by its upper-case name
//	HEADGATE_FILE_X    the content, where the input is the digest of stored one
//
// Exit status 0 is done, any other failed. It runs in a process group of its
// own, which is ended as a whole: TERM, and KILL after Grace.
//
// A program with a safe point is asked to pause by TERM to itself alone, so that
// what it has begun comes to its end; it answers with the exit status SafePoint.
// Run again with the same inputs it must go on from there.
type Shell struct {
	Run   string            `yaml:"run"`
	Dir   string            `yaml:"dir"`   // below the installation's folder
	Env   []string          `yaml:"env"`   // variables passed on; PATH and HOME when empty
	Set   map[string]string `yaml:"set"`   // variables set; values may be secrets
	Grace Duration          `yaml:"grace"` // default 5s
	// SafePoint is the exit status that says: paused. 0: it cannot pause.
	SafePoint int `yaml:"safe_point"`
	// Transient is the exit status that says: nothing was done, try later. 0:
	// every failure is final.
	Transient int `yaml:"transient"`
}

type shellRun struct {
	Shell
	base string
}

// inlineShell serves `use: shell` with `with: {run: …}` of a model.
type inlineShell struct{ base string }

func (s inlineShell) Run(ctx context.Context, c Call, out io.Writer) Result {
	line := scalar(c.With["run"])
	if line == "" {
		return failed(errors.New("shell needs with: {run: the command line}"))
	}
	return shellRun{Shell{Run: line}, s.base}.Run(ctx, c, out)
}

func (s shellRun) Run(ctx context.Context, c Call, out io.Writer) Result {
	scratch, err := os.MkdirTemp("", "headgate-call-")
	if err != nil {
		return failed(err)
	}
	defer func() { _ = os.RemoveAll(scratch) }() // what stays is in the system's temporary folder
	env, secrets, err := s.environment(c, scratch)
	if err != nil {
		return failed(err)
	}
	var said lastLine
	masked := newMask(io.MultiWriter(out, &said), secrets)
	err = s.execute(ctx, c.Pause, env, masked)
	if closing := masked.Close(); err == nil {
		err = closing
	}
	if r, over := s.verdict(ctx, c.Pause, err, said.String()); over {
		return r
	}
	r, err := readOutputs(filepath.Join(scratch, "outputs"), filepath.Join(s.base, s.Dir))
	if err != nil {
		return failed(err)
	}
	return r
}

// execute runs the command in its own process group and waits until the whole
// group is gone.
func (s shellRun) execute(ctx context.Context, pause <-chan struct{}, env []string, out io.Writer) error {
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", s.Shell.Run)
	cmd.Dir = filepath.Join(s.base, s.Dir)
	cmd.Env = env
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = s.grace()
	err := cmd.Start()
	if err == nil {
		over := make(chan struct{})
		go s.askToPause(cmd.Process, pause, over)
		err = cmd.Wait()
		close(over)
	}
	if cmd.Process != nil && ctx.Err() != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // children that outlived the grace
	}
	return err
}

// askToPause passes a pause on to the program, unless it is over before.
func (s shellRun) askToPause(p *os.Process, pause, over <-chan struct{}) {
	if s.SafePoint == 0 {
		return
	}
	select {
	case <-pause:
		_ = p.Signal(syscall.SIGTERM) // one that has just ended has nothing to pause
	case <-over:
	}
}

func (s shellRun) grace() time.Duration {
	if s.Grace > 0 {
		return time.Duration(s.Grace)
	}
	return 5 * time.Second
}

// verdict turns the end of the program into a result; said is the last line it
// printed. Not over means that it ended well and the outputs say the rest.
func (s shellRun) verdict(ctx context.Context, pause <-chan struct{}, err error, said string) (Result, bool) {
	var exit *exec.ExitError
	status := errors.As(err, &exit)
	switch {
	case status && s.SafePoint != 0 && exit.ExitCode() == s.SafePoint && closed(pause):
		return Result{Outcome: Paused}, true
	case errors.Is(context.Cause(ctx), ErrStopped):
		return doubt("it was ended because the case withdrew it"), true
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return doubt("it ran out of time and was ended"), true
	case ctx.Err() != nil:
		return doubt("the server stopped and ended it"), true
	case status && exit.ExitCode() < 0 && closed(pause):
		return doubt("it was asked to pause and ended without saying how far it came"), true
	case status && s.Transient != 0 && exit.ExitCode() == s.Transient:
		return Result{Outcome: Transient, Error: "it did nothing and asks to be tried later"}, true
	case status:
		return failed(statusError(exit.ExitCode(), said)), true
	case err != nil && !errors.Is(err, exec.ErrWaitDelay): // ErrWaitDelay: a background child kept the output open
		return failed(fmt.Errorf("the command could not start: %w", err)), true
	}
	return Result{}, false
}

func statusError(status int, said string) error {
	if said == "" {
		return fmt.Errorf("the command ended with status %d", status)
	}
	return fmt.Errorf("the command ended with status %d: %s", status, said)
}

// closed reports whether a channel is closed; one that is nil is not.
func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func (s shellRun) environment(c Call, scratch string) (env, secrets []string, err error) {
	inputs := filepath.Join(scratch, "inputs.json")
	body, err := json.Marshal(c.With)
	if err != nil {
		return nil, nil, err
	}
	if err := os.WriteFile(inputs, body, 0o600); err != nil {
		return nil, nil, err
	}
	env = []string{
		"HEADGATE_CASE=" + c.Case, "HEADGATE_STEP=" + c.Place, "HEADGATE_KEY=" + c.Key,
		"HEADGATE_TRY=" + strconv.Itoa(c.Try), "HEADGATE_INPUTS=" + inputs,
		"HEADGATE_OUTPUTS=" + filepath.Join(scratch, "outputs"),
	}
	pass := s.Env
	if len(pass) == 0 {
		pass = []string{"PATH", "HOME"}
	}
	for _, name := range pass {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	for name, raw := range c.With {
		if v := scalar(raw); v != "" {
			env = append(env, "HEADGATE_INPUT_"+strings.ToUpper(name)+"="+v)
		}
	}
	for name, path := range c.Files {
		env = append(env, "HEADGATE_FILE_"+strings.ToUpper(name)+"="+path)
	}
	for name, text := range s.Set {
		v, used, err := expand(text, c)
		if err != nil {
			return nil, nil, err
		}
		env, secrets = append(env, name+"="+v), append(secrets, used...)
	}
	slices.Sort(env)
	return env, secrets, nil
}

// maxOutputs bounds the outputs file, in bytes.
const maxOutputs = 1 << 20

// readOutputs reads a JSON object, or lines name=value and name=@path with paths
// below dir; no file, no outputs.
func readOutputs(path, dir string) (Result, error) {
	r := Result{Outcome: Done}
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	if len(text) > maxOutputs {
		return r, fmt.Errorf("the outputs are larger than %d bytes; give large things as files: name=@path", maxOutputs)
	}
	r.Outputs, r.Files = map[string]json.RawMessage{}, map[string]string{}
	if trimmed := bytes.TrimSpace(text); len(trimmed) > 0 && trimmed[0] == '{' {
		if err := json.Unmarshal(trimmed, &r.Outputs); err != nil {
			return r, fmt.Errorf("the outputs are no JSON object: %w", err)
		}
		return r, nil
	}
	for line := range strings.Lines(string(text)) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok {
			continue
		}
		if file, ok := strings.CutPrefix(value, "@"); ok {
			r.Files[name] = filepath.Join(dir, file)
			continue
		}
		quoted, err := json.Marshal(value)
		if err != nil {
			return r, err
		}
		r.Outputs[name] = quoted
	}
	return r, nil
}

// scalar returns a JSON scalar as text: strings without quotes, lists and
// records as "".
func scalar(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if len(raw) > 0 && raw[0] != '[' && raw[0] != '{' && string(raw) != "null" {
		return string(raw)
	}
	return ""
}
