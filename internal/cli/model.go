package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/draw"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/findings"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// models returns the commands on documents. Those on files need no server; the
// list, submissions and judgements ask one.
func (s *session) models() *cobra.Command {
	root := &cobra.Command{Use: "model", Short: "Check, prove, read and submit model documents", GroupID: "models", Args: byUse, RunE: help}
	root.AddCommand(
		s.modelCheck(), s.modelProve(), s.modelTest(), s.modelDiff(), s.modelShow(), s.modelGraph(), s.modelExplain(), s.modelDoc(), modelSchema(),
		s.modelList(), s.modelSubmit(),
		s.modelJudge("approve", "approved", "Approve a version that was submitted: releases may be started with it"),
		s.modelJudge("return", "returned", "Return a submitted version for rework"),
		s.modelJudge("withdraw", "withdrawn", "Take back a version that was submitted"),
		s.modelJudge("retire", "retired", "Let no release start with a version any more"))
	return root
}

// reading is a set of documents as one run sees it.
type reading struct {
	set      *model.Set
	own      []*model.Model // of the files named, in order
	findings model.Diagnostics
}

// readModels reads the files named, with the site nearest upwards, the models
// beside them and the shipped documents as library.
func readModels(paths []string) (*reading, error) {
	return readModelsBy(paths, beside(paths), os.ReadFile)
}

// readModelsBy is readModels with what lies beside the files, and how to read.
func readModelsBy(paths, beside []string, read func(string) ([]byte, error)) (*reading, error) {
	files := models.Shipped()
	named := map[string]bool{}
	for _, path := range paths {
		text, err := read(path)
		if err != nil {
			return nil, err
		}
		named[path] = true
		files = append(withoutSame(files, text), model.File{Name: path, Text: text})
	}
	for _, path := range beside {
		text, err := read(path)
		if err == nil && !named[path] {
			files = append(withoutSame(files, text), model.File{Name: path, Text: text})
		}
	}
	set, findings := model.LoadSet(files)
	r := &reading{set: set, findings: keep(findings, named)}
	for _, m := range set.Models {
		if named[m.Pos.File] {
			r.own = append(r.own, m)
		}
	}
	return r, nil
}

// withoutSame leaves out a shipped document that a file of the same content
// names again, so that checking a shipped document does not find it twice.
func withoutSame(files []model.File, text []byte) []model.File {
	return slices.DeleteFunc(files, func(f model.File) bool { return string(f.Text) == string(text) })
}

