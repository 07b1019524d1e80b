package lsp

import (
	"strings"
	"unicode/utf16"
)

// cursor is where somebody types, as far as the text before it tells. Documents
// are mostly broken while they are written, so it is read from lines and
// indentation, not from a tree.
type cursor struct {
	word    string   // what is typed of the word at the cursor
	key     string   // the key whose value is typed; "": a key is typed
	keys    []string // the keys around, outermost first
	kind    string   // of the step around: the first key of its map; "" of no step
	item    bool     // a key is typed as the first of an entry of a list
	inWords string   // the whole word at the cursor
}

// look finds out where a position stands.
func look(text string, p position) cursor {
	lines := strings.Split(text, "\n")
	if p.Line >= len(lines) {
		return cursor{}
	}
	line := strings.TrimSuffix(lines[p.Line], "\r")
	col := byteOf(line, p.Character)
	before := line[:col]
	c := cursor{word: tail(before)}
	c.inWords = c.word + head(line[col:])
	before = before[:len(before)-len(c.word)]
	if open := strings.LastIndexAny(before, "{}"); open >= 0 && before[open] == '{' {
		c.flow(before[open+1:])
		c.around(lines[:p.Line], indentOf(line), line[:open])
		return c
	}
	c.block(lines[:p.Line], line, before)
	return c
}

// flow reads a map that was opened in the line: its first key is the kind, and
// what follows the last comma is typed.
func (c *cursor) flow(inside string) {
	if first, _, ok := strings.Cut(inside, ":"); ok {
		c.kind = strings.TrimSpace(first)
	}
	last := inside[lastComma(inside)+1:]
	if key, _, ok := strings.Cut(last, ":"); ok {
		c.key = strings.TrimSpace(key)
	}
	c.item = strings.TrimSpace(inside) == ""
}

// lastComma is the last comma outside of brackets, or -1.
func lastComma(s string) int {
	depth, at := 0, -1
	for i, r := range s {
		switch r {
		case '[', '(':
			depth++
		case ']', ')':
			depth--
		case ',':
			if depth == 0 {
				at = i
			}
		}
	}
	return at
}

// block reads a map that is written out.
func (c *cursor) block(above []string, line, before string) {
	indent := indentOf(line)
	rest := strings.TrimSpace(before)
	if entry, ok := strings.CutPrefix(rest, "- "); ok || rest == "-" {
		c.item = strings.TrimSpace(entry) == "" || rest == "-"
		rest = strings.TrimSpace(strings.TrimPrefix(rest, "-"))
		if key, _, ok := strings.Cut(rest, ":"); ok {
			c.kind, c.key = strings.TrimSpace(key), strings.TrimSpace(key)
			c.item = false
		}
		c.around(above, indent, "")
		return
	}
	if key, _, ok := strings.Cut(rest, ":"); ok {
		c.key = strings.TrimSpace(key)
	}
	c.kind = kindAbove(above, indent)
	c.around(above, indent, "")
}

// kindAbove finds the first key of the map whose keys stand at an indentation:
// that of the entry of a list it begins with.
func kindAbove(above []string, indent int) string {
	for i := len(above) - 1; i >= 0; i-- {
		line := above[i]
		if blank(line) {
			continue
		}
		in := indentOf(line)
		rest := strings.TrimSpace(line)
		if entry, ok := strings.CutPrefix(rest, "- "); ok && in+2 == indent {
			key, _, _ := strings.Cut(entry, ":")
			return strings.TrimSpace(key)
		}
		if in < indent {
			return ""
		}
	}
	return ""
}

// around collects the keys of the maps around, innermost last.
func (c *cursor) around(above []string, indent int, sameLine string) {
	var keys []string
	if key, _, ok := strings.Cut(strings.TrimLeft(strings.TrimSpace(sameLine), "- "), ":"); ok && sameLine != "" {
		keys = append(keys, key)
	}
	for i := len(above) - 1; i >= 0 && indent > 0; i-- {
		line := above[i]
		if blank(line) || indentOf(line) >= indent {
			continue
		}
		indent = indentOf(line)
		rest := strings.TrimLeft(strings.TrimSpace(line), "- ")
		if key, _, ok := strings.Cut(rest, ":"); ok {
			keys = append(keys, strings.TrimSpace(key))
		}
	}
	for i := len(keys) - 1; i >= 0; i-- {
		c.keys = append(c.keys, keys[i])
	}
}

// within reports whether one of some keys is around.
func (c *cursor) within(names ...string) bool {
	for _, k := range c.keys {
		for _, n := range names {
			if k == n {
				return true
			}
		}
	}
	return false
}

func blank(line string) bool {
	rest := strings.TrimSpace(line)
	return rest == "" || rest[0] == '#'
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// tail is the word a text ends with, head the one it begins with.
func tail(s string) string {
	i := len(s)
	for i > 0 && isWord(s[i-1]) {
		i--
	}
	return s[i:]
}

func head(s string) string {
	i := 0
	for i < len(s) && isWord(s[i]) {
		i++
	}
	return s[:i]
}

func isWord(b byte) bool {
	return b == '_' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
}

// byteOf turns a character, in UTF-16 units, into an offset in bytes.
func byteOf(line string, character int) int {
	units := 0
	for i, r := range line {
		if units >= character {
			return i
		}
		units += utf16.RuneLen(r)
	}
	return len(line)
}

// characterOf turns a column, in runes from 1, into UTF-16 units from 0.
func characterOf(line string, column int) int {
	units := 0
	for _, r := range line {
		if column--; column <= 0 {
			break
		}
		units += utf16.RuneLen(r)
	}
	return units
}
