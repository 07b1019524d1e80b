package artefact

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/google/go-cmp/cmp"
)

func TestSumsAreReadBack(t *testing.T) {
	t.Parallel()
	sums := []Sum{{"b", Digest([]byte("2"))}, {"a", Digest([]byte("1"))}}
	text := Sums(sums)
	got, err := ParseSums(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Sum{sums[1], sums[0]}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(string(text), "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b  a\n") {
		t.Errorf("not as sha256sum writes it:\n%s", text)
	}
}

func TestParseSumsRefuses(t *testing.T) {
	t.Parallel()
	hex := strings.Repeat("a", 64)
	for _, text := range []string{"x  y", hex + "  ../y", hex + " y", hex[1:] + "  y", hex + "  a\n\n"} {
		if sums, err := ParseSums([]byte(text)); err == nil {
			t.Errorf("%q was read as %v", text, sums)
		}
	}
}

func TestDigestFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(path, []byte("content"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := DigestFile(path)
	if err != nil || got != Digest([]byte("content")) {
		t.Errorf("digest %s: %v", got, err)
	}
}

var info = &debug.BuildInfo{
	GoVersion: "go1.26.8", Path: "example.org/app/cmd/app",
	Main: debug.Module{Path: "example.org/App", Version: "v1.2.0+dirty"},
	Deps: []*debug.Module{
		{Path: "example.org/z", Version: "v0.1.0", Sum: "h1:z="},
		{Path: "example.org/old", Version: "v1.0.0", Replace: &debug.Module{Path: "example.org/new", Version: "v1.0.1", Sum: "h1:n="}},
	},
	Settings: []debug.BuildSetting{{Key: "-trimpath", Value: "true"}, {Key: "GOOS", Value: "linux"}},
}

func bill(t *testing.T, binary string) (*cdx.BOM, string) {
	t.Helper()
	var out bytes.Buffer
	if err := writeSBOM(&out, info, sha256.Sum256([]byte(binary))); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	var bom cdx.BOM
	if err := cdx.NewBOMDecoder(&out, cdx.BOMFileFormatJSON).Decode(&bom); err != nil {
		t.Fatal(err)
	}
	return &bom, text
}

func TestSBOMListsWhatWasLinked(t *testing.T) {
	t.Parallel()
	bom, _ := bill(t, "binary")
	if bom.SpecVersion != cdx.SpecVersion1_6 || bom.Metadata.Component.PackageURL != "pkg:golang/example.org/app@v1.2.0%2Bdirty" {
		t.Errorf("bill of %s in %s", bom.Metadata.Component.PackageURL, bom.SpecVersion)
	}
	var got []string
	for _, c := range *bom.Components {
		got = append(got, c.PackageURL)
	}
	want := []string{"pkg:golang/example.org/new@v1.0.1", "pkg:golang/example.org/z@v0.1.0", "pkg:golang/std@1.26.8"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("components (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, *(*bom.Dependencies)[0].Dependencies); diff != "" {
		t.Errorf("dependencies (-want +got):\n%s", diff)
	}
	if hash := (*bom.Metadata.Component.Hashes)[0].Value; "sha256:"+hash != Digest([]byte("binary")) {
		t.Errorf("hash %s is not that of the binary", hash)
	}
}

func TestSBOMIsTheSameForTheSameBinary(t *testing.T) {
	t.Parallel()
	first, text := bill(t, "binary")
	_, again := bill(t, "binary")
	other, _ := bill(t, "another")
	if text != again {
		t.Error("two bills of one binary differ")
	}
	if first.SerialNumber == other.SerialNumber {
		t.Error("two binaries share a serial number")
	}
}

// TestSBOMOfItself reads the test's own binary, which is one of Go.
func TestSBOMOfItself(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	text, err := SBOM(self, "1.2.3")
	if err != nil || !strings.Contains(string(text), "pkg:golang/std@") || !strings.Contains(string(text), "artefact.test") ||
		!strings.Contains(string(text), `"pkg:golang/github.com/headgate/headgate@1.2.3"`) {
		t.Errorf("the bill does not say what it is about (%v):\n%s", err, text)
	}
	if _, err := SBOM(os.DevNull, ""); err == nil {
		t.Error("a bill of nothing")
	}
}

const run = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"fine\n"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0.25}
{"Action":"output","Package":"p","Test":"TestB/<x>","Output":"got \u0000 1 & want 2\n"}
{"Action":"fail","Package":"p","Test":"TestB/<x>","Elapsed":0.5}
{"Action":"output","Package":"p","Test":"TestC","Output":"not here\n"}
{"Action":"skip","Package":"p","Test":"TestC","Elapsed":0}
{"Action":"fail","Package":"p","Elapsed":1}
{"Action":"output","Package":"none","Output":"? none [no test files]\n"}
{"Action":"skip","Package":"none","Elapsed":0}
{"ImportPath":"broken [broken.test]","Action":"build-output","Output":"x.go:1: what?\n"}
{"ImportPath":"broken [broken.test]","Action":"build-fail"}
{"Action":"fail","Package":"broken","Elapsed":0,"FailedBuild":"broken [broken.test]"}
`

func TestReadTests(t *testing.T) {
	t.Parallel()
	got, err := ReadTests(strings.NewReader(run))
	if err != nil {
		t.Fatal(err)
	}
	want := &Report{
		Tests: 3, Failures: 1, Skipped: 1, Elapsed: time.Second,
		Packages: []Package{
			{Name: "broken", Failed: true, Output: "x.go:1: what?\n"},
			{Name: "p", Failed: true, Elapsed: time.Second, Tests: []Test{
				{"TestA", 250 * time.Millisecond, "pass", ""},
				{"TestB/<x>", 500 * time.Millisecond, "fail", "got \x00 1 & want 2\n"},
				{"TestC", 0, "skip", "not here\n"},
			}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPassed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		lines string
		want  bool
	}{
		{"", false},
		{`{"Action":"pass","Package":"p","Test":"TestA"}`, true},
		{`{"Action":"fail","Package":"p","Test":"TestA"}`, false},
		{`{"Action":"pass","Package":"p","Test":"TestA"}` + "\n" + `{"Action":"fail","Package":"p"}`, false},
		{`{"Action":"pass","Package":"p","Test":"TestA"}` + "\n" + `{"Action":"build-fail","ImportPath":"q"}`, false},
	}
	for _, tt := range tests {
		r, err := ReadTests(strings.NewReader(tt.lines))
		if err != nil || r.Passed() != tt.want {
			t.Errorf("%s: passed %v, want %v (%v)", tt.lines, r.Passed(), tt.want, err)
		}
	}
	if _, err := ReadTests(strings.NewReader("ok p 0.1s\n")); err == nil {
		t.Error("what is not JSON was read as a run without tests")
	}
}

func TestJUnit(t *testing.T) {
	t.Parallel()
	r, err := ReadTests(strings.NewReader(run))
	if err != nil {
		t.Fatal(err)
	}
	text, err := r.JUnit()
	if err != nil {
		t.Fatal(err)
	}
	var got suites
	if err := xml.Unmarshal(text, &got); err != nil {
		t.Fatalf("not well-formed: %v\n%s", err, text)
	}
	if got.Tests != 3 || got.Failures != 1 || got.Errors != 1 || got.Skipped != 1 || got.Time != "1.000" {
		t.Errorf("totals: %+v", got)
	}
	b := got.Suites[1].Cases[1]
	if b.Name != "TestB/<x>" || b.Failure == nil || b.Failure.Text != "got  1 & want 2\n" {
		t.Errorf("the failed test: %+v", b)
	}
	if got.Suites[1].Cases[0].Failure != nil || got.Suites[0].Output != "x.go:1: what?\n" {
		t.Errorf("suites: %+v", got.Suites)
	}
}

func FuzzReadTests(f *testing.F) {
	f.Add([]byte(run))
	f.Fuzz(func(t *testing.T, lines []byte) {
		r, err := ReadTests(bytes.NewReader(lines))
		if err != nil {
			return
		}
		text, err := r.JUnit()
		if err != nil {
			t.Fatal(err)
		}
		if err := xml.Unmarshal(text, new(suites)); err != nil {
			t.Errorf("not well-formed: %v\n%s", err, text)
		}
	})
}
