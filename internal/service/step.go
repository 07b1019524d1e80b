package service

import (
	"context"
	"slices"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/service/view"
)

// stepLog is how many entries of its log the page of a step shows, the newest.
const stepLog = 100

// Step returns everything about a step, and the entity tag of its case.
func (s *Service) Step(ctx context.Context, c Caller, kind CaseKind, id, place string) (client.StepView, string, error) {
	l, err := s.loadKind(ctx, c, kind, id)
	if err != nil {
		return client.StepView{}, "", err
	}
	v, _, err := s.seenBy(ctx, c, l)
	if err != nil {
		return client.StepView{}, "", err
	}
	step, no := v.Step(place)
	if no != nil {
		return client.StepView{}, "", notPlace(no)
	}
	if err := s.markStored(ctx, contents(&step)...); err != nil {
		return client.StepView{}, "", err
	}
	if step.Call, err = s.callAt(ctx, l, step.Place); err != nil {
		return client.StepView{}, "", err
	}
	all, err := s.entries(ctx, c, l, 0, int(l.version))
	if err != nil {
		return client.StepView{}, "", err
	}
	for _, entry := range all {
		if entry.Place == step.Place {
			step.Log = append(step.Log, entry)
		}
	}
	step.Log = step.Log[max(0, len(step.Log)-stepLog):]
	return step, view.ETag(l.version), nil
}

// contents are the lists of a step that name content.
func contents(step *client.StepView) [][]client.DeliverableView {
	lists := [][]client.DeliverableView{step.Outputs, step.About, step.Support}
	for i := range step.Criteria {
		lists = append(lists, step.Criteria[i].Evidence)
	}
	return lists
}

func notPlace(no *engine.Refusal) *Error {
	return &Error{Kind: NotFound, Code: no.Code, Place: no.Place, Detail: no.Why, Need: no.Need}
}

// callAt returns the newest executor call of a place, or nil.
func (s *Service) callAt(ctx context.Context, l *loaded, place string) (*client.CallView, error) {
	calls, err := s.Store.CallsOf(ctx, l.id)
	if err != nil {
		return nil, fault("list calls", err)
	}
	for _, c := range slices.Backward(calls) {
		if c.Place == place {
			v := callView(&c)
			return &v, nil
		}
	}
	return nil, nil
}

// outputBatch is how much output is returned at a time.
const outputBatch = 256 << 10

// Output returns live output of the newest executor call of a step from a byte
// offset on, and the offset behind it.
func (s *Service) Output(ctx context.Context, c Caller, kind CaseKind, id, place string, after int64) ([]byte, int64, error) {
	l, err := s.loadKind(ctx, c, kind, id)
	if err != nil {
		return nil, after, err
	}
	call, err := s.callAt(ctx, l, place)
	if err != nil {
		return nil, after, err
	}
	if call == nil {
		return nil, after, notFound("executor call at", place)
	}
	text, err := s.Store.Output(ctx, call.Key, after, outputBatch)
	return text, after + int64(len(text)), fault("read output", err)
}
