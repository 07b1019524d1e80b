package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Watch calls changed for every commit to the case (empty: all the caller may
// see) after the position last (0: from now on), until ctx ends or changed
// returns an error, which it returns. A lost connection is taken up again where
// it broke. When changed itself finds nobody to answer it (ErrNoAnswer), it is
// called again with the same commit once the connection is back.
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
	resp, err := c.send(ctx, request{method: http.MethodGet, path: "/stream", query: q, after: *last, endless: true})
	if errors.Is(err, ErrNoAnswer) {
		return errBroken
	}
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return readStream(resp.Body, func(e StreamEvent) error {
		err := changed(e)
		if errors.Is(err, ErrNoAnswer) {
			return errBroken
		}
		*last = e.ID
		return err
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
