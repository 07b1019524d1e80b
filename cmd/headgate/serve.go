package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/cli"
	"github.com/headgate/headgate/internal/demo"
	"github.com/headgate/headgate/internal/executor"
	"github.com/headgate/headgate/internal/httpapi"
	"github.com/headgate/headgate/internal/service"
	"github.com/headgate/headgate/model"
	"github.com/headgate/headgate/models"
)

// serveFlags are the flags of serve; empty ones are the working folder's.
type serveFlags struct {
	listen, data, dir, cert, key string
	proxy                        bool
	grace                        time.Duration
}

func serveCommand() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use: "serve", Short: "Serve the working folder", GroupID: "operate", Args: cobra.NoArgs,
		Long: "Serve the working folder: its documents, people and executors, on SQLite in its data folder.\n" +
			"A folder is made by: headgate init DIR",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return serve(cmd.Context(), f, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.dir, "dir", ".", "working folder")
	flags.StringVar(&f.listen, "listen", "", "host:port (default: headgate.yaml, else 127.0.0.1:8080)")
	flags.StringVar(&f.data, "data", "", "data folder (default: headgate.yaml, else data)")
	flags.StringVar(&f.cert, "tls-cert", "", "certificate file, to serve TLS")
	flags.StringVar(&f.key, "tls-key", "", "key file of the certificate")
	flags.DurationVar(&f.grace, "grace", 30*time.Second, "how long executor calls that must not be repeated may go on after a stop")
	flags.BoolVar(&f.proxy, "behind-proxy", false, "a proxy in front speaks TLS")
	return cmd
}

func serve(ctx context.Context, f serveFlags, out, log io.Writer) error {
	c, err := f.config(log)
	if err != nil {
		return err
	}
	s, err := startServer(ctx, c)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Headgate serves %s\nopen %s\n", c.dir, s.url())
	if len(c.people) > 0 {
		fmt.Fprintf(out, "log in as %s; passwords are in %s\n", strings.Join(ids(c.people), ", "), cli.PeopleFile)
	}
	select {
	case <-ctx.Done():
		fmt.Fprintf(out, "stopping: executor calls under way have %s to end; Ctrl-C again stops at once, and nothing acknowledged is lost\n", c.grace)
	case err = <-s.failed:
	}
	if closing := s.close(); err == nil {
		err = closing
	}
	return err
}

func ids(people []person) []string {
	var out []string
	for _, p := range people {
		out = append(out, p.id)
	}
	return out
}

// config reads the working folder; flags win over its file.
func (f serveFlags) config(log io.Writer) (serverConfig, error) {
	folder, err := cli.FindFolder(f.dir)
	if err != nil {
		return serverConfig{}, err
	}
	if folder == nil {
		return serverConfig{}, fmt.Errorf("%s is no working folder: there is no %s in it or above it; make one with: headgate init DIR", absolute(f.dir), cli.ConfigFile)
	}
	dir, err := filepath.Abs(folder.Dir)
	if err != nil {
		return serverConfig{}, err
	}
	c := serverConfig{
		dir: dir, cert: f.cert, key: f.key, clock: time.Now, grace: f.grace,
		shelf:  sourceFiles(models.Library()),
		data:   first(f.data, joined(dir, folder.Config.Data), filepath.Join(dir, "data")),
		logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}
	c.listen = httpapi.Listen{Addr: first(f.listen, folder.Config.Listen, "127.0.0.1:8080"), TLS: f.cert != "", BehindProxy: f.proxy}
	if c.library, c.zone, err = documents(dir); err != nil {
		return c, err
	}
	if c.executors, err = executors(dir); err != nil {
		return c, err
	}
	for _, id := range slices.Sorted(maps.Keys(folder.People)) {
		c.people = append(c.people, login(id, folder.People[id]))
	}
	return c, nil
}

// absolute is a path to be shown.
func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func joined(dir, name string) string {
	if name == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(dir, name)
}

func login(id string, l cli.Login) person {
	p := person{id: id, password: l.Password, may: []service.Permission{service.MayRead, service.MayStart}}
	for _, may := range l.Permissions {
		p.may = append(p.may, service.Permission(may))
	}
	return p
}

// documents are the shipped ones and those of the folder: site.yaml and
// models/*.yaml. A folder without site gets the shipped sample organisation.
func documents(dir string) (files []client.SourceFile, zone string, err error) {
	own, err := filepath.Glob(filepath.Join(dir, "models", "*.yaml"))
	if err != nil {
		return nil, "", err
	}
	site := filepath.Join(dir, "site.yaml")
	if _, err := os.Stat(site); err == nil {
		own = append(own, site)
	} else {
		files = append(files, sourceFiles(models.Site())...)
	}
	files = append(files, sourceFiles(models.Core())...)
	for _, path := range own {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, "", err
		}
		files = append(files, client.SourceFile{Name: relative(dir, path), Text: string(text)})
	}
	return files, zoneOf(files), nil
}

// zoneOf is the zone of the site document, or UTC.
func zoneOf(files []client.SourceFile) string {
	for _, f := range files {
		docs, _ := model.Parse(f.Name, []byte(f.Text))
		for _, d := range docs {
			if d.Site != nil && d.Site.Zone != "" {
				return d.Site.Zone
			}
		}
	}
	return "UTC"
}

func relative(dir, path string) string {
	if r, err := filepath.Rel(dir, path); err == nil {
		return r
	}
	return path
}

func sourceFiles(files []model.File) []client.SourceFile {
	var out []client.SourceFile
	for _, f := range files {
		out = append(out, client.SourceFile{Name: f.Name, Text: string(f.Text)})
	}
	return out
}

func executors(dir string) (executor.Config, error) {
	text, err := os.ReadFile(filepath.Join(dir, "executors.yaml"))
	if os.IsNotExist(err) {
		return executor.Config{}, nil
	}
	if err != nil {
		return executor.Config{}, err
	}
	return executor.ParseConfig(text)
}

// serveDemo runs the server of the demonstration.
func serveDemo(ctx context.Context, d demo.ServerConfig) (demo.Server, error) {
	exec, err := executor.ParseConfig(d.Executors)
	if err != nil {
		return nil, err
	}
	c := serverConfig{
		listen: httpapi.Listen{Addr: d.Addr, Demo: true}, data: d.Data, dir: d.Dir, zone: d.Zone,
		library: append(sourceFiles(models.Core()), d.Documents...), executors: exec,
		clock: d.Clock, poll: d.Poll, shown: map[string]string{},
		logger: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
	}
	for _, p := range d.People {
		one := person{id: p.ID, name: p.Name, password: p.Password}
		for _, may := range p.Permissions {
			one.may = append(one.may, service.Permission(may))
		}
		c.people, c.shown[p.ID] = append(c.people, one), p.Password
	}
	s, err := startServer(ctx, c)
	if err != nil {
		return nil, err
	}
	return demoServer{s}, nil
}

type demoServer struct{ *server }

func (d demoServer) URL() string                                 { return d.url() }
func (d demoServer) Next(ctx context.Context) (time.Time, error) { return d.next(ctx) }
func (d demoServer) Close() error                                { return d.close() }
