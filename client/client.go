// Package client speaks the HTTP API of a Headgate server: one method per
// route, the wire types of the API, and the stream of changes. The command line
// is built on it and on nothing else, so what it can do any program can.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Client calls one server as one person. It is safe for concurrent use.
type Client struct {
	base    string
	token   string
	zone    string
	session *session // nil: it acts by its token
	http    *http.Client
	version *atomic.Pointer[string] // of the server, as its last answer said
}

// versionHeader is in every answer of a server.
const versionHeader = "Headgate-Version"

// New returns a client of the server at base (http://127.0.0.1:8080) that acts
// with an API token; an empty token is nobody, until Login.
func New(base, token string) *Client {
	return &Client{
		base: strings.TrimRight(base, "/") + "/api/v1", token: token,
		http: &http.Client{Transport: transport, Timeout: time.Minute}, version: &atomic.Pointer[string]{},
	}
}

// InZone returns a client that reads sentences with their instants in the time
// zone of that IANA name; "" is the zone of the installation.
func (c *Client) InZone(name string) *Client {
	out := *c
	out.zone = name
	return &out
}

// ServerVersion returns the version that the server named in its last answer,
// or "" when it has not answered yet.
func (c *Client) ServerVersion() string {
	if v := c.version.Load(); v != nil {
		return *v
	}
	return ""
}

// transport keeps as many connections to a server as a busy program uses; that
// of package http keeps two and opens the others anew for every call.
var transport = func() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 64
	return t
}()

// Error returns "code place: detail".
func (p *Problem) Error() string {
	var b strings.Builder
	if p.Code != "" {
		b.WriteString(p.Code + " ")
	}
	if p.Place != "" {
		b.WriteString(p.Place)
	}
	s := strings.TrimRight(b.String(), " ")
	if s == "" {
		return p.Detail
	}
	return s + ": " + p.Detail
}

// Kind chooses between releases and changes, which have the same routes.
type Kind string

// The kinds of cases.
const (
	Releases Kind = "releases"
	Changes  Kind = "changes"
)

// Call is how a command is sent. Zero values are left to the server.
type Call struct {
	Key     string // idempotency key
	IfMatch string // ETag of the state the caller saw
}

// request is one call of the API.
type request struct {
	method, path string
	query        url.Values
	body         any       // JSON, unless raw is set
	raw          io.Reader // sent as it is
	call         Call
	after        int64 // of the stream: the position to resume behind, or 0
	endless      bool  // the answer stays open
}

