// Package cli is the command line of Headgate. It reads arguments, calls the
// HTTP API through package client like any other program, and shows what came
// back: a table or sentence for people, the wire types for --json. Commands on
// documents (model check, show, graph, explain) work on files without a server.
//
// Errors are two lines: what went wrong, and what to do next. Exit codes: 0
// done, 1 error, 2 usage, 3 refused, 4 not authorized, 5 waiting for people.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
)

// The exit codes.
const (
	ExitDone         = 0
	ExitError        = 1
	ExitUsage        = 2
	ExitRefused      = 3
	ExitUnauthorized = 4
	ExitWaiting      = 5
)

// Config is what Run needs of the process.
type Config struct {
	Args    []string // without the program's name
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Version string
	// More are commands that live elsewhere, such as serve and demo.
	More []*cobra.Command
}

// Run runs one command and returns its exit code.
func Run(ctx context.Context, c Config) int {
	root := newRoot(c)
	root.SetArgs(c.Args)
	root.SetIn(c.Stdin)
	root.SetOut(c.Stdout)
	root.SetErr(c.Stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return ExitDone
	}
	code, hint := judge(err)
	var quiet silent
	if !errors.As(err, &quiet) {
		fmt.Fprintf(c.Stderr, "headgate: %s\n", err)
		if hint != "" {
			fmt.Fprintf(c.Stderr, "headgate: %s\n", hint)
		}
	}
	return code
}

// silent is an exit code whose reason has been printed already.
type silent int

func (s silent) Error() string { return fmt.Sprintf("exit %d", int(s)) }

// usage is a mistake in the arguments.
type usage struct{ error }

func usagef(format string, args ...any) error { return usage{fmt.Errorf(format, args...)} }

// judge turns an error into its exit code and the line that says what to do.
func judge(err error) (code int, hint string) {
	var (
		quiet   silent
		wrong   usage
		problem *client.Problem
	)
	switch {
	case errors.As(err, &quiet):
		return int(quiet), ""
	case errors.As(err, &wrong):
		return ExitUsage, "see headgate help"
	case errors.As(err, &problem):
		return problemCode(problem), problemHint(problem)
	case strings.HasPrefix(err.Error(), "no answer from"):
		return ExitError, "is the server running? start it with: headgate serve"
	case strings.HasPrefix(err.Error(), "unknown command"), strings.HasPrefix(err.Error(), "unknown flag"),
		strings.HasPrefix(err.Error(), "unknown shorthand"), strings.Contains(err.Error(), "arg(s)"),
		strings.HasPrefix(err.Error(), "required flag"), strings.HasPrefix(err.Error(), "invalid argument"),
		strings.HasPrefix(err.Error(), "flag needs an argument"):
		return ExitUsage, "see headgate help"
	}
	return ExitError, ""
}

func problemCode(p *client.Problem) int {
	switch {
	case p.Status == 401 || p.Status == 403 && !strings.HasPrefix(p.Code, "R-"):
		return ExitUnauthorized
	case strings.HasPrefix(p.Code, "R-") || strings.HasPrefix(p.Code, "E-") || p.Status == 412 || p.Status == 409:
		return ExitRefused
	}
	return ExitError
}

func problemHint(p *client.Problem) string {
	var parts []string
	if p.Need != "" {
		parts = append(parts, p.Need)
	}
	if len(p.Ask) > 0 && !strings.Contains(p.Need, p.Ask[0]) {
		parts = append(parts, "ask: "+strings.Join(p.Ask, ", "))
	}
	if len(parts) == 0 && p.Status == 401 {
		return "say who you are: --as NAME in a working folder, or HEADGATE_TOKEN"
	}
	return strings.Join(parts, "; ")
}

func newRoot(c Config) *cobra.Command {
	root := &cobra.Command{
		Use:           "headgate",
		Short:         "Release models you can run",
		Long:          "Headgate runs releases by models: documents that say who does what, when, and what happens when it goes wrong.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          help,
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage{err} })
	s := &session{version: c.Version}
	flags := root.PersistentFlags()
	flags.BoolVar(&s.json, "json", false, "print the API's JSON")
	flags.StringVar(&s.server, "server", "", "address of the server (HEADGATE_URL; default: the working folder's, else http://127.0.0.1:8080)")
	flags.StringVar(&s.as, "as", "", "act as this person, with the password the working folder keeps (HEADGATE_AS)")
	root.AddGroup(
		&cobra.Group{ID: "run", Title: "Run releases:"},
		&cobra.Group{ID: "models", Title: "Write models:"},
		&cobra.Group{ID: "operate", Title: "Operate:"},
	)
	root.AddCommand(
		s.releases("release", client.Releases), s.releases("change", client.Changes), s.inbox(),
		s.models(), s.initCommand(), s.users(), s.tokens(), s.versionCommand(),
	)
	root.AddCommand(c.More...)
	return root
}

// help is what a command that only groups others does by itself.
func help(cmd *cobra.Command, _ []string) error { return cmd.Help() }

// session is what the commands of one run share.
type session struct {
	json    bool
	server  string
	as      string
	version string
}

func (s *session) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", GroupID: "operate", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.show(cmd, map[string]string{"version": s.version}, func(w io.Writer) {
				fmt.Fprintln(w, "headgate", s.version)
			})
		},
	}
}

// environ returns the first of a flag's value and a variable that is set.
func environ(flag, name string) string {
	if flag != "" {
		return flag
	}
	return os.Getenv(name)
}
