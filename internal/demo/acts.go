package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/headgate/headgate/client"
)

// act is what somebody does when his inbox asks for it.
type act struct {
	who  string // empty: the first who may
	do   func(context.Context, *deed) error
	when func(*play) bool // nil: at once
}

func (a act) ready(p *play) bool { return a.when == nil || a.when(p) }

// deed is an act under way: what was asked, and the command that will answer.
type deed struct {
	*play
	item    client.InboxItem
	who     string
	request client.CommandRequest
	said    string // what he did, for the reader: "assembled 0.1.0"
}

// actFor finds what is done about a piece of work: by its step, else by what
// is asked for.
func actFor(item client.InboxItem) (act, bool) {
	if item.Kind == "auto" && item.Verb == "Complete" || item.State == "held" {
		return act{when: never}, true // a machine is at it; somebody wanted it held
	}
	step, _, _ := strings.Cut(item.Place, "[")
	for _, k := range []string{step + " " + item.Verb, item.Verb} {
		if a, ok := acts[k]; ok {
			return a, true
		}
	}
	return act{}, false
}

// acts is the story: step and what the inbox asks for, and what is done.
var acts = map[string]act{
	// Plan.
	"register Complete":    {who: "eva", do: states("record", "registered the release", "Headgate "+version+" for everybody who runs "+before)},
	"write_plan Complete":  {who: "eva", do: writes("plan_text", "plan.md", "wrote the plan", planText)},
	"criteria Complete":    {do: writes("acceptance_criteria", "criteria.md", "set the acceptance criteria", criteriaText)},
	"link_change Complete": {who: "eva", do: linkChange},

	// Build and validate.
	"assemble Complete":       {do: assembles},
	"to_test Offer":           {do: offers("offered the package to test")},
	"to_test Accept":          {do: takes("took over the package for test")},
	"test_plan Complete":      {do: writes("tests", "tests.md", "planned the tests", testsText)},
	"test Complete":           {do: tests},
	"back_out_proof Complete": {do: rehearses},
	"defects Decide":          {do: answers("return", "sent the package back: tests fail")},
	"accept_package Decide":   {do: answers("accept", "accepted the package (A2)")},

	// Deploy and enable.
	"readiness Complete":            {do: ticks("ready", "found operations ready")},
	"verify Complete":               {do: verifies},
	"wave_go Decide":                {who: "eva", do: decidesWave},
	"publish_known_errors Complete": {do: writes("known_errors", "known-errors.md", "published the known errors", knownText)},

	// Support and review.
	"accept_service Offer":  {who: "eva", do: offers("offered the service to operations")},
	"accept_service Accept": {do: takes("took over the service")},
	"lessons Complete":      {who: "eva", do: proposes},
	"close Decide":          {who: "eva", do: answers("close", "closed the release (A4)")},

	// Back out.
	"remediation Decide":       {who: "eva", do: answers("restore", "decided to restore")},
	"verify_restored Complete": {do: verifiesRestored},

	// Change.
	"request Complete":      {who: "eva", do: states("request_form", "requested the change", "What, why, and how we get back: see the plan of the release.")},
	"accept_request Decide": {do: answers("accept", "took the request")},
	"authorization Approve": {who: "rob", do: authorizes},
	"carried_out Complete":  {do: notesResult, when: releaseIsOver},
	"close_change Decide":   {do: answers("close", "closed the change")},

	// A page of the handbook.
	"write Complete": {do: writesPage},
	"read Complete":  {do: states("findings", "read the page", "True, clear, and allowed to be public.")},

	// Anywhere.
	"Review":  {do: accepts},
	"Confirm": {do: confirms},
	"Unblock": {do: retries},
	// A gate is opened by what it waits for; nobody here waives one.
	"Waive": {when: never},
}

func never(*play) bool { return false }

func releaseIsOver(p *play) bool { return p.figures.ended }

// value is a JSON value of a command.
func value(v any) json.RawMessage {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("demo: %T does not encode: %v", v, err)) // texts, numbers and lists
	}
	return text
}

func (d *deed) gives(name string, v any) {
	if d.request.Values == nil {
		d.request.Values = map[string]json.RawMessage{}
	}
	d.request.Values[name] = value(v)
}

// done makes the command the report of a task.
func (d *deed) done(said string) {
	d.request.Command, d.request.Answer, d.said = "report", "done", said
}

// states completes a task with a text.
func states(name, said, text string) func(context.Context, *deed) error {
	return func(_ context.Context, d *deed) error {
		d.done(said)
		d.gives(name, text)
		return nil
	}
}

