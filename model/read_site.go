package model

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

// site reads the names of an installation (language reference, section 17).
func (d *decoder) site(n *yaml.Node) *Site {
	s := &Site{}
	names := func(key string, to *[]string) field {
		return field{key, func(v *yaml.Node) { *to = d.nameList(v) }}
	}
	fields := append(d.headerFields(&s.Header),
		field{"zone", func(v *yaml.Node) { s.Zone = d.zone(v) }},
		field{"calendars", func(v *yaml.Node) { s.Calendars = named(d, v, "`calendars`", d.calendarSpec) }},
		field{"groups", &s.Groups},
		field{"people", func(v *yaml.Node) { s.People = named(d, v, "`people`", d.person) }},
		field{"teams", func(v *yaml.Node) {
			s.Teams = named(d, v, "`teams`", func(id Word, v *yaml.Node) NamedList { return NamedList{ID: id, Items: d.texts(v)} })
		}},
		field{"environments", &s.Environments},
		field{"cis", func(v *yaml.Node) { s.CIs = named(d, v, "`cis`", d.ci) }},
		field{"executors", func(v *yaml.Node) { s.Executors = named(d, v, "`executors`", d.executor) }},
		field{"sources", func(v *yaml.Node) { s.Sources = named(d, v, "`sources`", d.executor) }},
		names("templates", &s.Templates), names("models", &s.Models),
		names("classes", &s.Classes), names("organizations", &s.Organizations))
	d.record(n, "a site", fields...)
	d.header(n, &s.Header, "id")
	return s
}

// nameList reads a list of names, or the keys of a map of names.
func (d *decoder) nameList(n *yaml.Node) []string {
	if n.Kind != yaml.MappingNode {
		return d.texts(n)
	}
	var out []string
	d.each(n, "this", func(k, _ *yaml.Node) { out = append(out, k.Value) })
	return out
}

// calendarSpec reads {days, hours, holidays}; {} is always working.
func (d *decoder) calendarSpec(id Word, n *yaml.Node) CalendarSpec {
	c := CalendarSpec{ID: id}
	d.record(n, "a calendar",
		field{"days", &c.Days}, field{"hours", &c.Hours},
		field{"holidays", func(v *yaml.Node) {
			if v.Kind == yaml.SequenceNode {
				c.Dates = d.texts(v)
				return
			}
			c.Holidays = d.text(v)
		}})
	return c
}

func (d *decoder) person(id Word, n *yaml.Node) Person {
	p := Person{ID: id}
	d.record(n, "a person", field{"name", &p.Name}, field{"skills", &p.Skills}, field{"organization", &p.Organization})
	return p
}

func (d *decoder) ci(id Word, n *yaml.Node) CI {
	c := CI{ID: id}
	d.record(n, "a CI", field{"type", &c.Type}, field{"part_of", &c.PartOf})
	return c
}

// executor reads what an executor takes and gives, or a source's type.
func (d *decoder) executor(id Word, n *yaml.Node) Signature {
	s := Signature{ID: id}
	d.record(n, "a signature",
		field{"with", &s.With},
		field{"gives", func(v *yaml.Node) {
			if v.Kind == yaml.ScalarNode && strings.TrimSpace(v.Value) == "any" {
				s.AnyGives = true
				return
			}
			s.Gives = d.fieldList(v)
		}},
		field{"type", func(v *yaml.Node) {
			t := d.typeExpr(v)
			s.Type = &t
		}},
		field{"dry", &s.Dry}, field{"safe_point", &s.SafePoint}, field{"idempotent", &s.Idempotent})
	return s
}
