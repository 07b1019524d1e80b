package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Watch calls changed for every commit to the case (empty: all the caller may
// see) after the position last, until ctx ends or changed returns an error,
// which it returns. A lost connection is taken up again where it broke.
func (c *Client) Watch(ctx context.Context, caseID string, last int64, changed func(StreamEvent) error) error {
	const first = 200 * time.Millisecond
	pause := first
	for {
		seen := last
		err := c.follow(ctx, caseID, &last, changed)
		var refused *Problem
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &refused) || err != nil && !errors.Is(err, errBroken):
			return err
		}
		if last != seen {
			pause = first // it worked for a while
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
		pause = min(2*pause, 5*time.Second)
	}
}

// errBroken says that the connection ended, not that anything was refused.
var errBroken = errors.New("stream broke")

func (c *Client) follow(ctx context.Context, caseID string, last *int64, changed func(StreamEvent) error) error {
	q := url.Values{}
	if caseID != "" {
		q.Set("case", caseID)
	}
	req, err := c.build(ctx, request{method: http.MethodGet, path: "/stream", query: q})
	if err != nil {
		return err
	}
	if *last > 0 {
		req.Header.Set("Last-Event-ID", strconv.FormatInt(*last, 10))
	}
	stream := &http.Client{Jar: c.http.Jar} // no time limit: it stays open
	resp, err := stream.Do(req)
	if err != nil {
		return errBroken
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return problemOf(resp)
	}
	return readStream(resp.Body, func(e StreamEvent) error {
		*last = e.ID
		return changed(e)
	})
}

// readStream reads server-sent events; only data lines matter here.
func readStream(r io.Reader, changed func(StreamEvent) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data:")
		if !ok {
			continue
		}
		var e StreamEvent
		if json.Unmarshal([]byte(data), &e) != nil || e.ID == 0 {
			continue
		}
		if err := changed(e); err != nil {
			return err
		}
	}
	return errBroken
}
