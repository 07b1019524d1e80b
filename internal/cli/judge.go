package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
)

// silent is an exit code whose reason has been printed already.
type silent int

func (s silent) Error() string { return fmt.Sprintf("exit %d", int(s)) }

// ending is how a run that went wrong ends: its exit code, and what is said of
// it: what went wrong, and what to do next.
type ending struct {
	code  int
	lines []string
}

// interrupted reports whether a run ended because it was told to.
func interrupted(ctx context.Context, err error) bool {
	return ctx.Err() != nil && errors.Is(err, context.Canceled)
}

// judge turns the error of a command into its ending.
func (s *session) judge(cmd *cobra.Command, err error) ending {
	var (
		quiet   silent
		wrong   usage
		none    unfit
		problem *client.Problem
	)
	switch {
	case errors.As(err, &quiet):
		return ending{code: int(quiet)}
	case errors.As(err, &none):
		return ended(ExitUsage, err, "")
	case errors.As(err, &wrong), strings.HasPrefix(err.Error(), "invalid argument"): // as commands from elsewhere say it
		return ended(ExitUsage, err, usageLine(cmd))
	case errors.As(err, &problem):
		return ended(problemCode(problem), err, s.problemHint(problem))
	case errors.Is(err, client.ErrNoAnswer):
		return ended(ExitError, err, "is the server running? start it with: headgate serve; another one is named with --server")
	case errors.Is(err, client.ErrNotHeadgate):
		return ended(ExitError, err, s.otherServer())
	}
	return ended(ExitError, err, "")
}

func ended(code int, err error, hint string) ending {
	e := ending{code: code, lines: []string{err.Error()}}
	if hint != "" {
		e.lines = append(e.lines, hint)
	}
	return e
}

func problemCode(p *client.Problem) int {
	ofModel := strings.HasPrefix(p.Code, "R-") || strings.HasPrefix(p.Code, "E-")
	switch {
	case p.Status == http.StatusUnauthorized, p.Status == http.StatusForbidden && !ofModel:
		return ExitUnauthorized
	case ofModel, p.Status == http.StatusPreconditionFailed, p.Status == http.StatusConflict:
		return ExitRefused
	}
	return ExitError
}

// problemHint is what is needed, by whom, and until when it stays so.
func (s *session) problemHint(p *client.Problem) string {
	switch {
	case p.Code == "" || p.Code == "no_route":
		return s.otherServer()
	case p.Code == "not_logged_in":
		return "say who you are: --as NAME in a working folder, or a HEADGATE_TOKEN that counts"
	}
	var parts []string
	if p.Need != "" {
		parts = append(parts, p.Need)
	}
	said := func(who string) bool { return strings.Contains(p.Need, who) }
	if len(p.Ask) > 0 && !slices.ContainsFunc(p.Ask, said) {
		parts = append(parts, "ask: "+strings.Join(p.Ask, ", "))
	}
	if p.Until != nil {
		parts = append(parts, "until "+s.when(*p.Until))
	}
	return strings.Join(parts, "; ")
}

// otherServer says who answered when the answer is not one of this version.
func (s *session) otherServer() string {
	if s.client == nil {
		return ""
	}
	switch v := s.client.ServerVersion(); v {
	case "":
		return "that does not answer like a Headgate server; name another with --server"
	case s.version:
		return "server and program are both version " + v + ", so this is a mistake of ours; please report it"
	default:
		return "the server is version " + v + " and this program " + s.version + "; use the program of the server's version"
	}
}
