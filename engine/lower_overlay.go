package engine

import "github.com/headgate/headgate/model"

// overlays compiles what overlays and urgencies are, beside what they change.
func (c *compiler) overlays() {
	for i := range c.m.Overlays {
		o := &c.m.Overlays[i]
		bit := Mask(1) << i
		out := Overlay{ID: o.ID.Text, Urgency: o.Urgency, By: c.optionalRole(o.By, o.ID.Pos)}
		for j, p := range c.plan.Params {
			if p.Overlay == bit {
				out.Params = append(out.Params, int32(j))
			}
		}
		for j, r := range c.plan.Roles {
			if r.Overlay == bit {
				out.Roles = append(out.Roles, RoleID(j))
			}
		}
		for n := range c.plan.Nodes {
			if c.plan.Nodes[n].Overlay&bit != 0 {
				out.Inserts = append(out.Inserts, NodeID(n))
			}
		}
		out.Patches = c.patches(o)
		out.Ladder = c.ladderID(o.Escalate, c.at(None))
		c.plan.Overlays = append(c.plan.Overlays, out)
		c.handlers(None, o.Watch, bit)
	}
	c.urgencies()
}

// patches lists the nodes an overlay changes; ids it does not know are found by
// model.Flatten.
func (c *compiler) patches(o *model.Overlay) []NodeID {
	var out []NodeID
	for i := range o.Changes {
		op := &o.Changes[i]
		if n := c.plan.node(op.At.Text); n != None && (op.Set != nil || op.Skip != "" || op.Owe != nil) {
			out = append(out, n)
		}
	}
	return out
}

func (c *compiler) urgencies() {
	c.plan.Urgencies = []UrgencyDial{{ID: "planned"}}
	if c.m.Process == nil {
		return
	}
	for _, u := range c.m.Process.Urgencies {
		dial := UrgencyDial{
			ID: u.ID, HalfDue: u.HalfDue, Elapsed: u.Elapsed,
			WindowsWaived: u.Windows == "waived", FreezesByRule: u.Freezes == "by_rule", May: u.May,
		}
		if len(u.Changes) > 0 {
			c.later("changes of an urgency")
		}
		if u.ID == "planned" {
			c.plan.Urgencies[0] = dial
			continue
		}
		c.plan.Urgencies = append(c.plan.Urgencies, dial)
	}
}

// ruleBodies lists the rules of the process; attachRules binds them to steps.
func (c *compiler) ruleBodies() {
	if c.m.Process == nil {
		return
	}
	for _, r := range c.m.Process.Rules {
		c.plan.Rules = append(c.plan.Rules, Rule{
			ID: r.ID.Text, Code: refusalCode(r.Code), StartIf: None, DiffersDeciders: r.DiffersFrom == "deciders",
		})
	}
}

// refusalCode is the code a rule refuses a start with: E-GRANT-1 gives R-GRANT.
func refusalCode(code string) string {
	if len(code) < 3 || code[0] != 'E' {
		return code
	}
	code = "R" + code[1:]
	if n := len(code); code[n-2] == '-' && code[n-1] >= '0' && code[n-1] <= '9' {
		code = code[:n-2]
	}
	return code
}

// attachRules binds the rules of the process to a step they match. What
// belongs to undoing or to rehearsal is exempted at run time.
// Source: language reference, section 15, "Process documents".
func (c *compiler) attachRules(n NodeID, at spot, spec *Spec) {
	if c.m.Process == nil {
		return
	}
	at.startIf = true
	for i, r := range c.m.Process.Rules {
		if !c.ruleMatches(&r, n, spec) {
			continue
		}
		spec.Rules = append(spec.Rules, int32(i))
		if r.StartIf.Src != "" {
			p := c.program(r.StartIf, at, boolType)
			spec.Waits = append(spec.Waits, p)
			c.plan.Rules[i].StartIf = p
		}
		if r.DiffersFrom != "" {
			c.separations([]string{r.DiffersFrom}, r.ID.Pos, spec)
		}
	}
}

func (c *compiler) ruleMatches(r *model.Rule, n NodeID, spec *Spec) bool {
	if r.FromRigor > or(c.m.Rigor, "R1") {
		return false
	}
	if r.At == "touches" {
		return spec.Touches != nil
	}
	return r.At == c.plan.Nodes[n].Kind.String()
}