// beside lists the site nearest upwards of the first file, and the models in
// the folders of the files.
func beside(paths []string) []string {
	var out []string
	for dir := filepath.Dir(paths[0]); ; dir = filepath.Join(dir, "..") {
		site := filepath.Join(dir, "site.yaml")
		if _, err := os.Stat(site); err == nil {
			out = append(out, site)
			break
		}
		if abs, err := filepath.Abs(dir); err != nil || abs == filepath.Dir(abs) {
			break
		}
	}
	for _, path := range paths {
		more, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.yaml")) // the pattern is well-formed
		out = append(out, more...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// keep returns the findings in the named files: others are for those who check
// them.
func keep(findings model.Diagnostics, named map[string]bool) model.Diagnostics {
	return slices.DeleteFunc(findings, func(d model.Diagnostic) bool { return d.Pos.File != "" && !named[d.Pos.File] })
}

func (r *reading) build(m *model.Model) (*engine.Plan, model.Diagnostics) {
	plan, findings := engine.Build(m, r.set, r.set.Site)
	return plan, r.set.Annotate(findings)
}

func (s *session) modelCheck() *cobra.Command {
	return &cobra.Command{
		Use: "check FILE…", Short: "Say everything that is wrong with documents", Args: byUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := readModels(args)
			if err != nil {
				return err
			}
			result := client.CheckResult{Models: []client.ModelSummary{}}
			found := r.findings
			for _, m := range r.own {
				plan, more := r.build(m)
				found = append(found, more...)
				if plan != nil {
					result.Models = append(result.Models, summary(plan, m))
				}
			}
			found.Sort()
			result.OK, result.Diagnostics = !found.HasErrors(), findings.Wire(found)
			err = s.show(cmd, result, func(w io.Writer) {
				if len(found) > 0 {
					fmt.Fprintln(w, found.String())
				}
				for _, m := range result.Models {
					fmt.Fprintf(w, "%s@%s is in order%s\n", m.ID, m.Version, notYet(m.NotYet))
				}
			})
			if err == nil && !result.OK {
				return silent(ExitError)
			}
			return err
		},
	}
}

func notYet(parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	return ", but cannot be started yet: " + strings.Join(parts, "; ")
}

func summary(p *engine.Plan, m *model.Model) client.ModelSummary {
	return client.ModelSummary{
		ID: p.Model, Version: p.Version, Kind: p.Kind, Title: p.Title, Class: m.Class, Owner: p.Owner, Rigor: p.Rigor,
		Urgency: p.Urgency, Extends: m.Extends, Abstract: m.Abstract, Current: true, Digest: p.Digest, NotYet: append([]string{}, p.NotYet...),
	}
}

// onPlan is a command on one model, by file, or by id of a shipped or
// neighbouring one.
func (s *session) onPlan(use, short string, do func(*cobra.Command, *engine.Plan, []string) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Args: byUse, ValidArgsFunction: completeModel,
		RunE: func(cmd *cobra.Command, args []string) error {
			plan, err := planOf(cmd, args[0])
			if err != nil {
				return err
			}
			return do(cmd, plan, args[1:])
		},
	}
}

func planOf(cmd *cobra.Command, name string) (*engine.Plan, error) {
	plan, _, err := compiledOf(cmd, name)
	return plan, err
}

// compiledOf compiles a model, by file or id, and gives the flattened document
// beside the plan.
func compiledOf(cmd *cobra.Command, name string) (*engine.Plan, *model.Model, error) {
	paths := []string{name}
	if _, err := os.Stat(name); err != nil {
		paths = neighbours()
	}
	r, err := planReading(paths)
	if err != nil {
		return nil, nil, err
	}
	m := pickModel(r, name)
	if m == nil {
		return nil, nil, usagef("%s is no file and no model here; there are: %s", name, strings.Join(modelIDs(r), ", "))
	}
	plan, findings := r.build(m)
	if plan == nil {
		fmt.Fprintln(cmd.ErrOrStderr(), findings.String())
		return nil, nil, silent(ExitError)
	}
	flat, _ := model.Flatten(m, r.set) // build found it in order
	return plan, flat, nil
}

func planReading(paths []string) (*reading, error) {
	if len(paths) > 0 {
		return readModels(paths)
	}
	set, findings := model.LoadSet(append(models.Shipped(), models.Site()...))
	return &reading{set: set, findings: findings}, nil
}

// pickModel is the model of the file of that name, else the one of that id.
func pickModel(r *reading, name string) *model.Model {
	for _, m := range r.own {
		if m.Pos.File == name {
			return m
		}
	}
	return r.set.ByID(name)
}

func modelIDs(r *reading) []string {
	var out []string
	for _, m := range r.set.Models {
		out = append(out, m.ID)
	}
	return out
}

// neighbours are the models of the working folder.
func neighbours() []string {
	folder, err := FindFolder(".")
	if err != nil || folder == nil {
		return nil
	}
	files, _ := filepath.Glob(filepath.Join(folder.Dir, "models", "*.yaml")) // the pattern is well-formed
	return files
}

func completeModel(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	r, err := planReading(neighbours())
	if err != nil {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return modelIDs(r), cobra.ShellCompDirectiveDefault
}

func (s *session) modelShow() *cobra.Command {
	return s.onPlan("show MODEL", "Show a model: steps, who does what, ladders",
		func(cmd *cobra.Command, p *engine.Plan, _ []string) error {
			view := struct {
				Graph engine.Graph  `json:"graph"`
				RACI  engine.Matrix `json:"raci"`
			}{p.Graph(0), p.Raci(0)}
			return s.show(cmd, view, func(w io.Writer) { printModel(w, p, view.Graph, view.RACI) })
		})
}

func printModel(w io.Writer, p *engine.Plan, g engine.Graph, raci engine.Matrix) {
	fmt.Fprintf(w, "%s@%s  %s\n%s  %s  %s\n\n", g.Model, g.Version, g.Title, p.Rigor, p.Urgency, p.Digest)
	var rows [][]string
	for _, n := range g.Nodes {
		if n.Depth == 0 {
			continue
		}
		rows = append(rows, []string{n.Phase, strings.Repeat("  ", n.Depth-1) + n.ID, n.Kind, dash(strings.Join(n.Who, ", ")), dash(n.Due), dash(n.Else)})
	}
	table(w, []string{"PHASE", "STEP", "KIND", "WHO", "DUE", "ELSE"}, rows)
	fmt.Fprintln(w)
	rows = nil
	for _, r := range raci.Rows {
		rows = append(rows, append([]string{r.Step}, r.Cells...))
	}
	table(w, append([]string{"RACI"}, raci.Roles...), rows)
	for i, l := range p.Ladders {
		name := l.ID
		if name == "" {
			name = "ladder"
		}
		fmt.Fprintf(w, "\n%s\n%s", name, p.LadderText(engine.LadderID(i)))
	}
}

func (s *session) modelGraph() *cobra.Command {
	var to, lanes string
	cmd := s.onPlan("graph MODEL", "Draw a model as SVG",
		func(cmd *cobra.Command, p *engine.Plan, _ []string) error {
			g := p.Graph(0)
			if s.json {
				return s.show(cmd, g, nil)
			}
			layout, err := laidOut(g, lanes)
			if err != nil {
				return err
			}
			svg := draw.SVG(layout, g.Title)
			if to == "" {
				_, err := io.WriteString(cmd.OutOrStdout(), svg)
				return err
			}
			return os.WriteFile(to, []byte(svg), 0o644)
		})
	cmd.Flags().StringVarP(&to, "output", "o", "", "file (default: standard output)")
	cmd.Flags().StringVar(&lanes, "lanes", "", "draw lanes: roles (wide) or phases (high); default: a column per phase")
	return cmd
}

// laidOut lays out the picture of a model.
func laidOut(g engine.Graph, lanes string) (draw.Layout, error) {
	switch lanes {
	case "":
		return draw.Columns(draw.Plan(g)), nil
	case "roles":
		return draw.Swim(draw.SwimPlan(g), draw.ByRole), nil
	case "phases":
		return draw.Swim(draw.SwimPlan(g), draw.ByPhase), nil
	}
	return draw.Layout{}, usagef("no lanes %s; there are: roles, phases", lanes)
}

func (s *session) modelExplain() *cobra.Command {
	return s.onPlan("explain MODEL [STEP…]", "Say what steps are to the engine",
		func(cmd *cobra.Command, p *engine.Plan, steps []string) error {
			texts := map[string]string{}
			var order []string
			for i := range p.Nodes {
				n := &p.Nodes[i]
				if n.ID == "" || len(steps) > 0 && !slices.Contains(steps, n.ID) {
					continue
				}
				texts[n.ID] = p.Explain(engine.NodeID(i))
				order = append(order, n.ID)
			}
			for _, want := range steps {
				if _, ok := texts[want]; !ok {
					return usagef("%s has no step %s; see: headgate model show %s", p.Model, want, p.Model)
				}
			}
			return s.show(cmd, texts, func(w io.Writer) {
				for _, id := range order {
					fmt.Fprintln(w, texts[id])
				}
			})
		})
}

func modelSchema() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema of model documents", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write(model.Schema())
			return err
		},
	}
}

func (s *session) modelList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the models of the server", Args: byUse,
		RunE: func(cmd *cobra.Command, _ []string) error {
			api, err := s.api(cmd.Context())
			if err != nil {
				return err
			}
			page, err := api.Models(cmd.Context())
			if err != nil {
				return err
			}
			return s.show(cmd, page, func(w io.Writer) {
				var rows [][]string
				for _, m := range page.Items {
					state := word(m.State)
					if m.Current {
						state = "current"
					}
					rows = append(rows, []string{m.ID + "@" + m.Version, state, m.Title, m.Class, m.Rigor, m.Urgency})
				}
				table(w, []string{"MODEL", "STATE", "TITLE", "CLASS", "RIGOR", "URGENCY"}, rows)
			})
		},
	}
}
