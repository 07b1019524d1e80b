package model

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// syntaxRule says in our words what a YAML parser means.
type syntaxRule struct {
	part    string // of the parser's message
	message string
	hint    string
	quote   bool // quotes around the value would mend it
}

var syntaxRules = []syntaxRule{
	{"mapping values are not allowed", "an unquoted `: ` inside a value", "quote the value: key: \"a: b\"", true},
	{"tab character", "a tab in the indentation", "indent with spaces, two for each level", false},
	{"cannot start any token", "a value may not begin with this character unquoted", "quote the value", true},
	{"expected comment or line break", "a value that YAML ends here", "quote the value; one that begins with `!` is a tag", true},
	{"unknown anchor", "a value that begins with `*` is an alias", "quote the value; aliases are not part of the profile", true},
	{"unexpected end of stream", "a quote is never closed", "close the quote on the same line", false},
	{"',' or ']'", "a list in brackets is not closed, or a comma is missing", "write [a, b, c]; quote items that contain a comma or `: `", false},
	{"',' or '}'", "a map in braces is not closed, or a comma is missing", "write {a: b, c: d}; quote values that contain a comma or `: `", false},
	{"could not find expected ':'", "a key without `:`", "write `key: value`, or `- item` in a list", false},
	{"did not find expected '-'", "an entry that is neither in the list nor outside of it", "indent it like its neighbours", false},
	{"did not find expected key", "a line whose indentation fits no map around it", "indent it like its neighbours", false},
	{"depth", "lists and maps nested deeper than 64", "a procedure this deep cannot be read; name its parts", false},
	{"second document", "a second document without a line `---` of its own before it", "write `---` alone on a line between documents", false},
	{"control characters", "a control character", "remove it; use escapes inside double quotes", false},
}

// syntax reports an error of the YAML parser. It returns the index of its line
// in lines, and whether quotes around the value there would mend it.
func (d *decoder) syntax(err error, lines []string) (int, bool) {
	rule := syntaxRule{message: err.Error(), hint: "write the document in YAML 1.2 without anchors, tags and tabs"}
	var mark yaml.Mark
	if load := (*yaml.LoadError)(nil); errors.As(err, &load) {
		rule.message = load.Message
		mark = load.Mark
		if strings.HasPrefix(load.ContextMsg, "while parsing a flow") && load.ContextMark.Line > 0 {
			mark = load.ContextMark // where it was opened, not where it was missed
		}
	}
	for _, r := range syntaxRules {
		if strings.Contains(rule.message, r.part) {
			rule = r
			break
		}
	}
	line := max(min(mark.Line, len(lines))-1, 0)
	if open := openQuote(lines[:line]); open >= 0 && !rule.quote {
		line, mark.Column = open, 1+strings.IndexAny(lines[open], "\"'")
		rule = syntaxRule{message: "a quote that is not closed on its line", hint: "close it; a long text goes into a block with `|`"}
	}
	at := Pos{File: d.file, Line: d.first + line + 1, Column: max(mark.Column, 1)}
	at.Column = min(at.Column, len([]rune(lines[line]))+1)
	d.found.add(Diagnostic{
		Code: "E-DOC-1", Pos: at, Message: rule.message,
		Reason:  "documents are written in a small profile of YAML, so that they mean the same to everybody",
		Hint:    rule.hint,
		Excerpt: d.excerpt(at.Line),
	})
	return line, rule.quote
}

// openQuote gives the first line whose value begins with a quote that the line
// does not close, or -1. YAML reports such a quote where it happens to end.
func openQuote(lines []string) int {
	for i, line := range lines {
		_, value, ok := strings.Cut(line, ": ")
		value = strings.TrimSpace(value)
		if ok && value != "" && (value[0] == '"' || value[0] == '\'') && strings.Count(value, value[:1])%2 == 1 {
			return i
		}
	}
	return -1
}

// quoteValue puts the value of a `key: value` line in quotes, in place. It
// reports false when that would change nothing, so the caller ends.
func quoteValue(lines []string, i int) bool {
	line := strings.TrimRight(lines[i], "\r")
	key, value, ok := strings.Cut(line, ": ")
	value = strings.TrimLeft(value, " ")
	if !ok || value == "" || strings.ContainsAny(value[:1], "\"'[{|>&#") || strings.Contains(key, "\t") {
		return false
	}
	lines[i] = fmt.Sprintf("%s: '%s'", key, strings.ReplaceAll(value, "'", "''"))
	return true
}

// profile reports what YAML allows and the language does not, anywhere in the
// document: anchors, aliases, tags, merge keys, duplicate and composed keys.
// Source: language reference, section 1.
func (d *decoder) profile(n *yaml.Node) {
	const reason = "what a document says must be readable in one place, without expanding references"
	switch {
	case n.Anchor != "":
		d.report(n, "E-DOC-1", fmt.Sprintf("the anchor `&%s`", n.Anchor), reason, "write the block out where it is used")
	case n.Kind == yaml.AliasNode:
		d.report(n, "E-DOC-1", fmt.Sprintf("the alias `*%s`", n.Value), reason, "quote the value, or write the block out")
	case n.Style&yaml.TaggedStyle != 0:
		d.report(n, "E-DOC-1", fmt.Sprintf("the tag `%s`", n.Tag), reason, "quote a value that begins with `!`; types are said by the language")
	}
	if n.Kind == yaml.MappingNode {
		d.keys(n)
	}
	for _, c := range n.Content {
		d.profile(c)
	}
}

// keys reports keys that are no plain words and keys written twice, and drops
// the second of a pair.
func (d *decoder) keys(n *yaml.Node) {
	seen := make(map[string]int, len(n.Content)/2)
	kept := n.Content[:0]
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch first, twice := seen[k.Value]; {
		case k.Kind != yaml.ScalarNode:
			d.report(k, "E-DOC-1", "a key that is not a word", "keys are words of the language or ids", "write `key: value`")
			continue
		case k.Value == "<<":
			d.report(k, "E-DOC-1", "a merge key", "what a document says must be readable in one place", "write the keys out")
			continue
		case twice:
			d.report(k, "E-DOC-1", fmt.Sprintf("the key `%s` twice; the first is in line %d", k.Value, first),
				"one of the two would be lost without a word", "keep one of them")
			continue
		}
		seen[k.Value] = d.first + k.Line
		kept = append(kept, k, v)
	}
	n.Content = kept
}
