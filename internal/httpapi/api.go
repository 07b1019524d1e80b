package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/service"
	"github.com/headgate/headgate/model"
)

// Prefix is the path of the API.
const Prefix = "/api/v1"

// Limits of a request. Content has its own, larger one.
const (
	maxBody    = 1 << 20
	maxContent = service.MaxContent
	maxTime    = 30 * time.Second
	maxUpload  = 5 * time.Minute
)

// Config is what the handler needs beside the service.
type Config struct {
	// Static holds the built pages, index.html at its root. Nil: only the API.
	Static fs.FS
	// Secure marks cookies as to be sent over TLS only.
	Secure bool
	Logger *slog.Logger // nil: discard
	// Heartbeat is how often a quiet stream says that it lives; 0: 15 s.
	Heartbeat time.Duration
}

// api is the handler under construction.
type api struct {
	Config
	svc   *service.Service
	huma  huma.API
	zones sync.Map // name -> *calendar.Zone: laying one out takes as long as a request
}

// New returns the handler of the API, the stream of changes, the health checks
// and the pages.
func New(svc *service.Service, c Config) http.Handler {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Heartbeat == 0 {
		c.Heartbeat = 15 * time.Second
	}
	a := &api{Config: c, svc: svc}
	mux := http.NewServeMux()
	a.huma = newHuma(mux)
	a.routes()
	nullable(a.huma.OpenAPI().Components.Schemas)
	mux.HandleFunc("GET "+Prefix+"/openapi.json", a.openAPI)
	mux.HandleFunc("GET "+Prefix+"/model.schema.json", a.modelSchema)
	mux.HandleFunc("GET /healthz", a.health)
	mux.HandleFunc("GET /readyz", a.ready)
	mux.HandleFunc(Prefix+"/", a.noRoute)
	mux.Handle("/", a.pages())
	return a.around(mux)
}

func (a *api) routes() {
	a.huma.UseMiddleware(a.authenticate)
	a.sessionRoutes()
	a.directoryRoutes()
	a.modelRoutes()
	a.caseRoutes("/releases", service.Release)
	a.caseRoutes("/changes", service.Change)
	a.inboxRoutes()
	a.contentRoutes()
	a.streamRoutes()
}

// humaDefaults are package variables of huma, set once before its first use.
var humaDefaults sync.Once

func newHuma(mux *http.ServeMux) huma.API {
	humaDefaults.Do(func() {
		huma.DefaultArrayNullable = false
		huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
			return humaProblem(ctx.Context(), status, msg, errs)
		}
		huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
			return humaProblem(context.Background(), status, msg, errs)
		}
	})
	config := huma.DefaultConfig("Headgate", "1")
	config.Info.Description = "Releases and changes, from plan to review. Errors are problem details (RFC 9457)."
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil
	config.Formats = map[string]huma.Format{"application/json": strictJSON, "json": strictJSON}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: cookieName, Description: "made by POST /login"},
		"token":   {Type: "http", Scheme: "bearer", Description: "an API token, hg_…"},
	}
	config.Security = []map[string][]string{{"session": {}}, {"token": {}}}
	config.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[answerProblem](), reflect.TypeFor[client.Problem]())
	return humago.NewWithPrefix(mux, Prefix, config)
}

// strictJSON reads and writes as huma does, but for text that is no UTF-8: the
// decoder would put other letters in the place of what was sent.
var strictJSON = huma.Format{
	Marshal: huma.DefaultJSONFormat.Marshal,
	Unmarshal: func(data []byte, v any) error {
		if !utf8.Valid(data) {
			return errors.New("the text is not UTF-8")
		}
		return huma.DefaultJSONFormat.Unmarshal(data, v)
	},
}

// nullable says in the schemas that a required field which is a pointer to an
// object may be null, as the wire types promise: absent things are null.
func nullable(schemas huma.Registry) {
	for name, schema := range schemas.Map() {
		t := schemas.TypeFromRef("#/components/schemas/" + name)
		if t == nil || t.Kind() != reflect.Struct {
			continue
		}
		for _, f := range reflect.VisibleFields(t) {
			key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			property := schema.Properties[key]
			if f.Type.Kind() != reflect.Pointer || property == nil || property.Ref == "" || options == "omitempty" {
				continue
			}
			schema.Properties[key] = &huma.Schema{
				Description: property.Description,
				OneOf:       []*huma.Schema{{Ref: property.Ref}, {Type: "null"}},
			}
		}
	}
}

// OpenAPI returns the description of the API, indented.
func OpenAPI() ([]byte, error) {
	text, err := json.MarshalIndent(describe(), "", "  ")
	return append(text, '\n'), err
}

func describe() *huma.OpenAPI {
	a := &api{huma: newHuma(http.NewServeMux())}
	a.routes()
	nullable(a.huma.OpenAPI().Components.Schemas)
	return a.huma.OpenAPI()
}

func (a *api) openAPI(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/vnd.oai.openapi+json")
	if err := json.NewEncoder(w).Encode(a.huma.OpenAPI()); err != nil {
		a.Logger.Error("write openapi", "error", err)
	}
}

// modelSchema answers with the JSON Schema of model documents, for editors.
func (a *api) modelSchema(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/schema+json")
	if _, err := w.Write(model.Schema()); err != nil {
		a.Logger.Error("write schema", "error", err)
	}
}

func (a *api) health(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

func (a *api) ready(w http.ResponseWriter, r *http.Request) {
	if err := a.svc.Ready(r.Context()); err != nil {
		a.Logger.Error("not ready", "error", err)
		e := &service.Error{Kind: service.Busy, Code: "not_ready", Detail: "the data cannot be reached", Need: "see the log of the server"}
		errors.As(err, &e) // says why, if it is something that can be mended
		writeProblem(w, r, e)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (a *api) noRoute(w http.ResponseWriter, r *http.Request) {
	writeProblem(w, r, &service.Error{
		Kind: service.NotFound, Code: "no_route", Detail: "there is no " + r.Method + " " + r.URL.Path,
		Need: "see " + Prefix + "/openapi.json for what there is",
	})
}

// operation describes a route. Its id is made of method and path.
func operation(method, path, summary string, more ...func(*huma.Operation)) huma.Operation {
	id := strings.NewReplacer("/", "-", "{", "", "}", "", ".", "-", "_", "-").Replace(path)
	op := huma.Operation{
		Method: method, Path: path, Summary: summary, OperationID: strings.ToLower(method) + id,
		Tags: []string{strings.Split(path, "/")[1]}, MaxBodyBytes: maxBody, BodyReadTimeout: maxTime,
	}
	for _, f := range more {
		f(&op)
	}
	return op
}

// open lets a route be called by anybody.
func open(op *huma.Operation) { op.Security = []map[string][]string{} }

// created makes 201 the status of success.
func created(op *huma.Operation) { op.DefaultStatus = http.StatusCreated }

// done makes 204 the status of success.
func done(op *huma.Operation) { op.DefaultStatus = http.StatusNoContent }

// handle adds a route. The error of do becomes a problem.
func handle[I, O any](a *api, op huma.Operation, do func(context.Context, service.Caller, *I) (*O, error)) {
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, callerOf(ctx), in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

// body is an answer.
type body[T any] struct{ Body T }

func answer[T any](v T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{v}, nil
}

// nothing is an input or answer without content.
type nothing struct{}
