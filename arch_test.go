package headgate_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// module is the import path that package paths in the tables are relative to.
const module = "github.com/headgate/headgate"

// layers lists the trees of packages from the bottom up. A package may import
// its own tree and the layers below it, and nothing else of this module; two
// trees in one layer stay apart. A package in no layer is a mistake: give it
// one, so that the next reader knows what may depend on it.
var layers = []layer{
	{
		trees: []string{"calendar", "client", "docs", "expr", "internal/cpu", "web"},
		why:   "time, conditions, wire types and embedded pages know nothing of releases",
	},
	{
		trees: []string{"model"},
		why:   "documents are read and checked without knowing how they run",
	},
	{
		trees: []string{"engine", "examples", "models"},
		why:   "one engine decides for any document; everything above uses it and nothing repeats it",
	},
	{
		trees: []string{"analysis", "draw", "handbook", "modeltest"},
		why:   "uses of the engine; each can be left out without the others noticing",
	},
	{
		trees: []string{"internal/executor", "internal/findings", "internal/lsp", "internal/store"},
		why:   "effects know the pure packages and never one another",
	},
	{
		trees: []string{"internal/service"},
		why:   "the only place where a decision becomes durable",
	},
	{
		trees: []string{"internal/builtin", "internal/cli", "internal/httpapi", "internal/runner"},
		why:   "ways in, and machines that answer from the records: they read input, call the service and show the result",
	},
	{
		trees: []string{"internal/bench", "internal/demo"},
		why:   "stories played on the finished parts, which know nothing of them",
	},
	{
		trees: []string{"cmd"},
		why:   "wiring; nobody imports main",
	},
}

// ways are the exceptions to the layers, each with its reason: more is an
// import that the layers forbid and that is right, less is one that they allow
// and that is wrong.
var ways = exceptions{
	more: []way{
		{"handbook", "draw", "a handbook shows the pictures that the page shows"},
	},
	less: []way{
		{"internal/cli", "internal/service", "the command line is a client of the HTTP API like any other"},
		{"internal/cli", "internal/store", "the command line is a client of the HTTP API like any other"},
		{"internal/runner", "internal/executor", "the runner is given its effects by cmd"},
		{"internal/runner", "internal/store", "state changes go through the service alone"},
		{"internal/httpapi", "internal/store", "state changes go through the service alone"},
	},
}

// impure lists the trees that may have a clock, I/O and goroutines. What is
// not below one of them is pure, so that it can be replayed.
var impure = []string{"internal", "cmd", "client", "web"}

// noImport lists what pure code must not import; a pattern ending in /...
// covers the path itself and everything below it.
var noImport = []ban{
	{"context", "pure code cannot be cancelled, it only ends"},
	{"crypto/rand", "chance arrives as a value"},
	{"database/...", "state arrives as a value"},
	{"io/ioutil", "no I/O"},
	{"log/...", "findings are returned, not written"},
	{"math/rand", "chance arrives as a seeded source of math/rand/v2"},
	{"net", "no I/O"},
	{"net/http/...", "no I/O"},
	{"net/rpc/...", "no I/O"},
	{"net/smtp", "no I/O"},
	{"net/textproto", "no I/O"},
	{"os/...", "no I/O"},
	{"plugin", "no I/O"},
	{"sync/...", "nothing is shared, so nothing is locked"},
	{"syscall", "no I/O"},
}

// noUse lists the functions of allowed packages that pure code must not use.
var noUse = []use{
	{"time", []string{"After", "AfterFunc", "NewTicker", "NewTimer", "Now", "Since", "Sleep", "Tick", "Until"}, "time arrives as a value"},
	{"time", []string{"LoadLocation", "Local"}, "the zones of this machine must not reach a result; ask calendar.LoadZone"},
	{"math/rand/v2", []string{
		"ExpFloat64", "Float32", "Float64", "Int", "Int32", "Int32N", "Int64", "Int64N", "IntN", "N",
		"NormFloat64", "Perm", "Shuffle", "Uint", "Uint32", "Uint32N", "Uint64", "Uint64N", "UintN",
	}, "chance arrives as a seeded source"},
}

func TestArchitecture(t *testing.T) {
	t.Parallel()
	for _, v := range check(t, ".", module) {
		t.Error(v)
	}
}

// TestArchitectureFinds runs the checker over a small tree in which every rule
// is broken once, beside code that looks similar and is allowed.
func TestArchitectureFinds(t *testing.T) {
	t.Parallel()
	want := []string{
		"calendar/clock.go:5:2: imports os: no I/O",
		`calendar/clock.go:6:2: imports sync/atomic: nothing is shared, so nothing is locked`,
		"calendar/clock.go:10:5: package variable hits may be changed at calendar/clock.go:22:2: a result must not depend on calls before",
		"calendar/clock.go:11:5: package variable limits may be changed at calendar/other.go:6:2: a result must not depend on calls before",
		"calendar/clock.go:12:5: package variable level may be changed at calendar/clock.go:23:7: a result must not depend on calls before",
		"calendar/clock.go:16:1: func init: nothing happens before it is asked for",
		"calendar/clock.go:20:2: go statement: pure code runs in its caller",
		"calendar/clock.go:21:6: uses time.Now: time arrives as a value",
		"client/client.go:4:8: client imports internal/service: time, conditions, wire types and embedded pages know nothing of releases",
		"internal/httpapi/httpapi.go:5:2: internal/httpapi imports internal/store: state changes go through the service alone",
		"internal/service/service.go:1:9: package service has no comment that begins with \"Package service \"",
		"internal/store/store.go:4:8: internal/store imports internal/executor: effects know the pure packages and never one another",
		"model/model.go:5:2: model imports engine: documents are read and checked without knowing how they run",
		"stray/stray.go:2:9: package stray is in no layer: give it one in arch_test.go",
	}
	if diff := cmp.Diff(want, check(t, "testdata/arch", "example.org/planted")); diff != "" {
		t.Errorf("violations (-want +got):\n%s", diff)
	}
}

// TestLayersAreDisjoint keeps the tables themselves sound: a tree in two layers
// or an exception about an unknown tree would quietly switch a rule off.
func TestLayersAreDisjoint(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, l := range layers {
		for _, tree := range l.trees {
			if seen[tree] {
				t.Errorf("%s is in two layers", tree)
			}
			seen[tree] = true
		}
	}
	for _, w := range append(append([]way{}, ways.more...), ways.less...) {
		if !seen[w.from] || !seen[w.to] {
			t.Errorf("exception %s -> %s names a tree that is in no layer", w.from, w.to)
		}
	}
}

func check(t *testing.T, dir, module string) []string {
	t.Helper()
	pkgs, err := parseTree(os.DirFS(dir), module)
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) == 0 {
		t.Fatalf("no packages under %s", dir)
	}
	return violations(pkgs)
}
