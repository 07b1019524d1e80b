package engine

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/expr"
	"github.com/headgate/headgate/model"
)

// Scenarios are dialogues with a case: a line at the margin is a command with a
// test clock, the indented lines below it are what happened. They are rewritten
// with -update and reviewed as behaviour.
func TestScenarios(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/scenario/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no scenarios: ", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, string(text))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(got, string(text)); diff != "" {
				t.Errorf("dialogue (-got +want):\n%s", diff)
			}
		})
	}
}

// stage is a case under test, with everything it depends on.
type stage struct {
	t      testing.TB
	p      *Plan
	w      World
	s      State
	log    []Event
	d      Decision
	second Decision
	start  Start
	day    time.Time
	zone   *time.Location
	site   *model.Site
}

func play(t testing.TB, text string) string {
	st := &stage{t: t, zone: mustZone(t)}
	var out strings.Builder
	scan := bufio.NewScanner(strings.NewReader(text))
	for scan.Scan() {
		line := scan.Text()
		if strings.HasPrefix(line, "  ") {
			continue
		}
		out.WriteString(line + "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		for _, l := range st.line(line) {
			out.WriteString("  " + l + "\n")
		}
	}
	return out.String()
}

func mustZone(t testing.TB) *time.Location {
	z, err := calendar.LoadZone("Europe/Berlin", nil)
	if err != nil {
		t.Fatal(err)
	}
	return z.Location()
}

// line runs one line of a dialogue.
func (st *stage) line(line string) []string {
	words := splitWords(line)
	switch words[0] {
	case "case":
		set := shipped(st.t)
		if extra := "testdata/model/" + words[1] + ".yaml"; exists(extra) {
			set = load(st.t, "../models/site.yaml", "../models/bench/r12.yaml", "../models/release-process.yaml", extra)
			words[1] = strings.TrimPrefix(words[1], "kitchen-")
		}
		p, found := Build(set.ByID(words[1]), set, set.Site)
		if found.HasErrors() {
			st.t.Fatal(set.Annotate(found))
		}
		p.NotYet = nil // what the compiler does not vouch for yet is played all the same
		st.p, st.site = p, set.Site
		st.w.Directory = directoryOf(set.Site)
		return nil
	case "use": // runs the commands of a file silently
		text, err := os.ReadFile("testdata/scenario/use/" + words[1] + ".txt")
		if err != nil {
			st.t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			for _, l := range st.line(strings.TrimSpace(line)) {
				if strings.HasPrefix(l, "!") {
					st.t.Fatalf("%s: %s", line, l)
				}
			}
		}
		return nil
	case "day":
		st.day = st.must(time.ParseInLocation("2006-01-02", words[1], st.zone))
		return nil
	case "staff": // staff role person,person
		st.w.Directory.setTeam(words[1], strings.Split(words[2], ","))
		return nil
	case "with": // with param=value …
		for _, nv := range words[1:] {
			name, value, _ := strings.Cut(nv, "=")
			if name == "T" {
				st.start.T = st.instant(value)
				continue
			}
			st.start.Params = append(st.start.Params, Named{name, st.value(value, st.paramType(name))})
		}
		return nil
	case "overlay":
		st.start.Overlays = append(st.start.Overlays, words[1:]...)
		return nil
	case "previous":
		st.w.Previous = append(st.w.Previous, Named{words[1], expr.String(words[2])})
		return nil
	case "grant": // grant id stage deciders [kind] [from] [to]
		g := Grant{ID: words[1], Kind: "individual", Stage: words[2], Deciders: strings.Split(words[3], ","), Status: "active"}
		if len(words) > 4 {
			g.Kind = words[4]
		}
		if len(words) > 6 {
			g.From, g.To = st.instant(words[5]), st.instant(words[6])
		}
		st.w.Grants = append(st.w.Grants, g)
		return nil
	case "revoke_grant":
		for i := range st.w.Grants {
			if st.w.Grants[i].ID == words[1] {
				st.w.Grants[i].Status = "revoked"
			}
		}
		return nil
	case "freeze":
		st.freeze(words[1:])
		return nil
	case "due":
		return []string{st.clock(Due(st.p, &st.s))}
	case "why":
		return []string{Why(st.p, &st.s, &st.w)}
	case "state":
		return st.states(words[1:])
	case "waiting":
		return st.waiting()
	case "acts":
		return st.acts(words[1])
	case "criteria":
		return st.criteria(words[1])
	case "subjects":
		return st.subjects(words[1])
	case "voters":
		return st.voters(words[1])
	case "effects":
		return st.effects()
	case "plan":
		return st.plan(words[1:])
	}
	return st.command(words)
}

