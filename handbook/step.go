package handbook

import (
	"strconv"
	"strings"

	"github.com/headgate/headgate/engine"
)

// stepFacts is what is to be known of a step or block under the overlays of
// mask, in the order in which one asks: who, when, what for, how, and what then.
// What further overlays change stands at the end.
func (b *builder) stepFacts(n engine.NodeID, mask engine.Mask) []Fact {
	list := b.factsUnder(n, mask)
	node := &b.p.Nodes[n]
	for i := range b.p.Overlays {
		if bit := engine.Mask(1) << i; bit&node.Patched != 0 && bit&mask == 0 {
			list = append(list, Fact{Term: "With " + b.p.Overlays[i].ID, Items: b.changes(n, mask, mask|bit)})
		}
	}
	return list
}

func (b *builder) factsUnder(n engine.NodeID, mask engine.Mask) []Fact {
	var f facts
	s, v := b.p.SpecOf(n, mask), b.p.View(n, mask)
	if !b.isBlock(n) {
		b.whoFacts(&f, n, s, &v)
	}
	b.startFacts(&f, s)
	b.askFacts(&f, s, b.p.Nodes[n].Kind)
	b.timeFacts(&f, n, s, mask)
	b.machineFacts(&f, s)
	b.evidenceFacts(&f, n, s)
	b.undoFacts(&f, n, s)
	b.thenFacts(&f, n, s)
	return f.list
}

func (b *builder) whoFacts(f *facts, n engine.NodeID, s *engine.Spec, v *engine.NodeView) {
	switch kind := b.p.Nodes[n].Kind; {
	case kind == engine.KindHandoff:
		f.add("From", b.roleOf(s.From))
		f.add("To", then(b.roleOf(s.To), plain(", who accepts it or refuses it with a reason; until then it is the giver's")))
	case kind == engine.KindAuto && s.UndoHere:
		f.add("Done by", plain("the engine, which undoes here what the back-out undoes"))
	case kind == engine.KindAuto:
		f.add("Done by", then(plain("the machine "), code(s.Use), prefixed("; watched, and confirmed when in doubt, by ", b.roles(v.Who))))
	case kind == engine.KindNotify || kind == engine.KindDocument:
		f.add("Done by", plain("the engine"))
	case kind == engine.KindGate:
		f.add("Done by", plain("nobody: it opens by itself when what it reads is so"))
	case kind == engine.KindWait || kind == engine.KindBoundary && s.Accept == engine.None:
		f.add("Done by", plain("nobody: it is a wait"))
	case s.WhoPerson != engine.None:
		f.add("Who", code(b.source(s.WhoPerson)))
	default:
		f.add("Who", b.roles(v.Who))
	}
	f.add("Answers for it", b.roleOf(s.Accountable))
	f.add("Not by", b.apart(s))
	f.add("Consulted", b.rolesOf(s.Consult))
	f.add("Advises", prefixed("", b.advice(s)))
	f.add("Informed", b.rolesOf(s.Inform))
}

func (b *builder) advice(s *engine.Spec) Text {
	if len(s.Advice) == 0 {
		return nil
	}
	return then(b.rolesOf(s.Advice), plain("; advice is recorded and never counted"))
}

func (b *builder) startFacts(f *facts, s *engine.Spec) {
	f.add("Left out", plain(s.Skip))
	f.add("Only if", b.said(b.say.Stated(s.When)))
	f.add("Needs", b.said(b.say.Needs(&s.Needs)))
	var rules []Text
	for _, r := range s.Rules {
		if rule := &b.p.Rules[r]; rule.StartIf != engine.None {
			rules = append(rules, then(b.said(b.say.Stated(rule.StartIf)), plain(" (rule "+rule.ID+" of the process)")))
		}
	}
	f.add("Starts if", rules...)
	if s.Lock != nil {
		f.add("Takes the lock", code(b.p.Locks[s.Lock.Lock].ID))
	}
}

// askFacts says what is asked or waited for.
func (b *builder) askFacts(f *facts, s *engine.Spec, kind engine.NodeKind) {
	f.add("Question", plain(s.Ask))
	if kind == engine.KindDecide {
		f.add("Decided", b.said(b.say.Tally(s)))
		if s.Final != engine.None {
			f.add("May settle it alone", b.roleOf(s.Final))
		}
		f.add("May be withdrawn until", b.said(b.say.Time(s.RevocableUntil)))
	}
	if kind == engine.KindWait || kind == engine.KindGate {
		f.add("Waits for", b.said(b.say.Wanted(s.Until)))
	}
	f.add("Lasts", prefixed("at least ", b.said(b.say.Span(s.For))))
	if s.WaiveWho != engine.None {
		f.add("May be waived by", then(b.roleOf(s.WaiveWho), plain(", with a reason"), prefixed(", for ", b.said(b.say.Span(s.WaiveFor))), prefixed(", until ", b.said(b.say.Time(s.WaiveUntil)))))
	}
	f.put(Fact{Term: "Checklist", Items: plains(s.Checklist), Boxes: true})
	f.add("Shown beside it", b.conditions(s.Show)...)
}

