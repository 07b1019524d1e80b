package calendar

import (
	"testing"
)

func TestDurWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"30m": "30 minutes", "1h": "1 hour", "90m": "1 hour 30 minutes", "2bd": "2 business days", "1bd4bh": "1 business day 4 business hours",
		"3d": "3 days", "14d": "2 weeks", "6mo": "6 months", "4bh@office": "4 business hours of office", "0m": "no time",
	} {
		d, err := ParseDur(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Words(); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestTimeWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"T":                      "T",
		"T - 2bd":                "2 business days before T",
		"released + 5bd":         "5 business days after released",
		"waves.start - notice":   "notice before the start of waves",
		"T + 1bd - 2h":           "2 hours before 1 business day after T",
		"later(T, build.end)":    "the later of T and the end of build",
		"T - 1d or T + 1d":       "1 day before T, or failing that 1 day after T",
		"next Tue 14:00 after T": "next Tue 14:00 after T",
		"test.ready + 1h":        "1 hour after the moment test is ready",
	} {
		e, err := ParseTime(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Words(); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestEstimateWords(t *testing.T) {
	t.Parallel()
	e, err := ParseEstimate("10m..20m..1h")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := e.Words(), "10 minutes to 1 hour, mostly 20 minutes"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
