package service

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/store"
)

// TestRandomPlay lets the people of the sample site do at random what they are
// offered, machines succeed or fail, and time pass. Whatever happens: an act
// that is offered without a reason against it is not refused for state, role or
// separation; every view can be made; and all projections made again from the log are
// the same.
func TestRandomPlay(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		p := &player{kit: setup(t), rand: rand.New(rand.NewPCG(seed, 1))}
		for n := range 400 {
			if n%100 == 0 {
				p.start()
			}
			p.turn()
		}
		before := p.rows()
		if err := p.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, p.rows()); diff != "" {
			t.Errorf("seed %d: rows after a rebuild (-live +rebuilt):\n%s", seed, diff)
		}
		t.Logf("seed %d: %d acts accepted, %d refused, %d events", seed, p.accepted, p.refused, p.events())
	}
}

type player struct {
	*kit
	rand              *rand.Rand
	cases             []string
	accepted, refused int
}

var everybody = []string{"ana", "ben", "eva", "ida", "jon", "kim", "leo", "mia", "rob"}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func (p *player) start() {
	p.t.Helper()
	change := p.begin(Change, pick(p.rand, everybody), client.StartRequest{Model: "change-basic", Title: "A change", Params: map[string]json.RawMessage{
		"summary": raw("s"), "reason": raw("r"), "cis": raw([]string{"handbook", "shop", "shop_web"}), "environments": raw([]string{"test", "staging", "live"}), "window": raw("Mon-Fri 08:00-18:00"),
	}})
	at := p.Clock().Add(24 * time.Hour)
	release := p.begin(Release, pick(p.rand, everybody), client.StartRequest{
		Model: "handbook-page", Title: "A page", T: &at, CIs: []string{"handbook"}, Changes: []string{change.ID},
		Params: map[string]json.RawMessage{"page": raw("handbook")},
	})
	software := p.begin(Release, pick(p.rand, everybody), client.StartRequest{
		Model: "software-standard", Title: "Shop 4.12", T: &at, CIs: []string{"shop_web"}, Changes: []string{change.ID}, Params: map[string]json.RawMessage{"summary": raw("s"), "service": raw("shop")},
	})
	p.cases = append(p.cases, change.ID, release.ID, software.ID)
}

func (p *player) turn() {
	p.t.Helper()
	switch p.rand.IntN(10) {
	case 0:
		p.advance(time.Duration(1+p.rand.IntN(600)) * time.Minute)
		if _, _, err := p.TickDue(context.Background(), 100); err != nil {
			p.t.Fatal(err)
		}
	case 1, 2:
		p.machines(func(e Effect) Result {
			if p.rand.IntN(8) == 0 {
				return Result{Outcome: pick(p.rand, []string{OutcomeFailed, OutcomeInDoubt}), Error: "chance"}
			}
			return sealAs(page1)(e)
		})
		p.readFacts()
	case 3:
		p.act(pick(p.rand, p.cases), pick(p.rand, everybody))
	default:
		work, _, err := p.Store.Inbox(context.Background(), store.WorkFilter{})
		if err != nil {
			p.t.Fatal(err)
		}
		if len(work) == 0 {
			return
		}
		if w := pick(p.rand, work); len(w.People) > 0 {
			p.act(w.Case, pick(p.rand, w.People))
		}
	}
}

// act looks at a case as a person and does one of the acts offered.
func (p *player) act(id, who string) {
	p.t.Helper()
	v, err := p.Case(context.Background(), person(who), p.kindOf(id), id)
	if err != nil {
		p.t.Fatal(err)
	}
	p.look(id, who, v)
	if len(v.Acts) == 0 {
		return
	}
	a := pick(p.rand, v.Acts)
	r := client.CommandRequest{Command: a.Command, Place: a.Place, Reason: "because", Values: map[string]json.RawMessage{}}
	if a.Command == "cancel" || a.Command == "back_out" || a.Command == "hold" || a.Command == "shift" {
		return // they end the play too soon
	}
	for _, f := range a.Form {
		r.Values[f.Name] = raw(sample(f))
	}
	for _, point := range a.Points {
		r.Points = append(r.Points, point.Text)
	}
	r.Answer = "done"
	if len(a.Answers) > 0 {
		r.Answer = a.Answers[0]
		if p.rand.IntN(4) == 0 {
			r.Answer = pick(p.rand, a.Answers)
		}
	}
	_, err = p.Command(context.Background(), person(who), p.kindOf(id), id, r, Condition{})
	var no *Error
	switch {
	case err == nil:
		p.accepted++
	case !errors.As(err, &no) || no.Kind != Refused:
		p.t.Fatalf("%s %s at %s of %s: %v", who, r.Command, r.Place, id, err)
	default:
		p.refused++
		if a.Refused == nil && (no.Code == "R-ROLE" || no.Code == "R-SOD") {
			p.t.Errorf("%s was offered %s at %s of %s and refused: %v", who, r.Command, r.Place, id, no)
		}
	}
}

func sample(f client.FormField) any {
	switch {
	case len(f.Words) > 0:
		return f.Words[0]
	case strings.HasPrefix(f.Type, "digest"):
		return page1
	case strings.HasPrefix(f.Type, "int"):
		return 1
	case strings.HasPrefix(f.Type, "bool"):
		return true
	default:
		return "given"
	}
}

// look makes every other view of a case.
func (p *player) look(id, who string, v client.CaseView) {
	p.t.Helper()
	ctx, c, kind := context.Background(), person(who), p.kindOf(id)
	_, err1 := p.CaseGraph(ctx, c, kind, id, []string{v.Phase})
	_, err2 := p.Log(ctx, c, kind, id, 0, 1000)
	_, err3 := p.Record(ctx, c, kind, id, "md")
	_, _, err4 := p.Step(ctx, c, kind, id, pick(p.rand, v.Steps).Place)
	_, err5 := p.Inbox(ctx, c, pick(p.rand, []string{"me", "teams", "all"}), "", 100)
	_, err6 := p.Cases(ctx, c, kind, CaseQuery{Status: "all", Limit: 10})
	if err := errors.Join(err1, err2, err3, err4, err5, err6); err != nil {
		p.t.Fatal(err)
	}
}

func (p *player) events() int64 {
	n, err := p.Store.Position(context.Background())
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}
