package record

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"strings"
	"time"

	"github.com/headgate/headgate/client"
)

// Pack is what a record says.
type Pack struct {
	Case      Facts                    `json:"case"`
	Params    []client.NamedJSON       `json:"params"`
	People    []client.RoleView        `json:"people"`
	Changes   []client.LinkedChange    `json:"changes"`
	Releases  []string                 `json:"releases"`
	Steps     []client.StepSummary     `json:"steps"`
	Decisions []Decision               `json:"decisions"`
	Handoffs  []client.HandoffView     `json:"handoffs"`
	Evidence  []client.DeliverableView `json:"evidence"`
	Log       []client.LogEntry        `json:"log"`
	Names     map[string]string        `json:"names"` // of the people in it, by id
}

// Around is what a case does not say of itself: the names of people, by id, and
// the executors of machine steps, by the id of the step.
type Around struct {
	Names, Executors map[string]string
}

// Facts are the head of the record.
type Facts struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind"`
	Title     string     `json:"title"`
	Model     string     `json:"model"`
	Version   string     `json:"version"`
	Digest    string     `json:"digest"`
	Rigor     string     `json:"rigor"`
	Urgency   string     `json:"urgency"`
	Mode      string     `json:"mode"`
	Status    string     `json:"status"`
	Outcome   string     `json:"outcome,omitempty"`
	Owner     string     `json:"owner"`
	Package   string     `json:"package,omitempty"`
	CIs       []string   `json:"cis"`
	T         *time.Time `json:"t"`
	StartedAt time.Time  `json:"started_at"`
	EndedAt   *time.Time `json:"ended_at"`
	Events    int64      `json:"events"`
}

// Decision is an answer with its reason.
type Decision struct {
	At     time.Time `json:"at"`
	Place  string    `json:"place"`
	By     string    `json:"by"`
	Role   string    `json:"role,omitempty"`
	Text   string    `json:"text"`
	Reason string    `json:"reason,omitempty"`
}

// decisions are the kinds of log entries that are somebody's decision.
var decisions = map[string]bool{
	"VoteCast": true, "VoteRevoked": true, "Decided": true, "Accepted": true, "Refused": true, "Withdrawn": true, "Waived": true,
	"EvidenceAccepted": true, "EvidenceReturned": true, "Held": true, "Resumed": true, "RedoStarted": true, "BackOutStarted": true,
	"DateShifted": true, "OverlayApplied": true, "GrantGiven": true, "GrantRevoked": true, "CaseCancelled": true, "BoundaryPassed": true,
}

// New makes the record of a case from its view, as nobody in particular sees
// it, and its complete log. What depends on the time of reading is left out.
func New(v client.CaseView, events int64, log []client.LogEntry, around Around) Pack {
	p := Pack{
		Case: Facts{
			ID: v.ID, Kind: v.Kind, Title: v.Title, Model: v.Model, Version: v.Version, Digest: v.Digest, Rigor: v.Rigor, Urgency: v.Urgency,
			Mode: v.Mode, Status: v.Status, Outcome: v.Outcome, Owner: v.Owner, Package: v.Package, CIs: v.CIs, T: v.T, StartedAt: v.StartedAt,
			EndedAt: v.EndedAt, Events: events,
		},
		Params: v.Params, People: v.People, Changes: v.Changes, Releases: v.Releases, Steps: v.Steps, Decisions: []Decision{},
		Handoffs: v.Handoffs, Evidence: v.Deliverables, Log: log, Names: map[string]string{},
	}
	for i := range p.Steps {
		step, _, _ := strings.Cut(p.Steps[i].Place, "[")
		if use := around.Executors[step]; use != "" && (p.Steps[i].By == "" || p.Steps[i].By == "engine") && p.Steps[i].StartedAt != nil {
			p.Steps[i].By = use
		}
	}
	p.name(around.Names)
	for i := range p.Handoffs {
		p.Handoffs[i].Clock = nil
	}
	for _, e := range log {
		if decisions[e.Kind] {
			p.Decisions = append(p.Decisions, Decision{At: e.At, Place: e.Place, By: e.By, Role: e.Role, Text: e.Text, Reason: e.Reason})
		}
	}
	return p
}

// name keeps the names of those who appear in the record.
func (p *Pack) name(names map[string]string) {
	keep := func(ids ...string) {
		for _, id := range ids {
			if name := names[id]; name != "" && name != id {
				p.Names[id] = name
			}
		}
	}
	for _, r := range p.People {
		keep(r.Holders...)
	}
	for _, s := range p.Steps {
		keep(s.By)
	}
	for _, d := range p.Evidence {
		keep(d.By, d.AcceptedBy)
	}
	for _, h := range p.Handoffs {
		keep(h.Holder)
	}
	keep(p.Case.Owner)
}

// Who is a person by name and id, or what did it.
func (p *Pack) Who(id string) string {
	if name := p.Names[id]; name != "" {
		return name + " (" + id + ")"
	}
	return id
}

// All are several people.
func (p *Pack) All(ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = p.Who(id)
	}
	return list(out)
}

// ended is how a step or case ended, else where it stands.
func ended(status, outcome string) string {
	if outcome == "" || outcome == status {
		return status
	}
	return outcome
}

// JSON returns the record as data.
func (p *Pack) JSON() ([]byte, error) {
	text, err := json.MarshalIndent(p, "", "  ")
	return append(text, '\n'), err
}

