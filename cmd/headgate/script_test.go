package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary be the program: scripts that call headgate run
// main of this package, as it was compiled for the test.
func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"headgate": main}) }

// TestScripts plays testdata/script. UPDATE_SCRIPTS=1 rewrites what cmp
// compares with.
func TestScripts(t *testing.T) {
	t.Parallel()
	playAll(t, "testdata/script")
}

// playAll plays scripts, each in a folder of its own and with an address that
// is free for its server: ADDR, and as a URL where the commands look for it.
func playAll(t *testing.T, dir string) {
	t.Helper()
	readme, err := filepath.Abs("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           dir,
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(e *testscript.Env) error {
			addr, err := freeAddress()
			e.Setenv("ADDR", addr)
			e.Setenv("HEADGATE_URL", "http://"+addr)
			e.Setenv("TZ", "UTC")
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("README", readme)
			e.Values[laterKey{}] = &later{}
			return err
		},
		Condition: func(name string) (bool, error) { return name == "root" && os.Geteuid() == 0, nil },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "ready": ready, "granted": granted, "play": playReadme,
			"serve-later": serveLater, "finish": finish,
			"disk": disk, "frozen": frozen, "sound": sound, "slow": slow,
		},
	})
}

// freeAddress is one on this machine that nobody listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// exits CODE COMMAND…: the command ends with this exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := exitCode(ts, args[1:]); got != want {
		ts.Fatalf("%s: exit code %d, want %d", args[1], got, want)
	}
}

func exitCode(ts *testscript.TestScript, command []string) int {
	err := ts.Exec(command[0], command[1:]...)
	var ended *exec.ExitError
	switch {
	case errors.As(err, &ended):
		return ended.ExitCode()
	case err != nil:
		ts.Fatalf("%s: %v", command[0], err)
	}
	return 0
}

// ready waits until the server at HEADGATE_URL answers.
func ready(ts *testscript.TestScript, _ bool, _ []string) {
	const patience = time.Minute
	url := ts.Getenv("HEADGATE_URL") + "/readyz"
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-look.C {
		resp, err := http.Get(url) //nolint:gosec // the server of the script
		if err == nil && resp.Body.Close() == nil && resp.StatusCode < 300 {
			return
		}
	}
	ts.Fatalf("nothing answers at %s", url)
}

// granted makes CHG-1 in a folder of init: it allows releases of my_app to live.
func granted(ts *testscript.TestScript, _ bool, _ []string) {
	for _, args := range []string{
		"start change-basic --as bob --title Allowed --param summary=New --param reason=Asked --param cis=[\"my_app\"] " +
			"--param environments=[\"live\"] --param window=always",
		"complete CHG-1 request --as bob --value request_form=x",
		"approve CHG-1 accept_request --as dee",
		"approve CHG-1 request --as dee",
		"approve CHG-1 authorization --as ada --value grant=granted",
	} {
		ts.Check(ts.Exec("headgate", append([]string{"change"}, strings.Fields(args)...)...))
	}
}

// play FILE: carry out the commands of a page, one after the other: its indented
// lines and those of its blocks of sh. A command that is not to end with 0 says
// so: "# exit code 3".
func playReadme(ts *testscript.TestScript, _ bool, args []string) {
	fence := "" // of the block that the line is in
	for number, line := range strings.Split(ts.ReadFile(args[0]), "\n") {
		command, indented := strings.CutPrefix(line, "    ")
		switch {
		case strings.HasPrefix(line, "```") && fence != "":
			fence = ""
			continue
		case strings.HasPrefix(line, "```"):
			fence = line
			continue
		case fence != "```sh" && (fence != "" || !indented), command == "headgate serve": // it runs already
			continue
		}
		command, note, _ := strings.Cut(command, "# exit code ")
		want := 0
		if note != "" {
			_, err := fmt.Sscan(note, &want)
			ts.Check(err)
		}
		if got := exitCode(ts, []string{"sh", "-c", command}); got != want {
			ts.Fatalf("%s:%d: %s: exit code %d, want %d", args[0], number+1, command, got, want)
		}
	}
}
