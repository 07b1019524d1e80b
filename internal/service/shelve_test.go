package service

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/models"
)

// TestShelveTakesWhatFits: a model whose names the site has is stored and can
// be started, one that names an unknown executor is left out and keeps nobody
// from running; to shelve again changes nothing.
func TestShelveTakesWhatFits(t *testing.T) {
	t.Parallel()
	k := setup(t)
	fits := client.SourceFile{Name: "models/fits.yaml", Text: page("fits", "pages.publish")}
	other := client.SourceFile{Name: "models/other.yaml", Text: page("other", "robots.publish")}
	for range 2 {
		left, err := k.Shelve(t.Context(), []client.SourceFile{other, fits})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(left, []string{"models/other.yaml"}); diff != "" {
			t.Error(diff)
		}
	}
	list, err := k.Store.Models(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, m := range list {
		ids = append(ids, m.ID)
	}
	if !slices.Contains(ids, "fits") || slices.Contains(ids, "other") {
		t.Errorf("stored: %v", ids)
	}
}

func page(id, use string) string {
	for _, f := range models.Core() {
		if f.Name == "models/handbook-page.yaml" {
			return strings.NewReplacer("id: handbook-page", "id: "+id, "use: pages.publish", "use: "+use).Replace(string(f.Text))
		}
	}
	return ""
}
