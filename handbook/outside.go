package handbook

import (
	"strconv"

	"github.com/headgate/headgate/engine"
)

// parameters lists what is asked for at the start.
func (b *builder) parameters() *Section {
	if len(b.p.Params) == 0 {
		return nil
	}
	s := &Section{ID: "parameters", Title: "What is asked at the start"}
	t := Table{Caption: "Parameters", Head: []string{"Name", "Asked as", "Type", "Unless given"}}
	for i := range b.p.Params {
		x := &b.p.Params[i]
		unless := plain("it cannot start")
		switch {
		case x.Default != nil:
			unless = plain(b.defaultOf(x))
		case x.Optional || x.Type.Optional:
			unless = plain("nothing")
		}
		t.Rows = append(t.Rows, row(then(code(x.Name), b.only(x.Overlay)), plain(x.Ask), code(x.Type.String()), unless))
	}
	s.table(t)
	return s
}

// defaultOf is what a parameter is unless given, as the document writes it.
func (b *builder) defaultOf(x *engine.Param) string {
	for i := range b.m.Params {
		if m := &b.m.Params[i]; m.ID.Text == x.Name && m.Default != nil {
			return valueWords(m.Default)
		}
	}
	return x.Default.String()
}

// outside lists what the model reads from outside of the case, and what it
// shares with others.
func (b *builder) outside() *Section {
	s := &Section{ID: "outside", Title: "What it reads from outside"}
	facts := Table{Caption: "Facts", Head: []string{"Fact", "From", "Counts for", "Holds"}}
	for _, f := range b.p.Facts {
		age := plain("until it is read again")
		if !f.MaxAge.IsZero() {
			age = plain(f.MaxAge.Words())
		}
		facts.Rows = append(facts.Rows, row(code(f.ID), code(f.From), age, code(f.Type.String())))
	}
	links := Table{Caption: "Other cases it looks at", Head: []string{"Link", "Model", "Which"}}
	for _, l := range b.p.Links {
		links.Rows = append(links.Rows, row(code(l.ID), code(l.Model), b.which(&l)))
	}
	locks := Table{Caption: "Locks", Head: []string{"Lock", "Shared by", "Held at the same time by"}}
	for _, l := range b.p.Locks {
		locks.Rows = append(locks.Rows, row(code(l.ID), plain(l.Scope), plain(strconv.Itoa(max(1, l.Capacity)))))
	}
	s.add(Para{plain("What is unknown or too old decides nothing: who waits is told what is missing.")})
	s.table(facts)
	s.table(links)
	s.table(locks)
	if len(s.Blocks) == 1 {
		return nil
	}
	return s
}

func (b *builder) which(l *engine.Link) Text {
	t := code2(b.source(l.Where))
	if l.Latest {
		t = then(plain("the latest with "), t)
	}
	return t
}

// measures lists how the model is judged, and the tests that hold it.
func (b *builder) measures() *Section {
	s := &Section{ID: "measures", Title: "How it is judged"}
	t := Table{Caption: "Measures over closed cases", Head: []string{"Measure", "Is", "Target"}}
	for _, m := range b.m.Measures {
		is := code2(m.Ratio.Src)
		switch {
		case m.Count.Src != "":
			is = code(m.Count.Src)
		case m.From != nil && m.To != nil:
			is = then(plain("time from "), code(m.From.Src), plain(" to "), code(m.To.Src))
		}
		target := m.Target
		if target == "" && m.Show != "" {
			target = "shown: " + m.Show
		}
		t.Rows = append(t.Rows, row(plain(people(m.ID.Text)), is, plain(target)))
	}
	s.table(t)
	if len(b.m.Tests) > 0 {
		var names []Text
		for _, x := range b.m.Tests {
			names = append(names, plain(x.Name.Text))
		}
		s.add(Para{plain("It is tested that")}, List{Items: names})
	}
	if len(s.Blocks) == 0 {
		return nil
	}
	return s
}