func plains(list []string) []Text {
	out := make([]Text, len(list))
	for i, s := range list {
		out[i] = plain(s)
	}
	return out
}

func (b *builder) conditions(list []engine.ProgramID) []Text {
	out := make([]Text, len(list))
	for i, pr := range list {
		out[i] = b.said(b.say.Stated(pr))
	}
	return out
}

func (b *builder) timeFacts(f *facts, n engine.NodeID, s *engine.Spec, mask engine.Mask) {
	f.add("Not before", b.said(b.say.Time(s.At)))
	f.add("Planned to end", b.said(b.say.Time(s.Plan)))
	f.add("Due", b.due(s))
	f.add("If nobody acts", b.silence(n, s))
	if ladder := b.p.LadderOf(n, mask); ladder != engine.None && s.Due.Set {
		f.add("Escalation", Text{{Text: b.ladderName(ladder), To: ladderID(ladder)}})
	}
	if s.Window.Carrier == n || s.Touches != nil {
		f.add("Window", b.said(b.say.Window(s.Window)))
	}
	if s.HasTakes {
		f.add("Takes", plain(s.Takes.Words()))
	}
	f.add("Owed", b.owed(s))
}

func (b *builder) due(s *engine.Spec) Text {
	t := b.said(b.say.Limit(s.Due))
	if s.Under != engine.None && len(t) > 0 {
		x := &b.p.Targets[s.Under]
		t = then(t, plain(" (agreed: "+x.Name+" of "+x.Agreement+")"))
	}
	return t
}

// silence says what it means when nobody acts in time.
func (b *builder) silence(n engine.NodeID, s *engine.Spec) Text {
	switch {
	case !s.Due.Set:
		return nil
	case b.p.Nodes[n].Kind == engine.KindGate:
		return plain("it stays shut" + b.climbed(n, s))
	case len(s.Else) > 0:
		return b.said(b.say.Actions(s.Else))
	case b.isBlock(n):
		return nil
	}
	return plain("it stays open" + b.climbed(n, s))
}

// climbed says whether somebody else is brought in.
func (b *builder) climbed(n engine.NodeID, s *engine.Spec) string {
	if s.Ladder == engine.None && b.p.LadderOf(n, b.p.Nodes[n].Overlay) == engine.None {
		return ""
	}
	return " and is escalated"
}

func (b *builder) owed(s *engine.Spec) Text {
	switch {
	case s.OwedByOverlay && s.OweAfter != engine.None:
		return then(plain("it holds nothing up; its clock starts with the end of "), b.node(s.OweAfter))
	case s.OwedByOverlay:
		return plain("it holds nothing up; its clock starts when the case counts as released")
	case s.Owed:
		return plain("it holds nothing up and must be settled before the " + b.p.CaseWord + " closes")
	}
	return nil
}

func (b *builder) machineFacts(f *facts, s *engine.Spec) {
	names := make([]Text, len(s.With))
	for i, in := range s.With {
		names[i] = code(in.Name)
	}
	f.add("Given to the machine", joined(names, ", "))
	if s.Retry > 0 {
		f.add("Repeated", plain("up to "+strconv.Itoa(s.Retry)+" times by itself after a passing failure"))
	}
	f.add("In doubt after", b.said(b.say.Span(s.Timeout)))
	f.add("To", b.audience(s.Audience))
	f.add("Template", code2(s.Template))
	f.add("Text", plain(s.Text))
	if c := s.Child; c != nil {
		f.add("Starts", then(code(c.Model), plain(map[string]string{"call": ", and waits for it", "spawn": ", and goes on", "next": ", as the successor of this one"}[c.Mode]), prefixed(", planned for ", b.said(b.say.Time(c.T)))))
		f.add("Under the overlay", plain(c.Overlay))
	}
}

func code2(s string) Text {
	if s == "" {
		return nil
	}
	return code(s)
}

func (b *builder) audience(ids []string) Text {
	texts := make([]Text, len(ids))
	for i, id := range ids {
		texts[i] = b.role(id)
	}
	return joined(texts, ", ")
}

