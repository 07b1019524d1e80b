package model

import "fmt"

// Stand is how a new value stands to the old one.
type Stand uint8

const (
	Equal   Stand = iota
	Tighter       // obliges to at least as much
	Looser        // obliges to less: E-TIGHT-1
	Apart         // cannot be told: E-TIGHT-2
)

// verdict is the comparison of one field. Old, new and hint are set when it is
// looser or apart; both values are as written.
type verdict struct {
	stand    Stand
	old, new string
	hint     string
}

// tightening is what a comparison may look up beside the two steps.
type tightening struct {
	defaults bool // numbers and literal lists of the parent are defaults, not floors
	roles    []Role
	labels   []Label
	windows  []NamedWindow
	around   map[string]*WindowUse // window a step of the parent has from a block around it
}

// tightRow is how one field is compared.
type tightRow struct {
	field     string
	number    bool
	exception string // of an urgency, that allows an overlay to loosen it
	compare   func(t *tightening, old, new *Step) verdict
}

// tightness is the table of what is tighter, one row for each field that
// obliges to something; all other fields are free. A number is a default in an
// abstract parent and a floor in a concrete one.
// Source: language reference, section 13.
var tightness = []tightRow{
	{"when", false, "", whenStand},
	{"until", false, "", untilStand},
	{"at", true, "shorten_notice", noticeStand},
	{"due", true, "", dueStand},
	{"for", true, "shorten_dwell", dwellStand},
	{"valid_for", true, "", validForStand},
	{"valid_until", true, "", validUntilStand},
	{"window", false, "widen_window", (*tightening).windowStand},
	{"else", false, "", elseStand},
	{"then", false, "", (*tightening).thenStand},
	{"escalate", false, "", (*tightening).ladderStand},
	{"watch", false, "", watchStand},
	{"owed", false, "owe", owedStand},
	{"who", false, "", (*tightening).whoStand},
	{"from", false, "", (*tightening).giverStand},
	{"to", false, "", (*tightening).receiverStand},
	{"pass", false, "", (*tightening).passStand},
	{"fail", false, "", failStand},
	{"answers", false, "", answersStand},
	{"final", false, "", finalStand},
	{"waive", false, "", (*tightening).waiveStand},
	{"cap", true, "", capStand},
	{"differs_from", false, "", superset(func(s *Step) []string { return s.DiffersFrom })},
	{"same_as", false, "", superset(func(s *Step) []string { return s.SameAs })},
	{"present", false, "", superset(func(s *Step) []string { return s.Present })},
	{"veto", false, "", superset(func(s *Step) []string { return s.Veto })},
	{"about", false, "", superset(func(s *Step) []string { return s.About })},
	{"package", false, "", superset(func(s *Step) []string { return s.Package })},
	{"checks", false, "", superset(checksOf)},
	{"checklist", true, "", checklistStand},
	{"gives", false, "", (*tightening).givesStand},
	{"touches", false, "", touchesStand},
	{"back_out", false, "", (*tightening).backOutStand},
	{"label", false, "", (*tightening).labelStand},
	{"lock", false, "", lockStand},
	{"enough", false, "", (*tightening).enoughStand},
	{"order", false, "", orderStand},
	{"at_once", true, "", atOnceStand},
	{"of", true, "", ofStand},
}

// loosening is a field that a refinement makes looser, or that cannot be
// compared with what was there.
type loosening struct {
	verdict
	field     string
	exception string
}

// loosened compares what a refinement sets with what was there.
func (t *tightening) loosened(old, set *Step) []loosening {
	var out []loosening
	after := Patched(old, set)
	for _, row := range tightness {
		if !isSet(set, row.field) || row.number && t.defaults {
			continue
		}
		if v := row.compare(t, old, after); v.stand >= Looser {
			out = append(out, loosening{v, row.field, row.exception})
		}
	}
	return out
}

// code is the code of a verdict that is reported.
func (v verdict) code() string {
	if v.stand == Apart {
		return "E-TIGHT-2"
	}
	return "E-TIGHT-1"
}

// says puts a verdict in a sentence about what was compared.
func (v verdict) says(what string) string {
	if v.stand == Apart {
		return fmt.Sprintf("%s cannot be compared with what was there: %s instead of %s", what, written(v.new), written(v.old))
	}
	return fmt.Sprintf("%s becomes looser: %s instead of %s", what, written(v.new), written(v.old))
}

func written(value string) string {
	if value == "" {
		return "nothing"
	}
	return "`" + value + "`"
}

// ranked is the verdict of values with a rank, a higher one being tighter.
func ranked(oldRank, newRank int, old, new, hint string) verdict {
	switch {
	case newRank < oldRank:
		return verdict{Looser, old, new, hint}
	case newRank > oldRank:
		return verdict{stand: Tighter}
	}
	return verdict{}
}

// unlike is the verdict of values of which only the same is known to be as
// tight.
func unlike(old, new string) verdict {
	if old == new {
		return verdict{}
	}
	return verdict{Apart, old, new, "keep " + written(old) + ", or add to it"}
}

// keep is the hint of a floor.
func keep(old string) string { return "keep " + written(old) }
