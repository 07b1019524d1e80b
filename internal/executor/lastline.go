package executor

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// maxLine bounds what a reason quotes of the output, in bytes.
const maxLine = 200

// lastLine keeps the last line written to it that is not blank: what a program
// that failed had to say.
type lastLine struct {
	line []byte // the last one that has ended and is not blank
	open []byte // the one being written
}

func (l *lastLine) Write(p []byte) (int, error) {
	for rest := p; len(rest) > 0; {
		text, after, ended := bytes.Cut(rest, []byte("\n"))
		l.open = append(l.open, text[:min(len(text), max(0, 4*maxLine-len(l.open)))]...)
		if ended && len(bytes.TrimSpace(l.open)) > 0 {
			l.line = append(l.line[:0], l.open...)
		}
		if ended {
			l.open = l.open[:0]
		}
		rest = after
	}
	return len(p), nil
}

// String returns the line as valid text without blanks around it, cut where it
// is long; empty when nothing was printed.
func (l *lastLine) String() string {
	text := bytes.TrimSpace(l.open)
	if len(text) == 0 {
		text = bytes.TrimSpace(l.line)
	}
	line := strings.ToValidUTF8(string(text), "?")
	if len(line) <= maxLine {
		return line
	}
	end := maxLine
	for !utf8.RuneStart(line[end]) {
		end--
	}
	return line[:end] + "…"
}
