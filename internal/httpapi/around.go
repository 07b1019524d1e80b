package httpapi

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/headgate/headgate/internal/service"
)

type requestKey struct{}

// requestID returns the id of the request, which is in its answer, in every
// problem and in the log.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// policy lets pages load only what this server serves. Styles may be inline,
// because the component library writes its variables that way; scripts may not.
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

// around wraps what every request goes through, outermost first: an id,
// headers, no answer to a panic but a problem, no state change from another
// origin, a limit of time.
func (a *api) around(h http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, r, &service.Error{
			Kind: service.Forbidden, Code: "cross_origin", Detail: "the request comes from another origin",
			Need: "use the pages of this server, or send a token without cookies",
		})
	}))
	h = guard.Handler(limited(h))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), requestKey{}, newRequestID())
		ctx = context.WithValue(ctx, remoteKey{}, host(r.RemoteAddr))
		r = r.WithContext(ctx)
		setHeaders(w.Header(), ctx)
		defer a.recover(w, r)
		h.ServeHTTP(w, r)
	})
}

func newRequestID() string {
	b := make([]byte, 8)
	rand.Read(b) // never fails, see crypto/rand
	return hex.EncodeToString(b)
}

func host(addr string) string {
	if h, _, err := net.SplitHostPort(addr); err == nil {
		return h
	}
	return addr
}

func setHeaders(h http.Header, ctx context.Context) {
	h.Set("X-Request-Id", requestID(ctx))
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

// recover answers a panic with a problem, unless the answer has begun.
func (a *api) recover(w http.ResponseWriter, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler { //nolint:errorlint // a sentinel value of net/http, never wrapped
		panic(v)
	}
	a.Logger.Error("panic", "request", requestID(r.Context()), "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
	writeProblem(w, r, &service.Error{Kind: service.Internal, Code: "internal"})
}

// limited ends requests that take too long, to arrive or to be answered; the
// stream has no end, unless somebody sends a body with it, which it has none of.
// What is under the API is not to be kept by caches.
func limited(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, Prefix+"/") {
			w.Header().Set("Cache-Control", "no-store")
		}
		limit := maxTime
		switch {
		case r.URL.Path == Prefix+"/stream" && r.ContentLength == 0:
			h.ServeHTTP(w, r)
			return
		case r.URL.Path == Prefix+"/blobs":
			limit = maxUpload
		}
		ctx, cancel := context.WithTimeout(r.Context(), limit)
		defer cancel()
		c, deadline := http.NewResponseController(w), time.Now().Add(limit)
		// Not every ResponseWriter has deadlines; the one of net/http does. That
		// for reading holds for what no handler reads, too: net/http waits for it.
		_ = c.SetReadDeadline(deadline)
		_ = c.SetWriteDeadline(deadline)
		h.ServeHTTP(w, r.WithContext(ctx))
	})
}

// writeHuma answers with a problem from a middleware.
func writeHuma(ctx huma.Context, p *answerProblem) {
	ctx.SetHeader("Content-Type", p.ContentType(""))
	ctx.SetStatus(p.Status)
	// The connection may be gone; there is nobody left to tell.
	_ = json.NewEncoder(ctx.BodyWriter()).Encode(p)
}
