package model

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// Limits of a file. They bound the time and memory a hostile document can
// take; no document shipped with the product comes near them.
const (
	MaxFileSize    = 1 << 20 // bytes of one file
	MaxDepth       = 64      // nesting of lists and maps
	MaxSteps       = 5_000   // steps and changes of one document
	MaxNames       = 1_000   // names in one map of a model, such as roles or dates
	MaxDiagnostics = 10_000  // findings of one call; the last says that there are more
)

// Document is one document of a file. Exactly one of the pointers is set, but
// for a document whose kind could not be read: it has none of them.
type Document struct {
	Header
	Model   *Model
	Process *Process
	Site    *Site
	Policy  *Policy
	Suite   *Suite
	Shared  *SharedOverlay
}

// Parse reads every document of a file, separated by lines of "---". File is
// the name that positions carry; it is not opened. Documents with errors are
// returned too, as far as they could be read, so that later steps find more.
// The text is not kept.
// Source: language reference, section 1.
func Parse(file string, text []byte) ([]*Document, Diagnostics) {
	found := &findings{}
	if d, ok := unreadable(file, text); ok {
		found.add(d)
		return nil, found.list
	}
	lines := strings.Split(string(bytes.TrimPrefix(text, []byte("\ufeff"))), "\n")
	var docs []*Document
	for _, part := range split(lines) {
		d := &decoder{file: file, lines: lines, first: part.first, found: found}
		if doc := d.parsePart(part.lines); doc != nil {
			docs = append(docs, doc)
		}
	}
	if docs == nil && len(found.list) == 0 {
		found.add(Diagnostic{
			Code: "E-DOC-3", Pos: Pos{File: file, Line: 1, Column: 1}, Message: "there is no document in the file",
			Reason: "an empty file may be one that was cut off", Hint: "begin with `kind: release-model`, or remove the file",
		})
	}
	return docs, found.sorted()
}

// unreadable refuses what is not worth a YAML parser's time.
func unreadable(file string, text []byte) (Diagnostic, bool) {
	at := Pos{File: file, Line: 1, Column: 1}
	if len(text) > MaxFileSize {
		return Diagnostic{
			Code: "E-DOC-1", Pos: at,
			Message: "the file is larger than 1 MiB",
			Reason:  "a model is read by people; what is larger is data",
			Hint:    "split the file, or keep the data outside and read it as a fact",
		}, true
	}
	if i := otherBreak(text); i >= 0 {
		return Diagnostic{
			Code: "E-DOC-1", Pos: placeOf(file, text, i), Length: 1,
			Message: "a line break that is not a newline",
			Reason:  "readers would count lines differently and see another document",
			Hint:    "end lines with a newline; write such a character as an escape inside double quotes",
		}, true
	}
	if i := notText(text); i >= 0 {
		return Diagnostic{
			Code: "E-DOC-1", Pos: placeOf(file, text, i), Length: 1,
			Message: "the text is not UTF-8",
			Reason:  "documents are UTF-8, so that their digest is the same everywhere",
			Hint:    "save the file as UTF-8",
		}, true
	}
	if i := control(text); i >= 0 {
		return Diagnostic{
			Code: "E-DOC-1", Pos: placeOf(file, text, i), Length: 1,
			Message: fmt.Sprintf("the control character %U", text[i]),
			Reason:  "it is not seen, and editors and terminals act on it",
			Hint:    "remove it; use escapes inside double quotes",
		}, true
	}
	return Diagnostic{}, false
}

// placeOf is the place of a byte of a text. A byte order mark takes none.
func placeOf(file string, text []byte, offset int) Pos {
	before := bytes.TrimPrefix(text[:offset], []byte("\ufeff"))
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return Pos{File: file, Line: 1 + bytes.Count(before, []byte("\n")), Column: 1 + utf8.RuneCount(line)}
}

// notText gives the offset of the first byte that is not UTF-8, or -1.
func notText(text []byte) int {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// control gives the offset of the first control character of ASCII that is no
// tab or line break, or -1.
func control(text []byte) int {
	return bytes.IndexFunc(text, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f })
}

// otherBreak gives the offset of the first character that YAML 1.1 takes for a
// line break and editors do not: a lone carriage return, U+0085, U+2028 and
// U+2029; -1 is none.
func otherBreak(text []byte) int {
	for i, b := range text {
		switch b {
		case '\r':
			if i+1 == len(text) || text[i+1] != '\n' {
				return i
			}
		case 0xc2:
			if i+1 < len(text) && text[i+1] == 0x85 {
				return i
			}
		case 0xe2:
			if i+2 < len(text) && text[i+1] == 0x80 && text[i+2]|1 == 0xa9 {
				return i
			}
		}
	}
	return -1
}

// part is the text of one document and the number of lines before it.
type part struct {
	first int
	lines []string
}

// split cuts a file at its document markers. A line that begins with "---"
// ends a document even inside a block scalar (YAML 1.2.2, section 9.1.2), so
// cutting lines is exact and a broken document does not hide the next one.
func split(lines []string) []part {
	var parts []part
	start := 0
	for i := 0; i <= len(lines); i++ {
		if i < len(lines) && !isMarker(lines[i]) {
			continue
		}
		parts = append(parts, part{first: start, lines: lines[start:i]})
		start = i + 1
	}
	return parts
}

func isMarker(line string) bool {
	rest, ok := strings.CutPrefix(line, "---")
	rest = strings.TrimSpace(rest)
	return ok && (rest == "" || rest[0] == '#')
}

func (d *decoder) parsePart(lines []string) *Document {
	root := d.load(lines)
	if root == nil {
		return nil
	}
	d.profile(root)
	if root.Kind != yaml.MappingNode {
		d.wrong(root, "a document is a map of keys, the first of them `kind`", "begin with `kind: release-model`")
		return nil
	}
	return d.document(root)
}

// load gives the root node of one document, or nil when it is empty or cannot
// be read. A line that YAML refuses only because a scalar lacks quotes is
// reported, quoted here and read again, so that one of them does not hide
// the problems behind it.
func (d *decoder) load(lines []string) *yaml.Node {
	lines = append([]string(nil), lines...)
	for range 50 {
		root, err := loadNode(strings.Join(lines, "\n"))
		if err == nil {
			return root
		}
		line, quotable := d.syntax(err, lines)
		if !quotable || !quoteValue(lines, line) {
			return nil
		}
	}
	return nil
}

// loadNode reads one document into nodes; nil without an error is an empty one.
func loadNode(text string) (*yaml.Node, error) {
	limits := loaderlimits.New(loaderlimits.DepthValue(MaxDepth), loaderlimits.AliasNone())
	loader, err := yaml.NewLoader(strings.NewReader(text), yaml.WithPlugin(limits))
	if err != nil {
		return nil, err
	}
	var doc yaml.Node
	if err := loader.Load(&doc); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		return nil, err
	}
	var second yaml.Node
	if err := loader.Load(&second); err == nil {
		return nil, yaml.NewLoadError(yaml.ComposerStage, "second document", yaml.Mark{Line: second.Line, Column: second.Column}, nil)
	} else if !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	root := doc.Content[0]
	if root.Kind == yaml.ScalarNode && root.Value == "" {
		return nil, nil
	}
	return root, nil
}
