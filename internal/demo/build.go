package demo

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/headgate/headgate/internal/demo/artefact"
)

// module is the path of the module whose sources are released.
const module = "module github.com/headgate/headgate\n"

// FindRepository returns the folder of Headgate's sources that one of the
// folders lies in, the first that does.
func FindRepository(dirs ...string) (string, error) {
	for _, dir := range dirs {
		for at := dir; at != ""; at = filepath.Dir(at) {
			text, err := os.ReadFile(filepath.Join(at, "go.mod"))
			if err == nil && strings.HasPrefix(string(text), module) {
				return at, nil
			}
			if at == filepath.Dir(at) {
				break
			}
		}
	}
	return "", errors.New("the demonstration releases Headgate itself and needs its sources: run it inside a checkout, or say where one is with --repository")
}

// target is a platform that is built for.
type target struct{ os, arch string }

func (t target) String() string { return t.os + "-" + t.arch }

// targets are what a release holds. The platform of this machine is always
// among them, because it is deployed here.
func targets() []target {
	list := []target{{"linux", "amd64"}, {"linux", "arm64"}, {"darwin", "arm64"}}
	here := target{runtime.GOOS, runtime.GOARCH}
	for _, t := range list {
		if t == here {
			return list
		}
	}
	return append(list, here)
}

// compile builds the server for a platform: from the sources alone, with their
// paths and the state of the checkout left out, so that two builds of the same
// sources are the same bytes.
func compile(ctx context.Context, repository, version string, t target, path string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags", "-s -w -X main.version="+version, "-o", path, "./cmd/headgate")
	cmd.Dir = repository
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+t.os, "GOARCH="+t.arch, "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build for %s: %w\n%s", t, err, out)
	}
	return nil
}

// assemble builds everything that a release holds into a folder: a binary per
// platform, packed too, the bill of materials of each, and SHA256SUMS over all
// of them. It returns the names of the files to store, SHA256SUMS last.
func assemble(ctx context.Context, repository, version, dir string) ([]string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var sums []artefact.Sum
	var stored []string
	for _, t := range targets() {
		names, err := assembleFor(ctx, repository, version, t, dir)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			digest, err := artefact.DigestFile(filepath.Join(dir, name))
			if err != nil {
				return nil, err
			}
			sums = append(sums, artefact.Sum{Name: name, Digest: digest})
		}
		stored = append(stored, names[1:]...) // the binary is stored packed
	}
	const list = "SHA256SUMS"
	return append(stored, list), os.WriteFile(filepath.Join(dir, list), artefact.Sums(sums), 0o644) //nolint:gosec // it is public
}

// assembleFor returns the binary, the packed binary and its bill of materials.
func assembleFor(ctx context.Context, repository, version string, t target, dir string) ([]string, error) {
	name := "headgate-" + t.String()
	path := filepath.Join(dir, name)
	if err := compile(ctx, repository, version, t, path); err != nil {
		return nil, err
	}
	if err := pack(path); err != nil {
		return nil, fmt.Errorf("pack %s: %w", name, err)
	}
	bill, err := artefact.SBOM(path, version)
	if err != nil {
		return nil, err
	}
	return []string{name, name + ".gz", name + ".cdx.json"}, os.WriteFile(path+".cdx.json", bill, 0o644) //nolint:gosec // it is public
}

// pack compresses a file beside it. Neither name nor time goes in.
func pack(path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return err
	}
	_, err = w.Write(content)
	if err := errors.Join(err, w.Close()); err != nil {
		return err
	}
	return os.WriteFile(path+".gz", out.Bytes(), 0o644) //nolint:gosec // it is public
}

// tested are the packages whose tests are run as evidence: those that decide
// what a release may do. All of the repository takes minutes.
var tested = []string{"./calendar/...", "./expr/...", "./model/...", "./engine/...", "./models/..."}

// runTests runs the tests of the sources and returns what came of them. That a
// test failed is no error. The properties among them play what the seed says, so
// that the same sources have the same evidence, and leave nothing in the sources.
func runTests(ctx context.Context, repository string) (*artefact.Report, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json", "-count=1"}, tested...)...)
	cmd.Dir = repository
	cmd.Env = append(os.Environ(), "RAPID_SEED=1", "RAPID_NOFAILFILE=true")
	var errors bytes.Buffer
	cmd.Stderr = &errors
	out, runErr := cmd.Output()
	report, err := artefact.ReadTests(bytes.NewReader(out))
	if err != nil {
		return nil, fmt.Errorf("read tests: %w", err)
	}
	if report.Tests == 0 {
		return nil, fmt.Errorf("run tests: %w\n%s", runErr, errors.Bytes())
	}
	return report, nil
}
