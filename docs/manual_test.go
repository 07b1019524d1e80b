package docs_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestManual plays every page of the manual: its blocks of yaml, in order, are
// one model once the frame of the index page is around them, and its tests come
// out as they say.
func TestManual(t *testing.T) {
	t.Parallel()
	pages := files(t, "manual/*.md")
	if len(pages) < 2 {
		t.Fatalf("%d pages", len(pages))
	}
	index := pages["manual/README.md"]
	for file, page := range pages {
		name := filepath.Base(file)
		if name == "README.md" {
			continue
		}
		t.Run(strings.TrimSuffix(name, ".md"), func(t *testing.T) {
			t.Parallel()
			title, _, _ := strings.Cut(strings.TrimPrefix(page, "# "), "\n")
			if !strings.Contains(index, fmt.Sprintf("[%s](%s)", title, name)) {
				t.Errorf("the index does not have [%s](%s)", title, name)
			}
			play(t, file, framed(strings.TrimSuffix(name, ".md"), page))
		})
	}
}

// TestLinksOfTheManual: pages that the manual refers to are there.
func TestLinksOfTheManual(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^)#:]+)(#[^)]*)?\)`)
	for file, page := range files(t, "manual/*.md") {
		for _, m := range link.FindAllStringSubmatch(page, -1) {
			if found, _ := filepath.Glob(filepath.Join("manual", m[1])); len(found) == 0 {
				t.Errorf("%s: no page %s", file, m[1])
			}
		}
	}
}

// frame is what the index page says stands around the blocks of a page that
// has no header of its own.
const frame = `kind: release-model
id: %s
version: 1.0.0
title: A page of the manual
class: any
owner: release_process_owner
accountable: release_manager
`

var (
	block = regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")
	phase = regexp.MustCompile(`(?m)^  (plan|build|validate|deploy|enable|support|review|back_out):`)
)

// framed joins the blocks of a page and adds what they leave out.
func framed(id, page string) string {
	var doc strings.Builder
	for _, m := range block.FindAllStringSubmatch(page, -1) {
		doc.WriteString(m[1])
	}
	if strings.HasPrefix(doc.String(), "kind:") {
		return doc.String()
	}
	written := map[string]bool{"back_out": true}
	for _, m := range phase.FindAllStringSubmatch(doc.String(), -1) {
		written[m[1]] = true
	}
	none := ""
	for _, p := range []string{"plan", "build", "validate", "deploy", "enable", "support", "review"} {
		if !written[p] && !strings.Contains(doc.String(), "extends:") {
			none += fmt.Sprintf("  %s: not on this page\n", p)
		}
	}
	if none != "" {
		none = "none:\n" + none
	}
	return fmt.Sprintf(frame, id) + doc.String() + none
}
