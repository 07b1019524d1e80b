package httpapi

import (
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/headgate/headgate/internal/service"
)

// pages serves the built web application. A path that is no file is a place in
// the application, so it gets index.html; a missing file with an extension is
// missing.
func (a *api) pages() http.Handler {
	if a.Static == nil {
		return http.HandlerFunc(a.noPage)
	}
	files, small := http.FileServerFS(a.Static), packed{files: a.Static}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			a.noRoute(w, r)
		case isFile(a.Static, name):
			keep(w.Header(), name)
			if !small.serve(w, r, name) {
				files.ServeHTTP(w, r)
			}
		case path.Ext(name) != "":
			a.noPage(w, r)
		default:
			w.Header().Set("Cache-Control", "no-cache")
			if !small.serve(w, r, "index.html") {
				http.ServeFileFS(w, r, a.Static, "index.html")
			}
		}
	})
}

func isFile(files fs.FS, name string) bool {
	info, err := fs.Stat(files, name)
	return err == nil && !info.IsDir() && name != "index.html"
}

// keep lets browsers keep what has its digest in its name.
func keep(h http.Header, name string) {
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		return
	}
	h.Set("Cache-Control", "no-cache")
}

func (a *api) noPage(w http.ResponseWriter, r *http.Request) {
	writeProblem(w, r, &service.Error{
		Kind: service.NotFound, Code: "no_page", Detail: "there is no page " + r.URL.Path, Need: "begin at /",
	})
}
