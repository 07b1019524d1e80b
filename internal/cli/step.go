package cli

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
)

// lastLines is how much of the output of a machine is shown beside a step.
const lastLines = 5

func (c *caseCommands) step() *cobra.Command {
	return &cobra.Command{
		Use: "step ID STEP", Short: "Show one step: instruction, clock, inputs, what it gave, what its machine printed", Args: byUse,
		ValidArgsFunction: arguments(c.ids("all"), c.steps()),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := c.api(cmd.Context())
			if err != nil {
				return err
			}
			v, err := api.Step(cmd.Context(), c.kind, args[0], args[1])
			if err != nil {
				return err
			}
			return c.show(cmd, v, func(w io.Writer) {
				c.printStep(w, args[0], v)
				if v.Call != nil {
					c.printTail(cmd, w, api, args[0], v.Place)
				}
			})
		},
	}
}

func (c *caseCommands) printStep(w io.Writer, id string, v client.StepView) {
	fmt.Fprintf(w, "%s  %s  %s\n%s\n", v.Place, v.Kind, word(cmp.Or(v.Outcome, v.Status)), v.Why)
	for _, line := range []string{v.How, v.Ask, v.BackOut} {
		if line != "" {
			fmt.Fprintln(w, line)
		}
	}
	if len(v.Answers) > 0 {
		fmt.Fprintf(w, "answers: %s\n", strings.Join(v.Answers, ", "))
	}
	if len(v.Who) > 0 {
		fmt.Fprintf(w, "who: %s\n", strings.Join(v.Who, ", "))
	}
	if v.By != "" {
		fmt.Fprintf(w, "by: %s, %s\n", v.By, c.whenOr(v.EndedAt, "not ended"))
	}
	for _, o := range v.Outputs {
		line := fmt.Sprintf("  %s  %s  %s %s", o.Name, o.Kind, word(o.Status), o.Value)
		if o.Status == "submitted" && o.Accepter != "" {
			line += "  to be accepted by " + o.Accepter
		}
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
	for _, p := range v.Points {
		mark := " "
		if p.Ticked {
			mark = "x"
		}
		fmt.Fprintf(w, "  [%s] %s\n", mark, p.Text)
	}
	if v.Call != nil && v.Call.Error != "" {
		fmt.Fprintf(w, "%s in %s: %s\n", word(v.Call.State), v.Call.Executor, v.Call.Error)
	}
	for _, a := range v.Acts {
		printAct(w, c.name, id, a)
	}
}

// output prints what the machine of a step printed.
func (c *caseCommands) output() *cobra.Command {
	var follow bool
	cmd := &cobra.Command{
		Use: "output ID STEP", Short: "Print what the machine of a step printed", Args: byUse, ValidArgsFunction: arguments(c.ids("all"), c.steps()),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := c.api(cmd.Context())
			if err != nil {
				return err
			}
			after, err := c.copyOutput(cmd.Context(), cmd.OutOrStdout(), api, args[0], args[1], 0)
			for err == nil && follow {
				var v client.StepView
				if v, err = api.Step(cmd.Context(), c.kind, args[0], args[1]); err != nil {
					break
				}
				ended := v.Call == nil || v.Call.EndedAt != nil
				if after, err = c.copyOutput(cmd.Context(), cmd.OutOrStdout(), api, args[0], args[1], after); ended {
					break
				}
				err = wait(cmd, time.Second)
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&follow, "follow", false, "go on until the machine has ended")
	return cmd
}

// copyOutput writes output from a byte offset on, and returns the offset behind
// it.
func (c *caseCommands) copyOutput(ctx context.Context, w io.Writer, api *client.Client, id, place string, after int64) (int64, error) {
	for {
		text, err := api.Output(ctx, c.kind, id, place, after)
		if err != nil || len(text) == 0 {
			return after, noOutput(err, place)
		}
		after += int64(len(text))
		if _, err := w.Write(text); err != nil {
			return after, err
		}
	}
}

// noOutput says of a step that no machine has run for that it has no output.
func noOutput(err error, place string) error {
	if p, ok := err.(*client.Problem); ok && p.Status == http.StatusNotFound && strings.Contains(p.Detail, "executor call") { //nolint:errorlint // as the client returns it
		p.Detail, p.Need = "no machine has run for "+place+", so there is no output", "see what it is with: headgate release step ID "+place
	}
	return err
}

func wait(cmd *cobra.Command, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-cmd.Context().Done():
		return cmd.Context().Err()
	case <-timer.C:
		return nil
	}
}

// printTail prints the last lines of the output of a step. It is an aid: what
// cannot be read is left out.
func (c *caseCommands) printTail(cmd *cobra.Command, w io.Writer, api *client.Client, id, place string) {
	var all bytes.Buffer
	_, _ = c.copyOutput(cmd.Context(), &all, api, id, place, 0)
	if len(bytes.TrimSpace(all.Bytes())) == 0 {
		return
	}
	lines := bytes.Split(bytes.TrimRight(all.Bytes(), "\n"), []byte("\n"))
	if n := len(lines) - lastLines; n > 0 {
		lines = lines[n:]
	}
	fmt.Fprintf(w, "it printed last (all of it: headgate %s output %s %s):\n", c.name, id, place)
	for _, line := range lines {
		fmt.Fprintf(w, "  | %s\n", bytes.TrimRight(line, "\r"))
	}
}
