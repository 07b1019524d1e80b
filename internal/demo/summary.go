package demo

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/headgate/headgate/client"
)

// Summary is what a release came to.
type Summary struct {
	Release   string   `json:"release"`
	Outcome   string   `json:"outcome"`
	Package   string   `json:"package"`
	Changes   []string `json:"changes"`
	Live      []string `json:"live"`
	Refused   int      `json:"self_approvals_refused"`
	Acts      int      `json:"acts_of_people"`
	Events    int      `json:"events"`
	Moves     int      `json:"moves_of_the_clock"`
	Skipped   string   `json:"waiting_skipped"`
	BuildS    float64  `json:"build_s"`
	TestsS    float64  `json:"tests_s"`
	ReleaseS  float64  `json:"release_s"`
	Record    []string `json:"record"`
	Artefacts string   `json:"artefacts"`
}

// outcomes are how a release must end.
var outcomes = map[string]string{"": "successful", failLive: "backed_out"}

// check returns an error when the release did not end as it must: with its
// outcome, the right version on every live instance, and a self-approval
// refused for each change.
func (p *play) check(ctx context.Context) error {
	v, err := p.see(ctx, p.story.Release)
	if err != nil {
		return err
	}
	if want := outcomes[p.Fail]; v.Status != "closed" || v.Outcome != want {
		return fmt.Errorf("the release ended %s with outcome %q, not %q", v.Status, v.Outcome, want)
	}
	found, _, err := p.inspect(ctx)
	if err != nil {
		return err
	}
	want := map[string]string{"": version, failLive: before}[p.Fail]
	if n := strings.Count(found, " runs "+want+"\n"); n != len(live) {
		return fmt.Errorf("live instances must run %s now: %s", want, oneLine(found))
	}
	if p.story.Refused < 2 {
		return fmt.Errorf("%d self-approvals were refused, there is one in each of 2 changes", p.story.Refused)
	}
	return p.checkApprovals(v)
}

// checkApprovals sees to it that the grant and the acceptance are by different
// people, and that neither built or asked for it.
func (p *play) checkApprovals(v client.CaseView) error {
	accepted := ""
	for _, s := range v.Steps {
		if s.Place == "accept_package" {
			accepted = s.By
		}
	}
	granted := map[string]bool{}
	for _, c := range v.Changes {
		for _, g := range c.Grants {
			for _, who := range g.Deciders {
				granted[who] = true
			}
		}
	}
	if accepted != "ida" || !granted["rob"] || granted["eva"] || granted[accepted] {
		return fmt.Errorf("the package was accepted by %q and granted by %v", accepted, granted)
	}
	return nil
}

func (p *play) summary(ctx context.Context) (*Summary, error) {
	v, err := p.see(ctx, p.story.Release)
	if err != nil {
		return nil, err
	}
	found, _, err := p.inspect(ctx)
	if err != nil {
		return nil, err
	}
	s := &Summary{
		Release: v.ID, Outcome: v.Outcome, Package: v.Package, Changes: p.story.Changes, Refused: p.story.Refused,
		Live: strings.Split(strings.TrimSpace(found), "\n"), Acts: p.figures.acts, Moves: p.moves, Skipped: words(p.clock.Offset()),
		BuildS: p.figures.build.Seconds(), TestsS: p.figures.tests.Seconds(),
		ReleaseS: (time.Since(p.printer.start) - p.figures.build).Seconds(), Artefacts: p.artefacts(),
	}
	for _, id := range p.cases() {
		n, err := p.events(ctx, id)
		if err != nil {
			return nil, err
		}
		s.Events += n
	}
	s.Record, err = p.record(ctx)
	return s, err
}

// Print writes the summary for people.
func (s *Summary) Print(w io.Writer) {
	fmt.Fprintf(w, "\n%s ended: %s\n", s.Release, s.Outcome)
	fmt.Fprintf(w, "  package     %s\n", s.Package)
	fmt.Fprintf(w, "  live        %s\n", strings.Join(s.Live, ", "))
	fmt.Fprintf(w, "  changes     %s; %d self-approvals refused\n", strings.Join(s.Changes, ", "), s.Refused)
	fmt.Fprintf(w, "  took        build %.1f s, then %.1f s for the release, %.1f s of them tests\n", s.BuildS, s.ReleaseS, s.TestsS)
	fmt.Fprintf(w, "  happened    %d acts of people, %d events in the record; %s of waiting skipped in %d moves of the clock,\n", s.Acts, s.Events, s.Skipped, s.Moves)
	fmt.Fprintf(w, "              so instants in the record are those of the demonstration's clock\n")
	fmt.Fprintf(w, "  record      %s\n", strings.Join(s.Record, "\n              "))
	fmt.Fprintf(w, "  artefacts   %s\n", s.Artefacts)
}
