package cli

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
)

// users returns the commands on the directory. All but list need the permission
// admin.
func (s *session) users() *cobra.Command {
	root := &cobra.Command{Use: "user", Short: "List, add, disable people", GroupID: "operate", Args: byUse, RunE: help}
	root.AddCommand(
		s.userList(), s.userAdd(), s.userPassword(),
		s.userDisabled("disable", "Keep a person from logging in and acting, at once", true),
		s.userDisabled("enable", "Let a disabled person in again", false),
	)
	return root
}

func (s *session) userList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the directory", Args: byUse,
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
					rows = append(rows, []string{p.ID, p.Name, standing(p), dash(strings.Join(p.Teams, ", ")), dash(strings.Join(p.Skills, ", "))})
				}
				table(w, []string{"ID", "NAME", "STATUS", "TEAMS", "SKILLS"}, rows)
			})
		},
	}
}

func standing(p client.Person) string {
	if p.Disabled {
		return "disabled"
	}
	return "active"
}

func (s *session) userAdd() *cobra.Command {
	var (
		teams, skills, may []string
		organization, file string
	)
	cmd := &cobra.Command{
		Use: "add ID NAME", Short: "Add a person", Args: byUse,
		Long: "Add a person. Without --password-file a password is made. In a working folder it is kept in\n" +
			PeopleFile + ", so that --as works; elsewhere it is printed, once.",
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := newPassword(cmd, file)
			if err != nil {
				return err
			}
			api, err := s.api(cmd.Context())
			if err != nil {
				return err
			}
			r := client.PersonRequest{ID: args[0], Name: &args[1], Password: password, Teams: &teams, Skills: &skills, Organization: &organization}
			if cmd.Flags().Changed("may") {
				r.Permissions = &may
			}
			p, err := api.AddPerson(cmd.Context(), r)
			if err != nil {
				return err
			}
			return s.tellPassword(cmd, p, "added "+p.ID+" ("+p.Name+")", Login{Password: password, Permissions: may}, file == "")
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&teams, "team", nil, "teams; a team fills the role of the same id")
	f.StringSliceVar(&skills, "skill", nil, "skills")
	f.StringSliceVar(&may, "may", []string{"read"}, "permissions: read, start, change, model, approve, admin")
	f.StringVar(&organization, "organization", "", "organization")
	f.StringVar(&file, "password-file", "", "file with the password, - for standard input (a flag would show it to others)")
	s.completeFlag(cmd, "may", words("read", "start", "change", "model", "approve", "admin"))
	return cmd
}

func (s *session) userPassword() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use: "passwd ID", Short: "Give a person a new password; all their sessions end", Args: byUse, ValidArgsFunction: arguments(s.people()),
		Long: "Give a person a new password. Without --password-file one is made. In a working folder it is kept in\n" +
			PeopleFile + ", so that --as goes on working; elsewhere it is printed, once.",
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := newPassword(cmd, file)
			if err != nil {
				return err
			}
			api, err := s.api(cmd.Context())
			if err != nil {
				return err
			}
			p, err := api.PutPerson(cmd.Context(), client.PersonRequest{ID: args[0], Password: password})
			if err != nil {
				return err
			}
			return s.tellPassword(cmd, p, p.ID+" has a new password", Login{Password: password}, file == "")
		},
	}
	cmd.Flags().StringVar(&file, "password-file", "", "file with the password, - for standard input (a flag would show it to others)")
	return cmd
}

// newPassword is the one of a file, or a fresh one.
func newPassword(cmd *cobra.Command, file string) (string, error) {
	var text []byte
	var err error
	switch file {
	case "":
		return rand.Text(), nil
	case "-":
		text, err = io.ReadAll(cmd.InOrStdin())
	default:
		text, err = os.ReadFile(file)
	}
	if err != nil {
		return "", err
	}
	password := strings.TrimRight(string(text), "\r\n")
	if password == "" {
		return "", usagef("there is no password in %s", file)
	}
	return password, nil
}

// tellPassword keeps a password where --as looks for it, or else prints one that
// nobody knows yet.
func (s *session) tellPassword(cmd *cobra.Command, p client.Person, said string, l Login, made bool) error {
	folder, err := FindFolder(".")
	if err != nil {
		return err
	}
	if folder != nil {
		if old, ok := folder.People[p.ID]; ok && l.Permissions == nil {
			l.Permissions = old.Permissions
		}
		if err := folder.keepLogin(p.ID, l); err != nil {
			return err
		}
		return s.show(cmd, p, func(w io.Writer) { fmt.Fprintf(w, "%s; it is in %s\n", said, PeopleFile) })
	}
	if !made {
		return s.show(cmd, p, func(w io.Writer) { fmt.Fprintln(w, said) })
	}
	shown := struct {
		client.Person
		Password string `json:"password"`
	}{p, l.Password}
	return s.show(cmd, shown, func(w io.Writer) { fmt.Fprintf(w, "%s\npassword %s\n", said, l.Password) })
}

func (s *session) userDisabled(use, short string, disabled bool) *cobra.Command {
	return &cobra.Command{
		Use: use + " ID", Short: short, Args: byUse, ValidArgsFunction: arguments(s.people()),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := s.api(cmd.Context())
			if err != nil {
				return err
			}
			p, err := api.PutPerson(cmd.Context(), client.PersonRequest{ID: args[0], Disabled: &disabled})
			if err != nil {
				return err
			}
			return s.show(cmd, p, func(w io.Writer) { fmt.Fprintf(w, "%s (%s) is %s\n", p.ID, p.Name, standing(p)) })
		},
	}
}
