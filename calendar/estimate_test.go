package calendar

import (
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	c := office(t, berlin, "08:00-17:00")
	tests := []struct {
		src  string
		p    int
		want string
	}{
		{"20m..1h", 85, "54m1s"}, // the maintenance window of section 10
		{"10m..30m", 85, "27m1s"},
		{"20m..1h", 10, "20m"},
		{"20m..1h", 90, "1h"},
		{"20m..1h", 50, "34m39s"},
		{"2h..1d", 90, "24h"},
		{"2h..2h", 85, "2h"},
		{"20m..30m..1h", 50, "30m"},
		{"20m..30m..1h", 85, "54m1s"},
		{"20m..58m..1h", 85, "58m"}, // never under the written p50
		{"1bh..4bh", 90, "4bh"},
		{"1bd..2bd", 90, "18bh"},
		{"1bd@office..2bd@office", 10, "9bh@office"},
	}
	for _, tt := range tests {
		e, err := ParseEstimate(tt.src)
		if err != nil {
			t.Errorf("%s: %v", tt.src, err)
			continue
		}
		if got := e.Percentile(tt.p, c).String(); got != tt.want {
			t.Errorf("p%d of %s = %s, want %s", tt.p, tt.src, got, tt.want)
		}
		if got := e.String(); got != tt.src {
			t.Errorf("String of %q = %q", tt.src, got)
		}
	}
}

// The example of section 10: two items, each 20m..1h to deploy, 30m to bake and
// 10m..30m to back out, with 15m to restore, in Sun 01:00-05:00. The reference
// counts in minutes.
func TestMaintenanceWindow(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	w := mustWindow(t, "Sun 01:00-05:00", berlin)
	opening, ok := w.NextOpening(at(t, berlin, "2026-06-12T12:00"), 0)
	if !ok {
		t.Fatal("the window does not open")
	}
	end := w.End(opening)
	p85 := func(src string) time.Duration {
		e, err := ParseEstimate(src)
		if err != nil {
			t.Fatal(err)
		}
		d := e.Percentile(85, nil)
		elapsed, _ := d.Elapsed()
		return elapsed
	}
	deploy, backOut := p85("20m..1h"), p85("10m..30m")
	bake, restore := 30*time.Minute, 15*time.Minute
	for _, tt := range []struct {
		name  string
		needs time.Duration
		want  string
	}{
		{"latest start", 2*deploy + bake + 2*backOut + restore, "2026-06-14T01:33"},
		{"latest back-out with one item started", backOut + restore, "2026-06-14T04:18"},
		{"latest back-out with both", 2*backOut + restore, "2026-06-14T03:51"},
	} {
		got := end.Add(-tt.needs)
		if want := at(t, berlin, tt.want); got.Sub(want).Abs() > 5*time.Second {
			t.Errorf("%s = %s, want %s to the minute", tt.name, got.Format(berlin), tt.want)
		}
	}
}

func TestEstimateSyntaxErrors(t *testing.T) {
	t.Parallel()
	for src, offset := range map[string]int{
		"": 0, "1h": 2, "1h..": 4, "2h..1h": 4, "1h..2h..3h..4h": 10, "1h..1bh": 4, "1bh1h..2bh": 0,
		"1mo..2mo": 0, "0s..1h": 0, "1bh@a..2bh@b": 7, "1h...2h": 4, "1h..2h x": 7, "1h.2h": 2,
	} {
		_, err := ParseEstimate(src)
		wantSyntaxError(t, src, err, offset)
	}
}