func (b *builder) evidenceFacts(f *facts, n engine.NodeID, s *engine.Spec) {
	f.add("About", b.cells(s.About))
	f.add("Handed over", b.cells(s.Package))
	f.add("Only if these hold", b.conditions(s.Checks)...)
	node := &b.p.Nodes[n]
	var gives []Text
	for i := node.Outputs[0]; i < node.Outputs[1]; i++ {
		gives = append(gives, b.output(&b.p.Outputs[i]))
	}
	f.add("Gives", gives...)
	f.add("Counts for", b.said(b.say.Span(s.ValidFor)))
	f.add("Counts until", b.said(b.say.Time(s.ValidUntil)))
}

// output says what is given, what it is about, how long it counts and who
// accepts it.
func (b *builder) output(o *engine.Output) Text {
	t := then(code(o.Name), plain(": "+b.sort(o)))
	t = then(t, prefixed(" about ", b.cells(o.About)))
	t = then(t, prefixed(", counts for ", b.said(b.say.Span(o.ValidFor))), prefixed(", counts until ", b.said(b.say.Time(o.ValidUntil))))
	t = then(t, prefixed(", accepted by ", b.roleOf(o.Accept)))
	if o.Optional {
		t = then(t, plain(", optional"))
	}
	return then(t, prefixed(", kept ", plain(spanWords(o.Retain))))
}

// sort is the kind of a piece of evidence, or the type of data.
func (b *builder) sort(o *engine.Output) string {
	if o.Evidence != "" {
		return o.Evidence
	}
	return o.Type.String()
}

func (b *builder) undoFacts(f *facts, n engine.NodeID, s *engine.Spec) {
	if s.Touches != nil {
		f.add("Changes", b.touches(s))
	}
	if s.BackOut != nil {
		f.add("Back-out", b.wayBack(s))
	}
	if b.p.Nodes[n].Kind == engine.KindBoundary {
		f.add("Behind it", plain("nothing before it can be undone any more"))
		f.add("What remains", b.remedy(s))
	}
}

// thenFacts says what follows the outcomes that do not simply go on, and what
// is watched for while it runs.
func (b *builder) thenFacts(f *facts, n engine.NodeID, s *engine.Spec) {
	var after []Text
	for _, answer := range s.Answers {
		if !b.hasActions(s, answer) && b.p.Nodes[n].Kind == engine.KindDecide {
			after = append(after, then(strong(people(answer)), plain(": "+b.plainly(s, answer))))
		}
	}
	for _, o := range s.Then {
		after = append(after, then(strong(people(o.Outcome)), plain(": "), b.said(b.say.Actions(o.Actions))))
	}
	f.add("Afterwards", after...)
	node := &b.p.Nodes[n]
	var watches []Text
	for i := node.Watches[0]; i < node.Watches[1]; i++ {
		w := &b.p.Watches[i]
		watches = append(watches, then(b.said(b.say.Watch(w)), b.only(w.Overlay)))
	}
	f.add("While it runs", watches...)
}

func (b *builder) hasActions(s *engine.Spec, outcome string) bool {
	for _, o := range s.Then {
		if o.Outcome == outcome {
			return true
		}
	}
	return false
}

// plainly is what an answer without actions does.
// Source: language reference, section 4, "then".
func (b *builder) plainly(s *engine.Spec, answer string) string {
	if !s.OwnAnswers && len(s.Answers) > 1 && answer == s.Answers[1] {
		return "the block around it is held"
	}
	return "it goes on"
}

// changes lists what a further overlay makes different.
func (b *builder) changes(n engine.NodeID, from, to engine.Mask) []Text {
	before, after := b.factsUnder(n, from), b.factsUnder(n, to)
	var out []Text
	x, y := b.p.SpecOf(n, from), b.p.SpecOf(n, to)
	if y.Skip != "" {
		return []Text{plain("left out: " + y.Skip)}
	}
	if x.How != y.How {
		out = append(out, plain(y.How))
	}
	if x.Title != y.Title {
		out = append(out, plain("called: "+y.Title))
	}
	if old, now := b.items(n, from), b.items(n, to); old != now {
		out = append(out, plain("for each of "+now))
	}
	for _, f := range after {
		if f.Term == "Escalation" || same(find(before, f.Term), f.Items) { // an overlay says once which ladder it brings
			continue
		}
		out = append(out, then(strong(f.Term+":"), plain(" "), joined(f.Items, "; ")))
	}
	for _, f := range before {
		if find(after, f.Term) == nil {
			out = append(out, plain("no more: "+strings.ToLower(f.Term)))
		}
	}
	return out
}

func find(list []Fact, term string) []Text {
	for _, f := range list {
		if f.Term == term {
			return f.Items
		}
	}
	return nil
}

func same(a, b []Text) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].String() != b[i].String() {
			return false
		}
	}
	return true
}
