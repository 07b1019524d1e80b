// Package web carries the built web application inside the binary.
//
// The build output in dist is not committed. A binary built without it, by
// plain go build, serves one page that says how to build the rest, so that
// building and testing the Go code needs Go alone.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist unbuilt
var embedded embed.FS

// Files returns the application as a read-only file system whose root holds
// index.html. Names below assets/ contain a hash of their content and may be
// cached for ever; everything else may change with the next build.
func Files() fs.FS { return files(embedded) }

func files(embedded fs.FS) fs.FS {
	root := "unbuilt"
	if built(embedded) {
		root = "dist"
	}
	sub, err := fs.Sub(embedded, root)
	if err != nil {
		panic(err) // both names are valid
	}
	return sub
}

func built(embedded fs.FS) bool {
	_, err := fs.Stat(embedded, "dist/index.html")
	return err == nil
}
