package httpapi

import (
	"context"
	"mime"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/service"
)

func (a *api) directoryRoutes() {
	handle(a, operation("GET", "/people", "Everybody"), func(ctx context.Context, c service.Caller, _ *nothing) (*body[[]client.Person], error) {
		return answer(a.svc.People(ctx, c))
	})
	handle(a, operation("POST", "/people", "Add a person", created), func(ctx context.Context, c service.Caller, in *struct{ Body service.PersonRequest }) (*body[client.Person], error) {
		return answer(a.svc.AddPerson(ctx, c, in.Body))
	})
	handle(a, operation("PUT", "/people/{id}", "Change a person"), func(ctx context.Context, c service.Caller, in *personInput) (*body[client.Person], error) {
		in.Body.ID = in.ID
		return answer(a.svc.PutPerson(ctx, c, in.Body))
	})
	handle(a, operation("GET", "/teams", "All teams"), func(ctx context.Context, c service.Caller, _ *nothing) (*body[[]client.Team], error) {
		return answer(a.svc.Teams(ctx, c))
	})
	handle(a, operation("PUT", "/teams/{id}", "Add or change a team"), func(ctx context.Context, c service.Caller, in *teamInput) (*body[client.Team], error) {
		return answer(a.svc.PutTeam(ctx, c, client.Team{ID: in.ID, Members: in.Body.Members}))
	})
}

type personInput struct {
	ID   string `path:"id" maxLength:"100"`
	Body service.PersonRequest
}

type teamInput struct {
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Members []string `json:"members"`
	}
}

func (a *api) modelRoutes() {
	handle(a, operation("GET", "/models", "All versions of all models"), func(ctx context.Context, c service.Caller, in *PageInput) (*body[client.Page[client.ModelSummary]], error) {
		return answer(a.svc.Models(ctx, c, in.Cursor, in.Limit))
	})
	handle(a, operation("GET", "/models/{ref}", "A model: id or id@version"), func(ctx context.Context, c service.Caller, in *modelInput) (*body[client.ModelView], error) {
		return answer(a.svc.Model(ctx, c, in.Ref))
	})
	handle(a, operation("GET", "/models/{ref}/graph.svg", "The graph of a model as a picture"), func(ctx context.Context, c service.Caller, in *modelInput) (*document, error) {
		svg, err := a.svc.ModelSVG(ctx, c, in.Ref)
		return &document{ContentType: "image/svg+xml", Policy: documentPolicy, Body: svg}, err
	})
	handle(a, operation("GET", "/models/{id}/diff", "How two versions of a model differ, in words"), func(ctx context.Context, c service.Caller, in *diffInput) (*body[client.ModelDiff], error) {
		return answer(a.svc.ModelDiff(ctx, c, in.ID, in.From, in.To))
	})
	handle(a, operation("GET", "/models/{ref}/handbook", "The handbook of a model as a page"), func(ctx context.Context, c service.Caller, in *modelInput) (*document, error) {
		page, err := a.svc.ModelHandbook(ctx, c, in.Ref)
		return &document{ContentType: "text/html; charset=utf-8", Policy: documentPolicy, Body: page}, err
	})
	handle(a, operation("POST", "/models/check", "Check documents without storing them"), func(ctx context.Context, c service.Caller, in *filesInput) (*body[client.CheckResult], error) {
		return answer(a.svc.CheckModels(ctx, c, in.Body.Files))
	})
	handle(a, operation("POST", "/models", "Submit documents for review, if they are in order, proved and tested"), func(ctx context.Context, c service.Caller, in *filesInput) (*body[client.CheckResult], error) {
		return answer(a.svc.SubmitModels(ctx, c, in.Body.Files))
	})
	handle(a, operation("POST", "/models/{ref}/judge", "Approve, return, withdraw or retire a version"), func(ctx context.Context, c service.Caller, in *judgeInput) (*body[client.ModelSummary], error) {
		return answer(a.svc.JudgeModel(ctx, c, in.Ref, in.Body.Act, in.Body.Reason))
	})
}

type judgeInput struct {
	Ref  string `path:"ref" maxLength:"200" example:"software-standard@2.3.1"`
	Body client.JudgeRequest
}

type modelInput struct {
	Ref string `path:"ref" maxLength:"200" example:"software-standard@2.3.1"`
}

type diffInput struct {
	ID   string `path:"id" maxLength:"100" example:"software-standard"`
	From string `query:"from" maxLength:"100" doc:"the old version; default: the one before"`
	To   string `query:"to" maxLength:"100" doc:"the new version; default: the current one"`
}

type filesInput struct{ Body client.CheckRequest }

func (a *api) inboxRoutes() {
	handle(a, operation("GET", "/inbox", "Open work, the clock that runs out first on top"), func(ctx context.Context, c service.Caller, in *inboxInput) (*body[client.Page[client.InboxItem]], error) {
		return answer(a.svc.Inbox(ctx, c, in.For, in.Cursor, in.Limit))
	})
}

type inboxInput struct {
	For string `query:"for" enum:"me,teams,all" default:"me"`
	PageInput
}

func (a *api) contentRoutes() {
	handle(a, operation("POST", "/blobs", "Store content under its digest", created, large), func(ctx context.Context, c service.Caller, in *blobInput) (*body[client.Blob], error) {
		return answer(a.svc.PutBlob(ctx, c, in.Name, in.Media, in.RawBody))
	})
	handle(a, operation("GET", "/blobs/{digest}", "Stored content"), func(ctx context.Context, c service.Caller, in *struct {
		Digest string `path:"digest" maxLength:"100"`
	},
	) (*download, error) {
		b, content, err := a.svc.Blob(ctx, c, in.Digest)
		return &download{
			ContentType: media(b.Media), Disposition: mime.FormatMediaType("attachment", map[string]string{"filename": b.Name}),
			Policy: documentPolicy, Body: content,
		}, err
	})
}

func large(op *huma.Operation) {
	op.MaxBodyBytes, op.BodyReadTimeout = maxContent, maxUpload
}

type blobInput struct {
	Name    string `query:"name" maxLength:"500"`
	Media   string `header:"Content-Type"`
	RawBody []byte `contentType:"application/octet-stream"`
}

type download struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Policy      string `header:"Content-Security-Policy"`
	Body        []byte
}

// media returns a stored media type when it is one, so that nobody writes
// headers by it.
func media(stored string) string {
	if t, params, err := mime.ParseMediaType(stored); err == nil && strings.Contains(t, "/") {
		return mime.FormatMediaType(t, params)
	}
	return "application/octet-stream"
}
