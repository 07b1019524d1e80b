package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWhoIsInformed: the roles in `inform` are told once how a step ended, and
// never in a rehearsal.
func TestWhoIsInformed(t *testing.T) {
	t.Parallel()
	p, dir := playground(t, "rules")
	pl := newPlayer(t, p, dir)
	pl.start(fillParams(p))
	pl.help(2000)
	told := func(mode Mode) map[string][]string {
		s := pl.s
		s.Mode = mode
		list := map[string][]string{}
		for _, x := range Effects(p, &s, pl.log, nil) {
			if x.Kind == EffectNotice && len(x.Audience) > 0 {
				list[x.Text] = append(list[x.Text], x.Audience...)
			}
		}
		return list
	}
	want := map[string][]string{"assemble: done": {"operations", "service_owner"}, "quiet: ship": {"deployer"}}
	if diff := cmp.Diff(want, told(Real)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := told(Rehearsal); len(got) > 0 {
		t.Errorf("a rehearsal told %v", got)
	}
}
