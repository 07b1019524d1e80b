package httpapi

import (
	"context"
	"net/http"
	"sort"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/service"
)

const cookieName = "headgate_session"

type (
	callerKey struct{}
	secretKey struct{}
	remoteKey struct{}
)

// callerOf returns who asks, as authenticate found out; nobody on open routes.
func callerOf(ctx context.Context) service.Caller {
	c, _ := ctx.Value(callerKey{}).(service.Caller)
	return c
}

// authenticate finds out who asks before any handler runs. Only routes that say
// so themselves are open; all others need a caller.
func (a *api) authenticate(ctx huma.Context, next func(huma.Context)) {
	op := ctx.Operation()
	if op.Security != nil && len(op.Security) == 0 {
		next(ctx)
		return
	}
	secret := secretOf(ctx)
	caller, err := a.svc.Authenticate(ctx.Context(), secret)
	if err != nil {
		p := a.problem(ctx.Context(), err)
		if p.Status == http.StatusUnauthorized {
			ctx.SetHeader("WWW-Authenticate", `Bearer realm="headgate"`)
		}
		writeHuma(ctx, p)
		return
	}
	caller.Zone = a.zone(ctx.Header(zoneHeader))
	ctx = huma.WithValue(ctx, callerKey{}, caller)
	next(huma.WithValue(ctx, secretKey{}, secret))
}

// zoneHeader names the zone of who reads, by its IANA name.
const zoneHeader = "Time-Zone"

// zone returns the zone of that name. One that this program does not know is
// nil, so that sentences are in that of the site: a reader must not be locked
// out because his machine has newer zones.
func (a *api) zone(name string) *calendar.Zone {
	if name == "" {
		return nil
	}
	if known, ok := a.zones.Load(name); ok {
		return known.(*calendar.Zone)
	}
	z, err := calendar.LoadZone(name, nil)
	if err != nil {
		return nil
	}
	a.zones.Store(name, z)
	return z
}

// secretOf returns what the request brings: a token goes before a cookie.
func secretOf(ctx huma.Context) string {
	if scheme, token, ok := strings.Cut(ctx.Header("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	if c, err := huma.ReadCookie(ctx, cookieName); err == nil {
		return c.Value
	}
	return ""
}

func (a *api) sessionRoutes() {
	handle(a, operation("POST", "/login", "Log in with a password", open), a.login)
	handle(a, operation("POST", "/logout", "Log out", done), a.logout)
	handle(a, operation("GET", "/me", "Who I am"), func(ctx context.Context, c service.Caller, _ *nothing) (*body[client.Me], error) {
		return answer(a.svc.Me(ctx, c))
	})
	handle(a, operation("GET", "/demo/people", "The people of the demonstration and their passwords; nobody elsewhere", open), a.demoPeople)
	handle(a, operation("GET", "/tokens", "My API tokens"), func(ctx context.Context, c service.Caller, _ *nothing) (*body[[]client.Token], error) {
		return answer(a.svc.Tokens(ctx, c))
	})
	handle(a, operation("POST", "/tokens", "Make an API token; its secret is shown once", created), a.newToken)
	handle(a, operation("DELETE", "/tokens/{id}", "End an API token", done), func(ctx context.Context, c service.Caller, in *struct {
		ID string `path:"id"`
	},
	) (*nothing, error) {
		return &nothing{}, a.svc.DeleteToken(ctx, c, in.ID)
	})
}

type loginInput struct {
	Body struct {
		Person   string `json:"person" maxLength:"200"`
		Password string `json:"password" maxLength:"1000"`
	}
}

type loginOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      client.Me
}

func (a *api) login(ctx context.Context, _ service.Caller, in *loginInput) (*loginOutput, error) {
	from, _ := ctx.Value(remoteKey{}).(string)
	s, err := a.svc.Login(ctx, service.LoginRequest{Person: in.Body.Person, Password: in.Body.Password, From: from})
	if err != nil {
		return nil, err
	}
	cookie := a.cookie(s.Secret)
	cookie.Expires = s.ExpiresAt
	return &loginOutput{SetCookie: cookie, Body: s.Me}, nil
}

func (a *api) cookie(secret string) http.Cookie {
	return http.Cookie{
		Name: cookieName, Value: secret, Path: "/", HttpOnly: true, Secure: a.Secure, SameSite: http.SameSiteLaxMode,
	}
}

type logoutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func (a *api) logout(ctx context.Context, _ service.Caller, _ *nothing) (*logoutOutput, error) {
	secret, _ := ctx.Value(secretKey{}).(string)
	cookie := a.cookie("")
	cookie.MaxAge = -1
	return &logoutOutput{cookie}, a.svc.Logout(ctx, secret)
}

// DemoPerson is somebody to log in as on the page of the demonstration.
type DemoPerson struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Teams    []string `json:"teams"`
	Password string   `json:"password"`
}

func (a *api) demoPeople(ctx context.Context, _ service.Caller, _ *nothing) (*body[[]DemoPerson], error) {
	people, err := a.svc.DemoPeople(ctx)
	out := make([]DemoPerson, len(people))
	for i, p := range people {
		out[i] = DemoPerson{ID: p.ID, Name: p.Name, Teams: p.Teams, Password: a.svc.Demo[p.ID]}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return answer(out, err)
}

type tokenInput struct {
	Body struct {
		Name      string `json:"name" maxLength:"200"`
		ExpiresIn string `json:"expires_in,omitempty" doc:"such as 720h; without it the token does not expire"`
	}
}

func (a *api) newToken(ctx context.Context, c service.Caller, in *tokenInput) (*body[client.Token], error) {
	var life time.Duration
	if in.Body.ExpiresIn != "" {
		var err error
		if life, err = time.ParseDuration(in.Body.ExpiresIn); err != nil || life <= 0 {
			return nil, &service.Error{
				Kind: service.Invalid, Code: "invalid", Detail: "expires_in is no positive duration",
				Need: "write hours, such as 720h, or leave it out",
			}
		}
	}
	return answer(a.svc.NewToken(ctx, c, in.Body.Name, life))
}
