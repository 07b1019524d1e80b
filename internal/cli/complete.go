package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
)

// completion prints what a shell needs to complete commands, flags, cases,
// steps, models and people.
func completion() *cobra.Command {
	return &cobra.Command{
		Use: "completion SHELL", Short: "Print completions for bash, zsh or fish", GroupID: "operate", Args: byUse,
		ValidArgsFunction: arguments(words("bash", "zsh", "fish")),
		Example: "  source <(headgate completion bash)                # in ~/.bashrc, for this shell and the next ones\n" +
			"  headgate completion zsh > \"${fpath[1]}/_headgate\"\n" +
			"  headgate completion fish > ~/.config/fish/completions/headgate.fish",
		RunE: func(cmd *cobra.Command, args []string) error {
			root, w := cmd.Root(), cmd.OutOrStdout()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(w, true)
			case "zsh":
				return root.GenZshCompletion(w)
			case "fish":
				return root.GenFishCompletion(w, true)
			}
			return usagef("there are completions for bash, zsh and fish, not for %s", args[0])
		},
	}
}

// completer lists what may stand at a place of the command line, each perhaps
// followed by a tab and what it is.
type completer func(cmd *cobra.Command, args []string) []string

// arguments completes each argument with its completer; nil and what comes after
// them are not completed.
func arguments(each ...completer) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) >= len(each) || each[len(args)] == nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return each[len(args)](cmd, args), cobra.ShellCompDirectiveNoFileComp
	}
}

// completeFlag completes the value of a flag.
func (s *session) completeFlag(cmd *cobra.Command, flag string, c completer) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		return c(cmd, args), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic("cli: " + err.Error()) // the flag is not there, or has one already
	}
}

// words completes fixed words.
func words(list ...string) completer {
	return func(*cobra.Command, []string) []string { return list }
}

// folderPeople are those that --as can be.
func (s *session) folderPeople(*cobra.Command, []string) []string {
	folder, err := FindFolder(".")
	if err != nil || folder == nil {
		return nil
	}
	return folder.ids()
}

// asked completes with what the server answers, as word says each item; ""
// leaves it out. Without a server, or without knowing who asks, there is nothing
// to complete and nothing to say about it.
func asked[T any](s *session, read func(context.Context, *client.Client, []string) ([]T, error), word func(T) string) completer {
	return func(cmd *cobra.Command, args []string) []string {
		api, err := s.api(cmd.Context())
		if err != nil {
			return nil
		}
		items, err := read(cmd.Context(), api, args)
		if err != nil {
			return nil
		}
		var out []string
		for _, item := range items {
			if w := word(item); w != "" && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
		return out
	}
}

// people are those of the directory.
func (s *session) people() completer {
	return asked(s, func(ctx context.Context, api *client.Client, _ []string) ([]client.Person, error) {
		page, err := api.People(ctx)
		return page.Items, err
	}, func(p client.Person) string { return p.ID + "\t" + p.Name })
}

// tokenIDs are those of the caller's tokens.
func (s *session) tokenIDs() completer {
	return asked(s, func(ctx context.Context, api *client.Client, _ []string) ([]client.Token, error) {
		page, err := api.Tokens(ctx)
		return page.Items, err
	}, func(t client.Token) string { return t.ID + "\t" + t.Name })
}

// startable are the models that a case of this kind can be started with.
func (c *caseCommands) startable() completer {
	return asked(c.session, func(ctx context.Context, api *client.Client, _ []string) ([]client.ModelSummary, error) {
		page, err := api.Models(ctx)
		return page.Items, err
	}, func(m client.ModelSummary) string {
		if m.Kind != c.name || m.Abstract || !m.Current {
			return ""
		}
		return m.ID + "\t" + m.Title
	})
}

// ids are those of cases: open, or all.
func (c *caseCommands) ids(status string) completer {
	return asked(c.session, func(ctx context.Context, api *client.Client, _ []string) ([]client.CaseSummary, error) {
		page, err := api.Cases(ctx, c.kind, client.CaseFilter{Status: status, Limit: 100})
		return page.Items, err
	}, func(i client.CaseSummary) string { return i.ID + "\t" + i.Title })
}

// places are the steps of the case named first on which the caller may act.
func (c *caseCommands) places() completer {
	return asked(c.session, func(ctx context.Context, api *client.Client, args []string) ([]client.ActView, error) {
		v, err := api.Case(ctx, c.kind, args[0])
		return v.Acts, err
	}, func(a client.ActView) string {
		if a.Place == "" || a.Refused != nil {
			return ""
		}
		return a.Place + "\t" + a.Label
	})
}

// steps are all steps of the case named first.
func (c *caseCommands) steps() completer {
	return asked(c.session, func(ctx context.Context, api *client.Client, args []string) ([]client.StepSummary, error) {
		v, err := api.Case(ctx, c.kind, args[0])
		return v.Steps, err
	}, func(s client.StepSummary) string { return s.Place + "\t" + word(s.Status) })
}

// phases are those of the case named first.
func (c *caseCommands) phases() completer {
	return asked(c.session, func(ctx context.Context, api *client.Client, args []string) ([]client.PhaseCell, error) {
		v, err := api.Case(ctx, c.kind, args[0])
		return v.Phases, err
	}, func(p client.PhaseCell) string { return p.ID })
}

// blocks are the phases and steps of the case named first.
func (c *caseCommands) blocks() completer {
	phases, steps := c.phases(), c.steps()
	return func(cmd *cobra.Command, args []string) []string {
		return append(phases(cmd, args), steps(cmd, args)...)
	}
}
