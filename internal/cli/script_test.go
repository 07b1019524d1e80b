package cli_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestScripts plays the scripts of testdata against the real program, each in a
// folder of its own and with an address that is free for its server.
func TestScripts(t *testing.T) {
	t.Parallel()
	playAll(t, "testdata/*_test.sh")
}

// TestFaultsKilledServer waits for the leases of a killed server to run out.
func TestFaultsKilledServer(t *testing.T) {
	t.Parallel()
	if os.Getenv("HEADGATE_LONG") == "" {
		t.Skip("takes a minute; run it with make test-faults")
	}
	playAll(t, "testdata/faults/*_test.sh")
}

func playAll(t *testing.T, pattern string) {
	t.Helper()
	bin := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(bin, "headgate"), "../../cmd/headgate")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build headgate: %v\n%s", err, out)
	}
	scripts, err := filepath.Glob(pattern)
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, script := range scripts {
		t.Run(filepath.Base(script), func(t *testing.T) {
			t.Parallel()
			play(t, script, bin)
		})
	}
}

func play(t *testing.T, script, bin string) {
	t.Helper()
	path, err := filepath.Abs(script)
	if err != nil {
		t.Fatal(err)
	}
	lib, err := filepath.Abs("testdata/lib.sh")
	if err != nil {
		t.Fatal(err)
	}
	addr := freeAddress(t)
	cmd := exec.CommandContext(t.Context(), "sh", "-eu", path)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"LIB="+lib, "ADDR="+addr, "HEADGATE_URL=http://"+addr, "TZ=UTC")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// freeAddress is one on this machine that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
