package lsp

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
)

// completion lists what may be typed.
func (s *server) completion(p *at) any {
	out := completions{Items: []completion{}}
	b := s.open[pathOf(p.TextDocument.URI)]
	if b == nil {
		return out
	}
	c := look(b.text, p.Position)
	out.Items = append(out.Items, complete(&c, b.names, b.site)...)
	return out
}

// hover says what a word means: what is declared under it here, else what it is
// in the language.
func (s *server) hover(p *at) any {
	b := s.open[pathOf(p.TextDocument.URI)]
	if b == nil {
		return nil
	}
	word := look(b.text, p.Position).inWords
	for _, plan := range b.plans {
		for n := range plan.Nodes {
			if plan.Nodes[n].ID == word && word != "" {
				return markdown(plan.Explain(engine.NodeID(n)))
			}
		}
	}
	for _, n := range b.names {
		if n.ID == word {
			return markdown(fmt.Sprintf("%s `%s`, declared in line %d", n.What, n.ID, n.Pos.Line))
		}
	}
	if text := s.lib.Explain(word); text != "" {
		return markdown(text)
	}
	return nil
}

func markdown(text string) hover { return hover{markup{Kind: "markdown", Value: text}} }

// definition is where a name is declared: in this document, or in one beside
// it.
func (s *server) definition(p *at) any {
	b := s.open[pathOf(p.TextDocument.URI)]
	if b == nil {
		return nil
	}
	word := look(b.text, p.Position).inWords
	for _, n := range b.names {
		if n.ID == word && onDisk(n.Pos) {
			return s.locate(n.Pos)
		}
	}
	return nil
}

// onDisk reports whether a place is in a file an editor can open.
func onDisk(p model.Pos) bool { return filepath.IsAbs(p.File) }

func pathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return uri
	}
	return filepath.FromSlash(u.Path)
}

func uriOf(path string) string {
	return (&url.URL{Scheme: "file", Path: strings.ReplaceAll(path, `\`, "/")}).String()
}
