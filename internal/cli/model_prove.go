package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/analysis/proof"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/findings"
	"github.com/headgate/headgate/model"
)

// proofReport is what exploring some models has shown.
type proofReport struct {
	OK          bool                `json:"ok"`
	Diagnostics []client.Diagnostic `json:"diagnostics"` // of models that do not compile
	Models      []provedModel       `json:"models"`

	findings model.Diagnostics
}

type provedModel struct {
	ID         string        `json:"id"`
	Version    string        `json:"version"`
	Digest     string        `json:"digest"`
	Situations int           `json:"situations"`
	Moves      int           `json:"moves"`
	Beyond     []string      `json:"not_explored"`
	Findings   []proofDefect `json:"findings"`
}

// proofDefect is a finding with the shortest way to it.
type proofDefect struct {
	client.Diagnostic
	Step   string   `json:"step"`
	Story  []string `json:"story"`
	Places []string `json:"places"`
}

func (s *session) modelProve() *cobra.Command {
	var limits proof.Limits
	cmd := &cobra.Command{
		Use: "prove FILE…", Short: "Explore everything models can do and tell what must not be", Args: byUse,
		Long: "Explore everything models can do, with the engine that runs them: every answer, failure, fact and passing of time.\n" +
			"A step that nothing reaches, or a place from which no end can be reached, is told with the shortest way there.\n" +
			"What was not explored is said. No server is needed.",
		RunE: func(cmd *cobra.Command, args []string) error {
			paths, err := documents(args)
			if err != nil {
				return err
			}
			r, err := readModels(paths)
			if err != nil {
				return err
			}
			report := prove(r, limits)
			err = s.show(cmd, report, report.print)
			if err == nil && !report.OK {
				return silent(ExitError)
			}
			return err
		},
	}
	cmd.Flags().IntVar(&limits.Situations, "situations", proof.DefaultSituations, "how many situations to explore at most")
	return cmd
}

// prove proves the models of the files named that can be started.
func prove(r *reading, limits proof.Limits) *proofReport {
	report := &proofReport{OK: true, Models: []provedModel{}, findings: r.findings}
	for _, m := range r.own {
		if m.Abstract {
			continue
		}
		plan, found := r.build(m)
		report.findings = append(report.findings, found...)
		if plan == nil {
			continue
		}
		result := proof.Prove(plan, limits)
		report.OK = report.OK && len(result.Findings) == 0
		report.Models = append(report.Models, proved(r.set, plan, result))
	}
	report.findings = report.findings.Errors()
	report.findings.Sort()
	report.OK = report.OK && !report.findings.HasErrors()
	report.Diagnostics = findings.Wire(report.findings)
	return report
}

func proved(set *model.Set, p *engine.Plan, r *proof.Result) provedModel {
	out := provedModel{
		ID: p.Model, Version: p.Version, Digest: p.Digest, Situations: r.Situations, Moves: r.Moves,
		Beyond: append([]string{}, r.Beyond...), Findings: []proofDefect{},
	}
	for _, f := range r.Findings {
		found := set.Annotate(model.Diagnostics{f.Diagnostic(p)})
		defect := proofDefect{Diagnostic: findings.Wire(found)[0], Step: p.Nodes[f.Node].ID, Story: append([]string{}, f.Story...), Places: []string{}}
		for _, n := range f.Places {
			defect.Places = append(defect.Places, p.Nodes[n].ID)
		}
		out.Findings = append(out.Findings, defect)
	}
	return out
}

func (r *proofReport) print(w io.Writer) {
	if len(r.findings) > 0 {
		fmt.Fprintln(w, r.findings.String())
	}
	for i := range r.Models {
		r.Models[i].print(w)
	}
}

func (m *provedModel) print(w io.Writer) {
	for i := range m.Findings {
		f := &m.Findings[i]
		fmt.Fprintf(w, "%s:%d:%d: error %s: %s\n  why: %s\n  fix: %s\n", f.File, f.Line, f.Column, f.Code, f.Message, f.Reason, f.Hint)
		if len(f.Story) > 0 {
			fmt.Fprintln(w, "  the shortest way there:")
		}
		for k, line := range f.Story {
			fmt.Fprintf(w, "  %3d. %s\n", k+1, line)
		}
	}
	verdict := "every situation can end, and every step can be reached"
	switch {
	case len(m.Findings) > 0:
		verdict = fmt.Sprintf("%d findings", len(m.Findings))
		if len(m.Findings) == 1 {
			verdict = "1 finding"
		}
	case m.Situations == 0:
		verdict = "nothing is proved"
	case len(m.Beyond) > 0:
		verdict = "no situation was found that cannot end"
	}
	fmt.Fprintf(w, "%s@%s: %s (%d situations, %d moves)\n", m.ID, m.Version, verdict, m.Situations, m.Moves)
	for _, what := range m.Beyond {
		fmt.Fprintf(w, "  not explored: %s\n", what)
	}
}
