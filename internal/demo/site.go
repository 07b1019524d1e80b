package demo

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/headgate/headgate/client"
)

//go:embed site/*.yaml scripts/*.sh
var files embed.FS

// person is somebody of the demonstration.
type person struct {
	ID, Name string
	May      []string // permissions of the site
}

// pipeline is the account by which the scripts of the executors read packages
// and store reports. It holds no duty.
const pipeline = "pipeline"

// people are those of site/site.yaml, with what they may do on the site beside
// their duties.
var people = []person{
	{"ana", "Ana Costa", []string{"read", "start"}},
	{"ben", "Ben Okafor", []string{"read", "start", "change"}},
	{"eva", "Eva Brandt", []string{"read", "start", "change", "model"}},
	{"ida", "Ida Sommer", []string{"read"}},
	{"jon", "Jon Weiss", []string{"read"}},
	{"kim", "Kim Lund", []string{"read"}},
	{"lea", "Lea Martin", []string{"read", "start"}},
	{"mia", "Mia Novak", []string{"read"}},
	{"nia", "Nia Haddad", []string{"read", "change", "approve", "admin"}},
	{"rob", "Rob Patel", []string{"read"}},
	{"tom", "Tom Ferrari", []string{"read"}},
	{pipeline, "Pipeline (a machine)", []string{"read"}},
}

// password is no secret: the server shows it to whoever opens the login page,
// and therefore listens on this machine only.
func password(id string) string { return id + "-headgate" }

func nameOf(id string) string {
	for _, p := range people {
		if p.ID == id {
			return p.Name
		}
	}
	return id
}

// documents are those of the server beside the shipped ones: the organisation
// of the demonstration, and its own change model.
func documents() []client.SourceFile {
	var out []client.SourceFile
	for _, name := range []string{"site.yaml", "change-package.yaml"} {
		out = append(out, client.SourceFile{Name: "demo/" + name, Text: string(embedded("site/" + name))})
	}
	return out
}

// executors is the file executors.yaml of the demonstration.
func executors() []byte { return embedded("site/executors.yaml") }

func embedded(name string) []byte {
	text, err := files.ReadFile(name)
	if err != nil {
		panic("demo: not embedded: " + name) // the names are those of this package's folders
	}
	return text
}

// writeScripts puts the scripts where the executors run.
func writeScripts(dir string) error {
	names, err := fs.Glob(files, "scripts/*.sh")
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), embedded(name), 0o600); err != nil {
			return fmt.Errorf("write scripts: %w", err)
		}
	}
	return nil
}
