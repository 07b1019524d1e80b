package engine

import (
	"slices"
	"strings"

	"github.com/headgate/headgate/expr"
)

// Suggest implements expr.Scope: the nearest name that can be read here.
func (v sight) Suggest(word string) string {
	first, rest, dotted := strings.Cut(word, ".")
	if dotted {
		if near := expr.Nearest(rest, v.members(first)); near != "" {
			return first + "." + near
		}
	}
	near := expr.Nearest(first, v.words())
	if near != "" && dotted {
		return near + "." + rest
	}
	return near
}

// words lists the names that can stand first, sorted.
func (v sight) words() []string {
	words := []string{"params", "T", "released", "outcome", "any_touches", v.c.plan.CaseWord}
	for s := v.at.scope; s > 0; s = v.c.plan.Scopes[s].Parent {
		words = append(words, v.c.plan.Scopes[s].As)
	}
	for id := range v.c.names {
		words = append(words, id)
	}
	slices.Sort(words)
	return words
}

// members lists what can follow a name.
func (v sight) members(first string) []string {
	c := v.c
	var words []string
	switch n, ok := c.names[first]; {
	case first == "params":
		for _, p := range c.plan.Params {
			words = append(words, p.Name)
		}
	case first == "site":
		for _, g := range c.site.Groups {
			words = append(words, g.Key.Text)
		}
	case ok && n.kind == nameFact:
		words = fieldNames(c.plan.Facts[n.index].Type)
	case ok && n.kind == nameNode:
		words = c.nodeWords(NodeID(n.index))
	case ok && n.kind == nameTable:
		for _, f := range c.m.Tables[n.index].Out {
			words = append(words, f.ID.Text)
		}
	case (first == "votes" || first == "groups" || first == "orgs") && v.at.tally != None:
		words = c.answers(v.at.tally)
	}
	return words
}
