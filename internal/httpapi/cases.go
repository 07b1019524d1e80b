package httpapi

import (
	"context"
	"strconv"
	"strings"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/service"
)

// caseRoutes adds the routes of releases or of changes; they are the same.
func (a *api) caseRoutes(path string, kind service.CaseKind) {
	one := path + "/{id}"
	word := string(kind)
	handle(a, operation("GET", path, "List "+word+"s"), func(ctx context.Context, c service.Caller, in *listInput) (*body[client.Page[client.CaseSummary]], error) {
		return answer(a.svc.Cases(ctx, c, kind, in.query()))
	})
	handle(a, operation("POST", path, "Start a "+word, created), func(ctx context.Context, c service.Caller, in *startInput) (*tagged[client.CaseView], error) {
		cond, err := in.condition()
		if err != nil {
			return nil, err
		}
		v, err := a.svc.Start(ctx, c, kind, in.Body, cond)
		return tag(v, v.ETag, err)
	})
	handle(a, operation("GET", one, "One "+word), func(ctx context.Context, c service.Caller, in *CaseInput) (*tagged[client.CaseView], error) {
		v, err := a.svc.Case(ctx, c, kind, in.ID)
		return tag(v, v.ETag, err)
	})
	handle(a, operation("GET", one+"/graph", "The live graph of a "+word), func(ctx context.Context, c service.Caller, in *graphInput) (*body[client.Graph], error) {
		return answer(a.svc.CaseGraph(ctx, c, kind, in.ID, fold(in.Fold)))
	})
	handle(a, operation("GET", one+"/log", "The log of a "+word+", oldest first"), func(ctx context.Context, c service.Caller, in *logInput) (*body[client.Page[client.LogEntry]], error) {
		return answer(a.svc.Log(ctx, c, kind, in.ID, in.After, in.Limit))
	})
	handle(a, operation("GET", one+"/why", "Whom or what a "+word+" waits for"), func(ctx context.Context, c service.Caller, in *CaseInput) (*body[service.Why], error) {
		return answer(a.svc.Why(ctx, c, kind, in.ID))
	})
	handle(a, operation("GET", one+"/steps/{place}", "One step"), func(ctx context.Context, c service.Caller, in *StepInput) (*tagged[client.StepView], error) {
		v, etag, err := a.svc.Step(ctx, c, kind, in.ID, in.Place)
		return tag(v, etag, err)
	})
	handle(a, operation("GET", one+"/steps/{place}/output", "Live output of a step's executor call"), func(ctx context.Context, c service.Caller, in *outputInput) (*output, error) {
		text, next, err := a.svc.Output(ctx, c, kind, in.ID, in.Place, in.After)
		return &output{ContentType: "text/plain; charset=utf-8", Next: next, Body: text}, err
	})
	handle(a, operation("POST", one+"/commands", "Give a command"), func(ctx context.Context, c service.Caller, in *commandInput) (*tagged[client.CommandResult], error) {
		cond, err := in.condition()
		if err != nil {
			return nil, err
		}
		v, err := a.svc.Command(ctx, c, kind, in.ID, in.Body, cond)
		return tag(v, v.Case.ETag, err)
	})
	for _, format := range []string{"html", "md", "json"} {
		handle(a, operation("GET", one+"/record."+format, "The record pack as "+format), func(ctx context.Context, c service.Caller, in *CaseInput) (*document, error) {
			d, err := a.svc.Record(ctx, c, kind, in.ID, format)
			return &document{ContentType: d.Media, Policy: documentPolicy, Body: d.Content}, err
		})
	}
}

// documentPolicy lets a stored document show itself and do nothing.
const documentPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

// CaseInput names a case. Inputs that others embed are exported, because huma
// fills only those.
type CaseInput struct {
	ID string `path:"id" maxLength:"100" example:"REL-12"`
}

type listInput struct {
	Status string `query:"status" enum:"open,closed,all" default:"open"`
	Q      string `query:"q" maxLength:"200" doc:"part of id or title"`
	Model  string `query:"model" maxLength:"200"`
	Health string `query:"health" maxLength:"50"`
	PageInput
}

// PageInput asks for one page of a list.
type PageInput struct {
	Cursor string `query:"cursor" maxLength:"1000" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

func (in *listInput) query() service.CaseQuery {
	return service.CaseQuery{
		Status: in.Status, Text: in.Q, Model: in.Model, Health: in.Health, Cursor: in.Cursor, Limit: in.Limit,
	}
}

// ConditionInput is what a state change is bound to.
type ConditionInput struct {
	Key   string `header:"Idempotency-Key" maxLength:"200" doc:"the same key with the same request is carried out once"`
	Match string `header:"If-Match" doc:"ETag of the version you saw; 412 if the case has moved on"`
}

func (in *ConditionInput) condition() (service.Condition, error) {
	cond := service.Condition{Key: in.Key}
	if in.Match == "" || in.Match == "*" {
		return cond, nil
	}
	n, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(in.Match, "W/"), `"`), 10, 64)
	if err != nil || n < 1 {
		return cond, &service.Error{
			Kind: service.Invalid, Code: "invalid", Detail: "If-Match is no ETag of a case",
			Need: `send back the ETag as it was given, such as "12", or leave it out`,
		}
	}
	cond.Match = n
	return cond, nil
}

type startInput struct {
	ConditionInput
	Body client.StartRequest
}

type commandInput struct {
	CaseInput
	ConditionInput
	Body client.CommandRequest
}

type graphInput struct {
	CaseInput
	Fold string `query:"fold" maxLength:"1000" doc:"phases drawn as one mark, separated by commas"`
}

func fold(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

type logInput struct {
	CaseInput
	After int64 `query:"after" minimum:"0" doc:"seq of the last entry you have"`
	Limit int   `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

// StepInput names a step of a case.
type StepInput struct {
	CaseInput
	Place string `path:"place" maxLength:"300" example:"deploy_wave[canary]"`
}

type outputInput struct {
	StepInput
	After int64 `query:"after" minimum:"0" doc:"byte offset"`
}

type output struct {
	ContentType string `header:"Content-Type"`
	Next        int64  `header:"X-Next-Offset"`
	Body        []byte
}

type document struct {
	ContentType string `header:"Content-Type"`
	Policy      string `header:"Content-Security-Policy"`
	Body        []byte
}

type tagged[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

func tag[T any](v T, etag string, err error) (*tagged[T], error) {
	if err != nil {
		return nil, err
	}
	return &tagged[T]{ETag: etag, Body: v}, nil
}
