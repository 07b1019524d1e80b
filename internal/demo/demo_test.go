package demo

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/engine"
	"github.com/headgate/headgate/internal/executor"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func still() time.Time { return noon }

func TestClockIsKeptOverACrash(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "clock")
	c, err := OpenClock(path, still)
	if err != nil || !c.Now().Equal(noon) {
		t.Fatalf("a new clock shows %s: %v", c.Now(), err)
	}
	to := noon.Add(72*time.Hour + 300*time.Microsecond)
	if by, err := c.Advance(to); err != nil || by != 72*time.Hour+time.Millisecond {
		t.Errorf("moved by %s: %v", by, err)
	}
	if by, err := c.Advance(noon); err != nil || by != 0 {
		t.Errorf("moved back by %s: %v", by, err)
	}
	again, err := OpenClock(path, still)
	if err != nil || !again.Now().Equal(c.Now()) || again.Now().Before(to) {
		t.Errorf("opened again it shows %s, not %s: %v", again.Now(), c.Now(), err)
	}
}

func TestClockIsNotMovedWhenThatCannotBeKept(t *testing.T) {
	t.Parallel()
	c, err := OpenClock(filepath.Join(t.TempDir(), "nowhere", "clock"), still)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Advance(noon.Add(time.Hour)); !errors.Is(err, fs.ErrNotExist) || !c.Now().Equal(noon) {
		t.Errorf("shows %s: %v", c.Now(), err)
	}
}

func TestClockRefusesADamagedFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "clock")
	if err := os.WriteFile(path, []byte("soon\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenClock(path, still); err == nil {
		t.Error("time starts over")
	}
}

