package engine

import (
	"strings"
	"testing"
)

func TestSayings(t *testing.T) {
	t.Parallel()
	p := compiled(t, "software-standard")
	say := p.Say()
	spec := func(id string, mask Mask) *Spec { return p.SpecOf(p.names[id], mask) }
	watches := p.Nodes[p.names["waves"]].Watches
	tests := []struct{ name, got, want string }{
		{"gate", say.Wanted(spec("build_authorized", 0).Until), "a change that grants build"},
		{"gate, stated", say.Stated(spec("build_authorized", 0).Until), "there is a change that grants build"},
		{"fact", say.Stated(spec("explained", 0).Until), "config.drift is 0"},
		{"guard", say.Stated(spec("defects", 0).When), "test.test_report.result is other than pass"},
		{"touches", say.Stated(spec("pre_baseline", 0).When), "it touches something"},
		{"due on its own clock", say.Limit(spec("register", 0).Due), "2 business hours after it is ready"},
		{"due at a time", say.Limit(spec("readiness", 0).Due), "1 business day before T"},
		{"due under an overlay", say.Limit(spec("test", 1).Due), "1 hour after it is ready"},
		{"no due", say.Limit(spec("scan", 0).Due), ""},
		{"silence escalates", say.Actions(spec("defects", 0).Else), "it stays open and is escalated"},
		{"silence answers", say.Actions(spec("remediation", 0).Else), "it counts as restore"},
		{"redo", say.Actions(spec("scan", 0).Then[0].Actions), "it goes back to `assemble`, at most 5 times, after which `build` is held"},
		{"redo that keeps", say.Actions(spec("defects", 0).Then[0].Actions), "it goes back to `assemble`, keeping what has not changed, at most 5 times, after which the case is cancelled"},
		{"window", say.Window(spec("waves", 0).Window), "starts only in service_window, and only if there is time to finish `waves` and to back it out before that ends"},
		{"tally", say.Tally(spec("close", 0)), "one vote decides"},
		{"watch", say.Watch(&p.Watches[watches[0]+1]), "if live.sev1 is above 0, `waves` is backed out"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

func TestSayRungs(t *testing.T) {
	t.Parallel()
	p := compiled(t, "software-standard")
	var lines []string
	for _, id := range []LadderID{p.LadderOf(0, 0), p.LadderOf(0, 1)} {
		for i := range p.Ladders[id].Rungs {
			when, what := p.Say().Rung(&p.Ladders[id].Rungs[i])
			lines = append(lines, when+": "+what)
		}
	}
	want := `at 75 % of its time: whoever does it is reminded
at 100 % of its time: it is raised to change_manager
at 200 % of its time: it is raised to release_manager
after 15 minutes: it is raised to duty_manager
after 30 minutes: it is raised to service_owner`
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
