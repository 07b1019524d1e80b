package compare

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/headgate/headgate/model"
)

// Level is the part of a version number that a change moves.
type Level int

// The levels, least first.
const (
	None Level = iota
	Patch
	Minor
	Major
)

// String is the level as a word.
func (l Level) String() string { return [...]string{"none", "patch", "minor", "major"}[l] }

// Version is the number the new version deserves: one that obliges to less,
// asks for other params, or cannot be compared is major; one that obliges to
// more or runs otherwise is minor; other texts are a patch.
type Version struct {
	Level  Level
	Number string // the least one; empty when the old version is no number
	Reason string // the change that asks for it, or how many do
	Enough bool   // the new document has it, or a higher one
}

// levelOf is what a change asks for.
func levelOf(c *Change) Level {
	switch {
	case c.Group == Texts:
		return Patch
	case c.Stand == model.Looser || c.Stand == model.Apart:
		return Major
	}
	return Minor
}

// wholeLevel is what an element asks for that is new, gone or other: others may
// rely on what is gone, and whoever starts a case must give a new param.
func wholeLevel(c *Change, e pair) Level {
	param, ok := e.new.(model.Param)
	switch {
	case c.Group != Texts && c.Kind == Removed,
		c.Kind == Added && ok && param.Default == nil && !param.Type.Optional && !strings.HasSuffix(param.Type.Scalar, "?"):
		return Major
	}
	return levelOf(c)
}

func proposed(old, new string, changes []Change) Version {
	v := Version{Level: slices.MaxFunc(changes, func(a, b Change) int { return int(a.Level - b.Level) }).Level}
	var first *Change
	count := 0
	for i := range changes {
		if changes[i].Level == v.Level {
			count++
			if first == nil {
				first = &changes[i]
			}
		}
	}
	v.Reason = first.Text
	if count > 1 {
		v.Reason += fmt.Sprintf(", and %d more", count-1)
	}
	parts, ok := numbersOf(old)
	if !ok {
		return v
	}
	at := int(Major - v.Level)
	parts[at]++
	clear(parts[at+1:])
	v.Number = fmt.Sprintf("%d.%d.%d", parts[0], parts[1], parts[2])
	is, ok := numbersOf(new)
	v.Enough = ok && slices.Compare(is, parts) >= 0
	return v
}

// numbersOf reads a semantic version, without what follows its three numbers.
func numbersOf(version string) ([]int, bool) {
	core, _, _ := strings.Cut(version, "-")
	core, _, _ = strings.Cut(core, "+")
	texts := strings.Split(core, ".")
	out := make([]int, len(texts))
	for i, t := range texts {
		n, err := strconv.Atoi(t)
		if err != nil {
			return nil, false
		}
		out[i] = n
	}
	return out, len(out) == 3
}
