package main

import (
	"database/sql"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestFaultsServer kills servers with executor calls under way, fills their
// disk, and takes the right to write from them.
func TestFaultsServer(t *testing.T) {
	t.Parallel()
	if os.Getenv("HEADGATE_LONG") == "" {
		t.Skip("kills servers and mounts disks; run it with make test-faults")
	}
	playAll(t, "testdata/faults")
}

// disk DIR SIZE: DIR becomes a disk of that size, as mount(8) writes it, until
// the end of the script.
func disk(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o700))
	if err := syscall.Mount("headgate-test", dir, "tmpfs", 0, "mode=700,size="+args[1]); err != nil {
		ts.Fatalf("mount: %v", err)
	}
	ts.Defer(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
}

// frozen FILE…: nobody may write to the files, nor make others beside them, the
// superuser included. ! frozen takes that back.
func frozen(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Check(ts.Exec("chattr", append([]string{"-i"}, args...)...))
		return
	}
	ts.Check(ts.Exec("chattr", append([]string{"+i"}, args...)...))
	for _, name := range args {
		path := ts.MkAbs(name)
		ts.Defer(func() { _ = exec.Command("chattr", "-i", path).Run() }) // or the folder could not be removed
	}
}

// sound FILE: SQLite finds nothing wrong in a database that nobody uses.
func sound(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	var verdict string
	ts.Check(db.QueryRow(`PRAGMA integrity_check`).Scan(&verdict))
	if verdict != "ok" {
		ts.Fatalf("%s: %s", args[0], verdict)
	}
}
