// Package examples holds the working folders that come with the program, as
// they are written by `headgate init`: documents, executors, scripts and a
// README that walks through them. They are run as tests.
package examples

import (
	"embed"
	"io/fs"
)

//go:embed all:hello
var files embed.FS

// Hello returns the folder of the first ten minutes: a program of a few lines
// and two models to release it with. Files that end in .sh, and those in app/,
// are programs.
func Hello() fs.FS {
	sub, err := fs.Sub(files, "hello")
	if err != nil {
		panic("examples: " + err.Error()) // the name is valid
	}
	return sub
}
