package lsp

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/model"
)

// complete lists what may be typed at a cursor.
func complete(c *cursor, names []model.Name, site *model.Site) []completion {
	var list []completion
	add := func(kind int, detail, after string, words ...string) {
		for _, w := range words {
			if strings.HasPrefix(w, c.word) && !slices.ContainsFunc(list, func(x completion) bool { return x.Label == w }) {
				list = append(list, completion{Label: w, Kind: kind, Detail: detail, Insert: w + after})
			}
		}
	}
	named := func(what ...string) {
		for _, n := range names {
			if slices.Contains(what, n.What) {
				add(kindName, n.What, "", n.ID)
			}
		}
	}
	switch {
	case c.key != "" && (c.kind != c.key || !slices.Contains(model.Kinds(), c.key)):
		c.values(add, named, site)
	case c.key != "":
		// the id of a step: nobody can guess it
	case c.item && !c.within("then", "else", "watch", "escalate"):
		add(kindKeyword, "kind of step", ": ", model.Kinds()...)
		named("step")
	case c.within("then", "else"):
		add(kindKeyword, "verb", ": ", model.Verbs()...)
	case slices.Contains(model.Kinds(), c.kind):
		add(kindField, "field of "+c.kind, ": ", model.FieldsOf(c.kind)...)
	case len(c.keys) == 0:
		add(kindField, "of the document", ": ", model.Keys()...)
	}
	return list
}

// Fields by what their values name.
var (
	roleFields = []string{
		"who", "accountable", "consult", "inform", "advice", "final", "from", "to", "accept", "differs_from", "same_as", "present",
		"owner", "raise", "ask", "remind", "notify", "veto", "by",
	}
	stepFields      = []string{"from", "at", "needs", "package", "about", "keep", "differs_from", "owe", "after", "before", "T"}
	conditionFields = []string{"when", "until", "if", "of", "show", "checks", "pass", "fail", "applies_to"}
	actionFields    = []string{"then", "else"}
)

// values lists what may be the value of a field.
func (c *cursor) values(add func(kind int, detail, after string, words ...string), named func(...string), site *model.Site) {
	if slices.Contains(roleFields, c.key) {
		named("role")
	}
	if slices.Contains(stepFields, c.key) {
		named("step", "phase")
	}
	if slices.Contains(conditionFields, c.key) {
		named("step", "phase", "fact", "param", "date", "period", "table", "link")
		add(kindName, "function", "(", "granted", "weekday", "range")
	}
	if slices.Contains(actionFields, c.key) {
		add(kindKeyword, "verb", "", model.Verbs()...)
	}
	switch c.key {
	case "window", "in":
		named("window")
	case "event", "emit":
		named("event")
	case "escalate", "use":
		named("ladder")
	case "run":
		named("procedure")
	case "apply":
		named("overlay")
	case "under":
		named("agreement")
	case "at", "due", "plan", "valid_until":
		named("date", "step")
	case "environment":
		named("environment")
	case "order":
		add(kindValue, "", "", "serial", "parallel", "oldest")
	case "kind":
		add(kindValue, "", "", "release-model", "change-model", "process", "policy", "overlay", "model-test", "site", "report", "file", "statement")
	}
	if site != nil {
		c.siteValues(add, site)
	}
}

// siteValues lists the names of the installation.
func (c *cursor) siteValues(add func(kind int, detail, after string, words ...string), site *model.Site) {
	switch c.key {
	case "use":
		for i := range site.Executors {
			add(kindValue, "executor", "", site.Executors[i].ID.Text)
		}
	case "cis":
		for i := range site.CIs {
			add(kindValue, "CI", "", site.CIs[i].ID.Text)
		}
	case "environment":
		for i := range site.Environments {
			add(kindValue, "environment", "", site.Environments[i].Key.Text)
		}
	case "template":
		for i := range site.Templates {
			add(kindValue, "template", "", site.Templates[i])
		}
	}
}
