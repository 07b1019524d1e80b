package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
)

// releases returns the commands on releases, or on changes: both are cases and
// take the same commands.
func (s *session) releases(name string, kind client.Kind) *cobra.Command {
	c := &caseCommands{session: s, name: name, kind: kind}
	root := &cobra.Command{
		Use: name, Short: "Start and run " + string(kind), GroupID: "run", Args: byUse, RunE: help,
	}
	root.AddCommand(c.start(), c.list(), c.showOne(), c.why(), c.watch(), c.log(), c.record(), c.step(), c.output())
	root.AddCommand(c.acts()...)
	return root
}

type caseCommands struct {
	*session
	name string
	kind client.Kind
}

func (c *caseCommands) start() *cobra.Command {
	var (
		r       client.StartRequest
		params  []string
		assign  []string
		planned string
		key     string
	)
	cmd := &cobra.Command{
		Use:   "start MODEL",
		Short: "Start a " + c.name + " with a model (id or id@version)",
		Example: "  headgate " + c.name + " start software-standard --title 'Payments 4.12' \\\n" +
			"    --param summary='Faster search' --param service=payments --t 2026-12-01T09:00+01:00",
		Args: byUse, ValidArgsFunction: arguments(c.startable()),
		RunE: func(cmd *cobra.Command, args []string) error {
			r.Model = args[0]
			var err error
			if r.Params, err = parseValues(params); err != nil {
				return err
			}
			if r.Assign, err = parseAssign(assign); err != nil {
				return err
			}
			if r.T, err = c.parseInstant(planned); err != nil {
				return err
			}
			api, err := c.api(cmd.Context())
			if err != nil {
				return err
			}
			v, err := api.Start(cmd.Context(), c.kind, r, client.Call{Key: key})
			if err != nil {
				return withoutDate(err)
			}
			return c.show(cmd, v, func(w io.Writer) {
				fmt.Fprintf(w, "started %s: %s\n%s\n", v.ID, v.Title, v.Why)
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&r.Title, "title", "", "what it is called")
	f.StringArrayVar(&params, "param", nil, "name=value; lists and records as JSON (repeat)")
	f.StringArrayVar(&assign, "assign", nil, "role=person,person (repeat)")
	f.StringVar(&planned, "t", "", "planned date T, RFC 3339 or YYYY-MM-DDTHH:MM in your zone, or UTC with --utc")
	f.StringSliceVar(&r.Overlays, "overlay", nil, "overlays in force from the start, such as emergency")
	f.StringSliceVar(&r.Changes, "change", nil, "changes that authorize it")
	f.StringSliceVar(&r.CIs, "ci", nil, "configuration items it changes")
	f.StringVar(&key, "key", "", "idempotency key: the same key starts it once")
	changes := caseCommands{session: c.session, name: "change", kind: client.Changes}
	c.completeFlag(cmd, "change", changes.ids("open"))
	return cmd
}

// withoutDate says of a start that lacks the planned date how it is given.
func withoutDate(err error) error {
	var p *client.Problem
	if errors.As(err, &p) && strings.Contains(p.Detail, "T: the planned date is missing") {
		p.Need = "give it with --t, such as --t 2026-12-01T09:00"
	}
	return err
}

func (c *caseCommands) list() *cobra.Command {
	var f client.CaseFilter
	cmd := &cobra.Command{
		Use: "list", Short: "List " + string(c.kind) + ", the clock that runs out first on top", Args: byUse,
		RunE: func(cmd *cobra.Command, _ []string) error {
			api, err := c.api(cmd.Context())
			if err != nil {
				return err
			}
			page, err := api.Cases(cmd.Context(), c.kind, f)
			if err != nil {
				return err
			}
			return c.show(cmd, page, func(w io.Writer) { c.printList(w, page) })
		},
	}
	cmd.Flags().StringVar(&f.Status, "status", "open", "open, closed or all")
	cmd.Flags().StringVar(&f.Text, "search", "", "words of the title or id")
	cmd.Flags().StringVar(&f.Model, "model", "", "only this model")
	cmd.Flags().StringVar(&f.Health, "health", "", "only these: late, blocked, held, waiting, in_doubt")
	cmd.Flags().IntVar(&f.Limit, "limit", 50, "at most so many")
	cmd.Flags().StringVar(&f.Cursor, "cursor", "", "go on after a page")
	c.completeFlag(cmd, "status", words("open", "closed", "all"))
	c.completeFlag(cmd, "health", words("late", "blocked", "held", "waiting", "in_doubt"))
	c.completeFlag(cmd, "model", c.startable())
	return cmd
}

func (c *caseCommands) printList(w io.Writer, page client.Page[client.CaseSummary]) {
	if len(page.Items) == 0 {
		fmt.Fprintf(w, "no %s here; start one with: headgate %s start MODEL\n", c.kind, c.name)
		return
	}
	var rows [][]string
	for _, i := range page.Items {
		rows = append(rows, []string{i.ID, i.Title, i.Model + "@" + i.Version, word(i.Health), dash(i.Phase), clock(i.Next, time.Now())})
	}
	table(w, []string{"ID", "TITLE", "MODEL", "HEALTH", "PHASE", "CLOCK"}, rows)
	if page.Next != "" {
		fmt.Fprintf(w, "more: --cursor %s\n", page.Next)
	}
}

// one is a command that reads one case and shows it: wire is what --json prints.
func (c *caseCommands) one(use, short string, wire func(client.CaseView) any, people func(*cobra.Command, io.Writer, client.CaseView)) *cobra.Command {
	return &cobra.Command{
		Use: use + " ID", Short: short, Args: byUse, ValidArgsFunction: arguments(c.ids("all")),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := c.api(cmd.Context())
			if err != nil {
				return err
			}
			v, err := api.Case(cmd.Context(), c.kind, args[0])
			if err != nil {
				return err
			}
			return c.show(cmd, wire(v), func(w io.Writer) { people(cmd, w, v) })
		},
	}
}

func (c *caseCommands) showOne() *cobra.Command {
	return c.one("show", "Show a "+c.name+": where it stands, what you may do", func(v client.CaseView) any { return v }, c.printCase)
}

func (c *caseCommands) why() *cobra.Command {
	sentence := func(v client.CaseView) any {
		return map[string]any{"why": v.Why, "next": v.WhyNext, "waiting": v.Waiting}
	}
	return c.one("why", "Say who or what is awaited, since when, until when, and who may help", sentence, c.printWhy)
}

// printWhy says what is awaited, and of a machine that did not do it what it
// printed.
func (c *caseCommands) printWhy(cmd *cobra.Command, w io.Writer, v client.CaseView) {
	fmt.Fprintln(w, v.Why)
	for _, x := range v.Waiting {
		if x.Kind == "auto" && (x.State == "blocked" || x.State == "in_doubt") {
			c.printTail(cmd, w, c.client, v.ID, x.Place)
		}
	}
}

func (c *caseCommands) printCase(_ *cobra.Command, w io.Writer, v client.CaseView) {
	fmt.Fprintf(w, "%s  %s\n", v.ID, v.Title)
	fmt.Fprintf(w, "%s@%s  %s  %s  %s  phase %s\n", v.Model, v.Version, v.Rigor, v.Urgency, word(v.Health), dash(v.Phase))
	if v.T != nil {
		fmt.Fprintf(w, "planned for %s\n", c.when(*v.T))
	}
	if v.Package != "" {
		fmt.Fprintf(w, "package %s\n", v.Package)
	}
	fmt.Fprintf(w, "\n%s\n", v.Why)
	if len(v.Acts) > 0 {
		fmt.Fprintf(w, "\nYou may:\n")
		for _, a := range v.Acts {
			printAct(w, c.name, v.ID, a)
		}
	}
	if len(v.Steps) > 0 {
		fmt.Fprintln(w)
		var rows [][]string
		for _, s := range v.Steps {
			rows = append(rows, []string{s.Phase, s.Place, s.Kind, word(s.Status), dash(strings.Join(s.Who, ", ")), c.whenOr(s.EndedAt, c.whenOr(s.Due, "-"))})
		}
		table(w, []string{"PHASE", "STEP", "KIND", "STATUS", "WHO", "ENDED OR DUE"}, rows)
	}
}

// also is what some acts bring beside their form.
var also = map[string]string{
	"shift": " --t YYYY-MM-DDTHH:MM --reason '…'", "hold": " --reason '…'", "cancel": " --reason '…'", "back_out": " --reason '…'",
	"waive": " --reason '…'", "return": " --reason '…'", "refuse": " --reason '…'", "accept_failure": " --reason '…'",
}

func printAct(w io.Writer, kind, id string, a client.ActView) {
	line := "  " + a.Label
	if a.Refused != nil {
		fmt.Fprintf(w, "%s: not now: %s\n", line, a.Refused.Detail)
		return
	}
	fmt.Fprintf(w, "%s\n      headgate %s do %s %s", line, kind, id, a.Command)
	if a.Place != "" {
		fmt.Fprintf(w, " %s", a.Place)
	}
	if len(a.Answers) > 0 {
		fmt.Fprintf(w, " --answer %s", strings.Join(a.Answers, "|"))
	}
	fmt.Fprint(w, also[a.Command])
	for _, f := range a.Form {
		switch {
		case f.Optional:
		case f.Type == "digest" || f.Kind != "" && f.Kind != "statement":
			fmt.Fprintf(w, " --file %s=PATH", f.Name)
		default:
			fmt.Fprintf(w, " --value %s=…", f.Name)
		}
	}
	if slices.ContainsFunc(a.Form, func(f client.FormField) bool { return f.Kind == "report" && !f.Optional }) {
		fmt.Fprint(w, " --result pass|fail")
	}
	fmt.Fprintln(w)
}

func (c *caseCommands) log() *cobra.Command {
	var (
		after    int64
		readings bool
	)
	cmd := &cobra.Command{
		Use: "log ID", Short: "Print what happened", Args: byUse, ValidArgsFunction: arguments(c.ids("all")),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := c.api(cmd.Context())
			if err != nil {
				return err
			}
			all, err := c.wholeLog(cmd, api, args[0], after)
			if err != nil {
				return err
			}
			if !readings && !c.json {
				all = slices.DeleteFunc(all, isReading)
			}
			return c.show(cmd, all, func(w io.Writer) {
				for _, e := range all {
					c.printEntry(w, e)
				}
			})
		},
	}
	cmd.Flags().Int64Var(&after, "after", 0, "only events after this position")
	cmd.Flags().BoolVar(&readings, "readings", false, "show the readings of facts, too (--json always has them)")
	return cmd
}

// isReading says of an entry that a fact was read once more, which happens every
// few seconds and changes nothing by itself.
func isReading(e client.LogEntry) bool { return e.Kind == "FactReceived" }

func (c *caseCommands) wholeLog(cmd *cobra.Command, api *client.Client, id string, after int64) ([]client.LogEntry, error) {
	all := []client.LogEntry{}
	for {
		page, err := api.Log(cmd.Context(), c.kind, id, after, 500)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Items...)
		if page.Next == "" || len(page.Items) == 0 {
			return all, nil
		}
		after = page.Items[len(page.Items)-1].Seq
	}
}

func (s *session) printEntry(w io.Writer, e client.LogEntry) {
	fmt.Fprintf(w, "%s  %s", e.At.In(s.inZone()).Format("01-02 15:04:05"), e.Text)
	if e.Reason != "" && !strings.Contains(e.Text, e.Reason) {
		fmt.Fprintf(w, " – %s", e.Reason)
	}
	fmt.Fprintln(w)
}
