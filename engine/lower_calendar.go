package engine

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/model"
)

// calendars sets the zone and the calendar in force.
func (c *compiler) calendars() {
	site := calendar.UTC
	if c.site.Zone != "" {
		site = c.zoneNamed(c.site.Zone, site, c.site.Pos)
	}
	c.zone = site
	if z := c.m.Timeline.Zone; z != "" {
		c.zone = c.zoneNamed(z, site, c.m.Pos)
	}
	c.plan.SiteZone, c.plan.Zone = c.zone, c.zone.Name()
	if id := c.m.Timeline.Calendar; id != "" {
		c.plan.Calendar = c.calendar(id, c.m.Pos)
	}
}

func (c *compiler) zoneNamed(name string, site *calendar.Zone, pos model.Pos) *calendar.Zone {
	z, err := calendar.LoadZone(name, site)
	if err != nil {
		c.report("E-REF-1", pos, "unknown zone `"+name+"`", "times are read in a zone", err.Error())
		return calendar.UTC
	}
	return z
}

// calendar returns the index of a calendar of the installation, building it
// when it is first used; None and a diagnostic if there is none. "always" is
// everywhere.
func (c *compiler) calendar(id string, pos model.Pos) int32 {
	for i := range c.plan.Calendars {
		if c.plan.Calendars[i].ID == id {
			return int32(i)
		}
	}
	cal := calendar.Always()
	if id != "always" {
		spec := c.calendarSpec(id)
		if spec == nil {
			c.report("E-SITE-1", pos, "the installation has no calendar `"+id+"`",
				"working time is counted in a calendar", didYouMean(id, c.calendarIDs()))
			return None
		}
		cal = c.buildCalendar(spec)
	}
	c.plan.Calendars = append(c.plan.Calendars, Calendar{id, cal})
	return int32(len(c.plan.Calendars) - 1)
}

// calendarSpec returns the calendar of that id. Without a site every calendar
// is Monday to Friday, 9 to 17.
func (c *compiler) calendarSpec(id string) *model.CalendarSpec {
	if !c.known {
		return &model.CalendarSpec{ID: model.Word{Text: id}, Days: "Mon-Fri", Hours: "09:00-17:00"}
	}
	for i := range c.site.Calendars {
		if c.site.Calendars[i].ID.Text == id {
			return &c.site.Calendars[i]
		}
	}
	return nil
}

func (c *compiler) calendarIDs() []string {
	ids := []string{"always"}
	for _, s := range c.site.Calendars {
		ids = append(ids, s.ID.Text)
	}
	return ids
}

// buildCalendar lays a calendar out for the years a case may run in. A spec
// without days and hours is always open.
func (c *compiler) buildCalendar(s *model.CalendarSpec) *calendar.Calendar {
	if s.Days == "" && s.Hours == "" {
		return calendar.Always()
	}
	fail := func(err error) *calendar.Calendar {
		c.report("E-DOC-3", s.ID.Pos, "calendar `"+s.ID.Text+"`: "+err.Error(), "working time is computed from it", "correct the site document")
		return calendar.Always()
	}
	days, err := calendar.ParseWeekdays(or(s.Days, "Mon-Sun"))
	if err != nil {
		return fail(err)
	}
	hours, err := calendar.ParseHours(or(s.Hours, "00:00-24:00"))
	if err != nil {
		return fail(err)
	}
	zone := calendar.UTC
	if c.site.Zone != "" {
		zone = c.zoneNamed(c.site.Zone, zone, c.site.Pos)
	}
	cal, err := calendar.NewCalendar(calendar.CalendarSpec{
		Zone: zone, Days: days, Hours: hours, Holidays: c.holidays(s), FromYear: calendarFrom, ToYear: calendarTo,
	})
	if err != nil {
		return fail(err)
	}
	return cal
}

// The years a calendar is laid out for.
const (
	calendarFrom = 2015
	calendarTo   = 2055
)

func (c *compiler) holidays(s *model.CalendarSpec) calendar.Holidays {
	if s.Holidays != "" {
		list, ok := calendar.HolidayList(s.Holidays)
		if !ok {
			c.report("E-SITE-1", s.ID.Pos, "no list of holidays `"+s.Holidays+"`", "holidays are no working days",
				didYouMean(s.Holidays, calendar.HolidayLists()))
		}
		return list
	}
	var dates []calendar.Date
	for _, text := range s.Dates {
		d, err := calendar.ParseDate(text)
		if err != nil {
			c.report("E-DOC-3", s.ID.Pos, "`"+text+"` is no date", "holidays are dates", err.Error())
		}
		dates = append(dates, d)
	}
	return calendar.HolidaysOn(dates...)
}
