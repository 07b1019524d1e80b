package lsp_test

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/headgate/headgate/internal/lsp"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// shelf is a library of what is shipped and one folder.
type shelf struct{ dir string }

func (s shelf) Read(path string, open map[string][]byte) (*model.Set, model.Diagnostics) {
	files := models.Shipped()
	inside, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.yaml"))
	for other := range open {
		if !slices.Contains(inside, other) {
			inside = append(inside, other)
		}
	}
	slices.Sort(inside)
	for _, name := range inside {
		text, ok := open[name]
		if !ok {
			text, _ = os.ReadFile(name)
		}
		files = append(files, model.File{Name: name, Text: text})
	}
	return model.LoadSet(files)
}

func (shelf) Explain(word string) string {
	if word == "due" {
		return "the limit"
	}
	return ""
}

// editor is the other end of a session: what VS Code or Neovim do.
type editor struct {
	t         *testing.T
	conn      *jsonrpc2.Conn
	published chan published
	uri       string
	version   int
}

type published struct {
	URI         string `json:"uri"`
	Version     int    `json:"version"`
	Diagnostics []struct {
		Code     string `json:"code"`
		Severity int    `json:"severity"`
		Message  string `json:"message"`
		Range    struct {
			Start, End struct{ Line, Character int }
		} `json:"range"`
	} `json:"diagnostics"`
}

// start begins a session over pipes and opens a document.
func start(t *testing.T, dir, name, text string) *editor {
	t.Helper()
	toServer, fromEditor := io.Pipe()
	toEditor, fromServer := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- lsp.Serve(ctx, toServer, fromServer, shelf{dir}, "test") }()
	e := &editor{t: t, published: make(chan published, 16), uri: "file://" + filepath.Join(dir, name)}
	stream := jsonrpc2.NewBufferedStream(ends{toEditor, fromEditor}, jsonrpc2.VSCodeObjectCodec{})
	e.conn = jsonrpc2.NewConn(ctx, stream, jsonrpc2.HandlerWithError(func(_ context.Context, _ *jsonrpc2.Conn, r *jsonrpc2.Request) (any, error) {
		var p published
		if r.Method == "textDocument/publishDiagnostics" {
			if err := json.Unmarshal(*r.Params, &p); err != nil {
				return nil, err
			}
			e.published <- p
		}
		return nil, nil
	}))
	t.Cleanup(func() {
		e.call("shutdown", nil, nil)
		_ = e.conn.Notify(ctx, "exit", nil)
		if err := <-served; err != nil {
			t.Errorf("the server ended with %v", err)
		}
		cancel()
	})
	var hello struct {
		ServerInfo struct{ Name string }
	}
	e.call("initialize", map[string]any{"capabilities": map[string]any{}}, &hello)
	if hello.ServerInfo.Name != "headgate" {
		t.Fatalf("the server is %q", hello.ServerInfo.Name)
	}
	e.notify("initialized", map[string]any{})
	e.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": e.uri, "languageId": "yaml", "version": 1, "text": text}})
	e.version = 1
	return e
}

type ends struct {
	io.ReadCloser
	io.WriteCloser
}

func (e ends) Close() error {
	_ = e.ReadCloser.Close()
	return e.WriteCloser.Close()
}

func (e *editor) call(method string, params, result any) {
	e.t.Helper()
	if err := e.conn.Call(context.Background(), method, params, result); err != nil {
		e.t.Fatalf("%s: %v", method, err)
	}
}

func (e *editor) notify(method string, params any) {
	e.t.Helper()
	if err := e.conn.Notify(context.Background(), method, params); err != nil {
		e.t.Fatalf("%s: %v", method, err)
	}
}

// change types a whole new text and waits for what is found in it.
func (e *editor) change(text string) []string {
	e.t.Helper()
	e.version++
	e.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": e.uri, "version": e.version},
		"contentChanges": []any{map[string]any{"text": text}},
	})
	return e.found()
}

// found waits for the findings of the version that was typed last.
func (e *editor) found() []string {
	e.t.Helper()
	for p := range e.published {
		if p.URI == e.uri && p.Version == e.version {
			codes := []string{}
			for _, d := range p.Diagnostics {
				codes = append(codes, d.Code)
			}
			return codes
		}
	}
	return nil
}

// place finds a mark in a text and gives it without.
func place(t *testing.T, text string) (string, map[string]any) {
	t.Helper()
	before, after, ok := strings.Cut(text, "¦")
	if !ok {
		t.Fatal("the text has no mark")
	}
	line := strings.Count(before, "\n")
	character := len([]rune(before[strings.LastIndexByte(before, '\n')+1:]))
	return before + after, map[string]any{"line": line, "character": character}
}

const page = `kind: release-model
id: page
version: 1.0.0
title: Page
class: information/documentation
owner: release_process_owner
accountable: writer
roles: {writer: {}, reader: {differs_from: [writer]}}
facts: {live: {type: {errors: int}, from: metrics}}
phases:
  plan:
    - task: write
      who: writer
      how: Write it.
    - {decide: agree, who: reader, answers: [go, again], due: 1d, else: escalate, then: {again: {redo: {from: write, max: 2, then: cancel}}}}
none: {build: x, validate: x, deploy: x, enable: x, support: x, review: x, tests: x}
`

