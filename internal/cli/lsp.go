package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/docs"
	"github.com/headgate/headgate/internal/lsp"
	"github.com/headgate/headgate/model"
)

// lsp serves an editor on standard input and output.
func (s *session) lsp() *cobra.Command {
	return &cobra.Command{
		Use: "lsp", Short: "Serve an editor of models (Language Server Protocol, on standard input and output)", GroupID: "models", Args: cobra.NoArgs,
		Long: "Serve an editor of models over the Language Server Protocol on standard input and output: findings while one types,\n" +
			"completion, what a word means, and where it is declared. docs/editors.md shows how to tell editors.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return lsp.Serve(cmd.Context(), os.Stdin, os.Stdout, library{}, s.version)
		},
	}
}

// library reads documents for an editor as model check does.
type library struct{}

// Read implements lsp.Library.
func (library) Read(path string, open map[string][]byte) (*model.Set, model.Diagnostics) {
	read := func(path string) ([]byte, error) {
		if text, ok := open[path]; ok {
			return text, nil
		}
		return os.ReadFile(path)
	}
	paths := beside([]string{path})
	for other := range open {
		if filepath.Dir(other) == filepath.Dir(path) {
			paths = append(paths, other)
		}
	}
	slices.Sort(paths)
	r, err := readModelsBy([]string{path}, slices.Compact(paths), read)
	if err != nil { // the file is gone
		return &model.Set{}, nil
	}
	return r.set, r.findings
}

// Explain implements lsp.Library.
func (library) Explain(word string) string {
	for _, d := range docs.Diagnostics() {
		if d.Code == strings.ToUpper(word) {
			return "**" + d.Code + "** " + d.Found + "\n\n" + d.Mend
		}
	}
	var text strings.Builder
	if e, ok := docs.Explain(word); ok {
		for _, s := range e.Sections {
			fmt.Fprintf(&text, "**%s**\n\n%s\n\n", s.Title, s.Text)
		}
	}
	return text.String()
}
