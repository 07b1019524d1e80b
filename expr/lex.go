package expr

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// tokKind is the kind of a token; operators and punctuation are their own kind.
type tokKind uint8

const (
	tokEnd tokKind = iota
	tokIdent
	tokInt
	tokNumber
	tokString
	tokOp
)

// token is a piece of source. text is the identifier, the operator, the digits,
// or the decoded string.
type token struct {
	kind     tokKind
	pos, end int
	text     string
}

// lexer cuts a source into tokens. After the first mistake it only says tokEnd.
type lexer struct {
	src     string
	off     int
	problem *Problem
}

// operators has every operator, longer ones first.
const operators = "&& || == != <= >= < > ! + - * / % ? : . , ( ) [ ] { }"

func (l *lexer) next() token {
	l.skipSpace()
	start := l.off
	if start >= len(l.src) || l.problem != nil {
		return token{kind: tokEnd, pos: len(l.src), end: len(l.src)}
	}
	c := l.src[start]
	switch {
	case isLetter(c):
		return l.word()
	case isDigit(c), c == '.' && start+1 < len(l.src) && isDigit(l.src[start+1]):
		return l.number()
	case c == '"', c == '\'':
		return l.quoted(false)
	}
	return l.operator()
}

func (l *lexer) skipSpace() {
	for l.off < len(l.src) {
		switch c := l.src[l.off]; {
		case c == ' ', c == '\t', c == '\n', c == '\r', c == '\f':
			l.off++
		case strings.HasPrefix(l.src[l.off:], "//"):
			if i := strings.IndexByte(l.src[l.off:], '\n'); i >= 0 {
				l.off += i
			} else {
				l.off = len(l.src)
			}
		default:
			return
		}
	}
}

func (l *lexer) token(kind tokKind, start int) token {
	return token{kind, start, l.off, l.src[start:l.off]}
}

// fail records the first mistake.
func (l *lexer) fail(pos, end int, msg, hint string) token {
	if l.problem == nil {
		l.problem = &Problem{pos, end - pos, CodeSyntax, msg, hint}
	}
	return token{kind: tokEnd, pos: pos, end: end}
}

func (l *lexer) word() token {
	start := l.off
	for l.off < len(l.src) && (isLetter(l.src[l.off]) || isDigit(l.src[l.off])) {
		l.off++
	}
	if l.off < len(l.src) && (l.src[l.off] == '"' || l.src[l.off] == '\'') {
		switch l.src[start:l.off] {
		case "r", "R":
			t := l.quoted(true)
			t.pos = start
			return t
		case "b", "B", "br", "rb", "bR", "Rb", "Br", "rB", "BR", "RB":
			return l.fail(start, l.off, "bytes are not part of the language", "write a string")
		}
	}
	return l.token(tokIdent, start)
}

func (l *lexer) number() token {
	start := l.off
	kind := tokInt
	if rest := l.src[start:]; strings.HasPrefix(rest, "0x") || strings.HasPrefix(rest, "0X") {
		l.off += 2
		l.skip(isHex)
	} else {
		l.skip(isDigit)
		if l.at('.') && l.off+1 < len(l.src) && isDigit(l.src[l.off+1]) {
			kind = tokNumber
			l.off++
			l.skip(isDigit)
		}
		if l.at('e') || l.at('E') {
			kind = tokNumber
			l.off++
			if l.at('+') || l.at('-') {
				l.off++
			}
			l.skip(isDigit)
		}
	}
	if l.off < len(l.src) && (isLetter(l.src[l.off]) || isDigit(l.src[l.off])) {
		return l.badNumber(start)
	}
	return l.token(kind, start)
}

func (l *lexer) badNumber(start int) token {
	l.skip(func(c byte) bool { return isLetter(c) || isDigit(c) })
	text := l.src[start:l.off]
	hint := `write durations as duration("90s")`
	if strings.HasSuffix(text, "u") || strings.HasSuffix(text, "U") {
		hint = "unsigned numbers are not part of the language; leave out the u"
	}
	return l.fail(start, l.off, "malformed number "+text, hint)
}

func (l *lexer) skip(is func(byte) bool) {
	for l.off < len(l.src) && is(l.src[l.off]) {
		l.off++
	}
}

func (l *lexer) at(c byte) bool { return l.off < len(l.src) && l.src[l.off] == c }

func (l *lexer) operator() token {
	start := l.off
	rest := l.src[start:]
	for ops := operators; ops != ""; {
		op, more, _ := strings.Cut(ops, " ")
		if strings.HasPrefix(rest, op) {
			l.off += len(op)
			return l.token(tokOp, start)
		}
		ops = more
	}
	r, size := utf8.DecodeRuneInString(rest)
	hint := ""
	switch r {
	case '=':
		hint = "write == to compare"
	case '&', '|':
		hint = "write " + string(r) + string(r)
	}
	return l.fail(start, start+size, "unexpected character "+strconv.QuoteRune(r), hint)
}

func isLetter(c byte) bool { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHex(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }
