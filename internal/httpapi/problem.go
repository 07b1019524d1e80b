package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/service"
)

// statuses is the one table from kind of error to HTTP status.
var statuses = map[service.Kind]int{
	service.Internal:        http.StatusInternalServerError,
	service.Unauthenticated: http.StatusUnauthorized,
	service.Forbidden:       http.StatusForbidden,
	service.NotFound:        http.StatusNotFound,
	service.Invalid:         http.StatusUnprocessableEntity,
	service.Refused:         http.StatusConflict,
	service.Moved:           http.StatusPreconditionFailed,
	service.Reused:          http.StatusUnprocessableEntity,
	service.Exists:          http.StatusConflict,
	service.TooMany:         http.StatusTooManyRequests,
	service.TooLarge:        http.StatusRequestEntityTooLarge,
	service.Busy:            http.StatusServiceUnavailable,
}

// answerProblem is an error on the wire: a client.Problem that huma can write.
type answerProblem struct{ client.Problem }

// Error returns code and detail.
func (p *answerProblem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus returns the HTTP status.
func (p *answerProblem) GetStatus() int { return p.Status }

// ContentType returns the media type of RFC 9457.
func (p *answerProblem) ContentType(string) string { return "application/problem+json" }

// problem turns an error of the service into one on the wire. What is ours is
// logged and not shown.
func (a *api) problem(ctx context.Context, err error) *answerProblem {
	var e *service.Error
	if !errors.As(err, &e) {
		e = &service.Error{Kind: service.Internal, Code: "internal", Cause: err}
	}
	if e.Cause != nil && !errors.Is(err, context.Canceled) {
		a.Logger.Error("request failed", "request", requestID(ctx), "code", e.Code, "error", err)
	}
	return shown(ctx, e)
}

func shown(ctx context.Context, e *service.Error) *answerProblem {
	status := statuses[e.Kind]
	p := &answerProblem{client.Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: e.Detail, Code: e.Code,
		Place: e.Place, Need: e.Need, Ask: e.Ask, Until: e.Until, Request: requestID(ctx), Diagnostics: e.Diagnostics,
	}}
	if e.Kind == service.Internal {
		p.Detail = "something went wrong on the server; nothing was changed"
		p.Need = "try again; if it happens again, give the request id to the operator"
	}
	return p
}

// humaProblem turns what huma finds wrong with a request into a problem.
func humaProblem(ctx context.Context, status int, msg string, errs []error) huma.StatusError {
	e := &service.Error{Kind: service.Invalid, Code: "invalid", Detail: sentence(msg, errs), Need: "see " + Prefix + "/openapi.json for what is expected"}
	switch {
	case status == http.StatusRequestEntityTooLarge:
		e.Kind, e.Code, e.Need = service.TooLarge, "too_large", "send less at a time"
	case status == http.StatusUnsupportedMediaType:
		e.Code, e.Need = "media_type", "send JSON as Content-Type: application/json"
	case status >= http.StatusInternalServerError:
		e.Kind, e.Code = service.Internal, "internal"
	}
	p := shown(ctx, e)
	if status >= 400 && status < 500 {
		p.Status, p.Title = status, http.StatusText(status)
	}
	return p
}

func sentence(msg string, errs []error) string {
	parts := []string{}
	for _, err := range errs {
		var d *huma.ErrorDetail
		switch {
		case err == nil:
		case errors.As(err, &d) && d.Location != "":
			parts = append(parts, d.Location+": "+d.Message)
		default:
			parts = append(parts, err.Error())
		}
	}
	if len(parts) == 0 {
		return msg
	}
	return strings.Join(parts, "; ")
}

// writeProblem answers outside of huma.
func writeProblem(w http.ResponseWriter, r *http.Request, e *service.Error) {
	p := shown(r.Context(), e)
	w.Header().Set("Content-Type", p.ContentType(""))
	w.WriteHeader(p.Status)
	// The connection may be gone; there is nobody left to tell.
	_ = json.NewEncoder(w).Encode(p)
}
