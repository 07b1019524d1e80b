package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
)

func (s *session) modelSubmit() *cobra.Command {
	return &cobra.Command{
		Use: "submit FILE…", Short: "Submit documents for review, if all are in order, proved and tested", Args: byUse,
		Long: "Store documents on the server for review. They are checked, explored and tested first, and nothing is stored unless all of\n" +
			"that is well. Somebody else approves them: headgate model approve ID@VERSION.",
		RunE: func(cmd *cobra.Command, args []string) error {
			var files []client.SourceFile
			for _, path := range args {
				text, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				files = append(files, client.SourceFile{Name: path, Text: string(text)})
			}
			api, err := s.api(cmd.Context())
			if err != nil {
				return err
			}
			result, err := api.Submit(cmd.Context(), files)
			if err != nil {
				return err
			}
			err = s.show(cmd, result, func(w io.Writer) { printSubmitted(w, &result) })
			if err == nil && !result.OK {
				return silent(ExitError)
			}
			return err
		},
	}
}

func printSubmitted(w io.Writer, r *client.CheckResult) {
	for _, d := range r.Diagnostics {
		fmt.Fprintf(w, "%s:%d:%d: %s %s\n  %s\n", d.File, d.Line, d.Column, d.Code, d.Message, d.Hint)
	}
	if !r.OK {
		fmt.Fprintln(w, "nothing is stored")
		return
	}
	for _, m := range r.Models {
		ref := m.ID + "@" + m.Version
		fmt.Fprintf(w, "%s is %s", ref, word(m.State))
		if m.State == "in_review" {
			fmt.Fprintf(w, "; somebody else approves it: headgate model approve %s", ref)
		}
		fmt.Fprintln(w)
	}
}

// modelJudge is one thing that may be done with a stored version.
func (s *session) modelJudge(verb, act, short string) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: verb + " ID@VERSION", Short: short, Args: byUse, ValidArgsFunction: arguments(s.storedModels),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := s.api(cmd.Context())
			if err != nil {
				return err
			}
			m, err := api.Judge(cmd.Context(), args[0], client.JudgeRequest{Act: act, Reason: reason})
			if err != nil {
				return err
			}
			return s.show(cmd, m, func(w io.Writer) {
				fmt.Fprintf(w, "%s@%s is %s\n", m.ID, m.Version, word(m.State))
			})
		},
	}
	cmd.Flags().StringVarP(&reason, "reason", "r", "", "why; needed but for an approval of what was explored whole")
	return cmd
}

// storedModels completes the versions of the server.
func (s *session) storedModels(cmd *cobra.Command, _ []string) []string {
	api, err := s.api(cmd.Context())
	if err != nil {
		return nil
	}
	page, err := api.Models(cmd.Context())
	if err != nil {
		return nil
	}
	var out []string
	for _, m := range page.Items {
		out = append(out, m.ID+"@"+m.Version)
	}
	return out
}
