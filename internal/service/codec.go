package service

import (
	"encoding/json"
	"fmt"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/store"
)

// pin says what a case is: the model version it keeps for life. It is part of
// the first event, so that everything can be made again from the log alone.
type pin struct {
	Kind    string `json:"kind"` // release or change
	Model   string `json:"model"`
	Version string `json:"version"`
	Digest  string `json:"digest"`
}

// first is the data of the first event of a case. All others are the event as
// the engine writes it. The engine reads every older version of its events; the
// log is never rewritten.
type first struct {
	Pin   pin             `json:"pin"`
	Event json.RawMessage `json:"event"`
}

// encodeEvents returns the rows of events of a case, l being the case after
// them.
func encodeEvents(l *loaded, events []engine.Event) ([]store.Event, error) {
	rows := make([]store.Event, len(events))
	for i := range events {
		e := &events[i]
		data := engine.AppendEventJSON(nil, l.plan, l.state, e)
		if e.Kind == engine.CaseStarted {
			var err error
			if data, err = json.Marshal(first{Pin: l.pin, Event: data}); err != nil {
				return nil, fmt.Errorf("encode first event: %w", err)
			}
		}
		rows[i] = store.Event{Kind: e.Kind.String(), V: engine.EventVersion, At: e.At, Actor: actorID(e.Actor), Data: data}
	}
	return rows, nil
}

// replay applies rows of the log to a case. The state knows the items that the
// events before each row have made.
func replay(plan *engine.Plan, state *engine.State, rows []store.Event, each func(e *engine.Event)) error {
	for i := range rows {
		data, err := engineEvent(&rows[i])
		if err != nil {
			return err
		}
		e, err := engine.ParseEventJSON(plan, state, data)
		if err != nil {
			return fmt.Errorf("event %d of %s: %w", rows[i].Seq, rows[i].Case, err)
		}
		engine.Evolve(plan, state, &e)
		if each != nil {
			each(&e)
		}
	}
	return nil
}

// engineEvent returns what the engine wrote of a row.
func engineEvent(row *store.Event) ([]byte, error) {
	if row.Kind != engine.CaseStarted.String() {
		return row.Data, nil
	}
	f, err := firstOf(row)
	return f.Event, err
}

// firstOf reads the first event of a case.
func firstOf(row *store.Event) (first, error) {
	var f first
	if err := json.Unmarshal(row.Data, &f); err != nil || f.Pin.Digest == "" {
		return f, fmt.Errorf("the first event of %s names no model", row.Case)
	}
	return f, nil
}

func actorID(a engine.Actor) string {
	if a.Person != "" {
		return a.Person
	}
	return a.Machine
}