// do sends a request and reads a JSON answer into out, unless out is nil. An
// answer that is a problem is returned as *Problem.
func (c *Client) do(ctx context.Context, r request, out any) error {
	resp, err := c.send(ctx, r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if out == nil {
		return nil
	}
	if err := json.NewDecoder(resp.Body).Decode(out); err != nil {
		return fmt.Errorf("%w: %s %s: %w", ErrNotHeadgate, r.method, r.path, err)
	}
	return nil
}

// ErrNotHeadgate says that an answer is not one of this API.
var ErrNotHeadgate = errors.New("the answer cannot be read")

// sendOnce returns the answer of a request that succeeded; the caller closes
// it.
func (c *Client) sendOnce(ctx context.Context, r request, secret string) (*http.Response, error) {
	req, err := c.build(ctx, r)
	if err != nil {
		return nil, err
	}
	if secret != "" {
		req.AddCookie(&http.Cookie{Name: sessionCookie, Value: secret})
	}
	caller := c.http
	if r.endless {
		caller = &http.Client{Transport: c.http.Transport}
	}
	resp, err := caller.Do(req)
	if err != nil {
		return nil, c.noAnswer(err)
	}
	if v := resp.Header.Get(versionHeader); v != "" {
		c.version.Store(&v)
	}
	if resp.StatusCode < 300 {
		return resp, nil
	}
	defer resp.Body.Close()
	return nil, problemOf(resp)
}

// ErrNoAnswer says that nobody answered at the address of the server.
var ErrNoAnswer = errors.New("no answer")

func (c *Client) noAnswer(err error) error {
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	if errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%w from %s: %w", ErrNoAnswer, strings.TrimSuffix(c.base, "/api/v1"), err)
}

func (c *Client) build(ctx context.Context, r request) (*http.Request, error) {
	var body io.Reader
	if r.raw != nil {
		body = io.NopCloser(r.raw) // the caller's, who may have to send it again
	}
	if r.body != nil {
		b, err := json.Marshal(r.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(b)
	}
	address := c.base + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, r.method, address, body)
	if err != nil {
		return nil, err
	}
	set := func(name, value string) {
		if value != "" {
			req.Header.Set(name, value)
		}
	}
	if r.body != nil {
		set("Content-Type", "application/json")
	} else if r.raw != nil {
		set("Content-Type", "application/octet-stream")
	}
	if c.token != "" {
		set("Authorization", "Bearer "+c.token)
	}
	set("Time-Zone", c.zone)
	if r.after > 0 {
		set("Last-Event-ID", strconv.FormatInt(r.after, 10))
	}
	set("Idempotency-Key", r.call.Key)
	set("If-Match", r.call.IfMatch)
	return req, nil
}

func problemOf(resp *http.Response) error {
	p := &Problem{}
	text, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if json.Unmarshal(text, p) != nil || p.Detail == "" && p.Title == "" {
		p.Detail = strings.TrimSpace(string(text))
	}
	if p.Detail == "" {
		p.Detail = resp.Status
	}
	p.Status = resp.StatusCode
	return p
}

// get reads one thing.
func get[T any](ctx context.Context, c *Client, path string, query url.Values) (T, error) {
	var out T
	err := c.do(ctx, request{method: http.MethodGet, path: path, query: query}, &out)
	return out, err
}

// post sends one thing and reads the answer.
func post[T any](ctx context.Context, c *Client, path string, body any, call Call) (T, error) {
	var out T
	err := c.do(ctx, request{method: http.MethodPost, path: path, body: body, call: call}, &out)
	return out, err
}

// Me returns the caller.
func (c *Client) Me(ctx context.Context) (Me, error) { return get[Me](ctx, c, "/me", nil) }

// Models lists the models the server holds, every version.
func (c *Client) Models(ctx context.Context) (Page[ModelSummary], error) {
	return get[Page[ModelSummary]](ctx, c, "/models", nil)
}

// Model returns one model by id or id@version.
func (c *Client) Model(ctx context.Context, ref string) (ModelView, error) {
	return get[ModelView](ctx, c, "/models/"+url.PathEscape(ref), nil)
}

// Check returns the diagnostics of documents; nothing is stored.
func (c *Client) Check(ctx context.Context, files []SourceFile) (CheckResult, error) {
	return post[CheckResult](ctx, c, "/models/check", CheckRequest{files}, Call{})
}

// Submit stores documents for review when they are in order, proved and tested.
func (c *Client) Submit(ctx context.Context, files []SourceFile) (CheckResult, error) {
	return post[CheckResult](ctx, c, "/models", CheckRequest{files}, Call{})
}

// Judge approves, returns, withdraws or retires a version of a model.
func (c *Client) Judge(ctx context.Context, ref string, r JudgeRequest) (ModelSummary, error) {
	return post[ModelSummary](ctx, c, "/models/"+url.PathEscape(ref)+"/judge", r, Call{})
}

// Start starts a case.
func (c *Client) Start(ctx context.Context, kind Kind, r StartRequest, call Call) (CaseView, error) {
	return post[CaseView](ctx, c, "/"+string(kind), r, call)
}

// CaseFilter narrows a list of cases; zero fields do not.
type CaseFilter struct {
	Status string // open, closed, all; default open
	Text   string
	Model  string
	Health string
	Cursor string
	Limit  int
}

func (f CaseFilter) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"status": f.Status, "q": f.Text, "model": f.Model, "health": f.Health, "cursor": f.Cursor} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if f.Limit > 0 {
		q.Set("limit", strconv.Itoa(f.Limit))
	}
	return q
}

// Cases lists cases, the clock that runs out first on top.
func (c *Client) Cases(ctx context.Context, kind Kind, f CaseFilter) (Page[CaseSummary], error) {
	return get[Page[CaseSummary]](ctx, c, "/"+string(kind), f.query())
}

func casePath(kind Kind, id string, more ...string) string {
	path := "/" + string(kind) + "/" + url.PathEscape(id)
	for _, m := range more {
		path += "/" + url.PathEscape(m)
	}
	return path
}

// Case returns one case.
func (c *Client) Case(ctx context.Context, kind Kind, id string) (CaseView, error) {
	return get[CaseView](ctx, c, casePath(kind, id), nil)
}

// Step returns one step of a case by its place, such as wave_go[canary].
func (c *Client) Step(ctx context.Context, kind Kind, id, place string) (StepView, error) {
	return get[StepView](ctx, c, casePath(kind, id, "steps", place), nil)
}

// Graph returns the laid out live graph of a case.
func (c *Client) Graph(ctx context.Context, kind Kind, id string) (Graph, error) {
	return get[Graph](ctx, c, casePath(kind, id, "graph"), nil)
}

// Log returns the events of a case after a position in it.
func (c *Client) Log(ctx context.Context, kind Kind, id string, after int64, limit int) (Page[LogEntry], error) {
	q := url.Values{"after": {strconv.FormatInt(after, 10)}}
	if limit > 0 {
		q.Set("limit", strconv.Itoa(limit))
	}
	return get[Page[LogEntry]](ctx, c, casePath(kind, id, "log"), q)
}

