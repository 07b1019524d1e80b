package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

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
			"Whenever it waits for somebody that is said; it goes on watching unless --until-waiting stops it there.\n" +
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
	seq          int64       // of the last entry read
	position     int64       // of it in the log of all cases
	why          string      // what it waits for
	said         string      // of that, what was last said
	perhaps      *time.Timer // ends the watch when nothing happens any more
}

// settleTime is how long nothing may happen before a case counts as waiting for
// people who need not act at all: those who may waive a gate whose facts are
// read in a moment, or resume what is held while machines undo it.
const settleTime = 2 * time.Second

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
	ctx, stop := context.WithCancelCause(f.cmd.Context())
	defer stop(nil)
	f.perhaps = time.AfterFunc(settleTime, func() { stop(silent(ExitWaiting)) })
	f.perhaps.Stop() // until it is known that it may be over
	defer f.perhaps.Stop()
	// A server that has just answered and is gone is waited for, as later.
	if err = f.catchUp(); err == nil || errors.Is(err, client.ErrNoAnswer) {
		err = f.api.Watch(ctx, f.id, f.position, func(client.StreamEvent) error { return f.catchUp() })
	}
	if errors.Is(context.Cause(ctx), silent(ExitWaiting)) {
		err = silent(ExitWaiting)
	}
	if errors.Is(err, silent(ExitWaiting)) {
		f.say()
	}
	return unlessOver(err)
}

// say says what the case waits for, once.
func (f *follower) say() {
	if f.why != f.said {
		f.said = f.why
		fmt.Fprintln(f.cmd.ErrOrStderr(), f.why)
	}
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
	return f.waits(v)
}

// waits says whom the case waits for. Asked to stop there it returns the exit
// code of waiting, or sets the time after which it would be.
func (f *follower) waits(v client.CaseView) error {
	must := slices.ContainsFunc(v.Waiting, mustAct)
	may := !slices.ContainsFunc(v.Calls, underWay) && slices.ContainsFunc(v.Waiting, mayAct)
	f.why = v.Why
	switch {
	case must && f.untilWaiting:
		return silent(ExitWaiting)
	case may && f.untilWaiting:
		f.perhaps.Reset(settleTime)
		return nil
	case must || may:
		f.say()
	}
	f.perhaps.Stop()
	return nil
}

func mayAct(w client.WaitingView) bool { return len(w.People) > 0 }

// mustAct reports whether nothing goes on without people there.
func mustAct(w client.WaitingView) bool {
	return mayAct(w) && w.Kind != "gate" && w.State != "held"
}

func underWay(c client.CallView) bool { return c.State != "in_doubt" }

func (f *follower) print(w io.Writer, e client.LogEntry) error {
	if f.json {
		return writeJSON(w, e, "")
	}
	f.printEntry(w, e)
	return nil
}
