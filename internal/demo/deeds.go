package demo

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/demo/host"
)

// store stores content as the person and returns its digest.
func (d *deed) store(ctx context.Context, name string, content []byte) (string, error) {
	blob, err := ask(ctx, d.crew, d.who, func(api *client.Client) (client.Blob, error) {
		return api.PutBlob(ctx, name, bytes.NewReader(content))
	})
	if err != nil {
		return "", fmt.Errorf("store %s: %w", name, err)
	}
	return blob.Digest, os.WriteFile(filepath.Join(d.artefacts(), name), content, 0o644) //nolint:gosec // for the visitor to read
}

// artefacts is the folder of everything that people make.
func (p *play) artefacts() string { return filepath.Join(p.Dir, "artefacts") }

// linkChange names the change under which the release is built.
func linkChange(_ context.Context, d *deed) error {
	d.done("linked the release to " + d.story.Changes[0])
	d.gives("change", d.story.Changes[0])
	return nil
}

// assembles builds the release, stores what it holds, and reports the digest of
// the list of all digests.
func assembles(ctx context.Context, d *deed) error {
	if err := d.begin(ctx); err != nil {
		return err
	}
	begun := time.Now()
	d.printer.act(d.clock.Now(), d.item.Case, nameOf(d.who), fmt.Sprintf("builds for %d platforms; the first time this takes a minute or two", len(targets())), 0)
	dir := filepath.Join(d.artefacts(), "headgate-"+version)
	names, err := assemble(ctx, d.Repository, version, dir)
	if err != nil {
		return err
	}
	d.figures.build += time.Since(begun)
	content := ""
	for _, name := range names {
		digest, err := ask(ctx, d.crew, d.who, func(api *client.Client) (string, error) {
			return storeFile(ctx, api, filepath.Join(dir, name))
		})
		if err != nil {
			return fmt.Errorf("store %s: %w", name, err)
		}
		content = digest
	}
	d.done(fmt.Sprintf("assembled %s: %d binaries, %d bills of materials, SHA256SUMS %s", version, len(targets()), len(targets()), short(content)))
	d.gives("content", content)
	return nil
}

// begin says that somebody works on it now: this takes a while.
func (d *deed) begin(ctx context.Context) error {
	_, err := ask(ctx, d.crew, d.who, func(api *client.Client) (client.CommandResult, error) {
		return api.Do(ctx, kindOf(d.item.Case), d.item.Case, client.CommandRequest{Command: "begin", Place: d.item.Place}, client.Call{})
	})
	var p *client.Problem
	if errors.As(err, &p) && p.Status == http.StatusConflict {
		return nil // begun already, before a crash
	}
	return err
}

// tests runs the tests of the very sources and reports what came of it, about
// the sealed package.
func tests(ctx context.Context, d *deed) error {
	if err := d.begin(ctx); err != nil {
		return err
	}
	begun := time.Now()
	report, err := runTests(ctx, d.Repository)
	if err != nil {
		return err
	}
	d.figures.tests += time.Since(begun)
	text, err := report.JUnit()
	if err != nil {
		return err
	}
	digest, err := d.store(ctx, "junit.xml", text)
	if err != nil {
		return err
	}
	d.done(fmt.Sprintf("ran %d tests in %d packages, %d failed: junit.xml %s", report.Tests, len(report.Packages), report.Failures, short(digest)))
	d.gives("test_report", map[string]string{"digest": digest, "name": "junit.xml", "result": result(report.Passed())})
	return nil
}

func result(passed bool) string {
	if passed {
		return "pass"
	}
	return "fail"
}

// rehearses backs the package out on staging once, brings it back, and reports
// how long it took.
func rehearses(ctx context.Context, d *deed) error {
	begun := time.Now()
	out, err := d.script(ctx, "rehearse.sh")
	took := time.Since(begun)
	if err != nil {
		return err
	}
	report := fmt.Sprintf("Back-out on staging, there and back: %.1f s.\n\n%s", took.Seconds(), out)
	digest, err := d.store(ctx, "back-out-proof.txt", []byte(report))
	if err != nil {
		return err
	}
	d.done(fmt.Sprintf("backed out on staging and went forward again in %.1f s", took.Seconds()))
	d.gives("proof", map[string]string{"digest": digest, "name": "back-out-proof.txt", "result": "pass"})
	return nil
}

