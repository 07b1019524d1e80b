package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
)

func (s *session) users() *cobra.Command {
	root := &cobra.Command{Use: "user", Short: "List and add people", GroupID: "operate", Args: cobra.NoArgs, RunE: help}
	root.AddCommand(s.userList(), s.userAdd())
	return root
}

func (s *session) userList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the directory", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			api, err := s.api(cmd.Context())
			if err != nil {
				return err
			}
			page, err := api.People(cmd.Context())
			if err != nil {
				return err
			}
			return s.show(cmd, page, func(w io.Writer) {
				var rows [][]string
				for _, p := range page.Items {
					rows = append(rows, []string{p.ID, p.Name, dash(strings.Join(p.Teams, ", ")), dash(strings.Join(p.Skills, ", "))})
				}
				table(w, []string{"ID", "NAME", "TEAMS", "SKILLS"}, rows)
			})
		},
	}
}

func (s *session) userAdd() *cobra.Command {
	var r client.PersonRequest
	var passwordFile string
	cmd := &cobra.Command{
		Use: "add ID NAME", Short: "Add a person", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			r.ID, r.Name = args[0], args[1]
			if passwordFile != "" {
				text, err := os.ReadFile(passwordFile)
				if err != nil {
					return err
				}
				r.Password = strings.TrimRight(string(text), "\r\n")
			}
			api, err := s.api(cmd.Context())
			if err != nil {
				return err
			}
			p, err := api.AddPerson(cmd.Context(), r)
			if err != nil {
				return err
			}
			return s.show(cmd, p, func(w io.Writer) { fmt.Fprintf(w, "added %s (%s)\n", p.ID, p.Name) })
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&r.Teams, "team", nil, "teams; a team fills the role of the same id")
	f.StringSliceVar(&r.Skills, "skill", nil, "skills")
	f.StringVar(&r.Organization, "organization", "", "organization")
	f.StringVar(&passwordFile, "password-file", "", "file that holds the first password (a flag would show it to others)")
	return cmd
}

func (s *session) tokens() *cobra.Command {
	root := &cobra.Command{Use: "token", Short: "Make and end API tokens", GroupID: "operate", Args: cobra.NoArgs, RunE: help}
	root.AddCommand(s.tokenCreate(), s.tokenList(), s.tokenRevoke())
	return root
}

func (s *session) tokenCreate() *cobra.Command {
	var r client.TokenRequest
	cmd := &cobra.Command{
		Use: "create NAME", Short: "Make a token for yourself; it is shown once", Args: cobra.ExactArgs(1),
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
	cmd.Flags().StringVar(&r.ExpiresIn, "expires-in", "", "how long it counts, such as 720h")
	return cmd
}

func (s *session) tokenList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List your tokens", Args: cobra.NoArgs,
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
					rows = append(rows, []string{t.ID, t.Name, local(t.CreatedAt), localOr(t.ExpiresAt, "never")})
				}
				table(w, []string{"ID", "NAME", "MADE", "ENDS"}, rows)
			})
		},
	}
}

func (s *session) tokenRevoke() *cobra.Command {
	return &cobra.Command{
		Use: "revoke ID", Short: "End a token at once", Args: cobra.ExactArgs(1),
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
