package compare

// Group is what a change is about.
type Group string

// The groups, in the order they are told.
const (
	Procedure Group = "procedure"
	People    Group = "people"
	Time      Group = "time"
	Evidence  Group = "evidence"
	Undo      Group = "undo"
	Texts     Group = "texts"
)

var groups = []Group{Procedure, People, Time, Evidence, Undo, Texts}

// fieldGroups says what sections and fields are about; what is not here is
// procedure.
var fieldGroups = map[string]Group{
	"roles": People, "agreements": People, "labels": People, "ladders": People, "owner": People, "accountable": People,
	"who": People, "consult": People, "inform": People, "present": People, "attest": People, "differs_from": People,
	"same_as": People, "final": People, "veto": People, "advice": People, "cap": People, "pass": People, "fail": People,
	"from": People, "to": People, "waive": People, "label": People, "shown_as": People, "escalate": People,
	"assign": People, "accept": People, "private": People, "attested": People,

	"timeline": Time, "urgency": Time, "review_every": Time, "at": Time, "plan": Time, "due": Time, "else": Time,
	"window": Time, "takes": Time, "for": Time, "valid_for": Time, "valid_until": Time, "revocable_until": Time,
	"timeout": Time, "open_until": Time, "T": Time, "T.follow": Time, "under": Time,

	"gives": Evidence, "about": Evidence, "checklist": Evidence, "checks": Evidence, "package": Evidence, "show": Evidence,

	"touches": Undo, "back_out": Undo, "remedy": Undo,

	"title": Texts, "purpose": Texts, "source": Texts, "guidance": Texts, "why": Texts, "how": Texts, "because": Texts,
	"x": Texts, "ask": Texts, "text": Texts, "template": Texts, "tests": Texts, "measures": Texts, "none": Texts,
}

// groupOf is the group of a field in a part of a group; a text stays a text
// wherever it stands.
func groupOf(key string, of Group) Group {
	g, ok := fieldGroups[key]
	switch {
	case of == "" && !ok:
		return Procedure
	case of == "" || g == Texts:
		return g
	}
	return of
}

// documentKey gives the key a document writes for one of the canonical form.
func documentKey(key string) string {
	switch key {
	case "from_role":
		return "from"
	case "to_role":
		return "to"
	case "t":
		return "T"
	case "follow":
		return "T.follow"
	case "overlay_use":
		return "overlay"
	case "overlay_with":
		return "overlay.with"
	}
	return key
}