// script runs one of the scripts by hand, as a person would.
func (p *play) script(ctx context.Context, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "sh", append([]string{filepath.Join("scripts", name)}, args...)...)
	cmd.Dir = p.Dir
	cmd.Env = append(os.Environ(), "HEADGATE_OUTPUTS="+filepath.Join("run", "by-hand"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return string(out), nil
}

// verifies looks at the instances as users see them: each answers, can store,
// and says its version.
func verifies(ctx context.Context, d *deed) error {
	found, sample, err := d.inspect(ctx)
	if err != nil {
		return err
	}
	name := "check-" + d.wave() + ".txt"
	digest, err := d.store(ctx, name, []byte(found))
	if err != nil {
		return err
	}
	d.done(fmt.Sprintf("checked wave %s: %s; %d of %d requests failed", d.wave(), oneLine(found), sample.Errors, sample.Requests))
	d.gives("wave_check", map[string]string{"digest": digest, "name": name, "result": result(sample.Errors == 0)})
	return nil
}

func verifiesRestored(ctx context.Context, d *deed) error {
	found, sample, err := d.inspect(ctx)
	if err != nil {
		return err
	}
	if n := strings.Count(found, before+"\n"); n != len(live) || sample.Errors > 0 {
		return fmt.Errorf("the back-out left %s, and %d requests failed", oneLine(found), sample.Errors)
	}
	digest, err := d.store(ctx, "check-restored.txt", []byte(found))
	if err != nil {
		return err
	}
	d.done(fmt.Sprintf("checked what is restored: %s; no request failed", oneLine(found)))
	d.gives("restored_check", map[string]string{"digest": digest, "name": "check-restored.txt", "result": "pass"})
	return nil
}

func oneLine(text string) string { return strings.ReplaceAll(strings.TrimSpace(text), "\n", ", ") }

// inspect asks every live instance which version it is and measures all.
func (p *play) inspect(ctx context.Context) (string, host.Sample, error) {
	var found strings.Builder
	var urls []string
	for _, name := range live {
		url, err := p.instance(name).url()
		if err != nil {
			return "", host.Sample{}, err
		}
		urls = append(urls, url)
		v, err := host.Version(ctx, url)
		if err != nil {
			v = "nothing: " + err.Error()
		}
		fmt.Fprintf(&found, "%s runs %s\n", name, v)
	}
	return found.String(), host.Measure(ctx, urls, 200), nil
}

// authorizes decides on a change. Where it is one of the story, somebody who
// may decide on changes, but asked for this one, tries to approve it first.
func authorizes(ctx context.Context, d *deed) error {
	if slices.Contains(d.story.Changes, d.item.Case) {
		if err := d.selfApproval(ctx); err != nil {
			return err
		}
	}
	d.request.Command, d.request.Answer, d.said = "vote", "approve", "approved the change: "+d.item.CaseTitle
	d.gives("grant", "granted as requested")
	return nil
}

// selfApproval must be refused, by the rule that separates.
func (d *deed) selfApproval(ctx context.Context) error {
	own := client.CommandRequest{
		Command: "vote", Place: d.item.Place, Answer: "approve", Reason: "I need it",
		Values: map[string]json.RawMessage{"grant": value("granted")},
	}
	_, err := ask(ctx, d.crew, "eva", func(api *client.Client) (client.CommandResult, error) {
		return api.Do(ctx, client.Changes, d.item.Case, own, client.Call{})
	})
	var p *client.Problem
	if !errors.As(err, &p) || p.Code != "R-SOD" {
		return fmt.Errorf("that eva approves her own change must be R-SOD, not %w", cmp.Or(err, errors.New("allowed")))
	}
	d.printer.act(d.clock.Now(), d.item.Case, nameOf("eva"), "tried to approve her own change and was refused: "+p.Error(), 0)
	// Once more after a crash counts once.
	d.story.Refused = min(d.story.Refused+1, len(d.story.Changes))
	return d.keep()
}
