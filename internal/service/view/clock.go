package view

import (
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
)

// Next returns the clock that runs out first, or nil.
func (c *Case) Next() *client.Clock {
	var first *engine.Waiting
	for i := range c.Offers.Waiting {
		if w := &c.Offers.Waiting[i]; w.Due != 0 && w.State != "held" && (first == nil || w.Due < first.Due) {
			first = w
		}
	}
	if first == nil {
		return nil
	}
	return c.clock(first)
}

func (c *Case) clock(w *engine.Waiting) *client.Clock {
	if w == nil || w.Due == 0 {
		return nil
	}
	who := w.Persons
	if len(who) == 0 && w.Role != engine.None {
		who = []string{c.Plan.Roles[w.Role].ID}
	}
	return c.Clock(step{w.Node, w.Frame}, who, w.From, w.Due)
}

// Clock returns a limit with the share of the way used, counted on the hours of
// the limit itself.
func (c *Case) Clock(at step, who []string, from, due calendar.Instant) *client.Clock {
	limit := c.spec(at).Due
	hours, cal := c.hours(&limit)
	text := ""
	if limit.Span.Set && limit.Span.Program == engine.None {
		text = limit.Span.Literal.String()
	}
	return &client.Clock{
		Place: c.place(at), Who: orEmpty(who), From: from.Time(time.UTC), Due: due.Time(time.UTC), Hours: hours,
		Used: used(cal, from, c.Now, due), Over: c.Now > due, Text: text,
	}
}

// hours returns the name of the calendar a limit runs on, and the calendar; nil
// is elapsed time.
func (c *Case) hours(limit *engine.Limit) (string, *calendar.Calendar) {
	d := limit.Span.Literal
	if !limit.Span.Set || limit.Span.Program != engine.None || !d.Working() {
		return "elapsed", nil
	}
	for _, u := range c.Plan.Urgencies {
		if u.ID == c.State.Urgency && u.Elapsed {
			return "elapsed", nil
		}
	}
	for i := range c.Plan.Calendars {
		cal := &c.Plan.Calendars[i]
		if d.Calendar == "" && int32(i) == c.Plan.Calendar || cal.ID == d.Calendar && d.Calendar != "" {
			return cal.ID, cal.Calendar
		}
	}
	return "elapsed", nil
}

// used is the percent of the way from one instant to another; more than 100
// when it is over.
func used(cal *calendar.Calendar, from, now, due calendar.Instant) int {
	between := func(a, b calendar.Instant) time.Duration {
		if cal == nil {
			return b.Sub(a)
		}
		return cal.Between(a, b)
	}
	whole := between(from, due)
	if whole <= 0 {
		if now >= due {
			return 100
		}
		return 0
	}
	return max(0, int(between(from, now)*100/whole))
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// Run sets a stored clock to an instant: the share used on its own hours, and
// whether it is over.
func Run(p *engine.Plan, c *client.Clock, now calendar.Instant) {
	var cal *calendar.Calendar
	for i := range p.Calendars {
		if p.Calendars[i].ID == c.Hours {
			cal = p.Calendars[i].Calendar
		}
	}
	from, due := calendar.FromTime(c.From), calendar.FromTime(c.Due)
	c.Used, c.Over = used(cal, from, now, due), now > due
}
