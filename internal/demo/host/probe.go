package host

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"
)

// VersionHeader is the header of every answer that names the version which
// gave it.
const VersionHeader = "Headgate-Version"

// Ready waits until a server can store (its /readyz writes) and is of the
// version; an empty version is any. The error says what it was instead.
func Ready(ctx context.Context, base, version string) error {
	for {
		last := ready(ctx, base, version)
		if last == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return last
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func ready(ctx context.Context, base, version string) error {
	resp, err := get(ctx, http.DefaultClient, base+"/readyz")
	switch {
	case err != nil:
		return fmt.Errorf("%s does not answer: %w", base, err)
	case resp.StatusCode >= 300:
		return fmt.Errorf("%s is not ready: %s", base, resp.Status)
	case version != "" && resp.Header.Get(VersionHeader) != version:
		return fmt.Errorf("%s runs %q, not %q", base, resp.Header.Get(VersionHeader), version)
	}
	return nil
}

// Version returns the version that a server says it is.
func Version(ctx context.Context, base string) (string, error) {
	resp, err := get(ctx, http.DefaultClient, base+"/healthz")
	if err != nil {
		return "", err
	}
	return resp.Header.Get(VersionHeader), nil
}

// get sends a request and reads the answer to its end.
func get(ctx context.Context, c *http.Client, url string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return resp, err
}

// Sample is what a number of real requests came to.
type Sample struct {
	Requests  int     `json:"requests"`
	Errors    int     `json:"errors"`
	ErrorRate float64 `json:"error_rate"`
	// P95 is the 95th percentile of the times of the answers in milliseconds,
	// rounded up to the next bound of buckets. Finer differences between two
	// moments on one machine are noise.
	P95 float64 `json:"p95"`
}

// buckets are the bounds of a histogram of times.
var buckets = []time.Duration{
	100 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond, time.Second, 2500 * time.Millisecond, 5 * time.Second,
}

// storing is how many requests are made for one that has to store something.
const storing = 25

// clients is how many requests are under way at the same time.
const clients = 8

// Measure sends n requests, in turn to the servers. One in storing asks whether
// the server can write; an answer of 400 and above, or none, is an error.
func Measure(ctx context.Context, bases []string, n int) Sample {
	c := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	defer c.CloseIdleConnections()
	times, errs := make([]time.Duration, n), make([]bool, n)
	var wait sync.WaitGroup
	for k := range clients {
		wait.Go(func() {
			for i := k; i < n; i += clients {
				times[i], errs[i] = timed(ctx, c, bases[i%len(bases)]+pathOf(i/len(bases)))
			}
		})
	}
	wait.Wait()
	return summary(times, errs)
}

func pathOf(i int) string {
	if i%storing == 0 {
		return "/readyz"
	}
	return "/healthz"
}

func timed(ctx context.Context, c *http.Client, url string) (time.Duration, bool) {
	start := time.Now()
	resp, err := get(ctx, c, url)
	return time.Since(start), err != nil || resp.StatusCode >= 400
}

func summary(times []time.Duration, errs []bool) Sample {
	s := Sample{Requests: len(times)}
	for _, failed := range errs {
		if failed {
			s.Errors++
		}
	}
	if s.Requests == 0 {
		return s
	}
	s.ErrorRate = float64(s.Errors) / float64(s.Requests)
	times = slices.Sorted(slices.Values(times))
	s.P95 = bound(times[(len(times)*95+99)/100-1])
	return s
}

// bound returns the bound of the bucket that a time falls in, in milliseconds.
func bound(d time.Duration) float64 {
	for _, b := range buckets {
		if d <= b {
			return float64(b.Milliseconds())
		}
	}
	return float64((2 * buckets[len(buckets)-1]).Milliseconds())
}

// Health is the fact that models read of a service: a sample beside the one
// taken when it was known to be well.
type Health struct {
	ErrorRate         float64 `json:"error_rate"`
	P95               float64 `json:"p95"`
	BaselineErrorRate float64 `json:"baseline_error_rate"`
	BaselineP95       float64 `json:"baseline_p95"`
	Samples           int     `json:"samples"`
	Sev1              int     `json:"sev1"`
}

// Compare returns the health that a sample shows.
func Compare(now, baseline Sample, sev1 int) Health {
	return Health{
		ErrorRate: now.ErrorRate, P95: now.P95, BaselineErrorRate: baseline.ErrorRate, BaselineP95: baseline.P95,
		Samples: now.Requests, Sev1: sev1,
	}
}
