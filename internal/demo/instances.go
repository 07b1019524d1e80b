package demo

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/headgate/headgate/internal/demo/artefact"
)

// The instances that a release is deployed to: servers like this one.
const staging = "staging"

var live = []string{"live-1", "live-2"}

// instance is the folder of one; scripts/lib.sh says what is in it.
type instance string

func (p *play) instance(name string) instance {
	return instance(filepath.Join(p.Dir, "instances", name))
}

func (i instance) url() (string, error) {
	port, err := os.ReadFile(filepath.Join(string(i), "port"))
	return "http://127.0.0.1:" + strings.TrimSpace(string(port)), err
}

// prepare makes the folders of the demonstration, and instances that run the
// version before, as they would be found on the day of a release. What is there
// from an earlier run is left.
func (p *play) prepare(ctx context.Context) error {
	for _, name := range []string{"bin", "run/incidents", "scripts", "artefacts", "instances"} {
		if err := os.MkdirAll(filepath.Join(p.Dir, filepath.FromSlash(name)), 0o755); err != nil {
			return err
		}
	}
	old := filepath.Join(p.Dir, "bin", "headgate-"+before)
	if _, err := os.Stat(old); errors.Is(err, fs.ErrNotExist) {
		if err := compile(ctx, p.Repository, before, target{runtime.GOOS, runtime.GOARCH}, old); err != nil {
			return err
		}
	}
	link := filepath.Join(p.Dir, "bin", "headgate")
	if err := os.Remove(link); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	notes := map[string]string{"repository": p.Repository, "fault": p.fault()}
	return errors.Join(os.Symlink(p.Binary, link), writeScripts(p.Dir), p.note(notes), p.install(old))
}

// fault names the instance that is to fail its check, if any.
func (p *play) fault() string {
	if p.Fail == failLive {
		return live[len(live)-1]
	}
	return ""
}

// note writes files that the scripts read.
func (p *play) note(notes map[string]string) error {
	for name, text := range notes {
		if err := replaceFile(filepath.Join(p.Dir, "run", name), []byte(text+"\n")); err != nil {
			return err
		}
	}
	return nil
}

// install puts the version before on every instance that has none.
func (p *play) install(binary string) error {
	digest, err := artefact.DigestFile(binary)
	if err != nil {
		return err
	}
	id := strings.TrimPrefix(digest, "sha256:")[:12]
	for _, name := range append([]string{staging}, live...) {
		if err := p.instance(name).install(binary, id); err != nil {
			return fmt.Errorf("install %s: %w", name, err)
		}
	}
	return nil
}

func (i instance) install(binary, id string) error {
	current := filepath.Join(string(i), "current")
	if _, err := os.Lstat(current); err == nil {
		return nil
	}
	release := filepath.Join(string(i), "releases", id)
	err := errors.Join(os.MkdirAll(release, 0o755), os.MkdirAll(filepath.Join(string(i), "data"), 0o700))
	if err != nil {
		return err
	}
	if err := os.Link(binary, filepath.Join(release, "headgate")); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	port, err := freePort()
	if err != nil {
		return err
	}
	if err := replaceFile(filepath.Join(string(i), "port"), []byte(strconv.Itoa(port)+"\n")); err != nil {
		return err
	}
	return os.Symlink(filepath.Join("releases", id), current)
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port := l.Addr().(*net.TCPAddr).Port
	return port, l.Close()
}
