package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
)

// act is a command to a case under a name of its own. Args says what stands
// behind the id: a step, and perhaps an answer.
type act struct {
	use, short string
	command    string // of the API
	answer     string // fixed, or empty
	place      bool   // the second argument is the step
	target     bool   // the second argument, if any, is a block
	reason     bool   // a reason is required
}

var acts = []act{
	{use: "begin", short: "Say that you work on a step", command: "begin", place: true},
	{use: "complete", short: "Report a step done", command: "report", answer: "done", place: true},
	{use: "fail", short: "Report a step failed", command: "report", answer: "failed", place: true, reason: true},
	{use: "approve", short: "Give the positive answer of a decision, or accept a deliverable", command: "approve", place: true},
	{use: "reject", short: "Give the negative answer of a decision, or return a deliverable", command: "reject", place: true, reason: true},
	{use: "offer", short: "Offer a handoff", command: "offer", place: true},
	{use: "accept", short: "Accept a handoff", command: "take", place: true},
	{use: "refuse", short: "Refuse a handoff, with reasons", command: "refuse", place: true, reason: true},
	{use: "withdraw", short: "Withdraw an offered handoff", command: "withdraw", place: true},
	{use: "waive", short: "Waive a gate or deliverable", command: "waive", place: true, reason: true},
	{use: "hold", short: "Hold a block, or all of it", command: "hold", target: true, reason: true},
	{use: "resume", short: "Lift a hold", command: "resume", target: true},
	{use: "back-out", short: "Restore what was changed by a block, or by all of it", command: "back_out", target: true, reason: true},
	{use: "cancel", short: "Cancel it", command: "cancel", target: true, reason: true},
	{use: "retry", short: "Try a blocked step again", command: "retry", place: true},
}

func (c *caseCommands) acts() []*cobra.Command {
	cmds := []*cobra.Command{c.do()}
	for _, a := range acts {
		cmds = append(cmds, c.act(a))
	}
	return cmds
}

// form is what every act may bring.
type form struct {
	reason  string
	values  []string
	files   []string
	result  string
	points  []string
	key     string
	ifMatch string
}

func (f *form) flags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.reason, "reason", "", "why")
	flags.StringArrayVar(&f.values, "value", nil, "name=value it gives; lists and records as JSON (repeat)")
	flags.StringArrayVar(&f.files, "file", nil, "name=path: store the file and give it under that name, as evidence or digest (repeat)")
	flags.StringVar(&f.result, "result", "", "pass or fail: what the reports given with --file say; without it they say neither, and no condition on pass holds")
	flags.StringArrayVar(&f.points, "tick", nil, "checklist point ticked with it; all for every one (repeat)")
	flags.StringVar(&f.key, "key", "", "idempotency key: the same key acts once")
	flags.StringVar(&f.ifMatch, "if-match", "", "act only if the state is still this ETag")
}

func (c *caseCommands) act(a act) *cobra.Command {
	var f form
	use, then := a.use+" ID", completer(nil)
	switch {
	case a.place:
		use, then = use+" STEP", c.places()
	case a.target:
		use, then = use+" [BLOCK]", c.blocks()
	}
	cmd := &cobra.Command{
		Use: use, Short: a.short, Args: byUse, ValidArgsFunction: arguments(c.ids("open"), then),
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.reason && f.reason == "" {
				return usagef("%s needs --reason: others must understand it later", a.use)
			}
			r := client.CommandRequest{Command: a.command, Answer: a.answer, Reason: f.reason}
			if len(args) > 1 && a.place {
				r.Place = args[1]
			} else if len(args) > 1 {
				r.Target = args[1]
			}
			return c.give(cmd, args[0], r, f)
		},
	}
	f.flags(cmd)
	return cmd
}

// commands are those of the API.
var commands = strings.Split("begin,report,confirm,vote,revoke,settle,submit,accept,return,waive,offer,take,refuse,withdraw,assign,"+
	"acknowledge,hold,resume,retry,accept_failure,redo,back_out,cancel,shift,apply,tick,note,ask_help,fact,signal,link_change,"+
	"revoke_grant", ",")

