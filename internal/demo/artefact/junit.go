package artefact

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Report is the result of a run of tests.
type Report struct {
	Tests, Failures, Skipped int
	Elapsed                  time.Duration // sum over the packages
	Packages                 []Package     // in order of their names
}

// Package is the tests of one package. A package that did not build, or that
// ended outside of any test, has Failed without a failed test.
type Package struct {
	Name    string
	Elapsed time.Duration
	Failed  bool
	Output  string // of a failed package, beside its tests
	Tests   []Test // in order of their ends
}

// Test is one test, or one subtest.
type Test struct {
	Name    string
	Elapsed time.Duration
	Result  string // pass, fail, skip
	Output  string // of a failed or skipped test
}

// Passed reports whether something was tested and nothing failed.
func (r *Report) Passed() bool {
	return r.Tests > 0 && r.Failures == 0 && !slices.ContainsFunc(r.Packages, func(p Package) bool { return p.Failed })
}

// event is one line of go test -json.
// Source: go doc test2json
type event struct {
	Action, Package, Test, Output, ImportPath string
	Elapsed                                   float64
}

// ReadTests reads what `go test -json` printed.
func ReadTests(r io.Reader) (*Report, error) {
	run := running{packages: map[string]*Package{}, output: map[string]*strings.Builder{}}
	lines := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if err := json.Unmarshal(line, &e); err != nil {
				return nil, fmt.Errorf("line %d is no line of go test -json: %w", n, err)
			}
			run.add(&e)
		}
		if err == io.EOF {
			return run.report(), nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// running is a run as far as it was read.
type running struct {
	packages map[string]*Package
	output   map[string]*strings.Builder // by package and test
}

func (r *running) add(e *event) {
	switch e.Action {
	case "output", "build-output":
		r.print(e)
	case "build-fail":
		p := r.pkg(beforeBracket(e.ImportPath))
		p.Failed = true
	case "pass", "fail", "skip":
		if e.Test == "" {
			r.endPackage(e)
			return
		}
		r.endTest(e)
	}
}

// beforeBracket returns the path of a package without the variant that the
// build adds: "p [p.test]".
func beforeBracket(path string) string {
	path, _, _ = strings.Cut(path, " ")
	return path
}

func (r *running) pkg(name string) *Package {
	p := r.packages[name]
	if p == nil {
		p = &Package{Name: name}
		r.packages[name] = p
	}
	return p
}

func (r *running) print(e *event) {
	key := e.Package + "\x00" + e.Test
	if e.ImportPath != "" && e.Package == "" {
		key = beforeBracket(e.ImportPath) + "\x00"
	}
	b := r.output[key]
	if b == nil {
		b = &strings.Builder{}
		r.output[key] = b
	}
	b.WriteString(e.Output)
}

// printed returns what a test, or a package outside of its tests, printed. It
// is kept only where it explains something.
func (r *running) printed(pkg, test string) string {
	key := pkg + "\x00" + test
	b := r.output[key]
	if b == nil {
		return ""
	}
	delete(r.output, key)
	return b.String()
}

func (r *running) endTest(e *event) {
	t := Test{Name: e.Test, Elapsed: seconds(e.Elapsed), Result: e.Action}
	if out := r.printed(e.Package, e.Test); e.Action != "pass" {
		t.Output = out
	}
	p := r.pkg(e.Package)
	p.Tests = append(p.Tests, t)
}

func (r *running) endPackage(e *event) {
	p := r.pkg(e.Package)
	p.Elapsed = seconds(e.Elapsed)
	p.Failed = p.Failed || e.Action == "fail"
	if out := r.printed(e.Package, ""); p.Failed {
		p.Output = out
	}
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func (r *running) report() *Report {
	out := &Report{}
	for _, p := range r.packages {
		if p.Failed && p.Output == "" {
			p.Output = r.printed(p.Name, "")
		}
		if len(p.Tests) == 0 && !p.Failed {
			continue // has no tests
		}
		out.Packages = append(out.Packages, *p)
		out.Elapsed += p.Elapsed
		for _, t := range p.Tests {
			out.count(t.Result)
		}
	}
	slices.SortFunc(out.Packages, func(a, b Package) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func (r *Report) count(result string) {
	r.Tests++
	switch result {
	case "fail":
		r.Failures++
	case "skip":
		r.Skipped++
	}
}

// The elements of a JUnit file, as far as readers agree on them.
type (
	suites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Skipped  int      `xml:"skipped,attr"`
		Time     string   `xml:"time,attr"`
		Suites   []suite  `xml:"testsuite"`
	}
	suite struct {
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Errors   int        `xml:"errors,attr"`
		Skipped  int        `xml:"skipped,attr"`
		Time     string     `xml:"time,attr"`
		Cases    []testCase `xml:"testcase"`
		Output   string     `xml:"system-out,omitempty"`
	}
	testCase struct {
		Class   string  `xml:"classname,attr"`
		Name    string  `xml:"name,attr"`
		Time    string  `xml:"time,attr"`
		Failure *reason `xml:"failure"`
		Skipped *reason `xml:"skipped"`
	}
	reason struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit returns the report as JUnit XML. A package that failed outside of its
// tests counts as one error.
func (r *Report) JUnit() ([]byte, error) {
	out := suites{Tests: r.Tests, Failures: r.Failures, Skipped: r.Skipped, Time: decimal(r.Elapsed)}
	for i := range r.Packages {
		s := suiteOf(&r.Packages[i])
		out.Errors += s.Errors
		out.Suites = append(out.Suites, s)
	}
	text, err := xml.MarshalIndent(out, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write junit: %w", err)
	}
	return append([]byte(xml.Header), append(text, '\n')...), nil
}

func suiteOf(p *Package) suite {
	s := suite{Name: p.Name, Time: decimal(p.Elapsed), Output: clean(p.Output)}
	for _, t := range p.Tests {
		c := testCase{Class: p.Name, Name: t.Name, Time: decimal(t.Elapsed)}
		s.Tests++
		switch t.Result {
		case "fail":
			s.Failures++
			c.Failure = &reason{"failed", clean(t.Output)}
		case "skip":
			s.Skipped++
			c.Skipped = &reason{"skipped", clean(t.Output)}
		}
		s.Cases = append(s.Cases, c)
	}
	if p.Failed && s.Failures == 0 {
		s.Errors = 1
	}
	return s
}

// clean drops what XML 1.0 cannot hold.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
}

func decimal(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
