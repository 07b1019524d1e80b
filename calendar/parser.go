package calendar

import "strings"

// parser reads the small languages of this package from one line of text. Its
// methods skip white space before what they read.
type parser struct {
	src string
	pos int
}

var (
	weekdayNames = [...]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
	monthNames   = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}
	nthNames     = [...]string{"1st", "2nd", "3rd", "4th", "last"}
)

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) || c == '_' }

func (p *parser) space() {
	for p.pos < len(p.src) && strings.IndexByte(" \t\r\n", p.src[p.pos]) >= 0 {
		p.pos++
	}
}

// peek returns the next byte that is not white space, or 0 at the end.
func (p *parser) peek() byte {
	p.space()
	return p.ahead(0)
}

// ahead returns the byte n after the position, or 0 behind the end.
func (p *parser) ahead(n int) byte {
	if p.pos+n < len(p.src) {
		return p.src[p.pos+n]
	}
	return 0
}

func (p *parser) fail(hint, format string, args ...any) error {
	p.space()
	return errorAt(p.pos, hint, format, args...)
}

// end fails if anything is left.
func (p *parser) end() error {
	if p.peek() == 0 && p.pos >= len(p.src) {
		return nil
	}
	return p.fail("", "unexpected %q", p.rest())
}

// rest returns what is next, short enough to quote.
func (p *parser) rest() string {
	p.space()
	s := p.src[p.pos:]
	if i := strings.IndexAny(s, " \t\r\n,)"); i > 0 {
		s = s[:i]
	}
	if len(s) > 20 {
		s = s[:20] + "..."
	}
	return s
}

// byte reads c if it is next.
func (p *parser) byte(c byte) bool {
	if p.peek() != c || p.pos >= len(p.src) {
		return false
	}
	p.pos++
	return true
}

// nextWord returns the word that is next without reading it, or "".
func (p *parser) nextWord() string {
	p.space()
	i := p.pos
	for i < len(p.src) && isWord(p.src[i]) {
		i++
	}
	return p.src[p.pos:i]
}

// word reads w if it is next and stands alone; the first part of a dotted path
// does not.
func (p *parser) word(w string) bool {
	if !p.isWord(w) {
		return false
	}
	p.pos += len(w)
	return true
}

func (p *parser) isWord(w string) bool {
	if p.nextWord() != w {
		return false
	}
	c := p.ahead(len(w))
	return c != '.' && c != '['
}

// oneOf reads one of the words and returns its index, or -1.
func (p *parser) oneOf(words []string) int {
	next := p.nextWord()
	for i, w := range words {
		if next == w {
			p.pos += len(w)
			return i
		}
	}
	return -1
}

// path reads a dotted reference: words, the later ones also as [key].
func (p *parser) path() (string, error) {
	if c := p.peek(); !isLetter(c) {
		return "", p.fail("", "expected a name, found %q", p.rest())
	}
	start := p.pos
	p.pos += len(p.nextWord())
	for {
		switch {
		case p.ahead(0) == '.' && isLetter(p.ahead(1)):
			p.pos++
			p.pos += len(p.nextWord())
		case p.ahead(0) == '[':
			n := strings.IndexByte(p.src[p.pos:], ']')
			if n < 2 {
				return "", errorAt(p.pos, "write name[key]", "unfinished key")
			}
			p.pos += n + 1
		default:
			return p.src[start:p.pos], nil
		}
	}
}

// digits reads exactly n digits as a number.
func (p *parser) digits(n int) (int, bool) {
	v := 0
	for i := range n {
		c := p.ahead(i)
		if !isDigit(c) {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	p.pos += n
	return v, true
}

const clockHint = "write HH:MM between 00:00 and 24:00"

// clock reads HH:MM as a second of the day, 24:00 included.
func (p *parser) clock() (int64, error) {
	p.space()
	start := p.pos
	h, ok1 := p.digits(2)
	ok2 := ok1 && p.ahead(0) == ':'
	if ok2 {
		p.pos++
	}
	m, ok3 := 0, false
	if ok2 {
		m, ok3 = p.digits(2)
	}
	if !ok3 || m > 59 || h*60+m > 24*60 || isWord(p.ahead(0)) {
		p.pos = start
		return 0, errorAt(start, clockHint, "expected a clock time, found %q", p.rest())
	}
	return int64(h*60+m) * 60, nil
}

// isClock reports whether a clock time is next.
func (p *parser) isClock() bool {
	p.space()
	return isDigit(p.ahead(0)) && isDigit(p.ahead(1)) && p.ahead(2) == ':'
}

// clockBefore24 is clock for the beginning of something.
func (p *parser) clockBefore24() (int64, error) {
	p.space()
	start := p.pos
	c, err := p.clock()
	if err == nil && c == secondsPerDay {
		err = errorAt(start, "write 00:00 of the day after", "24:00 can only be an end")
	}
	return c, err
}

// zoneName reads a zone where one may stand: an IANA name, UTC, AoE, site, or
// the path of an item's field. It returns "" if the next word is one of the
// words that may follow.
func (p *parser) zoneName(follow ...string) (string, error) {
	if !isLetter(p.peek()) {
		return "", nil
	}
	for _, w := range follow {
		if p.isWord(w) {
			return "", nil
		}
	}
	start := p.pos
	if _, err := p.path(); err != nil {
		return "", err
	}
	for p.ahead(0) == '/' && isLetter(p.ahead(1)) {
		p.pos++
		p.zonePart(strings.HasPrefix(p.src[start:], "Etc/"))
	}
	return p.src[start:p.pos], nil
}

// zonePart reads one part of an IANA name: words joined by hyphens
// (Port-au-Prince), and under Etc the signed numbers too (GMT+5).
func (p *parser) zonePart(signed bool) {
	for {
		c, next := p.ahead(0), p.ahead(1)
		join := c == '-' && isLetter(next) || signed && (c == '-' || c == '+') && isDigit(next)
		if !isWord(c) && !join {
			return
		}
		p.pos++
	}
}
