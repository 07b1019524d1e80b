package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/findings"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
	"github.com/headgate/headgate/modeltest"
)

// testReport is what came of the tests of some documents.
type testReport struct {
	OK          bool                `json:"ok"`
	Passed      int                 `json:"passed"`
	Failed      int                 `json:"failed"`
	Later       int                 `json:"later"`
	Diagnostics []client.Diagnostic `json:"diagnostics"`
	Models      []testedModel       `json:"models"`

	findings model.Diagnostics
}

type testedModel struct {
	ID       string            `json:"id"`
	Version  string            `json:"version"`
	Tests    []playedTest      `json:"tests"`
	Coverage []modeltest.Point `json:"coverage,omitempty"`
}

type playedTest struct {
	Name    string       `json:"name"`
	File    string       `json:"file"`
	Line    int          `json:"line"`
	Column  int          `json:"column"`
	Status  string       `json:"status"`          // passed, failed, later
	Later   string       `json:"later,omitempty"` // what this version does not run yet
	Events  int          `json:"events"`
	Failure *failureView `json:"failure,omitempty"`
}

type failureView struct {
	File   string   `json:"file"`
	Line   int      `json:"line"`
	Column int      `json:"column"`
	Want   string   `json:"want"`
	Got    string   `json:"got"`
	Story  []string `json:"story"`
}

func (s *session) modelTest() *cobra.Command {
	var run string
	var coverage bool
	cmd := &cobra.Command{
		Use: "test [FILE|DIR…]", Short: "Play the tests of models", Args: cobra.ArbitraryArgs,
		Long: "Play the tests of models, those written in them and those of model-test documents beside them. Without arguments\n" +
			"those of the working folder. Nothing outside is touched and no server is needed: people, facts and time are made up.",
		RunE: func(cmd *cobra.Command, args []string) error {
			pattern, err := regexp.Compile(run)
			if err != nil {
				return usagef("--run %s: %w", run, err)
			}
			r, err := readTests(args)
			if err != nil {
				return err
			}
			report := r.play(pattern, coverage)
			err = s.show(cmd, report, report.print)
			if err == nil && !report.OK {
				return silent(ExitError)
			}
			return err
		},
	}
	cmd.Flags().StringVar(&run, "run", "", "play the tests whose name matches this regular expression")
	cmd.Flags().BoolVar(&coverage, "coverage", false, "say which steps, ways, handlers and rungs the tests reach")
	return cmd
}

// testReading is documents with the models whose tests are asked for.
type testReading struct {
	set      *model.Set
	tested   []testedDocument
	findings model.Diagnostics
}

type testedDocument struct {
	model *model.Model
	tests []model.Test
}

// readTests reads the files named, and of folders every document in them. What
// lies beside them, and what is shipped, is their library; what is named comes
// first, so that it stands where both have it.
func readTests(args []string) (*testReading, error) {
	paths, err := documents(args)
	if err != nil {
		return nil, err
	}
	named := map[string]bool{}
	var files []model.File
	for _, path := range slices.Concat(paths, beside(paths)) {
		if named[path] || slices.ContainsFunc(files, func(f model.File) bool { return f.Name == path }) {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		named[path] = slices.Contains(paths, path)
		files = append(files, model.File{Name: path, Text: text})
	}
	set, findings := model.LoadSet(append(files, shippedBeside(files)...))
	r := &testReading{set: set, findings: keep(findings, named)}
	for _, m := range set.Models {
		if t := (testedDocument{m, testsOf(set, m, named)}); len(t.tests) > 0 {
			r.tested = append(r.tested, t)
		}
	}
	return r, nil
}

// shippedBeside are the shipped documents of which files hold no version of
// their own.
func shippedBeside(files []model.File) []model.File {
	own, _ := model.LoadSet(files) // what is wrong is said when all are read
	return slices.DeleteFunc(models.Shipped(), func(f model.File) bool {
		docs, _ := model.Parse(f.Name, f.Text)
		return slices.ContainsFunc(docs, func(d *model.Document) bool {
			return d.Model != nil && own.ByID(d.ID) != nil || d.Process != nil && own.Process(d.Process.Runs) != nil
		})
	})
}

// testsOf lists the tests of a model that are asked for: its own if it is
// named, and those beside it if either is.
func testsOf(set *model.Set, m *model.Model, named map[string]bool) []model.Test {
	var list []model.Test
	if named[m.Pos.File] {
		list = append(list, m.Tests...)
	}
	for _, suite := range set.SuitesOf(m) {
		if named[m.Pos.File] || named[suite.Pos.File] {
			list = append(list, suite.Tests...)
		}
	}
	return list
}

// documents lists the files of the arguments, folders opened up; without any
// those of the working folder, else of this one.
func documents(args []string) ([]string, error) {
	if len(args) == 0 {
		if args = neighbours(); len(args) == 0 {
			args = []string{"."}
		}
	}
	var out []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, usagef("%s is no file and no folder", arg)
		case err != nil:
			return nil, err
		case !info.IsDir():
			out = append(out, filepath.Clean(arg))
			continue
		}
		inside, _ := filepath.Glob(filepath.Join(arg, "*.yaml")) // the pattern is well-formed
		out = append(out, inside...)
	}
	if len(out) == 0 {
		return nil, usagef("there is no document in %s", strings.Join(args, ", "))
	}
	return out, nil
}

