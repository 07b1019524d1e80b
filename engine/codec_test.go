package engine

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/expr"
)

// TestAppendStateOnlyReads writes one state from several goroutines: values are
// shared between cases, so writing must change nothing (run with -race).
func TestAppendStateOnlyReads(t *testing.T) {
	t.Parallel()
	row := expr.Map(expr.Field{Name: "a", Value: expr.List(expr.Int(1), expr.String("x"))})
	s := State{Params: []Named{{"rings", expr.List(row, row)}}, Slots: []Slot{{State: Active, Attempt: 1}}}
	p := &Plan{Digest: "sha256:1"}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() { AppendState(nil, p, &s) })
	}
	wait.Wait()
}

func TestReadStateRefuses(t *testing.T) {
	t.Parallel()
	p := &Plan{Digest: "sha256:1"}
	good := AppendState(nil, p, &State{Case: "C"})
	var s State
	if err := ReadState(p, good, &s); err != nil || s.Case != "C" {
		t.Fatalf("got %q, %v", s.Case, err)
	}
	other := &Plan{Digest: "sha256:2"}
	for name, try := range map[string]error{
		"other plan": ReadState(other, good, &s),
		"cut off":    ReadState(p, good[:len(good)-1], &s),
		"too long":   ReadState(p, append(good[:len(good):len(good)], 0), &s),
		"empty":      ReadState(p, nil, &s),
	} {
		if !errors.Is(try, ErrRebuild) {
			t.Errorf("%s: got %v, want ErrRebuild", name, try)
		}
	}
}

func TestLaterEventsAreKept(t *testing.T) {
	t.Parallel()
	p, s := &Plan{}, &State{}
	for _, text := range []string{`{"v":9,"kind":"Done","at":5}`, `{"v":1,"kind":"Teleported","at":5,"where":"moon"}`} {
		e, err := ParseEventJSON(p, s, []byte(text))
		if err != nil || e.Kind != LaterEvent || e.At != 5 {
			t.Fatalf("got %v %v, %v", e.Kind, e.At, err)
		}
		if diff := cmp.Diff(string(AppendEventJSON(nil, p, s, &e)), text); diff != "" {
			t.Errorf("written again (-got +want):\n%s", diff)
		}
	}
}

func FuzzParseEventJSON(f *testing.F) {
	f.Add([]byte(`{"v":1,"kind":"Done","at":5,"values":{"a":{"$time":1},"b":[1,2.5,"x\n"]}}`))
	f.Add([]byte(`{"v":1,"kind":"CaseStarted","at":5,"start":{"case":"C","params":{"x":null},"assign":{"r":["a"]}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := &Plan{}
		s := &State{Frames: []Frame{{Parent: None}}}
		e, err := ParseEventJSON(p, s, data)
		if err != nil || e.Kind == LaterEvent {
			return
		}
		again, err := ParseEventJSON(p, s, AppendEventJSON(nil, p, s, &e))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(again, e, stateOptions...); diff != "" {
			t.Errorf("written and read (-again +first):\n%s", diff)
		}
	})
}
