package compare

import (
	"fmt"
	"strings"

	"github.com/headgate/headgate/model"
)

// Word is how a change stands to what was, in a word: tighter, looser, neither,
// or unclear when the rules cannot compare the two.
func Word(s model.Stand) string {
	return [...]string{"neither", "tighter", "looser", "unclear"}[s]
}

// Verdict says which number the new version deserves and why, in a sentence;
// empty when nothing differs.
func (d *Diff) Verdict() string {
	v := d.Version
	switch {
	case v.Level == None:
		return ""
	case v.Number == "":
		return fmt.Sprintf("a %s version: %s", v.Level, v.Reason)
	case v.Enough:
		return fmt.Sprintf("%s is enough for a %s version: %s", d.New.Version, v.Level, v.Reason)
	}
	return fmt.Sprintf("make it %s, a %s version, not %s: %s", v.Number, v.Level, d.New.Version, v.Reason)
}

// String is the whole comparison for people: by group, each change with how it
// stands and where it is written.
func (d *Diff) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s@%s → %s@%s\n", d.Old.ID, d.Old.Version, d.New.ID, d.New.Version)
	if len(d.Changes) == 0 {
		b.WriteString("nothing differs\n")
		return b.String()
	}
	var group Group
	for i := range d.Changes {
		c := &d.Changes[i]
		if c.Group != group {
			group = c.Group
			fmt.Fprintf(&b, "\n%s\n", group)
		}
		fmt.Fprintf(&b, "  %-8s %s\n           %s\n", Word(c.Stand), oneLine(c.Text), c.places())
	}
	b.WriteString("\n")
	if v := d.Verdict(); v != "" {
		fmt.Fprintf(&b, "%s\n%s\n", oneLine(v), d.Running)
	}
	return b.String()
}

func (c *Change) places() string {
	if was, is := placeWords(c.OldAt), placeWords(c.NewAt); was != is {
		return joined(" → ", was, is)
	}
	return placeWords(c.NewAt)
}

func placeWords(p model.Pos) string {
	if p.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
