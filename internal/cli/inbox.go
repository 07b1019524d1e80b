package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// inbox lists open work, the clock that runs out first on top.
func (s *session) inbox() *cobra.Command {
	var whose string
	cmd := &cobra.Command{
		Use: "inbox", Short: "List what waits for you", GroupID: "run", Args: byUse,
		RunE: func(cmd *cobra.Command, _ []string) error {
			api, err := s.api(cmd.Context())
			if err != nil {
				return err
			}
			page, err := api.Inbox(cmd.Context(), whose)
			if err != nil {
				return err
			}
			return s.show(cmd, page, func(w io.Writer) {
				if len(page.Items) == 0 {
					fmt.Fprintln(w, "nothing waits for you; see all of it with: headgate inbox --for all")
					return
				}
				var rows [][]string
				for _, i := range page.Items {
					rows = append(rows, []string{clock(i.Clock, time.Now()), i.Verb, i.Case, i.Place, i.CaseTitle, strings.Join(i.People, ", ")})
				}
				table(w, []string{"CLOCK", "DO", "CASE", "STEP", "TITLE", "WHO"}, rows)
			})
		},
	}
	cmd.Flags().StringVar(&whose, "for", "me", "me, teams or all")
	return cmd
}
