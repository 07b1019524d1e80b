package cli

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/handbook"
)

// modelDoc writes the handbook of a model. It needs no server.
func (s *session) modelDoc() *cobra.Command {
	var to, format string
	cmd := &cobra.Command{
		Use: "doc MODEL", Short: "Write the handbook of a model", Args: byUse, ValidArgsFunction: completeModel,
		Long: "Write the handbook of a model: purpose, roles, who does what by when, what silence means, ladders, handoffs,\n" +
			"deliverables, gates, overlays and back-out, as one page that prints well, or as Markdown. No server is needed.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "html" && format != "md" {
				return usagef("no format %s; there are: html, md", format)
			}
			plan, flat, err := compiledOf(cmd, args[0])
			if err != nil {
				return err
			}
			book := handbook.Of(plan, flat)
			text := book.HTML()
			if format == "md" {
				text = book.Markdown()
			}
			if to == "" {
				_, err = cmd.OutOrStdout().Write(text)
				return err
			}
			return os.WriteFile(to, text, 0o644)
		},
	}
	cmd.Flags().StringVarP(&to, "output", "o", "", "file (default: standard output)")
	cmd.Flags().StringVar(&format, "format", "html", "html or md")
	return cmd
}