// writes completes a task with a file that is written now.
func writes(name, file, said string, text func(*play) string) func(context.Context, *deed) error {
	return func(ctx context.Context, d *deed) error {
		digest, err := d.store(ctx, file, []byte(text(d.play)))
		if err != nil {
			return err
		}
		d.done(fmt.Sprintf("%s: %s, %s", said, file, short(digest)))
		d.gives(name, map[string]string{"digest": digest, "name": file})
		return nil
	}
}

// answers votes in a decision.
func answers(answer, said string) func(context.Context, *deed) error {
	return func(_ context.Context, d *deed) error {
		d.request.Command, d.request.Answer, d.said = "vote", answer, said
		return nil
	}
}

// wave is the item of a place: first, of verify[first].
func (d *deed) wave() string {
	_, item, _ := strings.Cut(d.item.Place, "[")
	return strings.TrimSuffix(item, "]")
}

// decidesWave goes on when the check of the wave found nothing, and back
// otherwise.
func decidesWave(ctx context.Context, d *deed) error {
	v, err := d.see(ctx, d.item.Case)
	if err != nil {
		return err
	}
	answer, check := "back_out", strings.Replace(d.item.Place, "wave_go", "verify", 1)
	for _, found := range v.Deliverables {
		if found.Place == check && found.Result == "pass" {
			answer = "go"
		}
	}
	return answers(answer, "decided about wave "+d.wave()+": "+strings.Replace(answer, "_", " ", 1))(ctx, d)
}

func writesPage(ctx context.Context, d *deed) error {
	digest, err := d.store(ctx, "page.md", []byte("# "+d.item.CaseTitle+"\n"))
	if err != nil {
		return err
	}
	d.done("wrote the page: " + short(digest))
	d.gives("text", digest)
	return nil
}

func offers(said string) func(context.Context, *deed) error {
	return func(_ context.Context, d *deed) error {
		d.request.Command, d.said = "offer", said
		return nil
	}
}

// takes accepts a handoff with all points of its checklist.
func takes(said string) func(context.Context, *deed) error {
	return func(ctx context.Context, d *deed) error {
		points, err := d.points(ctx)
		if err != nil {
			return err
		}
		d.request.Command, d.request.Points = "take", points
		d.said = fmt.Sprintf("%s: %s", said, strings.Join(points, ", "))
		return nil
	}
}

// ticks completes a task by its checklist.
func ticks(name, said string) func(context.Context, *deed) error {
	return func(ctx context.Context, d *deed) error {
		points, err := d.points(ctx)
		if err != nil {
			return err
		}
		d.done(fmt.Sprintf("%s: %s", said, strings.Join(points, ", ")))
		d.request.Points = points
		d.gives(name, strings.Join(points, ", "))
		return nil
	}
}

// points are the points of the checklist of the step.
func (d *deed) points(ctx context.Context) ([]string, error) {
	step, err := ask(ctx, d.crew, d.who, func(api *client.Client) (client.StepView, error) {
		return api.Step(ctx, kindOf(d.item.Case), d.item.Case, d.item.Place)
	})
	var points []string
	for _, p := range step.Points {
		points = append(points, p.Text)
	}
	return points, err
}

// accepts accepts a deliverable that somebody else gave.
func accepts(_ context.Context, d *deed) error {
	d.request.Command, d.request.Answer = "accept", d.item.Title
	d.said = fmt.Sprintf("accepted %s of %s", d.item.Title, nameOf(d.item.From))
	return nil
}

// confirms answers for a machine that was cut off: what it did is not known, so
// it counts as failed, and is done again.
func confirms(_ context.Context, d *deed) error {
	d.request.Command, d.request.Answer = "confirm", "failed"
	d.request.Reason = "it was cut off; everything here may be done twice"
	d.said = "confirmed that " + d.item.Place + " was cut off"
	return nil
}

func retries(_ context.Context, d *deed) error {
	d.request.Command, d.said = "retry", "had "+d.item.Place+" done again"
	d.request.Reason = "it was cut off"
	return nil
}

func notesResult(_ context.Context, d *deed) error {
	d.done("noted how the release ended: " + d.figures.outcome)
	d.gives("result", "The release ended: "+d.figures.outcome)
	return nil
}

func proposes(_ context.Context, d *deed) error {
	d.done("wrote down what to keep and what to change")
	d.gives("proposals", []string{"measure-earlier"})
	return nil
}

// short is a digest as people compare it.
func short(digest string) string {
	if len(digest) > 19 {
		return digest[:19] + "…"
	}
	return digest
}
