package web

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestFilesServesWhatWasBuilt(t *testing.T) {
	t.Parallel()
	embedded := fstest.MapFS{
		"dist/index.html":       {Data: []byte("<title>built</title>")},
		"dist/assets/app-1a.js": {Data: []byte("1")},
		"unbuilt/index.html":    {Data: []byte("run make build")},
	}
	got, err := fs.ReadFile(files(embedded), "index.html")
	if err != nil || string(got) != "<title>built</title>" {
		t.Errorf("index.html = %q, %v; want the built page", got, err)
	}
	if err := fstest.TestFS(files(embedded), "index.html", "assets/app-1a.js"); err != nil {
		t.Error(err)
	}
}

func TestFilesSaysHowToBuild(t *testing.T) {
	t.Parallel()
	embedded := fstest.MapFS{"dist/.keep": {}, "unbuilt/index.html": {Data: []byte("run make build")}}
	got, err := fs.ReadFile(files(embedded), "index.html")
	if err != nil || !strings.Contains(string(got), "make build") {
		t.Errorf("index.html = %q, %v; want a page that names make build", got, err)
	}
	if built(embedded) {
		t.Error("built = true for an empty dist")
	}
}

// TestFilesOfThisBinary holds with and without a build beside the sources.
func TestFilesOfThisBinary(t *testing.T) {
	t.Parallel()
	if _, err := fs.Stat(Files(), "index.html"); err != nil {
		t.Error(err)
	}
}
