package engine

import (
	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// declare enters everything but steps into the namespace and the tables of the
// plan. What conditions and times they hold is compiled by bodies, when all
// names are known.
func (c *compiler) declare() {
	c.params(c.m.Params, 0)
	for i := range c.m.Overlays {
		c.params(c.m.Overlays[i].Params, 1<<i)
	}
	c.roles()
	c.facts()
	c.events()
	c.agreements()
	c.timeline()
	c.tables()
	c.locks()
	c.links()
	for _, l := range c.m.Ladders {
		c.id(l.ID, nameLadder, len(c.plan.Ladders))
		c.plan.Ladders = append(c.plan.Ladders, Ladder{ID: l.ID.Text})
	}
}

// id enters an id into the namespace; doubles are the model's check.
func (c *compiler) id(id model.Word, kind nameKind, index int) {
	c.names[id.Text] = name{kind, int32(index)}
}

func (c *compiler) params(params []model.Param, bit Mask) {
	for _, p := range params {
		typ := typeOf(p.Type)
		out := Param{Name: p.ID.Text, Type: typ, Optional: typ.Optional, Ask: p.Ask, Overlay: bit}
		if p.Default != nil {
			v := c.literal(*p.Default, typ)
			out.Default = &v
		}
		c.plan.Params = append(c.plan.Params, out)
	}
}

func (c *compiler) facts() {
	for _, f := range c.m.Facts {
		c.id(f.ID, nameFact, len(c.plan.Facts))
		out := Fact{ID: f.ID.Text, Type: typeOf(f.Type), From: f.From}
		if f.MaxAge != nil {
			out.MaxAge = *f.MaxAge
		}
		c.plan.Facts = append(c.plan.Facts, out)
	}
}

func (c *compiler) events() {
	for _, e := range c.m.Events {
		c.id(e.ID, nameEvent, len(c.plan.Events))
		out := EventType{Name: e.ID.Text}
		for _, f := range e.Fields {
			out.Fields = append(out.Fields, f.ID.Text)
			out.Types = append(out.Types, typeOf(f.Type))
		}
		c.plan.Events = append(c.plan.Events, out)
	}
}

// agreements lists targets and contacts. A target counts in the hours of its
// agreement.
func (c *compiler) agreements() {
	for i, a := range c.m.Agreements {
		c.id(a.ID, nameAgreement, i)
		cal := int32(None)
		if a.Hours != "" && a.Hours != "elapsed" {
			cal = c.calendar(a.Hours, a.ID.Pos)
		}
		for _, t := range a.Targets {
			d := t.Span.Literal
			if cal != None && d.Working() && d.Calendar == "" {
				d.Calendar = a.Hours
			}
			c.plan.Targets = append(c.plan.Targets, AgreementTarget{a.ID.Text, t.ID.Text, d, cal})
		}
		for _, t := range a.Contacts {
			c.plan.Contacts = append(c.plan.Contacts, Contact{a.ID.Text, t.ID.Text, t.Text})
		}
	}
}

func (c *compiler) locks() {
	for _, l := range c.m.Locks {
		c.id(l.ID, nameLock, len(c.plan.Locks))
		c.plan.Locks = append(c.plan.Locks, Lock{ID: l.ID.Text, Scope: l.Scope, Capacity: max(l.Capacity, 1)})
	}
}

func (c *compiler) links() {
	for _, l := range c.m.Links {
		c.id(l.ID, nameLink, len(c.plan.Links))
		c.plan.Links = append(c.plan.Links, Link{
			ID: l.ID.Text, Model: l.Model, Latest: l.Pick == "latest", Where: None, Expect: None,
		})
	}
}

// timeline names dates, periods and windows; their times are compiled later.
func (c *compiler) timeline() {
	t := &c.m.Timeline
	for i, d := range t.Dates {
		c.id(d.ID, nameDate, i)
		c.plan.Dates = append(c.plan.Dates, Date{ID: d.ID.Text, Time: None})
	}
	for i, p := range t.Periods {
		c.id(p.ID, namePeriod, i)
		c.plan.Periods = append(c.plan.Periods, Period{ID: p.ID.Text, From: None, To: None})
	}
	for i, w := range t.Windows {
		c.id(w.ID, nameWindow, i)
		c.plan.Windows = append(c.plan.Windows, Window{ID: w.ID.Text})
	}
	if node, ok := nodeOfStart(t.T); ok {
		if n, ok := c.plan.names[node]; ok {
			c.plan.AnchorT = n
		} else {
			c.unknown(t.TPos, node, c.nodeIDs())
		}
	}
}

// nodeOfStart splits "node.start".
func nodeOfStart(s string) (string, bool) {
	const suffix = ".start"
	if n := len(s) - len(suffix); n > 0 && s[n:] == suffix {
		return s[:n], true
	}
	return "", false
}

func (c *compiler) nodeIDs() []string {
	var ids []string
	for i := range c.plan.Nodes {
		if id := c.plan.Nodes[i].ID; id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// unknown reports a name that is none of known.
func (c *compiler) unknown(pos model.Pos, word string, known []string) {
	c.report("E-REF-1", pos, "unknown name `"+word+"`", "every name is declared once, so that a typo is found before a run",
		didYouMean(word, known))
}

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

// outputs declares what a step gives, with what overlays add.
func (c *compiler) outputs(id NodeID, s *model.Step) {
	from := int32(len(c.plan.Outputs))
	c.giveAll(id, from, s.Gives)
	for _, o := range c.ops[s.ID] {
		if o.op.Set != nil {
			c.giveAll(id, from, o.op.Set.Gives)
		}
	}
	c.plan.Nodes[id].Outputs = [2]int32{from, int32(len(c.plan.Outputs))}
}

func (c *compiler) giveAll(id NodeID, from int32, gives []model.Output) {
	for _, o := range gives {
		if c.gives(from, o.ID.Text) {
			continue
		}
		out := Output{
			Node: id, Name: o.ID.Text, Type: typeOf(o.Type), Evidence: o.Evidence, ValidUntil: None, Accept: None,
			Optional: o.Optional || o.Type.Optional, Retain: o.Retain,
		}
		if o.Default != nil {
			v := c.literal(*o.Default, out.Type)
			out.Default = &v
		}
		c.plan.Outputs = append(c.plan.Outputs, out)
	}
}

func (c *compiler) gives(from int32, name string) bool {
	for i := from; i < int32(len(c.plan.Outputs)); i++ {
		if c.plan.Outputs[i].Name == name {
			return true
		}
	}
	return false
}

// output returns the cell of an output of node n.
func (p *Plan) output(n NodeID, name string) (int32, bool) {
	for i := p.Nodes[n].Outputs[0]; i < p.Nodes[n].Outputs[1]; i++ {
		if p.Outputs[i].Name == name {
			return i, true
		}
	}
	return None, false
}

var personType = expr.Scalar(expr.TypePerson)
