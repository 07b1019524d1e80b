// Package models holds the documents shipped with the product: the processes
// release and change, the models written into them, and a small sample
// organisation for tests and tutorials. They are read by package model like
// any document of an installation.
package models

import (
	"embed"

	"github.com/headgate/headgate/model"
)

//go:embed *.yaml bench/*.yaml
var files embed.FS

// Shipped returns the processes and models an installation starts with, in
// order of their names. Their positions name them as models/….
func Shipped() []model.File {
	return read(
		"change-basic.yaml", "change-process.yaml", "handbook-page.yaml",
		"release-core.yaml", "release-process.yaml", "software-standard.yaml")
}

// Site returns the sample organisation.
func Site() []model.File { return read("site.yaml") }

// Bench returns R12, the release the benchmarks run, with its process.
func Bench() []model.File { return read("bench/r12.yaml") }

func read(names ...string) []model.File {
	out := make([]model.File, len(names))
	for i, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			panic("models: not embedded: " + name) // the names above are those of the folder
		}
		out[i] = model.File{Name: "models/" + name, Text: text}
	}
	return out
}