// do gives any command of the API.
func (c *caseCommands) do() *cobra.Command {
	var (
		f       form
		answer  string
		target  string
		person  string
		instant string
	)
	cmd := &cobra.Command{
		Use:   "do ID COMMAND [STEP]",
		Short: "Give any command: begin report confirm vote submit accept return tick note shift apply link_change …",
		Args:  byUse, ValidArgsFunction: arguments(c.ids("open"), words(commands...), c.places()),
		RunE: func(cmd *cobra.Command, args []string) error {
			r := client.CommandRequest{Command: args[1], Answer: answer, Reason: f.reason, Target: target, Person: person}
			if len(args) == 3 {
				r.Place = args[2]
			}
			var err error
			if r.Time, err = c.parseInstant(instant); err != nil {
				return err
			}
			return c.give(cmd, args[0], r, f)
		},
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&answer, "answer", "", "answer, outcome, deliverable, fact, overlay or change")
	cmd.Flags().StringVar(&target, "target", "", "block, or step to redo from")
	cmd.Flags().StringVar(&person, "person", "", "whom it concerns")
	cmd.Flags().StringVar(&instant, "time", "", "instant, for shift")
	cmd.Flags().StringVar(&instant, "t", "", "the same: the new planned date T, for shift")
	return cmd
}

func (c *caseCommands) give(cmd *cobra.Command, id string, r client.CommandRequest, f form) error {
	api, err := c.api(cmd.Context())
	if err != nil {
		return err
	}
	if r.Values, err = parseValues(f.values); err != nil {
		return err
	}
	if err := c.addFiles(cmd, api, id, &r, f); err != nil {
		return err
	}
	if err := c.resolve(cmd, api, id, &r, f.points); err != nil {
		return err
	}
	result, err := api.Do(cmd.Context(), c.kind, id, r, client.Call{Key: f.key, IfMatch: f.ifMatch})
	if err != nil {
		return err
	}
	return c.show(cmd, result, func(w io.Writer) {
		for _, e := range result.Events {
			c.printEntry(w, e)
		}
		fmt.Fprintln(w, result.Why)
	})
}

// resolve fills in what only the case knows: which answer approve and reject
// mean, which points are open, and which command a step takes.
func (c *caseCommands) resolve(cmd *cobra.Command, api *client.Client, id string, r *client.CommandRequest, points []string) error {
	asks := r.Command == "approve" || r.Command == "reject"
	r.Points = points
	all := len(points) == 1 && points[0] == "all"
	if !asks && !all {
		return nil
	}
	step, err := api.Step(cmd.Context(), c.kind, id, r.Place)
	if err != nil {
		return err
	}
	if all {
		r.Points = nil
		for _, p := range step.Points {
			if !p.Ticked {
				r.Points = append(r.Points, p.Text)
			}
		}
	}
	if !asks {
		return nil
	}
	return chooseAnswer(r, step)
}

// chooseAnswer turns approve into the first answer of a decision or the
// acceptance of a deliverable, and reject into the second or the return: of what
// is open for the caller, else of what the step has, so that the server says why
// not.
func chooseAnswer(r *client.CommandRequest, step client.StepView) error {
	positive := r.Command == "approve"
	answers := step.Answers
	for _, a := range step.Acts {
		if a.Command == "vote" && len(a.Answers) > 1 {
			answers = a.Answers
		}
	}
	given := deliverable(step)
	switch {
	case step.Kind == "decide" && len(answers) > 1:
		r.Command, r.Answer = "vote", answers[1]
		if positive {
			r.Answer = answers[0]
		}
	case given != "":
		r.Command, r.Answer = "return", given
		if positive {
			r.Command = "accept"
		}
	default:
		return &client.Problem{
			Status: http.StatusConflict, Code: "R-STATE", Place: r.Place,
			Detail: "it has neither answers nor deliverables, so there is nothing to " + r.Command, Need: step.Why,
		}
	}
	return nil
}

