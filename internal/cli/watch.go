package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
)

// watch follows a case and prints what happens, until it has ended. It exits
// with 5 when asked to stop at the first wait for a person.
func (c *caseCommands) watch() *cobra.Command {
	f := follower{caseCommands: c}
	cmd := &cobra.Command{
		Use: "watch ID", Short: "Follow a " + c.name + " until it ends", Args: byUse, ValidArgsFunction: arguments(c.ids("open")),
		Long: "Print the last entries of the log of a " + c.name + ", and the next ones as they come, until it has ended.\n" +
			"With --json there is one entry on each line. A lost connection is taken up again and nothing is missed.",
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if f.api, err = c.api(cmd.Context()); err != nil {
				return err
			}
			f.cmd, f.id = cmd, args[0]
			return f.run()
		},
	}
	cmd.Flags().BoolVar(&f.untilWaiting, "until-waiting", false, "stop with exit code 5 when it waits for people")
	cmd.Flags().Int64Var(&f.last, "last", 10, "so many older entries first")
	return cmd
}

// follower prints the log of a case as it grows.
type follower struct {
	*caseCommands
	cmd          *cobra.Command
	api          *client.Client
	id           string
	untilWaiting bool
	last         int64
	seq          int64 // of the last entry read
	position     int64 // of it in the log of all cases
}

// errOver ends the stream: there is nothing left to follow.
var errOver = errors.New("over")

func (f *follower) run() error {
	page, err := f.api.Log(f.cmd.Context(), f.kind, f.id, 0, 1)
	if err != nil {
		return err
	}
	// At least one entry is read: the stream goes on behind it, so nothing that
	// happens meanwhile is missed.
	f.seq = max(0, int64(page.Total)-max(1, f.last))
	// A server that has just answered and is gone is waited for, as later.
	if err := f.catchUp(); err != nil && !errors.Is(err, client.ErrNoAnswer) {
		return unlessOver(err)
	}
	return unlessOver(f.api.Watch(f.cmd.Context(), f.id, f.position, func(client.StreamEvent) error { return f.catchUp() }))
}

func unlessOver(err error) error {
	if errors.Is(err, errOver) {
		return nil
	}
	return err
}

// catchUp prints what is new. It returns errOver when the case has ended, and
// the exit code of waiting when that is what to stop at.
func (f *follower) catchUp() error {
	entries, err := f.wholeLog(f.cmd, f.api, f.id, f.seq)
	if err != nil {
		return err
	}
	for _, e := range entries {
		f.seq, f.position = e.Seq, e.ID
		if err := f.print(f.cmd.OutOrStdout(), e); err != nil {
			return err
		}
	}
	v, err := f.api.Case(f.cmd.Context(), f.kind, f.id)
	if err != nil {
		return err
	}
	if v.EndedAt != nil {
		return errOver
	}
	waits := slices.ContainsFunc(v.Waiting, func(x client.WaitingView) bool { return len(x.People) > 0 })
	if f.untilWaiting && waits {
		fmt.Fprintln(f.cmd.ErrOrStderr(), v.Why)
		return silent(ExitWaiting)
	}
	return nil
}

func (f *follower) print(w io.Writer, e client.LogEntry) error {
	if f.json {
		return writeJSON(w, e, "")
	}
	f.printEntry(w, e)
	return nil
}