// Do gives a case a command.
func (c *Client) Do(ctx context.Context, kind Kind, id string, r CommandRequest, call Call) (CommandResult, error) {
	return post[CommandResult](ctx, c, casePath(kind, id, "commands"), r, call)
}

// Inbox lists open work: for me, teams or all.
func (c *Client) Inbox(ctx context.Context, who string) (Page[InboxItem], error) {
	return get[Page[InboxItem]](ctx, c, "/inbox", url.Values{"for": {who}})
}

// Record returns the record pack of a case as html, md or json.
func (c *Client) Record(ctx context.Context, kind Kind, id, format string) ([]byte, error) {
	return c.bytes(ctx, casePath(kind, id, "record."+format), nil)
}

// GraphSVG returns the picture of a model.
func (c *Client) GraphSVG(ctx context.Context, ref string) ([]byte, error) {
	return c.bytes(ctx, "/models/"+url.PathEscape(ref)+"/graph.svg", nil)
}

// Handbook returns the handbook of a model, an HTML page.
func (c *Client) Handbook(ctx context.Context, ref string) ([]byte, error) {
	return c.bytes(ctx, "/models/"+url.PathEscape(ref)+"/handbook", nil)
}

// Output returns what an executor call printed from a byte offset on.
func (c *Client) Output(ctx context.Context, kind Kind, id, place string, after int64) ([]byte, error) {
	return c.bytes(ctx, casePath(kind, id, "steps", place, "output"), url.Values{"after": {strconv.FormatInt(after, 10)}})
}

func (c *Client) bytes(ctx context.Context, path string, q url.Values) ([]byte, error) {
	resp, err := c.send(ctx, request{method: http.MethodGet, path: path, query: q})
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// PutBlob stores content under its digest. The content is not closed.
func (c *Client) PutBlob(ctx context.Context, name string, content io.Reader) (Blob, error) {
	var out Blob
	err := c.do(ctx, request{method: http.MethodPost, path: "/blobs", query: url.Values{"name": {name}}, raw: content}, &out)
	return out, err
}

// Blob returns stored content.
func (c *Client) Blob(ctx context.Context, digest string) ([]byte, error) {
	return c.bytes(ctx, "/blobs/"+url.PathEscape(digest), nil)
}

// whole reads a list that the API gives in one piece, as its only page.
func whole[T any](ctx context.Context, c *Client, path string) (Page[T], error) {
	items, err := get[[]T](ctx, c, path, nil)
	return Page[T]{Items: items, Total: len(items)}, err
}

// People lists the directory.
func (c *Client) People(ctx context.Context) (Page[Person], error) {
	return whole[Person](ctx, c, "/people")
}

// PersonRequest adds or changes a person. Absent parts stay as they are; of a
// new person they are empty.
type PersonRequest struct {
	ID           string    `json:"id,omitempty"`
	Name         *string   `json:"name,omitempty"`
	Password     string    `json:"password,omitempty"`
	Organization *string   `json:"organization,omitempty"`
	Skills       *[]string `json:"skills,omitempty"`
	Teams        *[]string `json:"teams,omitempty"`
	Permissions  *[]string `json:"permissions,omitempty"`
	Disabled     *bool     `json:"disabled,omitempty"`
}

// AddPerson adds a person.
func (c *Client) AddPerson(ctx context.Context, p PersonRequest) (Person, error) {
	return post[Person](ctx, c, "/people", p, Call{})
}

// PutPerson changes the person of that id.
func (c *Client) PutPerson(ctx context.Context, p PersonRequest) (Person, error) {
	var out Person
	err := c.do(ctx, request{method: http.MethodPut, path: "/people/" + url.PathEscape(p.ID), body: p}, &out)
	return out, err
}

// Tokens lists the caller's tokens, without secrets.
func (c *Client) Tokens(ctx context.Context) (Page[Token], error) {
	return whole[Token](ctx, c, "/tokens")
}

// TokenRequest asks for a token; ExpiresIn is a duration such as 720h, empty
// for the server's default.
type TokenRequest struct {
	Name      string `json:"name"`
	ExpiresIn string `json:"expires_in,omitempty"`
}

// AddToken makes a token; its secret is in the answer and nowhere else.
func (c *Client) AddToken(ctx context.Context, r TokenRequest) (Token, error) {
	return post[Token](ctx, c, "/tokens", r, Call{})
}

// RemoveToken ends a token at once.
func (c *Client) RemoveToken(ctx context.Context, id string) error {
	return c.do(ctx, request{method: http.MethodDelete, path: "/tokens/" + url.PathEscape(id)}, nil)
}
