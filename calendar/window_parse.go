package calendar

import "strings"

const windowHint = "write always, or days and hours like Mon-Thu 08:00-16:00 Europe/Berlin"

// ParseWindow reads "always" or weekly hours like "Mon-Thu 08:00-16:00
// Europe/Berlin, Sat 22:00-02:00", each with "except period" behind it. Hours
// that end at or before their beginning are over midnight. The error is a
// *SyntaxError.
func ParseWindow(s string) (Window, error) {
	p := parser{src: s}
	var w Window
	if p.word("always") {
		w.always = true
	} else if err := p.parts(&w); err != nil {
		return Window{}, err
	}
	if p.word("except") {
		p.space()
		w.except.at = p.pos
		var err error
		if w.except.name, err = p.path(); err != nil {
			return Window{}, err
		}
	}
	if err := p.end(); err != nil {
		return Window{}, err
	}
	return w, nil
}

func (p *parser) parts(w *Window) error {
	for {
		part, err := p.part()
		if err != nil {
			return err
		}
		w.parts = append(w.parts, part)
		// All day, every day has no end to search for.
		w.always = w.always || part.days == everyDay && part.hours == Hours{0, secondsPerDay}
		if !p.byte(',') {
			return nil
		}
	}
}

func (p *parser) part() (part, error) {
	if w := p.nextWord(); len(w) != 3 || !strings.Contains(strings.Join(weekdayNames[:], " "), w) {
		return part{}, p.fail(windowHint, "expected a weekday, found %q", p.rest())
	}
	days, err := p.weekdays()
	if err != nil {
		return part{}, err
	}
	if !p.isClock() {
		return part{}, p.fail(windowHint, "expected the hours of %s, found %q", days, p.rest())
	}
	hours, err := p.hours()
	if err != nil {
		return part{}, err
	}
	zone, err := p.zone("except")
	if err != nil {
		return part{}, err
	}
	return part{days, hours, zone}, nil
}

// String returns w in canonical form, the spans of a SpanWindow as from/to.
func (w Window) String() string {
	items := make([]string, 0, len(w.parts)+len(w.spans))
	for _, p := range w.parts {
		for _, days := range strings.Split(p.days.String(), ", ") {
			items = append(items, days+" "+p.hours.String()+p.zone.suffix())
		}
	}
	for _, s := range w.spans {
		items = append(items, s.From.String()+"/"+s.To.String())
	}
	text := strings.Join(items, ", ")
	if text == "" && w.always {
		text = "always"
	}
	if w.except.name != "" {
		text += " except " + w.except.name
	}
	return text
}
