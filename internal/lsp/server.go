package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
)

// Library reads documents for the server.
type Library interface {
	// Read reads the documents that belong to a file: itself, those beside it
	// and those that are shipped. Open are the texts of files that an editor
	// holds, by path: they count instead of what is on the disk.
	Read(path string, open map[string][]byte) (*model.Set, model.Diagnostics)
	// Explain says what a word of the language or a code means, or "".
	Explain(word string) string
}

// Serve speaks with one editor until it leaves, the context ends or the
// connection does. In and out are those of the process: nothing else may write
// there.
func Serve(ctx context.Context, in io.ReadCloser, out io.WriteCloser, lib Library, version string) error {
	s := &server{lib: lib, version: version, open: map[string]*buffer{}}
	stream := jsonrpc2.NewBufferedStream(pipe{in, out}, jsonrpc2.VSCodeObjectCodec{})
	conn := jsonrpc2.NewConn(ctx, stream, jsonrpc2.HandlerWithError(s.handle))
	select {
	case <-conn.DisconnectNotify():
		return nil
	case <-ctx.Done():
		return errors.Join(conn.Close(), ctx.Err())
	}
}

// pipe is both ends of a process as one connection.
type pipe struct {
	io.ReadCloser
	io.WriteCloser
}

// Close closes both ends.
func (p pipe) Close() error { return errors.Join(p.ReadCloser.Close(), p.WriteCloser.Close()) }

// server is the state of one editor. Requests are handled one by one.
type server struct {
	lib     Library
	version string
	open    map[string]*buffer // by path
}

// buffer is a document that is open in the editor.
type buffer struct {
	uri     string
	version int
	text    string
	// names are what the document declared when it last could be read.
	names []model.Name
	plans []*engine.Plan
	site  *model.Site
}

// handle answers one message.
func (s *server) handle(ctx context.Context, conn *jsonrpc2.Conn, r *jsonrpc2.Request) (any, error) {
	switch r.Method {
	case "initialize":
		return initialized{
			Capabilities: capabilities{
				TextDocumentSync: 1, HoverProvider: true, DefinitionProvider: true,
				CompletionProvider: completionOptions{TriggerCharacters: []string{" ", ".", "{", "["}},
			},
			ServerInfo: serverInfo{Name: "headgate", Version: s.version},
		}, nil
	case "shutdown":
		return nil, nil
	case "exit":
		return nil, conn.Close()
	case "textDocument/didOpen":
		return nil, with(r, func(p *didOpen) error {
			return s.changed(ctx, conn, p.TextDocument, p.TextDocument.Text)
		})
	case "textDocument/didChange":
		return nil, with(r, func(p *didChange) error {
			if len(p.ContentChanges) == 0 {
				return nil
			}
			return s.changed(ctx, conn, p.TextDocument, p.ContentChanges[len(p.ContentChanges)-1].Text)
		})
	case "textDocument/didClose":
		return nil, with(r, func(p *didOpen) error {
			delete(s.open, pathOf(p.TextDocument.URI))
			return conn.Notify(ctx, "textDocument/publishDiagnostics", published{URI: p.TextDocument.URI, Diagnostics: []diagnostic{}})
		})
	case "textDocument/completion":
		return ask(r, s.completion)
	case "textDocument/hover":
		return ask(r, s.hover)
	case "textDocument/definition":
		return ask(r, s.definition)
	}
	if r.Notif || strings.HasPrefix(r.Method, "$/") {
		return nil, nil
	}
	return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: r.Method + " is not supported"}
}

// with reads the parameters of a notification.
func with[T any](r *jsonrpc2.Request, do func(*T) error) error {
	var p T
	if r.Params == nil {
		return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: r.Method + " needs parameters"}
	}
	if err := json.Unmarshal(*r.Params, &p); err != nil {
		return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: err.Error()}
	}
	return do(&p)
}

// ask reads a place and asks about it; of a document that is not open nothing
// is known.
func ask(r *jsonrpc2.Request, about func(*at) any) (answer any, err error) {
	err = with(r, func(p *at) error {
		answer = about(p)
		return nil
	})
	return answer, err
}

// changed reads a document anew and tells what is wrong with it, and with the
// open ones beside it.
func (s *server) changed(ctx context.Context, conn *jsonrpc2.Conn, d textDocument, text string) error {
	path := pathOf(d.URI)
	b := s.open[path]
	if b == nil {
		b = &buffer{uri: d.URI}
		s.open[path] = b
	}
	b.version, b.text = d.Version, text
	for other, open := range s.open {
		if filepath.Dir(other) != filepath.Dir(path) {
			continue
		}
		p := published{URI: open.uri, Version: open.version, Diagnostics: s.check(other, open)}
		if err := conn.Notify(ctx, "textDocument/publishDiagnostics", p); err != nil {
			return err
		}
	}
	return nil
}

// texts are the open documents by path.
func (s *server) texts() map[string][]byte {
	out := make(map[string][]byte, len(s.open))
	for path, b := range s.open {
		out[path] = []byte(b.text)
	}
	return out
}

// check finds what is wrong with an open document, and remembers what it
// declares.
func (s *server) check(path string, b *buffer) []diagnostic {
	set, found := s.lib.Read(path, s.texts())
	b.site = set.Site
	var names []model.Name
	var plans []*engine.Plan
	for _, m := range set.Models {
		if m.Pos.File != path {
			continue
		}
		plan, more := engine.Build(m, set, set.Site)
		found = append(found, more...)
		if plan != nil {
			plans = append(plans, plan)
		}
		if flat, _ := model.Flatten(m, set); flat != nil {
			m = flat
		}
		names = append(names, model.Names(m)...)
	}
	if len(names) > 0 {
		b.names = names
	}
	if len(plans) > 0 {
		b.plans = plans
	}
	found.Sort()
	return s.diagnostics(path, b, found)
}

func (s *server) diagnostics(path string, b *buffer, found model.Diagnostics) []diagnostic {
	list := []diagnostic{}
	lines := strings.Split(b.text, "\n")
	for _, f := range found {
		if f.Pos.File != path {
			continue
		}
		d := diagnostic{Range: rangeOf(lines, f.Pos, f.Length), Severity: 1, Code: f.Code, Source: "headgate", Message: f.Message}
		if f.Severity == model.Warning {
			d.Severity = 2
		}
		if f.Reason != "" {
			d.Message += "\nwhy: " + f.Reason
		}
		if f.Hint != "" {
			d.Message += "\nfix: " + f.Hint
		}
		if f.Note != (model.Note{}) && f.Note.Pos.File != "" {
			d.Related = []related{{Location: s.locate(f.Note.Pos), Message: f.Note.Text}}
		}
		list = append(list, d)
	}
	return list
}

// rangeOf is what a finding marks: its length in runes, else the word there.
func rangeOf(lines []string, p model.Pos, length int) span {
	n := max(p.Line-1, 0)
	line := ""
	if n < len(lines) {
		line = strings.TrimSuffix(lines[n], "\r")
	}
	from := characterOf(line, p.Column)
	if length == 0 {
		rest := line[byteOf(line, from):]
		length = max(len([]rune(head(rest))), 1)
	}
	return span{position{n, from}, position{n, characterOf(line, p.Column+length)}}
}

// locate is a place of a document as the editor knows it. What is shipped lies
// nowhere on the disk and is the start of nothing.
func (s *server) locate(p model.Pos) location {
	lines := []string(nil)
	if b := s.open[p.File]; b != nil {
		lines = strings.Split(b.text, "\n")
	}
	return location{URI: uriOf(p.File), Range: rangeOf(lines, p, 0)}
}