// freeze reads `id from to|open [environment,…|everywhere [exempt urgency,…]]`.
func (st *stage) freeze(words []string) {
	z := Freeze{ID: words[0], From: st.instant(words[1])}
	if words[2] != "open" {
		z.To = st.instant(words[2])
	}
	if len(words) > 3 && words[3] != "everywhere" {
		z.Environments = strings.Split(words[3], ",")
	}
	if len(words) > 4 {
		z.ExemptUrgencies = strings.Split(words[4], ",")
	}
	st.w.Freezes = append(st.w.Freezes, z)
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func (st *stage) must(t time.Time, err error) time.Time {
	if err != nil {
		st.t.Fatal(err)
	}
	return t
}

// instant reads "2026-03-02T09:00" or "09:00" of the day.
func (st *stage) instant(s string) calendar.Instant {
	if strings.Contains(s, "T") {
		return calendar.FromTime(st.must(time.ParseInLocation("2006-01-02T15:04", s, st.zone)))
	}
	layout := "15:04"
	if strings.Count(s, ":") == 2 {
		layout = "15:04:05"
	}
	c := st.must(time.Parse(layout, s))
	return calendar.FromTime(time.Date(st.day.Year(), st.day.Month(), st.day.Day(), c.Hour(), c.Minute(), c.Second(), 0, st.zone))
}

func (st *stage) paramType(name string) expr.Type {
	for i := range st.p.Params {
		if st.p.Params[i].Name == name {
			return st.p.Params[i].Type
		}
	}
	return expr.Type{}
}

// value reads a value: JSON for lists and records, else by its type.
func (st *stage) value(text string, t expr.Type) expr.Value {
	if strings.HasPrefix(text, "[") || strings.HasPrefix(text, "{") {
		v, err := expr.ParseJSON([]byte(text), t)
		if err != nil {
			st.t.Fatalf("%s: %v", text, err)
		}
		return v
	}
	if t.Name == expr.TypeAny {
		if v, err := expr.ParseJSON([]byte(text), t); err == nil {
			return v
		}
		return expr.String(text)
	}
	v, err := expr.ParseText(text, t)
	if err != nil {
		return expr.String(text)
	}
	return v
}

// command runs `09:00 eva report register record=text "reason"`.
func (st *stage) command(words []string) []string {
	c := &Command{At: st.instant(words[0]), Node: None, Target: None}
	if len(words) == 2 && words[1] == "time" {
		c.Kind = CmdTime
		return st.decide(c)
	}
	if who := words[1]; strings.HasPrefix(who, "@") {
		c.Actor.Machine = who[1:]
	} else if person, boss, ok := strings.Cut(who, "/"); ok {
		c.Actor = Actor{Person: person, For: boss}
	} else {
		c.Actor.Person = who
	}
	kind, ok := ParseCommandKind(words[2])
	if !ok {
		st.t.Fatalf("no command %q", words[2])
	}
	c.Kind = kind
	rest := words[3:]
	if kind == CmdStart {
		st.start.Case = rest[0]
		start := st.start
		c.Start = &start
		return st.decide(c)
	}
	if len(rest) > 0 && addressed(kind) && rest[0] != "case" {
		n, f, r := st.p.Find(&st.s, rest[0])
		if r != nil {
			return []string{"! " + r.Error()}
		}
		c.Node, c.Frame = n, f
	}
	if len(rest) > 0 && addressed(kind) {
		rest = rest[1:]
	}
	for _, w := range rest {
		st.argument(c, w)
	}
	return st.decide(c)
}

// addressed reports whether the first argument of a command is a place.
func addressed(k CommandKind) bool {
	switch k {
	case CmdShift, CmdApply, CmdFact, CmdSignal, CmdWorld, CmdLinkChange, CmdRevokeGrant:
		return false
	}
	return true
}

func (st *stage) argument(c *Command, w string) {
	name, value, isPair := strings.Cut(w, "=")
	switch {
	case strings.HasPrefix(w, `"`):
		c.Reason = strings.Trim(w, `"`)
	case !isPair:
		c.Answer = w
	case name == "tick":
		c.Points = strings.Split(strings.Trim(value, `"`), ",")
	case name == "to":
		c.Time = st.instant(value)
	case name == "attempt":
		if _, err := fmt.Sscan(value, &c.Attempt); err != nil {
			st.t.Fatalf("attempt %s: %v", value, err)
		}
	case name == "person":
		c.Person = value
	case name == "role":
		if c.Start == nil {
			c.Start = &Start{}
		}
		role, who, _ := strings.Cut(value, ":")
		c.Start.Assign = append(c.Start.Assign, Assignment{role, strings.Split(who, ",")})
	case name == "from":
		n, _, r := st.p.Find(&st.s, value)
		if r != nil {
			st.t.Error(r)
			return
		}
		c.Target = n
	default:
		c.Values = append(c.Values, Named{name, st.value(strings.Trim(value, `"`), st.outputType(c, name))})
	}
}

func (st *stage) outputType(c *Command, name string) expr.Type {
	if c.Node != None {
		r := st.p.Nodes[c.Node].Outputs
		for i := r[0]; i < r[1]; i++ {
			if o := &st.p.Outputs[i]; o.Name == name && o.Evidence == "" {
				return o.Type
			}
		}
	}
	return expr.Type{}
}

// decide runs a command three ways that must agree: on a copy, in place, and by
// replay of all events from the beginning.
func (st *stage) decide(c *Command) []string {
	before := st.s
	second := *c
	Decide(st.p, &st.s, &st.w, c, &st.d)
	Decide(st.p, &before, &st.w, &second, &st.second)
	if diff := cmp.Diff(st.d.Events, st.second.Events, stateOptions...); diff != "" {
		st.t.Fatalf("deciding twice differs:\n%s", diff)
	}
	st.log = append(st.log, st.d.Events...)
	st.s.CopyFrom(&st.d.State)
	st.checkReplay()
	st.checkCodecs()
	var lines []string
	for i := range st.d.Events {
		lines = append(lines, st.describe(&st.d.Events[i]))
	}
	if r := st.d.Refusal; r != nil {
		line := "! " + r.Error()
		if len(r.Ask) > 0 {
			line += " [" + strings.Join(r.Ask, " ") + "]"
		}
		lines = append(lines, line)
	}
	return lines
}

var stateOptions = []cmp.Option{cmpopts.EquateEmpty(), cmp.Comparer(func(a, b expr.Value) bool { return a.Equal(b) })}

// checkCodecs writes every event and the state and reads them back.
func (st *stage) checkCodecs() {
	for i := range st.d.Events {
		e := &st.d.Events[i]
		text := AppendEventJSON(nil, st.p, &st.s, e)
		if !json.Valid(text) {
			st.t.Fatalf("no JSON: %s", text)
		}
		got, err := ParseEventJSON(st.p, &st.s, text)
		if err != nil {
			st.t.Fatalf("%v: %s", err, text)
		}
		if diff := cmp.Diff(got, *e, stateOptions...); diff != "" {
			st.t.Fatalf("event through JSON (-got +want):\n%s\n%s", diff, text)
		}
	}
	var got State
	if err := ReadState(st.p, AppendState(nil, st.p, &st.s), &got); err != nil {
		st.t.Fatal(err)
	}
	if diff := cmp.Diff(got, st.s, stateOptions...); diff != "" {
		st.t.Fatalf("state through the codec (-got +want):\n%s", diff)
	}
}

func (st *stage) checkReplay() {
	var again State
	Replay(st.p, st.log, &again)
	if diff := cmp.Diff(again, st.s, stateOptions...); diff != "" {
		st.t.Fatalf("replay differs from live (-replay +live):\n%s", diff)
	}
}

func (st *stage) clock(at calendar.Instant) string {
	if at == 0 {
		return "none"
	}
	t := at.Time(st.zone)
	layout := "15:04"
	if t.Second() != 0 {
		layout = "15:04:05"
	}
	if t.Format("2006-01-02") != st.day.Format("2006-01-02") {
		layout = "01-02 " + layout
	}
	return t.Format(layout)
}

// describe writes an event on one line.
func (st *stage) describe(e *Event) string {
	var b strings.Builder
	b.WriteString(st.clock(e.At) + " " + e.Kind.String())
	if e.Node != None {
		b.WriteString(" " + st.p.Place(&st.s, e.Node, e.Frame))
	}
	if e.Attempt > 1 {
		fmt.Fprintf(&b, "#%d", e.Attempt)
	}
	if e.Answer != "" {
		b.WriteString(" " + e.Answer)
	}
	switch e.Kind {
	case Held, Resumed:
		if e.Index >= 0 {
			b.WriteString(" " + HoldCause(e.Index).String())
		}
	case RedoStarted, Reset:
		b.WriteString(" from " + st.p.Nodes[e.Target].ID)
	case Elapsed:
		fmt.Fprintf(&b, " %s", timerNames[TimerKind(e.Target)])
	}
	if e.Actor.Person != "" {
		b.WriteString(" by " + e.Actor.Person)
		if e.Actor.For != "" {
			b.WriteString(" for " + e.Actor.For)
		}
	}
	if e.Person != "" {
		b.WriteString(" to " + e.Person)
	}
	if len(e.Persons) > 0 {
		b.WriteString(" -> " + strings.Join(e.Persons, " "))
	}
	if e.Until != 0 {
		b.WriteString(" until " + st.clock(e.Until))
	}
	for _, v := range e.Values {
		b.WriteString(" " + v.Name + "=" + v.Value.String())
	}
	if e.Kind == OverlayApplied {
		for _, v := range e.Read {
			b.WriteString(" " + v.Name + ":" + v.Value.AsString())
		}
	}
	if e.Text != "" {
		b.WriteString(` "` + e.Text + `"`)
	}
	return b.String()
}

var timerNames = map[TimerKind]string{
	TimerLatestBackOut: "latest_back_out", TimerValidity: "validity", TimerFactAge: "fact_age", TimerWatchAt: "watch_at",
	TimerWatchFor: "watch_for", TimerElse: "else", TimerAt: "at", TimerFor: "for", TimerWindow: "window",
	TimerTimeout: "timeout", TimerRetry: "retry", TimerRung: "rung", TimerHold: "hold", TimerPeriod: "period",
}

func (st *stage) states(places []string) []string {
	var lines []string
	for _, place := range places {
		if place == "case" {
			lines = append(lines, "case: "+st.s.Status.String()+" "+st.s.Outcome)
			continue
		}
		n, f, r := st.p.Find(&st.s, place)
		if r != nil {
			lines = append(lines, place+": "+r.Error())
			continue
		}
		v := view{p: st.p, s: &st.s, w: &st.w, now: st.s.Now}
		if v.isItem(n, f) {
			fr := &st.s.Frames[f]
			lines = append(lines, strings.TrimSpace(place+": "+itemNames[fr.State]+" "+fr.Outcome.String()))
			continue
		}
		slot := st.s.slot(st.p, n, f)
		word := st.p.stateWord(n, slot)
		if o := st.p.outcomeWord(n, slot); o != "" && o != word {
			word += " " + o
		}
		if v.held(n, f) {
			word += " held"
		}
		lines = append(lines, place+": "+word)
	}
	return lines
}

// splitWords splits at spaces outside of quotes, brackets and braces.
func splitWords(line string) []string {
	var words []string
	depth, quoted, from := 0, false, 0
	for i, r := range line + " " {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '{' || r == '[':
			depth++
		case r == '}' || r == ']':
			depth--
		case r == ' ' && depth == 0:
			if from < i {
				words = append(words, line[from:i])
			}
			from = i + 1
		}
	}
	return words
}

