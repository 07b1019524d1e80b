package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/headgate/headgate/client"
)

// failLive makes the second live instance fail its check.
const failLive = "live"

// Config is what a demonstration is made of.
type Config struct {
	Dir        string // everything is kept here; with something in it, it goes on
	Repository string // sources of Headgate
	Binary     string // this program, for the scripts
	Addr       string // where the server listens
	Fail       string // "" or "live"
	// Pause is how long a visitor may act for a person before the person does.
	Pause time.Duration
	Serve func(context.Context, ServerConfig) (Server, error)
	Out   io.Writer // the story

	temporary bool // nobody asked for the folder
}

// ServerConfig is the server of the demonstration.
type ServerConfig struct {
	Addr      string // host:port; port 0: a free one
	Data      string // folder of the database
	Dir       string // folder the executors run in
	Clock     func() time.Time
	Zone      string
	Documents []client.SourceFile // beside the shipped ones
	Executors []byte              // executors.yaml
	People    []ServerPerson
	Poll      time.Duration // how often it looks at the clock
}

// ServerPerson is somebody who can log in.
type ServerPerson struct {
	ID, Name, Password string
	Permissions        []string
}

// Server is a running server.
type Server interface {
	URL() string
	// Next returns the first instant at which something happens by itself: a
	// timer of a case, or a reading of a fact that is to be taken again. It
	// lies in the past while that is under way. Zero: none.
	Next(ctx context.Context) (time.Time, error)
	// Close stops it: no request is under way any more, and nothing is lost.
	Close() error
}

// poll is how often the server looks at a clock that may have been moved.
const poll = 20 * time.Millisecond

// figures are what the play came to.
type figures struct {
	acts    int
	build   time.Duration
	tests   time.Duration
	ended   bool
	outcome string
}

// Once plays the release from its start to its end and returns a summary. It
// is an error when anything went otherwise than it must.
func Once(ctx context.Context, c Config) (*Summary, error) {
	p, stop, err := open(ctx, c)
	if err != nil {
		return nil, err
	}
	err = p.play(ctx)
	var s *Summary
	if err == nil {
		s, err = p.summary(ctx)
	}
	return s, errors.Join(err, stop())
}

// Live plays the release for visitors: it says where to look and who can be
// logged in as, lets them act first, and keeps running when the release is
// closed, until ctx ends.
func Live(ctx context.Context, c Config) error {
	p, stop, err := open(ctx, c)
	if err != nil {
		return err
	}
	p.visitors = true
	p.welcome()
	if err := p.receive(ctx); err != nil && ctx.Err() == nil {
		fmt.Fprintf(p.Out, "\nThe people of the demonstration stop here: %s\n", err)
	}
	fmt.Fprintf(p.Out, "The server keeps running; Ctrl-C ends it%s.\n", p.fate())
	<-ctx.Done()
	return stop()
}

// fate says what becomes of the folder of the demonstration when it ends.
func (p *play) fate() string {
	if !p.temporary {
		return ""
	}
	return " and removes what it made; --dir DIR keeps it"
}

// receive plays the release, and what there is beside it, among visitors.
func (p *play) receive(ctx context.Context) error {
	if err := p.begin(ctx); err != nil {
		return err
	}
	if err := p.beginOthers(ctx); err != nil {
		return err
	}
	if err := p.run(ctx); err != nil {
		return err
	}
	record, err := p.record(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Out, "\nThe release is closed: %s. Its record: %s\n", p.figures.outcome, record[0])
	return nil
}

// welcome tells a visitor what to open, and who he can be.
func (p *play) welcome() {
	fmt.Fprintf(p.Out, "\nOpen %s and log in as one of these people:\n\n", p.server.URL())
	for _, one := range people {
		if one.ID != pipeline {
			fmt.Fprintf(p.Out, "  %-4s %-14s password %s\n", one.ID, one.Name, password(one.ID))
		}
	}
	fmt.Fprintf(p.Out, "\nWhoever has work does it after %s, unless you do it first; left alone it takes some nine minutes\n"+
		"(--pause 3s is quicker). Where nobody has any, waits are skipped; instants in the record are those of the\n"+
		"demonstration's clock.\n\n", p.Pause)
}

func (p *play) play(ctx context.Context) error {
	if err := p.begin(ctx); err != nil {
		return err
	}
	if err := p.run(ctx); err != nil {
		return err
	}
	return p.check(ctx)
}

// open prepares the folder, starts the server and the instances. What it
// started is ended by stop.
func open(ctx context.Context, c Config) (p *play, stop func() error, err error) {
	p = &play{Config: c, seen: map[string]time.Time{}, passed: map[string]bool{}, told: map[string]int64{}}
	p.printer = &printer{w: c.Out, start: time.Now()}
	begun := time.Now()
	if err := p.prepare(ctx); err != nil {
		return nil, nil, fmt.Errorf("prepare: %w", err)
	}
	p.figures.build = time.Since(begun)
	if p.clock, err = OpenClock(filepath.Join(c.Dir, "run", "clock"), time.Now); err != nil {
		return nil, nil, err
	}
	if p.server, err = c.Serve(ctx, p.serverConfig()); err != nil {
		return nil, nil, err
	}
	p.crew = newCrew(p.server.URL())
	stop = func() error {
		_, err := p.script(context.WithoutCancel(ctx), "down.sh")
		return errors.Join(p.server.Close(), err)
	}
	if err := p.connect(ctx); err != nil {
		return nil, nil, errors.Join(err, stop())
	}
	return p, stop, nil
}

func (p *play) serverConfig() ServerConfig {
	c := ServerConfig{
		Addr: p.Addr, Data: filepath.Join(p.Dir, "data"), Dir: p.Dir, Clock: p.clock.Now, Zone: berlin.String(),
		Documents: documents(), Executors: executors(), Poll: poll,
	}
	for _, one := range people {
		c.People = append(c.People, ServerPerson{one.ID, one.Name, password(one.ID), one.May})
	}
	return c
}

// connect gives the scripts a token and starts the instances.
func (p *play) connect(ctx context.Context) error {
	token, err := ask(ctx, p.crew, pipeline, func(api *client.Client) (client.Token, error) {
		return api.AddToken(ctx, client.TokenRequest{Name: "scripts of the demonstration"})
	})
	if err != nil {
		return fmt.Errorf("log in the pipeline: %w", err)
	}
	if err := p.note(map[string]string{"url": p.server.URL(), "token": token.Secret}); err != nil {
		return err
	}
	up, err := p.script(ctx, "up.sh")
	if err != nil {
		return err
	}
	fmt.Fprint(p.Out, up)
	return nil
}

// record writes the record pack of the release beside the artefacts.
func (p *play) record(ctx context.Context) ([]string, error) {
	dir := filepath.Join(p.Dir, "record")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var paths []string
	for _, format := range []string{"html", "md", "json"} {
		text, err := ask(ctx, p.crew, observer, func(api *client.Client) ([]byte, error) {
			return api.Record(ctx, client.Releases, p.story.Release, format)
		})
		if err != nil {
			return nil, fmt.Errorf("record: %w", err)
		}
		path := filepath.Join(dir, p.story.Release+"."+format)
		if err := os.WriteFile(path, text, 0o644); err != nil { //nolint:gosec // for the visitor to read
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}
