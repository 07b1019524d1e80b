package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/docs"
	"github.com/headgate/headgate/expr"
)

// explain says what codes of findings and refusals mean, and what the language
// of models has on a word. It needs no server.
func (s *session) explain() *cobra.Command {
	return &cobra.Command{
		Use: "explain [CODE|WORD…]", Short: "Say what a code such as E-TIME-2 or a word such as decide or due means", GroupID: "models",
		Long: "Say what a code such as E-TIME-2 means and how to mend it, or what the language of models\n" +
			"has on a word: a kind of step, a key, a verb, a name of conditions. Without one: all codes.",
		ValidArgs: append(codes(docs.Diagnostics()), docs.Words()...),
		RunE: func(cmd *cobra.Command, args []string) error {
			found, err := explained(args)
			if err != nil {
				return err
			}
			return s.show(cmd, found, func(w io.Writer) {
				for _, f := range found {
					writeExplained(w, f)
				}
			})
		},
	}
}

// writeExplained writes a docs.Diagnostic or docs.Entry.
func writeExplained(w io.Writer, found any) {
	switch d := found.(type) {
	case docs.Diagnostic:
		fmt.Fprintf(w, "%s: %s\n  fix: %s\n  see: docs/language.md#%s\n", d.Code, d.Found, d.Mend, d.See)
	case docs.Entry:
		for _, s := range d.Sections {
			fmt.Fprintf(w, "%s  (docs/language.md#%s)\n%s\n\n", s.Title, s.Anchor, docs.Plain(s.Text))
		}
	}
}

// explained picks what is said of the codes and words named, or of all codes.
func explained(names []string) ([]any, error) {
	all := docs.Diagnostics()
	out := []any{}
	if len(names) == 0 {
		for _, d := range all {
			out = append(out, d)
		}
	}
	for _, name := range names {
		before := len(out)
		for _, d := range all {
			if d.Code == strings.ToUpper(name) {
				out = append(out, d)
			}
		}
		if e, ok := docs.Explain(name); ok {
			out = append(out, e)
		}
		if len(out) == before {
			return nil, unknownName(name, codes(all))
		}
	}
	return out, nil
}

func unknownName(name string, codes []string) error {
	if near := expr.Nearest(strings.ToUpper(name), codes); near != "" {
		return usagef("no code %s; did you mean %s?", name, near)
	}
	if near := expr.Nearest(name, docs.Words()); near != "" {
		return usagef("no word %s; did you mean %s?", name, near)
	}
	return usagef("no code or word %s; list all codes with: headgate explain", name)
}

func codes(list []docs.Diagnostic) []string {
	out := make([]string, len(list))
	for i, d := range list {
		out[i] = d.Code
	}
	return out
}