// directoryOf is the directory of the sample site.
func directoryOf(site *model.Site) *Directory {
	d := &Directory{}
	for _, p := range site.People {
		d.People = append(d.People, Person{ID: p.ID.Text, Name: p.Name, Skills: p.Skills, Organization: p.Organization})
	}
	for _, t := range site.Teams {
		d.Teams = append(d.Teams, Team{ID: t.ID.Text, Members: slices.Sorted(slices.Values(t.Items))})
	}
	sort.Slice(d.People, func(i, k int) bool { return d.People[i].ID < d.People[k].ID })
	sort.Slice(d.Teams, func(i, k int) bool { return d.Teams[i].ID < d.Teams[k].ID })
	for _, g := range site.Groups {
		if g.Value.Kind != model.List {
			continue
		}
		team := Team{ID: g.Key.Text}
		for _, x := range g.Value.List {
			team.Members = append(team.Members, x.Text)
		}
		slices.Sort(team.Members)
		d.Groups = append(d.Groups, team)
	}
	sort.Slice(d.Groups, func(i, k int) bool { return d.Groups[i].ID < d.Groups[k].ID })
	return d
}

func (d *Directory) setTeam(id string, members []string) {
	for i := range d.Teams {
		if d.Teams[i].ID == id {
			d.Teams[i].Members = members
			return
		}
	}
	d.Teams = append(d.Teams, Team{ID: id, Members: members})
	sort.Slice(d.Teams, func(i, k int) bool { return d.Teams[i].ID < d.Teams[k].ID })
}

