package bench

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/headgate/headgate/internal/cpu"
	"github.com/headgate/headgate/internal/service"
)

// TestReferenceIsCounted holds the script to the numbers that figures are
// divided by.
func TestReferenceIsCounted(t *testing.T) {
	t.Parallel()
	if got := 1 + len(script("CHG-1")); got != acts {
		t.Errorf("%d acts of people, want %d", got, acts)
	}
	r, err := newReference()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(r.commands), acts+calls+1; got != want {
		t.Errorf("%d commands, want %d: all acts, reports and the wait", got, want)
	}
	if _, err := r.play(); err != nil {
		t.Error(err)
	}
}

// TestCrewClosesReleases drives releases through the service to their end: the
// crew, the machines and the clock get along without the wall clock.
func TestCrewClosesReleases(t *testing.T) {
	t.Parallel()
	const releases = 5
	ctx := t.Context()
	s, err := openShop(ctx, t.TempDir(), 2)
	if err != nil {
		t.Fatal(err)
	}
	change, err := s.authorize(ctx)
	if err != nil {
		t.Fatal(err)
	}
	machines, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.machines(machines)
	}()
	c := &crew{desk: s, board: s.board, script: script(change), idle: s.clock.tick, most: releases}
	if err := c.work(ctx, 2); err != nil {
		t.Fatal(err)
	}
	stop()
	<-ended
	page, err := s.Cases(ctx, may("eva"), service.Release, service.CaseQuery{Status: "closed"})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(page.Items); got != releases {
		t.Errorf("%d releases closed, want %d", got, releases)
	}
	for _, v := range page.Items {
		if v.Outcome != "successful" {
			t.Errorf("%s is %s: %+v", v.ID, v.Outcome, v)
		}
	}
	latency, closed := c.counted()
	if len(latency) != acts*releases || closed != releases {
		t.Errorf("counted %d acts and %d releases, want %d and %d", len(latency), closed, acts*releases, releases)
	}
	if err := s.close(); err != nil {
		t.Error(err)
	}
}

// TestRunLeavesNothing ends a measurement in its middle.
func TestRunLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := Run(ctx, Config{Window: time.Hour, Runs: 1, Submitters: 2, Dir: dir}, []string{"core", "sqlite"}); err == nil {
		t.Error("no error from a run that was stopped")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	three := figure("core", "x", "ms", 3, 1, 2)
	if three.Value != 2 || three.Least != 1 || three.Greatest != 3 {
		t.Errorf("median, least, greatest: %+v", three)
	}
	for _, test := range []struct {
		got  Figure
		want string
	}{
		{three.atLeast(3, 4), "missed"},
		{three.atLeast(2, 4), "met"},
		{three.atLeast(1, 2), "goal met"},
		{three.atMost(1, 0.5), "missed"},
		{three.atMost(2, 1), "met"},
		{three.atMost(4, 2), "goal met"},
	} {
		if test.got.Verdict != test.want {
			t.Errorf("%+v: got %s, want %s", test.got, test.got.Verdict, test.want)
		}
	}
}

func TestPrint(t *testing.T) {
	t.Parallel()
	r := Report{
		Machine: Machine{Cores: 2, System: "linux/amd64", Go: "go1", LoadBefore: 0.5, LoadAfter: 1, CommitsBefore: 4000, CommitsAfter: 2000},
		Figures: []Figure{figure("compile", "big", "ms", 12345.6).atMost(20, 20)},
	}
	var out strings.Builder
	if err := r.Print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"load average 0.50 before, 1.00 after", "4,000/s before", "unsteady", "12,346", "≤ 20.0", "missed"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}

// BenchmarkService runs releases through the service with 32 submitters, for
// profiles; headgate bench measures.
func BenchmarkService(b *testing.B) {
	const submitters = 32
	ctx := b.Context()
	s, err := openShop(ctx, b.TempDir(), submitters)
	if err != nil {
		b.Fatal(err)
	}
	change, err := s.authorize(ctx)
	if err != nil {
		b.Fatal(err)
	}
	c := &crew{desk: s, board: s.board, script: script(change), idle: s.clock.tick, most: b.N}
	b.ReportAllocs()
	b.ResetTimer()
	used := cpu.Used()
	if err := during(ctx, submitters, s, c, c.finished); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric((cpu.Used()-used).Seconds()*1e6/float64(b.N)/transitions, "cpu-µs/transition")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "releases/s")
	if err := s.close(); err != nil {
		b.Error(err)
	}
}