func TestFirstInstant(t *testing.T) {
	t.Parallel()
	at := func(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }
	after := func(minutes int) time.Time { return at(minutes).Add(time.Millisecond) }
	reading := func(read, again, until int) Reading {
		return Reading{ReadAt: at(read), Again: at(again), MaxAge: time.Duration(until-read) * time.Minute}
	}
	tests := []struct {
		name     string
		due      time.Time
		readings []Reading
		want     time.Time
	}{
		{"nothing is awaited", time.Time{}, nil, time.Time{}},
		{"a timer", at(10), nil, after(10)},
		{"a fact a watch sees: its age is a timer", at(2), []Reading{reading(0, 1, 2)}, at(1)},
		{"a timer before the fact is old", at(1), []Reading{reading(0, 2, 4)}, after(1)},
		{"a fact that nobody watches over a long wait", at(5000), []Reading{reading(0, 1, 2)}, after(5000)},
		{"one that is to be read now", at(5000), []Reading{reading(-4, -2, 0)}, at(-2)},
		{"one that was never read", at(10), []Reading{{}}, time.Time{}},
		{"a fact and no timer", time.Time{}, []Reading{reading(0, 1, 2)}, time.Time{}},
	}
	for _, tt := range tests {
		if got := FirstInstant(noon, tt.due, tt.readings); !got.Equal(tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestSlotIsInTheServiceWindow(t *testing.T) {
	t.Parallel()
	for day := range 14 {
		now := noon.AddDate(0, 0, day)
		got := slot(now)
		if d := got.Sub(now); d < 3*24*time.Hour || d > 9*24*time.Hour {
			t.Errorf("from %s it is %s away", now.Weekday(), d)
		}
		if w := got.Weekday(); w < time.Tuesday || w > time.Thursday || got.Hour() != 9 {
			t.Errorf("from %s it is %s", now.Weekday(), got)
		}
	}
}

// shipped compiles a model with the organisation of the demonstration.
func shipped(t *testing.T, id string) *engine.Plan {
	t.Helper()
	set, found := model.LoadSet(append(models.Core(), demoFiles()...))
	if found.HasErrors() {
		t.Fatal(found)
	}
	flat, found := model.Flatten(set.ByID(id), set)
	if found.HasErrors() {
		t.Fatal(found)
	}
	plan, found := engine.Compile(flat, set.Site)
	if plan == nil || found.HasErrors() {
		t.Fatal(found)
	}
	return plan
}

func demoFiles() []model.File {
	var out []model.File
	for _, f := range documents() {
		out = append(out, model.File{Name: f.Name, Text: []byte(f.Text)})
	}
	return out
}

// verbs are what the inbox asks people for, by the kind of a step.
var verbs = map[engine.NodeKind][]string{
	engine.KindTask: {"Complete"}, engine.KindDecide: {"Decide"}, engine.KindHandoff: {"Offer", "Accept"}, engine.KindGate: {"Waive"},
}

// TestSomebodyActsAtEveryStep holds the story to the shipped models: whatever
// they ask people for, an act answers. The overlays are not part of it.
func TestSomebodyActsAtEveryStep(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, id := range []string{"software-standard", "change-basic", "change-package", "handbook-page"} {
		plan := shipped(t, id)
		for i := range plan.Nodes {
			n := &plan.Nodes[i]
			if n.Overlay != 0 {
				continue
			}
			for _, verb := range verbs[n.Kind] {
				if n.ID == "authorization" {
					verb = "Approve" // it has the default answers
				}
				seen++
				if a, ok := actFor(client.InboxItem{Place: n.ID + "[x]", Verb: verb, Kind: n.Kind.String()}); !ok || a.do == nil && a.when == nil {
					t.Errorf("%s: nobody knows how to %s %s", id, verb, n.ID)
				}
			}
		}
	}
	if seen < 30 {
		t.Errorf("looked at %d pieces of work only", seen)
	}
}

// TestActsBelongToModels finds acts at steps that no model has.
func TestActsBelongToModels(t *testing.T) {
	t.Parallel()
	steps := map[string]bool{}
	for _, id := range []string{"software-standard", "change-basic", "handbook-page"} {
		plan := shipped(t, id)
		for i := range plan.Nodes {
			steps[plan.Nodes[i].ID] = true
		}
	}
	for k := range acts {
		if step, _, ok := strings.Cut(k, " "); ok && !steps[step] {
			t.Errorf("%s is a step of no model", step)
		}
	}
}

func TestMachinesAreNotHelped(t *testing.T) {
	t.Parallel()
	a, ok := actFor(client.InboxItem{Place: "deploy_wave[first]", Verb: "Complete", Kind: "auto"})
	if !ok || a.ready(&play{}) {
		t.Error("a person would do what a machine does")
	}
	if _, ok := actFor(client.InboxItem{Place: "nowhere", Verb: "Complete", Kind: "task"}); ok {
		t.Error("somebody does a step that is not known")
	}
}

// TestPeopleAreThoseOfTheSite holds the list of logins to the document.
func TestPeopleAreThoseOfTheSite(t *testing.T) {
	t.Parallel()
	set, found := model.LoadSet(append(models.Core(), demoFiles()...))
	if found.HasErrors() {
		t.Fatal(found)
	}
	var want, got []string
	for _, p := range set.Site.People {
		want = append(want, p.ID.Text+" "+p.Name)
	}
	for _, p := range people {
		got = append(got, p.ID+" "+p.Name)
		if len(password(p.ID)) < 8 {
			t.Errorf("the password of %s is too short", p.ID)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("people (-site +logins):\n%s", diff)
	}
}

// TestExecutorsServeTheSite sees to it that each script exists and that every
// source of the models is served.
func TestExecutorsServeTheSite(t *testing.T) {
	t.Parallel()
	c, err := executor.ParseConfig(executors())
	if err != nil {
		t.Fatal(err)
	}
	for name, spec := range c.Executors {
		if !spec.Idempotent {
			t.Errorf("%s is not idempotent, so a crash would leave it in doubt", name)
		}
		script := strings.TrimPrefix(spec.Shell.Run, "sh ")
		if len(embedded(script)) == 0 {
			t.Errorf("%s runs %s, which is not there", name, script)
		}
	}
	plan := shipped(t, "software-standard")
	for _, f := range plan.Facts {
		if c.Sources[f.From].Shell == nil {
			t.Errorf("nobody reads %s", f.From)
		}
	}
}

func TestFindRepository(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	deep := filepath.Join(root, "a", "b")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := FindRepository(deep); err == nil || !strings.Contains(err.Error(), "--repository") {
		t.Errorf("without sources: %v", err)
	}
	if err := os.WriteFile(filepath.Join(root, "go.mod"), []byte(module+"\ngo 1.26\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := FindRepository(t.TempDir(), deep); err != nil || got != root {
		t.Errorf("found %q: %v", got, err)
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		67 * time.Hour: "2 d 19 h", 90 * time.Minute: "1 h 30 min", 95 * time.Second: "1 min 35 s", 28 * time.Second: "28 s",
	} {
		if got := words(d); got != want {
			t.Errorf("%s is %q, want %q", d, got, want)
		}
	}
}
