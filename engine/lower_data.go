package engine

import "github.com/headgate/headgate/model"

// declare enters everything but steps into the namespace and the tables of the
// plan. What conditions and times they hold is compiled by bodies, when all
// names are known.
func (c *compiler) declare() {
	for _, e := range c.m.Environments {
		c.plan.Environments = append(c.plan.Environments, e.Text)
	}
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
