// Package web carries the built web application inside the binary.
//
// The build output in dist is not committed. A binary built without it, by
// plain go build, serves one page that says how to build the rest, so that
// building and testing the Go code needs Go alone.
package web

import (
	"embed"
	"io/fs"
	"testing/fstest"
)

//go:embed all:dist
var dist embed.FS

// Files returns the application as a read-only file system whose root holds
// index.html. Names below assets/ contain a hash of their content and may be
// cached for ever; everything else may change with the next build.
func Files() fs.FS { return files(dist) }

// Built reports whether the binary carries the application and not only the
// page that Files falls back to.
func Built() bool { return built(dist) }

func files(dist fs.FS) fs.FS {
	if !built(dist) {
		return fstest.MapFS{"index.html": {Data: []byte(notBuilt), Mode: 0o444}}
	}
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a valid name
	}
	return sub
}

func built(dist fs.FS) bool {
	_, err := fs.Stat(dist, "dist/index.html")
	return err == nil
}

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Headgate</title>
<h1>Headgate is running without its web application</h1>
<p>This binary was built without it. Run <code>make build</code> and start it again.
The HTTP API and the command line work as they are.</p>
</html>
`
