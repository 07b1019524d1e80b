package calendar

import "time"

// date reads 2006-01-02.
func (p *parser) date() (Date, error) {
	p.space()
	start := p.pos
	y, ok := p.digits(4)
	m, d := 0, 0
	for _, part := range []*int{&m, &d} {
		if ok = ok && p.ahead(0) == '-'; ok {
			p.pos++
			*part, ok = p.digits(2)
		}
	}
	if !ok {
		p.pos = start
		return Date{}, errorAt(start, "write it as 2006-01-02", "expected a date, found %q", p.rest())
	}
	if m < 1 || m > 12 || d < 1 || d > monthLength(y, time.Month(m)) {
		return Date{}, errorAt(start, "", "no such day %s", p.src[start:p.pos])
	}
	return Date{y, time.Month(m), d}, nil
}

// literal is a timestamp: a local one counts in the zone of the reader.
type literal struct {
	local int64 // local second, or Unix second if zoned
	ms    int64
	zoned bool
}

func (l literal) in(z *Zone) Instant {
	sec := l.local
	if !l.zoned {
		sec = z.unix(l.local)
	}
	return Instant(sec*1000 + l.ms)
}

// literal reads a date or an RFC 3339 timestamp, its seconds, fraction and zone
// optional. A date is its first instant.
func (p *parser) literal() (literal, error) {
	d, err := p.date()
	if err != nil {
		return literal{}, err
	}
	l := literal{local: d.days() * secondsPerDay}
	if p.ahead(0) != 'T' || !isDigit(p.ahead(1)) {
		return l, nil
	}
	p.pos++
	if err := p.timeOfDay(&l); err != nil {
		return literal{}, err
	}
	start := p.pos
	if err := p.offset(&l); err != nil {
		return literal{}, err
	}
	if year := dateOf(floorDiv(l.local, secondsPerDay)).Year; year < 0 || year > 9999 {
		return literal{}, errorAt(start, "", "this is the year %d in UTC", year)
	}
	return l, nil
}

func (p *parser) timeOfDay(l *literal) error {
	start := p.pos
	h, ok := p.digits(2)
	m, s := 0, 0
	if ok = ok && p.ahead(0) == ':'; ok {
		p.pos++
		m, ok = p.digits(2)
	}
	if ok && p.ahead(0) == ':' {
		p.pos++
		s, ok = p.digits(2)
	}
	if !ok || h > 23 || m > 59 || s > 59 {
		return errorAt(start, "write it as 15:04 or 15:04:05", "no such time of day")
	}
	l.local += int64(h*secondsPerHour + m*60 + s)
	l.ms = p.fraction()
	return nil
}

// fraction reads a decimal fraction of a second, cut to milliseconds.
func (p *parser) fraction() int64 {
	if p.ahead(0) != '.' || !isDigit(p.ahead(1)) {
		return 0
	}
	p.pos++
	ms := int64(0)
	for unit := int64(100); isDigit(p.ahead(0)); unit /= 10 {
		ms += int64(p.ahead(0)-'0') * unit
		p.pos++
	}
	return ms
}

// offset reads Z, or +02:00 and the like; a sign that no offset follows is left
// to the reader.
func (p *parser) offset(l *literal) error {
	sign := int64(1)
	switch p.ahead(0) {
	case 'Z':
		p.pos++
		l.zoned = true
		return nil
	case '-':
		sign = -1
	case '+':
	default:
		return nil
	}
	start := p.pos
	p.pos++
	h, ok := p.digits(2)
	if ok = ok && p.ahead(0) == ':'; !ok {
		p.pos = start
		return nil
	}
	p.pos++
	m, ok := p.digits(2)
	if !ok || h > 23 || m > 59 {
		return errorAt(start, "write it as +02:00", "no such offset")
	}
	l.local -= sign * int64(h*secondsPerHour+m*60)
	l.zoned = true
	return nil
}

// String returns l as short as it can be read again.
func (l literal) String() string {
	t := time.Unix(l.local, l.ms*int64(time.Millisecond)).UTC()
	layout := "2006-01-02T15:04:05"
	switch {
	case !l.zoned && l.ms == 0 && l.local%secondsPerDay == 0:
		layout = "2006-01-02"
	case l.ms != 0:
		layout = "2006-01-02T15:04:05.000"
	}
	if l.zoned {
		layout += "Z"
	}
	return t.Format(layout)
}