func TestFindingsWhileTyping(t *testing.T) {
	t.Parallel()
	e := start(t, t.TempDir(), "page.yaml", page)
	errors := func(codes []string) []string {
		return slices.DeleteFunc(codes, func(c string) bool { return strings.HasPrefix(c, "W-") })
	}
	if got := errors(e.found()); len(got) > 0 {
		t.Errorf("a document in order: %v", got)
	}
	if got := errors(e.change(strings.Replace(page, "who: writer", "who: wirter", 1))); !slices.Equal(got, []string{"E-REF-1"}) {
		t.Errorf("a name mistyped: %v, want E-REF-1", got)
	}
	if got := errors(e.change(strings.Replace(page, "due: 1d, ", "", 1))); !slices.Contains(got, "E-TIME-1") {
		t.Errorf("no due: %v, want E-TIME-1", got)
	}
	if got := errors(e.change("kind: release-model\n\tid: x\n")); len(got) == 0 {
		t.Error("a tab: nothing found")
	}
	if got := errors(e.change(page)); len(got) > 0 {
		t.Errorf("in order again: %v", got)
	}
}

func TestRangeMarksTheWord(t *testing.T) {
	t.Parallel()
	e := start(t, t.TempDir(), "page.yaml", strings.Replace(page, "who: writer", "who: wirter # 𝄞", 1))
	p := <-e.published
	for _, d := range p.Diagnostics {
		if d.Code == "E-REF-1" {
			if got := d.Range; got.Start.Line != 12 || got.Start.Character != 11 || got.End.Character != 17 {
				t.Errorf("marked %+v, want line 12, 11 to 17", got)
			}
			if !strings.Contains(d.Message, "writer") {
				t.Errorf("the message does not suggest writer: %s", d.Message)
			}
			return
		}
	}
	t.Fatal("E-REF-1 was not published")
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ name, old, new, want, never string }{
		{"a role", "who: reader", "who: re¦", "reader", "write"},
		{"a field of a task", "      how: Write it.", "      ho¦", "how", "answers"},
		{"a field of a decision in braces", "due: 1d, else", "du¦, else", "due", "how"},
		{"a kind of step", "    - {decide", "    - ¦\n    - {decide", "handoff", "how"},
		{"a step to go back to", "from: write", "from: wr¦", "write", "reader"},
		{"a verb", "else: escalate", "else: ¦", "escalate", "writer"},
		{"a section", "phases:", "ti¦\nphases:", "timeline", "task"},
		{"a fact in a condition", "      how: Write it.", "      how: Write it.\n      when: li¦", "live", "writer"},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			e := start(t, t.TempDir(), "page.yaml", page)
			e.found()
			text, at := place(t, strings.Replace(page, x.old, x.new, 1))
			e.change(text)
			var got struct {
				Items []struct{ Label string }
			}
			e.call("textDocument/completion", map[string]any{"textDocument": map[string]any{"uri": e.uri}, "position": at}, &got)
			var labels []string
			for _, i := range got.Items {
				labels = append(labels, i.Label)
			}
			if !slices.Contains(labels, x.want) || slices.Contains(labels, x.never) {
				t.Errorf("offered %v, want %q in it and not %q", labels, x.want, x.never)
			}
		})
	}
}

func TestHoverAndDefinition(t *testing.T) {
	t.Parallel()
	e := start(t, t.TempDir(), "page.yaml", page)
	e.found()
	ask := func(method, old, new string, result any) {
		_, at := place(t, strings.Replace(page, old, new, 1))
		e.call(method, map[string]any{"textDocument": map[string]any{"uri": e.uri}, "position": at}, result)
	}
	var text struct {
		Contents struct{ Value string }
	}
	ask("textDocument/hover", "from: write", "from: wr¦ite", &text)
	if !strings.Contains(text.Contents.Value, "write") || !strings.Contains(text.Contents.Value, "writer") {
		t.Errorf("a step: %q, want what it is and who does it", text.Contents.Value)
	}
	ask("textDocument/hover", "due: 1d", "du¦e: 1d", &text)
	if text.Contents.Value != "the limit" {
		t.Errorf("a field: %q", text.Contents.Value)
	}
	var there struct {
		URI   string
		Range struct {
			Start struct{ Line, Character int }
		}
	}
	ask("textDocument/definition", "from: write", "from: wr¦ite", &there)
	if there.URI != e.uri || there.Range.Start.Line != 11 {
		t.Errorf("a step is declared in line %d of %s, want 11", there.Range.Start.Line, there.URI)
	}
	ask("textDocument/definition", "who: reader", "who: rea¦der", &there)
	if there.Range.Start.Line != 7 {
		t.Errorf("a role is declared in line %d, want 7", there.Range.Start.Line)
	}
	var nothing any
	ask("textDocument/definition", "title: Page", "title: Pa¦ge", &nothing)
	if nothing != nil {
		t.Errorf("a text is declared at %v", nothing)
	}
}

// FuzzCursor: no text and no place is too odd.
func FuzzCursor(f *testing.F) {
	f.Add(page, 5, 3)
	f.Add("- {", 0, 3)
	f.Add("\t𝄞: [", 0, 9)
	f.Fuzz(func(t *testing.T, text string, line, character int) {
		if line < 0 || character < 0 {
			t.Skip()
		}
		lsp.Complete(text, line, character)
	})
}
