package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
)

// tokens returns the commands on the caller's own API tokens.
func (s *session) tokens() *cobra.Command {
	root := &cobra.Command{Use: "token", Short: "Make and end API tokens", GroupID: "operate", Args: byUse, RunE: help}
	root.AddCommand(s.tokenCreate(), s.tokenList(), s.tokenRevoke())
	return root
}

func (s *session) tokenCreate() *cobra.Command {
	var r client.TokenRequest
	cmd := &cobra.Command{
		Use: "create NAME", Short: "Make a token for yourself; it is shown once", Args: byUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			r.Name = args[0]
			api, err := s.api(cmd.Context())
			if err != nil {
				return err
			}
			t, err := api.AddToken(cmd.Context(), r)
			if err != nil {
				return err
			}
			return s.show(cmd, t, func(w io.Writer) { fmt.Fprintln(w, t.Secret) })
		},
	}
	cmd.Flags().StringVar(&r.ExpiresIn, "expires-in", "", "how long it counts, such as 720h (default: until it is revoked)")
	return cmd
}

func (s *session) tokenList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List your tokens", Args: byUse,
		RunE: func(cmd *cobra.Command, _ []string) error {
			api, err := s.api(cmd.Context())
			if err != nil {
				return err
			}
			page, err := api.Tokens(cmd.Context())
			if err != nil {
				return err
			}
			return s.show(cmd, page, func(w io.Writer) {
				var rows [][]string
				for _, t := range page.Items {
					rows = append(rows, []string{t.ID, t.Name, s.when(t.CreatedAt), s.whenOr(t.ExpiresAt, "never")})
				}
				table(w, []string{"ID", "NAME", "MADE", "ENDS"}, rows)
			})
		},
	}
}

func (s *session) tokenRevoke() *cobra.Command {
	return &cobra.Command{
		Use: "revoke ID", Short: "End a token at once", Args: byUse, ValidArgsFunction: arguments(s.tokenIDs()),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := s.api(cmd.Context())
			if err != nil {
				return err
			}
			if err := api.RemoveToken(cmd.Context(), args[0]); err != nil {
				return err
			}
			return s.show(cmd, map[string]string{"revoked": args[0]}, func(w io.Writer) { fmt.Fprintf(w, "revoked %s\n", args[0]) })
		},
	}
}
