package view

import (
	"fmt"
	"strings"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/model"
)

// Model returns everything the page of a model shows.
func Model(summary client.ModelSummary, m *model.Model, p *engine.Plan, d *engine.Directory, files []client.SourceFile) client.ModelView {
	return client.ModelView{
		ModelSummary: summary, Purpose: m.Purpose, ReviewEvery: m.ReviewEvery, Environments: words(m.Environments), Params: params(p),
		Roles: modelRoles(p, d), Overlays: overlays(p), Graph: ModelGraph(p), RACI: raci(p), Ladders: ladders(p),
		Deliverables: deliverables(p), Documents: files, BackOut: backOuts(p),
	}
}

func words(list []model.Word) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = w.Text
	}
	return out
}

func params(p *engine.Plan) []client.ParamView {
	out := []client.ParamView{}
	for i := range p.Params {
		a := &p.Params[i]
		v := client.ParamView{
			Name: a.Name, Type: a.Type.String(), Words: a.Type.Words, Optional: a.Optional || a.Type.Optional || a.Default != nil,
			Ask: a.Ask, Overlay: strings.Join(p.OverlayIDs(a.Overlay), "+"),
		}
		if a.Default != nil {
			v.Default = JSON(*a.Default)
		}
		out = append(out, v)
	}
	return out
}

func modelRoles(p *engine.Plan, d *engine.Directory) []client.RoleView {
	out := []client.RoleView{}
	for i := range p.Roles {
		out = append(out, roleView(p, &p.Roles[i], Holders(d, &p.Roles[i], nil)))
	}
	return out
}

func overlays(p *engine.Plan) []client.OverlayView {
	out := []client.OverlayView{}
	for i := range p.Overlays {
		o := &p.Overlays[i]
		v := client.OverlayView{ID: o.ID, Urgency: o.Urgency, Changes: []string{}}
		for _, n := range o.Inserts {
			v.Changes = append(v.Changes, "adds "+p.Nodes[n].ID)
		}
		for _, n := range o.Patches {
			v.Changes = append(v.Changes, patch(p, n, engine.Mask(1)<<i))
		}
		out = append(out, v)
	}
	return out
}

func patch(p *engine.Plan, n engine.NodeID, mask engine.Mask) string {
	if skip := p.SpecOf(n, mask).Skip; skip != "" {
		return "leaves out " + p.Nodes[n].ID + ": " + skip
	}
	return "changes " + p.Nodes[n].ID
}

// raci shows the matrix; "AR" is the order of letters that people know.
func raci(p *engine.Plan) client.RACI {
	m := p.Raci(0)
	out := client.RACI{Steps: []string{}, Roles: orEmpty(m.Roles), Cells: [][]string{}}
	for _, row := range m.Rows {
		out.Steps = append(out.Steps, row.Step)
		out.Cells = append(out.Cells, orEmpty(row.Cells))
	}
	return out
}

func ladders(p *engine.Plan) []client.LadderView {
	out := []client.LadderView{}
	for i := range p.Ladders {
		l := client.LadderView{ID: p.Ladders[i].ID, Steps: []string{}, Rungs: Rungs(p, &p.Ladders[i])}
		for n := range p.Nodes {
			if !IsBlock(p.Nodes[n].Kind) && p.Nodes[n].Overlay == 0 && p.LadderOf(engine.NodeID(n), 0) == engine.LadderID(i) {
				l.Steps = append(l.Steps, p.Nodes[n].ID)
			}
		}
		out = append(out, l)
	}
	return out
}

// Rungs shows a ladder.
func Rungs(p *engine.Plan, l *engine.Ladder) []client.RungView {
	out := []client.RungView{}
	for i := range l.Rungs {
		r := &l.Rungs[i]
		out = append(out, client.RungView{At: rungAt(p, r), Kind: rungKind(r), To: rungTo(p, r)})
	}
	return out
}

func rungAt(p *engine.Plan, r *engine.Rung) string {
	switch {
	case !r.Every.IsZero():
		return "every " + r.Every.String()
	case r.Time != engine.None:
		return p.Times[r.Time].Source
	case r.After.Set && r.After.Program == engine.None:
		return r.After.Literal.String()
	case r.After.Set:
		return p.Programs[r.After.Program].Source
	default:
		return fmt.Sprintf("%d%%", r.Percent)
	}
}

func rungKind(r *engine.Rung) string {
	switch r.Act {
	case engine.RungRemind:
		return "remind"
	case engine.RungAsk:
		return "functional"
	case engine.RungRaise:
		return "hierarchic"
	default:
		return "emit"
	}
}

func rungTo(p *engine.Plan, r *engine.Rung) string {
	to := roleIDs(p, append([]engine.RoleID{r.Role}, r.Also...))
	switch {
	case r.Contact != engine.None:
		to = append(to, p.Contacts[r.Contact].Agreement+" "+p.Contacts[r.Contact].Name)
	case r.Emit != "":
		to = append(to, r.Emit)
	case len(to) == 0:
		return "whoever does it"
	}
	return strings.Join(to, ", ")
}

func deliverables(p *engine.Plan) []client.DeliverableDef {
	out := []client.DeliverableDef{}
	for i := range p.Outputs {
		o := &p.Outputs[i]
		if o.Accept != engine.None && p.Nodes[o.Node].Overlay == 0 {
			out = append(out, client.DeliverableDef{
				Name: o.Name, Step: p.Nodes[o.Node].ID, Kind: o.Evidence, Accepter: roleName(p, o.Accept), Optional: o.Optional,
			})
		}
	}
	return out
}

func backOuts(p *engine.Plan) []string {
	out := []string{}
	for i := range p.Nodes {
		s := p.Nodes[i].Specs[0]
		if s.Touches != nil && s.BackOut != nil && p.Nodes[i].Overlay == 0 {
			out = append(out, p.Nodes[i].ID+" "+backOut(p, s.BackOut))
		}
	}
	return out
}
