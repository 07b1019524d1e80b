package expr

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// quoted reads a string literal in single, double or triple quotes. A raw one
// has no escapes.
func (l *lexer) quoted(raw bool) token {
	start := l.off
	quote := l.src[start : start+1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(l.src[start:], triple) {
		quote = triple
	}
	l.off += len(quote)
	body := l.off
	for !strings.HasPrefix(l.src[l.off:], quote) {
		switch {
		case l.off >= len(l.src), len(quote) == 1 && l.src[l.off] == '\n':
			return l.fail(start, l.off, "string without end", "close it with "+quote)
		case l.src[l.off] == '\\' && !raw:
			l.off++
		}
		l.off = min(l.off+1, len(l.src))
	}
	text := l.src[body:l.off]
	l.off += len(quote)
	if !utf8.ValidString(text) {
		return l.fail(start, l.off, "string is not UTF-8", "")
	}
	if !raw && strings.Contains(text, `\`) {
		return l.unescape(start, body, text)
	}
	return token{tokString, start, l.off, text}
}

// unescape decodes the escapes of a string literal whose text begins at body.
// Source: CEL specification, string literals.
func (l *lexer) unescape(start, body int, text string) token {
	var b strings.Builder
	for i := 0; i < len(text); {
		if text[i] != '\\' {
			b.WriteByte(text[i])
			i++
			continue
		}
		r, size := escape(text[i+1:])
		if size == 0 {
			end := min(i+2, len(text))
			return l.fail(body+i, body+end, "unknown escape "+text[i:end], `write \\ for a backslash, or r"…"`)
		}
		b.WriteRune(r)
		i += 1 + size
	}
	return token{tokString, start, l.off, b.String()}
}

const (
	escapeLetters = `abfnrtv\?"'` + "`"
	escapeMeaning = "\a\b\f\n\r\t\v\\?\"'`"
)

// escape decodes what follows a backslash and returns how many bytes it took;
// 0 if it is no escape.
func escape(s string) (r rune, size int) {
	if s == "" {
		return 0, 0
	}
	if i := strings.IndexByte(escapeLetters, s[0]); i >= 0 {
		return rune(escapeMeaning[i]), 1
	}
	switch s[0] {
	case 'x', 'X':
		return codePoint(s, 1, 3, 16)
	case 'u':
		return codePoint(s, 1, 5, 16)
	case 'U':
		return codePoint(s, 1, 9, 16)
	case '0', '1', '2', '3':
		return codePoint(s, 0, 3, 8)
	}
	return 0, 0
}

func codePoint(s string, from, to, base int) (rune, int) {
	if len(s) < to {
		return 0, 0
	}
	n, err := strconv.ParseUint(s[from:to], base, 32)
	if err != nil || !utf8.ValidRune(rune(n)) || n > utf8.MaxRune {
		return 0, 0
	}
	return rune(n), to
}

// quote writes s as a literal that the lexer reads back.
func quote(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, '\\', 'n')
		case c < ' ' || c == 0x7f:
			b = append(b, '\\', 'x', "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
