package compare

import (
	"testing"

	"github.com/headgate/headgate/model"
)

func TestProposed(t *testing.T) {
	t.Parallel()
	text := Change{Group: Texts, Level: Patch, Text: "a text"}
	more := Change{Group: Time, Level: Minor, Text: "a shorter limit"}
	less := Change{Group: Time, Level: Major, Text: "a longer limit"}
	for _, row := range []struct {
		old, new string
		changes  []Change
		number   string
		reason   string
		enough   bool
	}{
		{"1.2.3", "1.2.4", []Change{text}, "1.2.4", "a text", true},
		{"1.2.3", "1.2.3", []Change{text, text}, "1.2.4", "a text, and 1 more", false},
		{"1.2.3", "1.3.0", []Change{text, more}, "1.3.0", "a shorter limit", true},
		{"1.2.3", "1.2.4", []Change{more, text}, "1.3.0", "a shorter limit", false},
		{"1.2.3", "1.9.0", []Change{more, less, text}, "2.0.0", "a longer limit", false},
		{"1.2.3", "10.0.0-rc1", []Change{less}, "2.0.0", "a longer limit", true},
		{"one", "two", []Change{less}, "", "a longer limit", false},
	} {
		got := proposed(row.old, row.new, row.changes)
		if got.Number != row.number || got.Reason != row.reason || got.Enough != row.enough {
			t.Errorf("from %s to %s: %+v, want %+v", row.old, row.new, got, row)
		}
	}
}

func TestLevels(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		change Change
		param  any
		want   Level
	}{
		{Change{Group: Texts, Stand: model.Apart}, nil, Patch},
		{Change{Group: Time, Stand: model.Looser}, nil, Major},
		{Change{Group: Time, Stand: model.Apart}, nil, Major},
		{Change{Group: Time, Stand: model.Tighter}, nil, Minor},
		{Change{Group: People, Kind: Removed}, nil, Major},
		{Change{Group: Texts, Kind: Removed}, nil, Patch},
		{Change{Group: Procedure, Kind: Added}, model.Param{Type: model.TypeExpr{Scalar: "id"}}, Major},
		{Change{Group: Procedure, Kind: Added}, model.Param{Type: model.TypeExpr{Scalar: "id?"}}, Minor},
		{Change{Group: Procedure, Kind: Added}, model.Param{Type: model.TypeExpr{Scalar: "id"}, Default: &model.Value{}}, Minor},
	} {
		if got := wholeLevel(&row.change, pair{new: row.param}); got != row.want {
			t.Errorf("%+v with %v is %s, want %s", row.change, row.param, got, row.want)
		}
	}
}
