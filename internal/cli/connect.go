package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
)

// api returns a client for the server and person this run is about: flags,
// then environment, then the working folder.
func (s *session) api(context.Context) (*client.Client, error) {
	if s.client != nil {
		return s.client, nil
	}
	folder, err := FindFolder(".")
	if err != nil {
		return nil, err
	}
	base := s.base(folder)
	if err := mayTell(base); err != nil {
		return nil, err
	}
	c, err := s.connect(folder, base)
	if err != nil {
		return nil, err
	}
	s.client = c.InZone(s.inZone().String())
	return s.client, nil
}

// base is the address of the server.
func (s *session) base(folder *Folder) string {
	base := environ(s.server, "HEADGATE_URL")
	if base == "" && folder != nil {
		base = folder.URL()
	}
	if base == "" {
		base = "http://127.0.0.1:8080"
	}
	return strings.TrimRight(base, "/")
}

// mayTell refuses to send a password, session or token in the clear beyond this
// machine.
func mayTell(base string) error {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return usagef("%q is no address of a server, such as https://releases.example.org", base)
	}
	ip := net.ParseIP(u.Hostname())
	if u.Scheme == "https" || u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return usagef("%s is not encrypted, so who you are would be sent in the clear; use https", base)
}

func (s *session) connect(folder *Folder, base string) (*client.Client, error) {
	as := environ(s.as, "HEADGATE_AS")
	if token := os.Getenv("HEADGATE_TOKEN"); as == "" && (token != "" || folder == nil) {
		return client.New(base, token), nil
	}
	login, err := folder.login(as)
	if err != nil {
		return nil, err
	}
	kept := folder.session(base, as)
	return client.Resume(base, kept.read(), func(ctx context.Context) (string, error) {
		fresh, err := client.New(base, "").Login(ctx, as, login.Password)
		if err != nil {
			return "", err
		}
		kept.write(fresh.Session())
		return fresh.Session(), nil
	}), nil
}

// keptSession is the file of one person's session with one server. Whoever can
// read it is that person until it ends, so only the owner of the folder can.
type keptSession string

// session returns where the folder keeps the session of a person with a server.
func (f *Folder) session(base, person string) keptSession {
	_, host, _ := strings.Cut(base, "://")
	return keptSession(filepath.Join(f.Dir, ".headgate", "sessions", url.PathEscape(host), url.PathEscape(person)))
}

func (k keptSession) read() string {
	text, err := os.ReadFile(string(k))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// write keeps a session. Where it cannot be kept the next call logs in anew,
// which is slower and nothing worse.
func (k keptSession) write(secret string) {
	if os.MkdirAll(filepath.Dir(string(k)), 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(filepath.Dir(string(k)), ".new-") // readable by its owner only
	if err != nil {
		return
	}
	defer os.Remove(f.Name())
	_, err = fmt.Fprintln(f, secret)
	if f.Close() == nil && err == nil {
		_ = os.Rename(f.Name(), string(k)) // see above
	}
}

// over reports whether the server says that a session has ended already.
func over(err error) bool {
	var p *client.Problem
	return errors.As(err, &p) && p.Status == http.StatusUnauthorized
}

// logout ends the session that the folder keeps.
func (s *session) logout() *cobra.Command {
	return &cobra.Command{
		Use: "logout", Short: "End the session the working folder keeps of a person", GroupID: "operate", Args: byUse,
		Long: "A command that acts as a person logs in once and keeps the session in .headgate/sessions of the working folder.\n" +
			"logout ends it on the server and forgets it. The next command logs in anew.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			folder, err := FindFolder(".")
			if err != nil {
				return err
			}
			as := environ(s.as, "HEADGATE_AS")
			if _, err := folder.login(as); err != nil {
				return err
			}
			base := s.base(folder)
			kept := folder.session(base, as)
			if secret := kept.read(); secret != "" {
				if err := client.Resume(base, secret, nil).Logout(cmd.Context()); err != nil && !over(err) {
					return err
				}
				if err := os.Remove(string(kept)); err != nil {
					return err
				}
			}
			return s.show(cmd, map[string]string{"logged_out": as}, func(w io.Writer) { fmt.Fprintf(w, "%s is logged out\n", as) })
		},
	}
}
