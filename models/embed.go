// Package models holds the documents shipped with the product: the processes
// release and change, the models written into them, the library of models for
// other kinds of releases, and a small sample organisation for tests and
// tutorials. They are read by package model like any document of an
// installation.
package models

import (
	"embed"
	"io/fs"
	"slices"

	"github.com/headgate/headgate/model"
)

//go:embed *.yaml bench/*.yaml public/*.yaml
var files embed.FS

// core is what every installation starts with.
var core = []string{
	"change-basic.yaml", "change-process.yaml", "handbook-page.yaml",
	"release-core.yaml", "release-process.yaml", "software-standard.yaml",
}

// Shipped returns all processes and models that are shipped: Core and Library.
// Their positions name them as models/….
func Shipped() []model.File { return slices.Concat(Core(), Library()) }

// Core returns the processes and models every installation starts with, in
// order of their names.
func Core() []model.File { return read(core...) }

// Library returns the models that an installation can take over where they fit
// it: those of its names (executors, sources, templates) are looked up in the
// sample organisation. What is inspired by the public process of a project is
// in models/public.
func Library() []model.File {
	var names []string
	for _, pattern := range []string{"*.yaml", "public/*.yaml"} {
		found, err := fs.Glob(files, pattern)
		if err != nil {
			panic("models: no pattern: " + pattern)
		}
		names = append(names, found...)
	}
	return read(slices.DeleteFunc(names, func(name string) bool {
		return name == "site.yaml" || slices.Contains(core, name)
	})...)
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