func (st *stage) waiting() []string {
	var o Offers
	Offer(st.p, &st.s, &st.w, "", &o)
	var lines []string
	for _, w := range o.Waiting {
		lines = append(lines, w.Why)
	}
	return lines
}

func (st *stage) acts(person string) []string {
	var o Offers
	Offer(st.p, &st.s, &st.w, person, &o)
	var lines []string
	for _, a := range o.Acts {
		line := a.Kind.String() + " " + a.Place
		if len(a.Answers) > 0 {
			line += " [" + strings.Join(a.Answers, " ") + "]"
		}
		for _, n := range a.Needs {
			line += " " + n.Name + ":" + n.Kind
		}
		if len(a.Points) > 0 {
			line += " tick " + strings.Join(a.Points, ",")
		}
		if a.WhyNot != nil {
			line += " ! " + a.WhyNot.Error()
		}
		lines = append(lines, line)
	}
	return lines
}

// criteria shows what a place waits for, one by one: its state, what is
// missing, what it was read from, and how long that counts.
func (st *stage) criteria(place string) []string {
	n, f, no := st.p.Find(&st.s, place)
	if no != nil {
		return []string{"! " + no.Error()}
	}
	var lines []string
	for _, c := range Criteria(st.p, &st.s, &st.w, n, f) {
		line := []string{"unmet", "met", "undecided"}[c.State] + " " + c.Text
		if c.Lack != "" {
			line += " (" + c.Lack + ")"
		}
		for _, i := range c.Outputs {
			o := &st.s.Outputs[i]
			line += " by " + o.By + " at " + st.clock(o.At)
		}
		for _, i := range c.Facts {
			line += " fact " + st.p.Facts[i].ID
		}
		for i := range c.Grants {
			line += " grant " + c.Grants[i].ID
		}
		if c.Until != 0 {
			line += " until " + st.clock(c.Until)
		}
		lines = append(lines, line)
	}
	return lines
}

