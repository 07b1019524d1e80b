package cli

import (
	"crypto/rand"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/examples"
)

// newcomers are the people of a new working folder and what they may do
// beside reading and starting.
var newcomers = map[string][]string{
	"ada": {"change", "model", "admin"}, "bob": {"change"}, "cyd": {"change"}, "dee": {"change", "approve"},
}

func (s *session) initCommand() *cobra.Command {
	return &cobra.Command{
		Use: "init DIR", Short: "Write a small working folder to start from", GroupID: "models", Args: byUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := args[0]
			if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
				return fmt.Errorf("%s is not empty; name a new folder", dir)
			}
			if err := writeHello(dir); err != nil {
				return err
			}
			return s.show(cmd, map[string]string{"folder": dir}, func(w io.Writer) {
				fmt.Fprintf(w, "wrote %s; go on with:\n  cd %s\n  headgate serve\nand read README.md there\n", dir, dir)
			})
		},
	}
}

func writeHello(dir string) error {
	hello := examples.Hello()
	err := fs.WalkDir(hello, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, path)
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		text, err := fs.ReadFile(hello, path)
		if err != nil {
			return err
		}
		mode := fs.FileMode(0o644)
		if filepath.Ext(path) == ".sh" || filepath.Dir(path) == "app" {
			mode = 0o755
		}
		return os.WriteFile(to, text, mode)
	})
	if err != nil {
		return err
	}
	return writeLogins(dir)
}

// writeLogins makes a password for everybody.
func writeLogins(dir string) error {
	logins := map[string]Login{}
	for id, may := range newcomers {
		logins[id] = Login{Password: rand.Text(), Permissions: may}
	}
	return writePeople(dir, logins)
}
