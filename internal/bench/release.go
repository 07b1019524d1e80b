package bench

import (
	"encoding/json"

	"github.com/headgate/headgate/client"
)

// What one R12 counts, see the head of models/bench/r12.yaml.
const (
	acts        = 13 // acknowledged acts of people
	calls       = 3  // automations
	transitions = 30
)

// act is one act of the reference release: who does what, and what must be over
// before, because no person makes it happen.
type act struct {
	by    string
	after string // a machine's step or a wait; empty: the act before is enough
	client.CommandRequest
}

// The places that nobody of the crew moves.
const (
	prepare    = "prepare"
	compile    = "compile"
	deployBits = "deploy_bits"
	settle     = "settle"
)

// script is the release after its start, which is the first of its 13 acts.
// change authorizes it.
func script(change string) []act {
	report := func(by, place, output, after string) act {
		return act{by, after, client.CommandRequest{
			Command: "report", Place: place, Answer: "done", Values: map[string]json.RawMessage{output: text("sha256:" + place)},
		}}
	}
	vote := func(by, place, answer, after string) act {
		return act{by, after, client.CommandRequest{Command: "vote", Place: place, Answer: answer}}
	}
	accept := func(place, output string) act {
		return act{"eva", "", client.CommandRequest{Command: "accept", Place: place, Answer: output}}
	}
	return []act{
		report("ana", "plan_document", "plan", prepare),
		{"eva", "", client.CommandRequest{Command: "link_change", Answer: change}},
		report("mia", "test", "test_report", ""),
		vote("ida", "approve_service", "approve", compile),
		vote("leo", "approve_security", "approve", ""),
		{"eva", "", client.CommandRequest{Command: "offer", Place: "to_operations"}},
		{"jon", "", client.CommandRequest{Command: "take", Place: "to_operations"}},
		report("ana", "report", "report", settle),
		accept("plan_document", "plan"),
		accept("test", "test_report"),
		accept("report", "report"),
		vote("eva", "close", "close", ""),
	}
}

// beginning starts a release; eva does.
func beginning() client.StartRequest {
	return client.StartRequest{
		Model: "r12", Title: "Shop 4.2", CIs: []string{"shop"}, Params: map[string]json.RawMessage{"service": text("shop")},
	}
}

// authorization is the change that all releases of a run are under: its start,
// and the acts that lead to the grant.
func authorization() (client.StartRequest, []act) {
	start := client.StartRequest{Model: "change-basic", Title: "Releases of the shop", Params: map[string]json.RawMessage{
		"summary": text("release the shop"), "reason": text("to measure"), "window": text("Mon-Sun 00:00-24:00"),
		"cis": json.RawMessage(`["shop"]`), "environments": json.RawMessage(`["live"]`),
	}}
	return start, []act{
		{"ben", "", client.CommandRequest{Command: "report", Place: "request", Answer: "done", Values: map[string]json.RawMessage{"request_form": text("as said")}}},
		{"ana", "", client.CommandRequest{Command: "accept", Place: "request", Answer: "request_form"}},
		{"ana", "", client.CommandRequest{Command: "vote", Place: "accept_request", Answer: "accept"}},
		{"eva", "", client.CommandRequest{Command: "vote", Place: "authorization", Answer: "approve", Values: map[string]json.RawMessage{"grant": text("granted")}}},
	}
}

// text is a JSON string.
func text(s string) json.RawMessage {
	out, err := json.Marshal(s)
	if err != nil {
		panic("bench: a text does not encode: " + err.Error()) // texts do
	}
	return out
}