// subjects shows what a place is about, and after it what others gave about the
// same.
func (st *stage) subjects(place string) []string {
	n, f, no := st.p.Find(&st.s, place)
	if no != nil {
		return []string{"! " + no.Error()}
	}
	var lines []string
	for _, x := range Subjects(st.p, &st.s, &st.w, n, f) {
		line := "about " + x.Name
		if x.Output != None {
			o := &st.s.Outputs[x.Output]
			line += "=" + x.Value.String() + " by " + o.By + " at " + st.clock(o.At)
		}
		lines = append(lines, line)
	}
	for _, i := range Supports(st.p, &st.s, &st.w, n, f) {
		o := &st.s.Outputs[i]
		lines = append(lines, "supported by "+st.p.Outputs[o.Output].Name+"="+o.Value.String()+" by "+o.By)
	}
	return lines
}

// voters shows who may vote, and what settles the decision.
func (st *stage) voters(place string) []string {
	n, f, no := st.p.Find(&st.s, place)
	if no != nil {
		return []string{"! " + no.Error()}
	}
	lines := []string{"passes by " + PassRule(st.p, &st.s, &st.w, n, f)}
	for _, v := range Voters(st.p, &st.s, &st.w, n, f) {
		line := v.Person + " as " + st.p.Roles[v.Role].ID
		if v.Advice {
			line += ", advice"
		}
		if v.WhyNot != "" {
			line += " ! " + v.WhyNot
		}
		lines = append(lines, line)
	}
	return lines
}

// plan shows when places are planned to start and to end, how late they may,
// and the finish that the model plans.
func (st *stage) plan(places []string) []string {
	var lines []string
	for _, r := range PlanOf(st.p, &st.s, &st.w, nil) {
		place := st.p.Place(&st.s, r.Node, r.Frame)
		if !slices.Contains(places, place) {
			continue
		}
		line := place + ": " + st.clock(r.Start) + " .. " + st.clock(r.End)
		if r.Latest != 0 {
			line += ", at the latest " + st.clock(r.Latest)
		}
		if r.Plan != 0 {
			line += ", plan " + st.clock(r.Plan)
		}
		lines = append(lines, line)
	}
	return lines
}

func (st *stage) effects() []string {
	var lines []string
	for _, e := range Effects(st.p, &st.s, st.d.Events, nil) {
		lines = append(lines, e.describe())
	}
	return lines
}

func (e *Effect) describe() string {
	s := e.Kind.word() + " " + e.Key
	if e.Use != "" {
		s += " " + e.Use
	}
	for _, in := range e.With {
		s += " " + in.Name + "=" + in.Value.String()
	}
	if len(e.Persons) > 0 {
		s += " -> " + strings.Join(e.Persons, " ")
	}
	if len(e.Audience) > 0 {
		s += " to " + strings.Join(e.Audience, " ")
	}
	if e.Template != "" {
		s += " " + e.Template
	}
	return s
}
