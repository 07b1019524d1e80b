package cli

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

var recordFormats = []string{"md", "html", "json"}

// record prints the record pack, or writes it to a file.
func (c *caseCommands) record() *cobra.Command {
	var format, path string
	cmd := &cobra.Command{
		Use: "record ID", Short: "Print the record pack, or write it to a file", Args: byUse, ValidArgsFunction: arguments(c.ids("all")),
		RunE: func(cmd *cobra.Command, args []string) error {
			api, err := c.api(cmd.Context())
			if err != nil {
				return err
			}
			text, err := api.Record(cmd.Context(), c.kind, args[0], c.recordFormat(format, path))
			if err != nil {
				return err
			}
			if path == "" {
				_, err = cmd.OutOrStdout().Write(text)
				return err
			}
			if err := os.WriteFile(path, text, 0o644); err != nil { //nolint:gosec // for others to read
				return err
			}
			return c.show(cmd, map[string]string{"file": path}, func(w io.Writer) { fmt.Fprintf(w, "wrote %s\n", path) })
		},
	}
	cmd.Flags().StringVar(&format, "format", "", "md, html or json (default: what the file is called, else md)")
	cmd.Flags().StringVarP(&path, "output", "o", "", "file to write")
	c.completeFlag(cmd, "format", words(recordFormats...))
	return cmd
}

// recordFormat is the one asked for: by its name, by --json for what is printed,
// or by the name of the file.
func (c *caseCommands) recordFormat(format, path string) string {
	if format == "" && path == "" && c.json {
		return "json"
	}
	if named := strings.TrimPrefix(filepath.Ext(path), "."); format == "" && slices.Contains(recordFormats, named) {
		return named
	}
	return cmp.Or(format, "md")
}
