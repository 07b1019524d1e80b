package httpapi

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// packed serves files of the web application compressed to browsers that take
// it: the first of them compresses a file, all others get the same bytes.
// Files that do not get smaller, such as fonts, are left to others.
type packed struct {
	files fs.FS
	done  sync.Map // name -> func() []byte
}

// textual are the extensions worth compressing.
var textual = map[string]bool{".js": true, ".css": true, ".html": true, ".svg": true, ".json": true, ".txt": true}

// serve answers with a file compressed, or reports that it is to be sent as it
// is.
func (p *packed) serve(w http.ResponseWriter, r *http.Request, name string) bool {
	if !textual[path.Ext(name)] {
		return false
	}
	w.Header().Add("Vary", "Accept-Encoding")
	if !takesGzip(r.Header.Get("Accept-Encoding")) {
		return false
	}
	content := p.content(name)
	if content == nil {
		return false
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	w.Header().Set("Content-Encoding", "gzip")
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
	return true
}

// content returns a file compressed, or nil if it cannot be read.
func (p *packed) content(name string) []byte {
	once, _ := p.done.LoadOrStore(name, sync.OnceValue(func() []byte { return pack(p.files, name) }))
	return once.(func() []byte)()
}

func pack(files fs.FS, name string) []byte {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return nil
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is one
	}
	if _, err := z.Write(text); err != nil || z.Close() != nil {
		return nil
	}
	return b.Bytes()
}

// takesGzip reports whether a client takes gzip. A weight of zero refuses it.
// Source: RFC 9110, section 12.5.3.
func takesGzip(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			q, ok := strings.CutPrefix(strings.TrimSpace(weight), "q=")
			return !ok || strings.Trim(q, "0.") != ""
		}
	}
	return false
}