// deliverable names what somebody is to accept of a step: what was submitted,
// else the first that is ever to be accepted.
func deliverable(step client.StepView) string {
	name := ""
	for _, o := range step.Outputs {
		switch {
		case o.Accepter == "":
		case o.Status == "submitted":
			return o.Name
		case name == "":
			name = o.Name
		}
	}
	return name
}

// addFiles stores files and gives them as what the step asks for: evidence is
// digest, name and the result said of a report, anything else the digest.
func (c *caseCommands) addFiles(cmd *cobra.Command, api *client.Client, id string, r *client.CommandRequest, f form) error {
	switch {
	case f.result != "" && f.result != "pass" && f.result != "fail":
		return usagef("--result is pass or fail, not %q", f.result)
	case f.result != "" && len(f.files) == 0:
		return usagef("--result says what a report says: give the report with --file name=path")
	case len(f.files) == 0:
		return nil
	}
	step, err := api.Step(cmd.Context(), c.kind, id, r.Place)
	if err != nil {
		return err
	}
	for _, file := range f.files {
		name, path, ok := strings.Cut(file, "=")
		if !ok {
			return usagef("--file wants name=path, not %q", file)
		}
		blob, err := putFile(cmd, api, path)
		if err != nil {
			return err
		}
		value, err := json.Marshal(asAsked(step, name, blob, f.result))
		if err != nil {
			return err
		}
		if r.Values == nil {
			r.Values = map[string]json.RawMessage{}
		}
		r.Values[name] = value
	}
	return nil
}

func putFile(cmd *cobra.Command, api *client.Client, path string) (client.Blob, error) {
	content, err := os.Open(path)
	if err != nil {
		return client.Blob{}, err
	}
	defer content.Close()
	return api.PutBlob(cmd.Context(), filepath.Base(path), content)
}

// asAsked is stored content as a step wants it under a name. A report passes
// only if its giver says so.
func asAsked(step client.StepView, name string, b client.Blob, result string) any {
	for _, a := range step.Acts {
		for _, f := range a.Form {
			switch {
			case f.Name != name || f.Kind == "":
			case f.Kind == "report" && result != "":
				return map[string]string{"digest": b.Digest, "name": b.Name, "result": result}
			default:
				return map[string]string{"digest": b.Digest, "name": b.Name}
			}
		}
	}
	return b.Digest
}

// parseValues reads name=value pairs. A value that is JSON is taken as it is,
// anything else as text.
func parseValues(pairs []string) (map[string]json.RawMessage, error) {
	if len(pairs) == 0 {
		return nil, nil
	}
	values := map[string]json.RawMessage{}
	for _, p := range pairs {
		name, text, ok := strings.Cut(p, "=")
		if !ok || name == "" {
			return nil, usagef("want name=value, not %q", p)
		}
		raw := json.RawMessage(text)
		if !json.Valid(raw) {
			quoted, err := json.Marshal(text)
			if err != nil {
				return nil, err
			}
			raw = quoted
		}
		values[name] = raw
	}
	return values, nil
}

func parseAssign(pairs []string) (map[string][]string, error) {
	if len(pairs) == 0 {
		return nil, nil
	}
	assign := map[string][]string{}
	for _, p := range pairs {
		role, people, ok := strings.Cut(p, "=")
		if !ok || people == "" {
			return nil, usagef("want role=person,person, not %q", p)
		}
		assign[role] = strings.Split(people, ",")
	}
	return assign, nil
}

// parseInstant reads an instant; one without zone is in the reader's.
func (s *session) parseInstant(text string) (*time.Time, error) {
	if text == "" {
		return nil, nil
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, text); err == nil {
			return &t, nil
		}
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"} {
		if t, err := time.ParseInLocation(layout, text, s.inZone()); err == nil {
			return &t, nil
		}
	}
	return nil, usagef("%q is no instant such as 2026-12-01T09:00+01:00", text)
}
