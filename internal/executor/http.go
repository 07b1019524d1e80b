package executor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// HTTP calls a URL. URL, header values and Body may hold ${with:input},
// ${env:NAME} and ${file:path}. Without Body, the inputs are sent as a JSON
// object, except with GET and HEAD. The idempotency key of the call goes along
// as header Idempotency-Key.
type HTTP struct {
	Method  string            `yaml:"method"` // default GET for a source or a call without inputs, else POST
	URL     string            `yaml:"url"`
	Headers map[string]string `yaml:"headers"`
	Body    string            `yaml:"body"`
	Expect  []int             `yaml:"expect"`  // statuses; default any 2xx
	Assert  []Assertion       `yaml:"assert"`  // on the JSON answer
	Outputs map[string]string `yaml:"outputs"` // output -> path in the JSON answer; "." is all of it
	Retry   int               `yaml:"retry"`   // more tries of an idempotent call
	Pause   Duration          `yaml:"pause"`   // before the first retry, doubled each time; default 500ms
}

// Assertion says what a place of the JSON answer must be. Path is dotted, with
// numbers for list elements: items.0.state.
type Assertion struct {
	Path   string `yaml:"path"`
	Equals string `yaml:"equals"`
}

type httpRun struct {
	HTTP
	idempotent bool
}

// maxAnswer bounds the answer read, in bytes.
const maxAnswer = 1 << 20

// repeatable reports whether the call may be sent again: by its method (RFC
// 9110 section 9.2.2) or because the installation says so.
func (h httpRun) repeatable(method string) bool {
	return h.idempotent || slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete}, method)
}

func (h httpRun) Run(ctx context.Context, c Call, out io.Writer) Result {
	method := h.method(c)
	pause := time.Duration(h.Pause)
	if pause == 0 {
		pause = 500 * time.Millisecond
	}
	for try := 0; ; try++ {
		r, again := h.once(ctx, method, c, out)
		if !again || try >= h.Retry || !h.repeatable(method) {
			return transient(r, again)
		}
		fmt.Fprintf(out, "again in %s: %s\n", pause, r.Error)
		select {
		case <-ctx.Done():
			return transient(r, again)
		case <-time.After(pause):
			pause *= 2
		}
	}
}

// transient says of a failure that another try may help.
func transient(r Result, again bool) Result {
	if again && r.Outcome == Failed {
		r.Outcome = Transient
	}
	return r
}

func (h httpRun) method(c Call) string {
	switch {
	case h.Method != "":
		return strings.ToUpper(h.Method)
	case len(c.With) == 0 && h.Body == "":
		return http.MethodGet
	}
	return http.MethodPost
}

// once sends one request. again says that another try may help.
func (h httpRun) once(ctx context.Context, method string, c Call, out io.Writer) (r Result, again bool) {
	req, secrets, err := h.request(ctx, method, c)
	if err != nil {
		return failed(err), false
	}
	log := newMask(out, secrets)
	defer func() { _ = log.Close() }()
	resp, err := outbound.Do(req)
	if err != nil {
		return h.broken(method, err), true
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	fmt.Fprintf(log, "%s %s -> %s\n%s\n", method, req.URL.Redacted(), resp.Status, body)
	switch {
	case err != nil:
		return h.broken(method, err), true
	case len(body) > maxAnswer:
		return failed(fmt.Errorf("the answer is larger than %d bytes", maxAnswer)), false
	}
	return h.judge(method, resp.StatusCode, body)
}

// outbound follows no redirects: a moved address is for a person to correct.
var outbound = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func (h httpRun) request(ctx context.Context, method string, c Call) (*http.Request, []string, error) {
	url, secrets, err := expand(h.URL, c)
	if err != nil {
		return nil, nil, err
	}
	body, used, err := h.body(method, c)
	if err != nil {
		return nil, nil, err
	}
	secrets = append(secrets, used...)
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	if len(body) > 0 {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Idempotency-Key", c.Key)
	for name, text := range h.Headers {
		v, used, err := expand(text, c)
		if err != nil {
			return nil, nil, err
		}
		req.Header.Set(name, v)
		secrets = append(secrets, used...)
	}
	return req, secrets, nil
}

func (h httpRun) body(method string, c Call) ([]byte, []string, error) {
	if h.Body != "" {
		text, secrets, err := expand(h.Body, c)
		return []byte(text), secrets, err
	}
	if method == http.MethodGet || method == http.MethodHead || len(c.With) == 0 {
		return nil, nil, nil
	}
	b, err := json.Marshal(c.With)
	return b, nil, err
}

// broken judges a request that got no whole answer: nothing was sent when the
// connection could not be made, else nobody knows, unless it may be repeated.
func (h httpRun) broken(method string, err error) Result {
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" || h.repeatable(method) {
		return failed(fmt.Errorf("no answer: %w", err))
	}
	return doubt("the connection broke after the request was sent: " + err.Error())
}

func (h httpRun) judge(method string, status int, body []byte) (r Result, again bool) {
	if !h.expected(status) {
		r = failed(fmt.Errorf("status %d was not expected", status))
		passing := status == http.StatusBadGateway || status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout
		if passing && !h.repeatable(method) {
			r = doubt(fmt.Sprintf("status %d: the request may have arrived", status))
		}
		return r, passing || status == http.StatusTooManyRequests
	}
	var answer any
	if len(h.Assert)+len(h.Outputs) > 0 {
		if err := json.Unmarshal(body, &answer); err != nil {
			return failed(fmt.Errorf("the answer is no JSON: %w", err)), false
		}
	}
	for _, a := range h.Assert {
		if got := text(dig(answer, a.Path)); got != a.Equals {
			return failed(fmt.Errorf("%s is %q, expected %q", a.Path, got, a.Equals)), false
		}
	}
	outputs, err := pick(answer, h.Outputs)
	if err != nil {
		return failed(err), false
	}
	return Result{Outcome: Done, Outputs: outputs}, false
}

func (h httpRun) expected(status int) bool {
	if len(h.Expect) == 0 {
		return status >= 200 && status < 300
	}
	return slices.Contains(h.Expect, status)
}

func pick(answer any, paths map[string]string) (map[string]json.RawMessage, error) {
	outputs := map[string]json.RawMessage{}
	for name, path := range paths {
		v := dig(answer, path)
		if v == nil {
			return nil, fmt.Errorf("the answer has no %s", path)
		}
		raw, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		outputs[name] = raw
	}
	return outputs, nil
}

// dig follows a dotted path; nil: there is nothing. "." is the whole.
func dig(v any, path string) any {
	if path == "." {
		return v
	}
	for key := range strings.SplitSeq(path, ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(at) {
				return nil
			}
			v = at[i]
		default:
			return nil
		}
	}
	return v
}

// text is a JSON value as it is written in an assertion.
func text(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}