//go:embed record.html
var page string

// pageTemplate is parsed once; it is part of the program, so it parses.
var pageTemplate = template.Must(template.New("record").Funcs(template.FuncMap{
	"at": at, "list": list, "value": value, "ended": ended,
}).Parse(page))

// HTML returns the record as one page without scripts and outside parts.
func (p *Pack) HTML() ([]byte, error) {
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, p)
	return b.Bytes(), err
}

// at writes an instant or nothing, to the second, in UTC.
func at(t any) string {
	switch v := t.(type) {
	case time.Time:
		return v.UTC().Format("2006-01-02 15:04:05Z")
	case *time.Time:
		if v != nil {
			return v.UTC().Format("2006-01-02 15:04:05Z")
		}
	}
	return ""
}

func list(items []string) string { return strings.Join(items, ", ") }

func value(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// Markdown returns the record as text.
func (p *Pack) Markdown() []byte {
	m := &markdown{}
	c := &p.Case
	m.line("# %s %s", c.ID, escape(c.Title))
	m.table([]string{"Fact", "Value"}, [][]string{
		{"Kind", c.Kind},
		{"Model", c.Model + "@" + c.Version},
		{"Digest of the model", c.Digest},
		{"Rigor, urgency, mode", list([]string{c.Rigor, c.Urgency, c.Mode})},
		{"Status", ended(c.Status, c.Outcome)},
		{"Accountable", p.Who(c.Owner)},
		{"Package", c.Package},
		{"Touches", list(c.CIs)},
		{"Planned for (T)", at(c.T)},
		{"Started", at(c.StartedAt)},
		{"Ended", at(c.EndedAt)},
		{"Events", fmt.Sprint(c.Events)},
	})
	m.line("## What was asked for")
	m.table([]string{"Name", "Value"}, rows(p.Params, func(v client.NamedJSON) []string { return []string{v.Name, value(v.Value)} }))
	m.line("## Who")
	m.table([]string{"Role", "Held by"}, rows(p.People, func(r client.RoleView) []string { return []string{r.ID, p.All(r.Holders)} }))
	m.line("## Steps")
	m.table([]string{"Step", "Outcome", "By", "Started", "Ended"}, rows(p.Steps, func(s client.StepSummary) []string {
		return []string{s.Place, ended(s.Status, s.Outcome), p.Who(s.By), at(s.StartedAt), at(s.EndedAt)}
	}))
	m.line("## Decisions")
	m.table([]string{"When", "What", "As", "Why"}, rows(p.Decisions, func(d Decision) []string {
		return []string{at(d.At), d.Text, d.Role, d.Reason}
	}))
	m.line("## Handoffs")
	m.table([]string{"Handoff", "From", "To", "State", "Responsible"}, rows(p.Handoffs, func(h client.HandoffView) []string {
		return []string{h.Place, h.From, h.To, h.State, p.Who(h.Holder)}
	}))
	m.line("## Evidence")
	m.table([]string{"Evidence", "Status", "Value or digest", "By", "At", "Accepted by"}, rows(p.Evidence, func(d client.DeliverableView) []string {
		return []string{d.Place + "." + d.Name, d.Status, d.Value, p.Who(d.By), at(d.At), p.Who(d.AcceptedBy)}
	}))
	m.line("## Changes and grants")
	m.table([]string{"Change", "Title", "Status", "Grants"}, rows(p.Changes, func(c client.LinkedChange) []string {
		return []string{c.ID, c.Title, c.Status, grants(c.Grants)}
	}))
	m.line("## Log")
	m.table([]string{"#", "When", "What", "Why"}, rows(p.Log, func(e client.LogEntry) []string {
		return []string{fmt.Sprint(e.Seq), at(e.At), e.Text, e.Reason}
	}))
	return m.b.Bytes()
}

func grants(list []client.GrantView) string {
	parts := make([]string, len(list))
	for i, g := range list {
		parts[i] = strings.TrimSpace(g.ID + " " + g.Stage + " " + g.Status)
	}
	return strings.Join(parts, "; ")
}

func rows[T any](items []T, cells func(T) []string) [][]string {
	out := make([][]string, len(items))
	for i, item := range items {
		out[i] = cells(item)
	}
	return out
}

type markdown struct{ b bytes.Buffer }

func (m *markdown) line(format string, args ...any) {
	if m.b.Len() > 0 {
		m.b.WriteByte('\n')
	}
	fmt.Fprintf(&m.b, format+"\n", args...)
}

func (m *markdown) table(head []string, rows [][]string) {
	if len(rows) == 0 {
		m.line("None.")
		return
	}
	m.line("| %s |", strings.Join(head, " | "))
	fmt.Fprintf(&m.b, "|%s\n", strings.Repeat(" --- |", len(head)))
	for _, row := range rows {
		for i := range row {
			row[i] = escape(row[i])
		}
		fmt.Fprintf(&m.b, "| %s |\n", strings.Join(row, " | "))
	}
}

// escape keeps a text inside its cell and from becoming markup.
var escaper = strings.NewReplacer("\\", `\\`, "|", `\|`, "\n", " ", "\r", " ", "<", "&lt;", "`", "\\`", "[", `\[`, "]", `\]`, "*", `\*`)

func escape(s string) string { return escaper.Replace(s) }
