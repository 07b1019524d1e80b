package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/docs"
	"github.com/headgate/headgate/expr"
)

// explain says what codes of findings and refusals mean. It needs no server.
func (s *session) explain() *cobra.Command {
	return &cobra.Command{
		Use: "explain [CODE…]", Short: "Say what a code such as E-TIME-2 means and how to mend it", GroupID: "models",
		ValidArgs: codes(docs.Diagnostics()),
		RunE: func(cmd *cobra.Command, args []string) error {
			found, err := explained(args)
			if err != nil {
				return err
			}
			return s.show(cmd, found, func(w io.Writer) {
				for _, d := range found {
					fmt.Fprintf(w, "%s: %s\n  fix: %s\n", d.Code, d.Found, d.Mend)
				}
			})
		},
	}
}

// explained picks the codes named, or all.
func explained(names []string) ([]docs.Diagnostic, error) {
	all := docs.Diagnostics()
	if len(names) == 0 {
		return all, nil
	}
	out := []docs.Diagnostic{}
	for _, name := range names {
		before := len(out)
		for _, d := range all {
			if d.Code == strings.ToUpper(name) {
				out = append(out, d)
			}
		}
		if len(out) == before {
			return nil, unknownCode(name, codes(all))
		}
	}
	return out, nil
}

func unknownCode(name string, known []string) error {
	if near := expr.Nearest(strings.ToUpper(name), known); near != "" {
		return usagef("no code %s; did you mean %s?", name, near)
	}
	return usagef("no code %s; list all with: headgate explain", name)
}

func codes(list []docs.Diagnostic) []string {
	out := make([]string, len(list))
	for i, d := range list {
		out[i] = d.Code
	}
	return out
}
