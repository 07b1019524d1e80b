// Package cli is the command line of Headgate. It reads arguments, calls the
// HTTP API through package client like any other program, and shows what came
// back: a table or sentence for people, the wire types for --json. Commands on
// documents (model check, show, graph, explain) work on files without a server.
//
// Errors are two lines: what went wrong, and what to do next. Exit codes: 0
// done, 1 error, 2 usage, 3 refused, 4 not authorized, 5 waiting for people,
// 130 interrupted.
//
// Instants are shown in the zone of who reads, those in sentences of the server
// too; --json has them in UTC. What is printed has no colours.
package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

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
	ExitInterrupted  = 130 // as shells say of what SIGINT ended
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
	s := &session{version: c.Version}
	root := s.root(c.More)
	root.SetArgs(c.Args)
	root.SetIn(c.Stdin)
	root.SetOut(c.Stdout)
	root.SetErr(c.Stderr)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return ExitDone
	}
	if interrupted(ctx, err) {
		return ExitInterrupted
	}
	end := s.judge(cmd, err)
	for _, line := range end.lines {
		fmt.Fprintf(c.Stderr, "headgate: %s\n", line)
	}
	return end.code
}

// session is what the commands of one run share.
type session struct {
	json    bool
	utc     bool
	server  string
	as      string
	version string
	client  *client.Client // once it is known who acts
	zone    *time.Location // once it is known who reads
}

func (s *session) root(more []*cobra.Command) *cobra.Command {
	root := &cobra.Command{
		Use:           "headgate",
		Short:         "Release models you can run",
		Long:          "Headgate runs releases by models: documents that say who does what, when, and what happens when it goes wrong.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          byUse,
		RunE:          help,
		Version:       s.version,
	}
	root.SetVersionTemplate("headgate {{.Version}}\n")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage{err} })
	flags := root.PersistentFlags()
	flags.BoolVar(&s.json, "json", false, "print the API's JSON")
	flags.BoolVar(&s.utc, "utc", false, "show instants in UTC, not in your zone")
	flags.StringVar(&s.server, "server", "", "address of the server (HEADGATE_URL; default: the working folder's, else http://127.0.0.1:8080)")
	flags.StringVar(&s.as, "as", "", "act as this person, with the password the working folder keeps (HEADGATE_AS)")
	root.CompletionOptions.DisableDefaultCmd = true // ours is below
	root.AddGroup(
		&cobra.Group{ID: "run", Title: "Run releases:"},
		&cobra.Group{ID: "models", Title: "Write models:"},
		&cobra.Group{ID: "operate", Title: "Operate:"},
	)
	root.AddCommand(
		s.releases("release", client.Releases), s.releases("change", client.Changes), s.inbox(),
		s.models(), s.explain(), s.lsp(), s.initCommand(), s.users(), s.tokens(), s.logout(), completion(), s.versionCommand(),
	)
	for _, cmd := range more {
		argumentsAreUsage(cmd)
		root.AddCommand(cmd)
	}
	root.SetHelpCommandGroupID("operate")
	s.completeFlag(root, "as", s.folderPeople)
	return root
}

// help is what a command that only groups others does by itself.
func help(cmd *cobra.Command, _ []string) error { return cmd.Help() }

func (s *session) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", GroupID: "operate", Args: byUse,
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
