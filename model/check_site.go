package model

import (
	"fmt"
	"slices"
	"strings"
)

// classes are the taxonomy as shipped; a site adds leaves under them.
var classes = []string{
	"any",
	"software/application", "software/library", "software/data",
	"infrastructure/virtual", "infrastructure/physical", "infrastructure/network", "infrastructure/image",
	"end-user/endpoint", "end-user/collaboration",
	"external-service/saas", "external-service/provider-run",
	"information/documentation", "information/configuration-data",
	"service/new", "service/retirement",
}

// checkSite finds names the installation does not know (E-SITE-1).
// Source: language reference, section 17.
func checkSite(c *checker) {
	if c.site == nil {
		c.report("W-SITE-2", c.m.Pos, "there is no `site.yaml`, so names are not checked",
			"a misspelt executor would be found when it is needed", "put one beside the models")
		return
	}
	s := c.site
	c.siteName(c.m.key("class"), "class", c.m.Class, append(slices.Clone(classes), s.Classes...))
	c.siteName(c.m.key("timeline"), "calendar", c.m.Timeline.Calendar, calendarNames(s))
	environments := entryNames(s.Environments)
	for _, e := range c.m.Environments {
		c.siteName(e.Pos, "environment", e.Text, environments)
	}
	for _, f := range c.m.Facts {
		c.siteName(f.ID.Pos, "source", f.From, signatureNames(s.Sources))
	}
	for _, a := range c.m.Agreements {
		if a.Hours != "elapsed" {
			c.siteName(a.ID.Pos, "calendar", a.Hours, calendarNames(s))
		}
	}
	for _, r := range c.m.Roles {
		if name, ok := strings.CutPrefix(r.Party, "organization:"); ok {
			c.siteName(r.ID.Pos, "organization", name, s.Organizations)
		}
	}
	for _, l := range c.m.Links {
		c.siteModel(l.ID.Pos, l.Model)
	}
	for _, p := range c.places {
		c.siteModel(fieldPos(p.Step, "model"), p.Model)
		c.siteStep(p, environments)
	}
}

// siteModel checks a model that is no document here.
func (c *checker) siteModel(pos Pos, name string) {
	if slices.Contains(c.m.Missing, name) {
		c.siteName(pos, "model", name, c.site.Models)
	}
}

func (c *checker) siteStep(p place, environments []string) {
	s := c.site
	if p.Template != "" && !strings.Contains(p.Template, "${") {
		c.siteName(fieldPos(p.Step, "template"), "template", p.Template, s.Templates)
	}
	if t := p.Touches; t != nil {
		c.siteName(t.Pos, "environment", t.Environment, append(environments, "public"))
		for _, ci := range t.CIs {
			c.ci(p, ci)
		}
	}
}

// ci checks a word of `cis` that is no reference of the model.
func (c *checker) ci(p place, name string) {
	head, _, _ := strings.Cut(name, ".")
	if strings.Contains(name, "${") || c.byID[head] != nil || c.inSight(p, head) {
		return
	}
	known := make([]string, len(c.site.CIs))
	for i, ci := range c.site.CIs {
		known[i] = ci.ID.Text
	}
	c.siteName(p.Touches.Pos, "CI", name, known)
}

func (c *checker) siteName(pos Pos, what, name string, known []string) {
	if name != "" && !slices.Contains(known, name) {
		c.unknown("E-SITE-1", pos, what+" of the installation", name, known)
	}
}

// checkExecutors finds executors the installation does not have, and inputs
// they do not take or miss (E-SITE-1, E-REF-3).
func checkExecutors(c *checker) {
	if c.site == nil {
		return
	}
	for _, p := range c.places {
		if p.Kind == "auto" && p.Use != "" && p.Use != "back_out" {
			c.executor(p, fieldPos(p.Step, "use"), p.Use, p.With)
		}
		if b := p.BackOut; b != nil && b.Use != "" {
			c.executor(p, b.Pos, b.Use, b.With)
		}
	}
}

func (c *checker) executor(p place, pos Pos, name string, with []Entry) {
	i := slices.IndexFunc(c.site.Executors, func(s Signature) bool { return s.ID.Text == name })
	if i < 0 {
		c.unknown("E-SITE-1", pos, "executor of the installation", name, signatureNames(c.site.Executors))
		return
	}
	takes := c.site.Executors[i].With
	for _, e := range with {
		if !slices.ContainsFunc(takes, func(f Field) bool { return f.ID.Text == e.Key.Text }) {
			c.unknown("E-REF-3", e.Key.Pos, "input of "+name+":", e.Key.Text, fieldNames(takes))
		}
	}
	for _, f := range takes {
		if !f.Type.Optional && indexNamed(with, f.ID.Text) < 0 {
			c.report("E-REF-3", pos, fmt.Sprintf("%s needs `%s`", name, f.ID.Text),
				"the executor would refuse it when it is needed", fmt.Sprintf("add it to `with` of %s", titleOf(p.Step)))
		}
	}
}

func calendarNames(s *Site) []string {
	out := make([]string, len(s.Calendars))
	for i, c := range s.Calendars {
		out[i] = c.ID.Text
	}
	return out
}

func entryNames(list []Entry) []string { return namesOf(list) }

func signatureNames(list []Signature) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.ID.Text
	}
	return out
}

func fieldNames(list []Field) []string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = f.ID.Text
	}
	return out
}
