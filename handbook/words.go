package handbook

import (
	"regexp"
	"slices"
	"strings"

	"github.com/headgate/headgate/engine"
)

// said turns a saying of the engine into text: what stands in backticks and is
// a node leads to it, roles are written as people say them, and names that
// conditions read are set as such.
func (b *builder) said(s string) Text {
	var out Text
	for len(s) > 0 {
		at := named.FindStringIndex(s)
		if at == nil {
			return append(out, Run{Text: s})
		}
		if at[0] > 0 {
			out = append(out, Run{Text: s[:at[0]]})
		}
		out = append(out, b.name(s[at[0]:at[1]]))
		s = s[at[1]:]
	}
	return out
}

// named finds what stands in backticks, paths, and words joined by underscores.
var named = regexp.MustCompile("`[^`]+`|[a-z][a-z0-9]*(?:[._][a-z0-9_]+)+")

func (b *builder) name(s string) Run {
	id := strings.Trim(s, "`")
	if b.isRole(id) {
		return Run{Text: people(id), To: "role-" + id}
	}
	owner, _, _ := strings.Cut(id, ".")
	if b.steps[owner] {
		return Run{Text: id, Style: Code, To: "step-" + owner}
	}
	return Run{Text: id, Style: Code}
}

func (b *builder) isRole(id string) bool {
	return slices.ContainsFunc(b.p.Roles, func(r engine.Role) bool { return r.ID == id })
}

// people writes an id as people say it: release_manager is release manager.
func people(id string) string { return strings.ReplaceAll(id, "_", " ") }

// capital writes a text with its first letter large.
func capital(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// title is what a node is called, of its title or id.
func title(v *engine.NodeView) string {
	if v.Title != "" {
		return v.Title
	}
	return capital(people(v.ID))
}

func (b *builder) role(id string) Text {
	if id == "" {
		return nil
	}
	if !b.isRole(id) {
		return plain(people(id))
	}
	return Text{{Text: people(id), To: "role-" + id}}
}

func (b *builder) roleOf(r engine.RoleID) Text {
	if r == engine.None {
		return nil
	}
	return b.role(b.p.Roles[r].ID)
}

func (b *builder) roles(ids []string) Text {
	texts := make([]Text, len(ids))
	for i, id := range ids {
		texts[i] = b.role(id)
	}
	return joined(texts, ", ")
}

func (b *builder) rolesOf(list []engine.RoleID) Text {
	ids := make([]string, len(list))
	for i, r := range list {
		ids[i] = b.p.Roles[r].ID
	}
	return b.roles(ids)
}

// node names a node and leads to it.
func (b *builder) node(n engine.NodeID) Text {
	if n == engine.None {
		return plain("the " + b.p.CaseWord)
	}
	return b.said("`" + b.p.Nodes[n].ID + "`")
}

func (b *builder) nodes(list []engine.NodeID) Text {
	texts := make([]Text, len(list))
	for i, n := range list {
		texts[i] = b.node(n)
	}
	return joined(texts, ", ")
}

// cells names what something is about.
func (b *builder) cells(list []engine.Cell) Text {
	texts := make([]Text, len(list))
	for i, c := range list {
		if c.Program == engine.None {
			texts[i] = b.node(c.Node)
			continue
		}
		texts[i] = b.said("`" + b.source(c.Program) + "`")
	}
	return joined(texts, ", ")
}

// source is a condition as it is written, in one line.
func (b *builder) source(pr engine.ProgramID) string {
	if pr == engine.None {
		return ""
	}
	return strings.Join(strings.Fields(b.p.Programs[pr].Source), " ")
}

// prefixed puts words before a text that is there.
func prefixed(words string, t Text) Text {
	if len(t) == 0 {
		return nil
	}
	return then(plain(words), t)
}
