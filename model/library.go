package model

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
)

// Library finds the documents a model is built on. A nil answer means there is
// none. What it returns is only read.
type Library interface {
	// Process finds the process that runs a kind of model, such as release-model.
	Process(modelKind string) *Process
	// Model finds the newest version of id@major.
	Model(idAtMajor string) *Model
}

// testLibrary is a Library that also knows test documents.
type testLibrary interface {
	Tested(idAtMajor string) bool
}

// File is a file as it was read: its name for positions, and its text.
type File struct {
	Name string
	Text []byte
}

// A Set is the documents of one place: a folder of models with its site, or
// what is shipped and what an installation added. It is a Library.
type Set struct {
	Models    []*Model // in order of the files
	Processes []*Process
	Policies  []*Policy
	Suites    []*Suite
	Shared    []*SharedOverlay
	Site      *Site // nil: names are not checked

	sources map[string][]string // lines by file, for excerpts
}

// LoadSet parses files and gives their documents as a library, with every
// finding. Of a document that is there twice the first stands.
func LoadSet(files []File) (*Set, Diagnostics) {
	s := &Set{sources: make(map[string][]string, len(files))}
	found := &findings{}
	for _, f := range files {
		docs, ds := Parse(f.Name, f.Text)
		for _, d := range ds {
			found.add(d)
		}
		s.sources[f.Name] = strings.Split(strings.TrimPrefix(string(f.Text), "\ufeff"), "\n")
		for _, doc := range docs {
			s.add(doc, found)
		}
	}
	return s, s.Annotate(found.sorted())
}

func (s *Set) add(doc *Document, found *findings) {
	twice := func(pos Pos) {
		found.add(Diagnostic{
			Code: "E-ID-1", Pos: pos, Message: fmt.Sprintf("%s %s is there twice", doc.Kind, doc.ID),
			Reason: "a name must lead to one document", Hint: "remove one, or give it another version",
		})
	}
	switch {
	case doc.Model != nil:
		for _, m := range s.Models {
			if m.ID == doc.ID && m.Version == doc.Version {
				twice(doc.Pos)
				return
			}
		}
		s.Models = append(s.Models, doc.Model)
	case doc.Process != nil:
		if s.Process(doc.Process.Runs) != nil {
			twice(doc.Pos)
			return
		}
		s.Processes = append(s.Processes, doc.Process)
	case doc.Site != nil:
		if s.Site != nil {
			twice(doc.Pos)
			return
		}
		s.Site = doc.Site
	case doc.Policy != nil:
		s.Policies = append(s.Policies, doc.Policy)
	case doc.Suite != nil:
		s.Suites = append(s.Suites, doc.Suite)
	case doc.Shared != nil:
		s.Shared = append(s.Shared, doc.Shared)
	}
}

// Process finds the process that runs a kind of model, or nil.
func (s *Set) Process(modelKind string) *Process {
	for _, p := range s.Processes {
		if p.Runs == modelKind {
			return p
		}
	}
	return nil
}

// Model finds the newest version of id@major, or nil.
func (s *Set) Model(idAtMajor string) *Model {
	var best *Model
	for _, m := range s.Models {
		if m.ID+"@"+major(m.Version) == idAtMajor && (best == nil || newer(m.Version, best.Version)) {
			best = m
		}
	}
	return best
}

// ByID finds the newest version of a model of any major, or nil.
func (s *Set) ByID(id string) *Model {
	var best *Model
	for _, m := range s.Models {
		if m.ID == id && (best == nil || newer(m.Version, best.Version)) {
			best = m
		}
	}
	return best
}

// SuitesOf returns the test documents of a model of the set.
func (s *Set) SuitesOf(m *Model) []*Suite {
	var out []*Suite
	for _, suite := range s.Suites {
		if s.Model(suite.Model) == m {
			out = append(out, suite)
		}
	}
	return out
}

// Tested reports whether a test document names id@major.
func (s *Set) Tested(idAtMajor string) bool {
	for _, suite := range s.Suites {
		if suite.Model == idAtMajor {
			return true
		}
	}
	return false
}

// Annotate gives diagnostics without an excerpt the line they are about, marks
// the word there, and returns them.
func (s *Set) Annotate(ds Diagnostics) Diagnostics {
	for i := range ds {
		if ds[i].Excerpt != "" {
			continue
		}
		ds[i].Excerpt = excerptOf(s.sources[ds[i].Pos.File], ds[i].Pos.Line)
		if ds[i].Excerpt != "" && ds[i].Length == 0 {
			ds[i].Length = wordLength(ds[i].Excerpt, ds[i].Pos.Column)
		}
	}
	return ds
}

// wordLength counts the runes of the word that begins in a column, at least 1.
func wordLength(line string, column int) int {
	runes := []rune(line)
	n := 0
	for i := max(column-1, 0); i < len(runes); i++ {
		if r := runes[i]; r != '_' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		n++
	}
	return max(n, 1)
}

func major(version string) string {
	m, _, _ := strings.Cut(version, ".")
	return m
}

// newer reports whether version a is above b.
func newer(a, b string) bool { return CompareVersions(a, b) > 0 }

// CompareVersions compares semantic versions. A pre-release is below its
// release; two of one release compare as text (semver.org, section 11, without
// its rules for mixed identifiers).
func CompareVersions(a, b string) int {
	coreA, preA, _ := strings.Cut(a, "-")
	coreB, preB, _ := strings.Cut(b, "-")
	partsA, partsB := strings.Split(coreA, "."), strings.Split(coreB, ".")
	for i := range min(len(partsA), len(partsB)) {
		if c := cmp.Or(cmp.Compare(len(partsA[i]), len(partsB[i])), strings.Compare(partsA[i], partsB[i])); c != 0 {
			return c
		}
	}
	switch {
	case preA == "" && preB != "":
		return 1
	case preA != "" && preB == "":
		return -1
	default:
		return strings.Compare(preA, preB)
	}
}

// IsVersion reports whether a version is the one asked for: itself, or one of
// the major or minor version asked for.
func IsVersion(version, asked string) bool {
	return version == asked || strings.HasPrefix(version, asked+".")
}
