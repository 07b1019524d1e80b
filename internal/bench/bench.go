package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

// Config says how to measure. The zero value of a field is not its default.
type Config struct {
	Window     time.Duration // length of one stretch of measuring
	Runs       int           // stretches of each kind; the median counts
	Submitters int           // people who act at the same time
	Stored     int           // releases in the folder that is started over
	Releases   int           // to run before memory is read
	Dir        string        // folder for everything that is written; it is emptied by its owner
}

// part is one thing to measure.
type part struct {
	name    string
	disk    bool // hangs on how fast the disk syncs
	measure func(context.Context, Config) ([]Figure, error)
}

var parts = []part{
	{"core", false, core},
	{"compile", false, compiling},
	{"sqlite", true, onSQLite},
	{"start", true, starting},
	{"memory", true, serverMemory},
}

// Parts names what can be measured, in order.
func Parts() []string {
	var names []string
	for _, p := range parts {
		names = append(names, p.name)
	}
	return names
}

// Run measures the named parts in a folder of its own below c.Dir, which is
// gone when Run returns, whatever it returns.
func Run(ctx context.Context, c Config, names []string) (_ *Report, err error) {
	root, err := os.MkdirTemp(c.Dir, "headgate-bench-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the measurements: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(root)) }()
	r := &Report{Machine: machine()}
	disk := false
	for _, p := range parts {
		if !slices.Contains(names, p.name) {
			continue
		}
		if p.disk && !disk {
			disk = true
			if r.Machine.CommitsBefore, err = bareCommits(ctx, root); err != nil {
				return nil, err
			}
		}
		figures, err := p.run(ctx, c, root)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		r.Figures = append(r.Figures, figures...)
	}
	if disk {
		r.Machine.CommitsAfter, err = bareCommits(ctx, root)
	}
	r.Machine.LoadAfter = load()
	return r, err
}

// run gives a part an empty folder.
func (p *part) run(ctx context.Context, c Config, root string) (_ []Figure, err error) {
	if c.Dir, err = os.MkdirTemp(root, p.name+"-"); err != nil {
		return nil, err
	}
	figures, err := p.measure(ctx, c)
	return figures, errors.Join(err, os.RemoveAll(c.Dir))
}
