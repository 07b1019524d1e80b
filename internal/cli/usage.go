package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// usage is a mistake in the arguments.
type usage struct{ error }

// unfit is a mistake in the arguments that is none of their form: how the
// command is called would not help.
type unfit struct{ error }

func usagef(format string, args ...any) error { return usage{fmt.Errorf(format, args...)} }

// argumentsAreUsage makes what a command from elsewhere says of its arguments a
// mistake of usage.
func argumentsAreUsage(cmd *cobra.Command) {
	if check := cmd.Args; check != nil {
		cmd.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return usage{err}
			}
			return nil
		}
	}
	for _, below := range cmd.Commands() {
		argumentsAreUsage(below)
	}
}

// byUse checks arguments against the words of the command's Use: ID is needed,
// [BLOCK] may be there, FILE… stands for one or more.
func byUse(cmd *cobra.Command, args []string) error {
	words := strings.Fields(cmd.Use)[1:]
	for i, word := range words {
		if i >= len(args) && !strings.HasPrefix(word, "[") {
			return usagef("%s is missing", strings.TrimSuffix(word, "…"))
		}
		if strings.Contains(word, "…") {
			return nil
		}
	}
	if len(args) <= len(words) {
		return nil
	}
	if cmd.HasSubCommands() {
		return noCommand(cmd, args[0])
	}
	return usagef("%q is one argument too many", args[len(words)])
}

func noCommand(cmd *cobra.Command, name string) error {
	text := fmt.Sprintf("%s has no command %s", cmd.CommandPath(), name)
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(name); len(near) > 0 {
		text += "; is it " + strings.Join(near, " or ") + "?"
	}
	return usagef("%s", text)
}

// usageLine says how a command is called.
func usageLine(cmd *cobra.Command) string {
	if cmd.HasSubCommands() {
		return "see the commands with: " + cmd.CommandPath() + " --help"
	}
	line := strings.TrimSuffix(cmd.UseLine(), " [flags]")
	return "usage: " + line + " (--help explains the flags)"
}
