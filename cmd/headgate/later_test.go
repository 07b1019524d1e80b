package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/demo"
)

// TestLongWholeModel runs a release by software-standard, with its days of
// notice, windows and early life, in the folder that init writes.
func TestLongWholeModel(t *testing.T) {
	t.Parallel()
	if os.Getenv("HEADGATE_LONG") == "" {
		t.Skip("takes a minute; run it with make test-long")
	}
	playAll(t, "testdata/long")
}

// later is a server of the script's folder whose clock can be moved.
type later struct {
	*server
	clock *demo.Clock
}

// serveLater starts it in this process: the program has no clock to move.
func serveLater(ts *testscript.TestScript, _ bool, _ []string) {
	dir := ts.MkAbs(".")
	c, err := serveFlags{dir: dir, listen: ts.Getenv("ADDR")}.config(io.Discard)
	ts.Check(err)
	clock, err := demo.OpenClock(filepath.Join(dir, "clock"), time.Now)
	ts.Check(err)
	c.clock, c.poll = clock.Now, 20*time.Millisecond
	s, err := startServer(context.Background(), c)
	ts.Check(err)
	ts.Defer(func() { _ = s.close() }) // the folder goes, too
	*ts.Value(laterKey{}).(*later) = later{s, clock}
}

type laterKey struct{}

// finish ID: everybody does what waits for them in a release, by the command
// line, and where nobody has anything the clock is moved to the next instant at
// which something happens by itself, until the release has ended.
func finish(ts *testscript.TestScript, _ bool, args []string) {
	l := ts.Value(laterKey{}).(*later)
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for end := time.Now().Add(4 * time.Minute); time.Now().Before(end); <-look.C {
		var v client.CaseView
		read(ts, &v, "release", "show", args[0], "--as", "ada")
		if v.EndedAt != nil {
			return
		}
		if v.Health == "blocked" || v.Health == "in_doubt" {
			ts.Fatalf("%s", v.Why)
		}
		if act(ts, args[0]) {
			continue
		}
		if slices.ContainsFunc(v.Calls, underWay) {
			continue
		}
		next, err := l.next(context.Background())
		ts.Check(err)
		if !next.IsZero() && next.After(l.clock.Now()) {
			_, err = l.clock.Advance(next)
			ts.Check(err)
		}
	}
	next, err := l.next(context.Background())
	ts.Fatalf("%s does not end; it is %s, and something happens at %s, %v", args[0], l.clock.Now(), next, err)
}

// underWay says that a machine works: it must see real time.
func underWay(c client.CallView) bool { return c.State == "queued" || c.State == "running" }

// read runs a command for what it prints as JSON.
func read(ts *testscript.TestScript, into any, args ...string) {
	if code := exitCode(ts, append(append([]string{"headgate"}, args...), "--json")); code != 0 {
		ts.Fatalf("%v: exit code %d", args, code)
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), into))
}

// verbs are the commands that do what the inbox asks for.
var verbs = map[string]string{"Complete": "complete", "Offer": "offer", "Accept": "accept", "Approve": "approve", "Decide": "approve", "Review": "approve"}

// act lets one person do one thing, and reports whether anybody had any.
func act(ts *testscript.TestScript, id string) bool {
	var inbox client.Page[client.InboxItem]
	read(ts, &inbox, "inbox", "--for", "all", "--as", "ada")
	for _, item := range inbox.Items {
		verb := verbs[item.Verb]
		if item.Case != id || verb == "" {
			continue
		}
		if len(item.People) == 0 {
			ts.Fatalf("%s is nobody's", item.Place)
		}
		person := item.People[0]
		if verb == "accept" && item.Kind != "handoff" {
			verb = "approve" // a deliverable
		}
		command := []string{"headgate", "release", verb, id, item.Place, "--as", person}
		if verb == "accept" || verb == "complete" {
			command = append(command, "--tick", "all")
		}
		if verb == "complete" {
			command = append(command, values(ts, id, item.Place, person)...)
		}
		if code := exitCode(ts, command); code != 0 {
			ts.Fatalf("%v: exit code %d", command, code)
		}
		return true
	}
	return false
}

// values are the flags that give what a step must bring.
func values(ts *testscript.TestScript, id, place, person string) (flags []string) {
	var step client.StepView
	read(ts, &step, "release", "step", id, place, "--as", person)
	for _, a := range step.Acts {
		for _, f := range a.Form {
			if a.Command != "report" || f.Optional {
				continue
			}
			if f.Name == "content" {
				flags = append(flags, "--file", "content=packages/latest.tar")
				continue
			}
			value := "as it must be"
			if strings.HasPrefix(f.Type, "list") {
				value = "[]"
			}
			if f.Type == "digest" || f.Kind != "" && f.Kind != "statement" {
				value = "sha256:4a44dc15364204a80fe80e9039455cc1608281820fe2b24f1e5233ade6af1dd5"
			}
			flags = append(flags, "--value", f.Name+"="+value)
		}
	}
	return flags
}
