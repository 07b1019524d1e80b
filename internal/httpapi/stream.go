package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/service"
)

// writeTime is how long a watcher may take to take what is sent. A slower one
// is dropped; it comes back with Last-Event-ID and has missed nothing.
const writeTime = 5 * time.Second

func (a *api) streamRoutes() {
	handle(a, operation("GET", "/stream", "Changes as they are committed (server-sent events)", a.eventStream), a.stream)
}

func (a *api) eventStream(op *huma.Operation) {
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[client.StreamEvent](), true, "StreamEvent")
	op.Description = "Events of type change; data is a StreamEvent, id the position in the log of all cases. " +
		"Last-Event-ID resumes behind that position."
	op.Responses = map[string]*huma.Response{"200": {
		Description: "OK", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: schema}},
	}}
}

type streamInput struct {
	Case   string `query:"case" maxLength:"100" doc:"only this case"`
	After  string `query:"after" doc:"position to resume behind, for clients that cannot send headers"`
	LastID string `header:"Last-Event-ID"`
}

func (a *api) stream(ctx context.Context, c service.Caller, in *streamInput) (*huma.StreamResponse, error) {
	w, err := a.svc.Watch(ctx, c, position(in.LastID, in.After), in.Case)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		r, rw := humago.Unwrap(ctx)
		rw.Header().Set("Content-Type", "text/event-stream")
		rw.Header().Set("X-Accel-Buffering", "no") // proxies must pass events on at once
		if err := a.send(r.Context(), rw, w); err != nil && r.Context().Err() == nil {
			a.Logger.Info("stream dropped", "request", requestID(r.Context()), "error", err)
		}
	}}, nil
}

// position returns the first of the texts that is a number, or -1: from now on.
func position(texts ...string) int64 {
	for _, t := range texts {
		if n, err := strconv.ParseInt(t, 10, 64); err == nil && n >= 0 {
			return n
		}
	}
	return -1
}

func (a *api) send(ctx context.Context, rw http.ResponseWriter, w *service.Watch) error {
	out := &eventWriter{w: rw, c: http.NewResponseController(rw)}
	beat := time.NewTicker(a.Heartbeat)
	defer beat.Stop()
	if err := out.write("retry: 2000\n: resume with Last-Event-ID when dropped\n\n"); err != nil {
		return err
	}
	for {
		events, moved, err := w.Next(ctx)
		if err != nil {
			return err
		}
		for i := range events {
			if err := out.event(&events[i]); err != nil {
				return err
			}
		}
		if len(events) > 0 {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-moved:
		case <-beat.C:
			if err := out.write(": still here\n\n"); err != nil {
				return err
			}
		}
	}
}

type eventWriter struct {
	w io.Writer
	c *http.ResponseController
}

func (w *eventWriter) event(e *client.StreamEvent) error {
	data, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return w.write(fmt.Sprintf("id: %d\nevent: change\ndata: %s\n\n", e.ID, data))
}

func (w *eventWriter) write(text string) error {
	if err := w.c.SetWriteDeadline(time.Now().Add(writeTime)); err != nil {
		return err
	}
	if _, err := io.WriteString(w.w, text); err != nil {
		return err
	}
	return w.c.Flush()
}