// play plays the tests whose name matches.
func (r *testReading) play(pattern *regexp.Regexp, coverage bool) *testReport {
	report := &testReport{Models: []testedModel{}, findings: r.findings}
	for _, t := range r.tested {
		suite, found := modeltest.Compile(t.model, t.tests, r.set, r.set.Site)
		report.findings = append(report.findings, r.set.Annotate(found)...)
		if suite != nil {
			report.add(suite, pattern, coverage)
		}
	}
	report.findings = report.findings.Errors() // warnings are the matter of model check
	report.findings.Sort()
	report.Diagnostics = findings.Wire(report.findings)
	report.OK = report.Failed == 0 && !report.findings.HasErrors()
	return report
}

func (r *testReport) add(suite *modeltest.Suite, pattern *regexp.Regexp, coverage bool) {
	m := testedModel{ID: suite.Model, Version: suite.Version, Tests: []playedTest{}}
	var results []modeltest.Result
	for i := range suite.Tests {
		if !pattern.MatchString(suite.Tests[i].Name) {
			continue
		}
		result := suite.Play(&suite.Tests[i])
		results = append(results, result)
		m.Tests = append(m.Tests, played(&result))
		switch result.Status {
		case modeltest.Passed:
			r.Passed++
		case modeltest.Failed:
			r.Failed++
		case modeltest.Later:
			r.Later++
		}
	}
	if len(results) == 0 {
		return
	}
	if coverage {
		m.Coverage = suite.Coverage(results)
	}
	r.Models = append(r.Models, m)
}

func played(r *modeltest.Result) playedTest {
	t := playedTest{
		Name: r.Name, File: r.Pos.File, Line: r.Pos.Line, Column: r.Pos.Column,
		Status: r.Status.String(), Later: r.Later, Events: r.Events,
	}
	if f := r.Failure; f != nil {
		t.Failure = &failureView{File: f.Pos.File, Line: f.Pos.Line, Column: f.Pos.Column, Want: f.Want, Got: f.Got, Story: f.Story}
	}
	return t
}

// print shows the report to people.
func (r *testReport) print(w io.Writer) {
	if len(r.findings) > 0 {
		fmt.Fprintln(w, r.findings.String())
	}
	for i := range r.Models {
		r.Models[i].print(w)
	}
	fmt.Fprintf(w, "%d passed, %d failed", r.Passed, r.Failed)
	if r.Later > 0 {
		fmt.Fprintf(w, ", %d not yet supported", r.Later)
	}
	fmt.Fprintln(w)
}

func (m *testedModel) print(w io.Writer) {
	fmt.Fprintf(w, "%s@%s\n", m.ID, m.Version)
	for i := range m.Tests {
		m.Tests[i].print(w)
	}
	if m.Coverage != nil {
		printCoverage(w, m.Coverage)
	}
}

func (t *playedTest) print(w io.Writer) {
	switch t.Status {
	case "passed":
		fmt.Fprintf(w, "  ok     %s\n", t.Name)
	case "later":
		fmt.Fprintf(w, "  later  %s\n         not yet supported: %s\n", t.Name, t.Later)
	default:
		f := t.Failure
		fmt.Fprintf(w, "  FAIL   %s\n%s:%d:%d: expected %s, but %s\n", t.Name, f.File, f.Line, f.Column, f.Want, f.Got)
		for _, line := range f.Story {
			fmt.Fprintf(w, "           %s\n", line)
		}
	}
}

// printCoverage says per kind how much was reached, and what was not.
func printCoverage(w io.Writer, points []modeltest.Point) {
	for _, kind := range modeltest.PointKinds() {
		var missed []string
		total := 0
		for _, p := range points {
			if p.Kind != kind {
				continue
			}
			total++
			if p.Tests == 0 {
				missed = append(missed, p.Name)
			}
		}
		if total == 0 {
			continue
		}
		fmt.Fprintf(w, "  %-8s %d of %d reached\n", kind, total-len(missed), total)
		for _, name := range missed {
			fmt.Fprintf(w, "           not: %s\n", name)
		}
	}
}
