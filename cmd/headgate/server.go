package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/builtin"
	"github.com/headgate/headgate/internal/demo"
	"github.com/headgate/headgate/internal/demo/host"
	"github.com/headgate/headgate/internal/executor"
	"github.com/headgate/headgate/internal/httpapi"
	"github.com/headgate/headgate/internal/runner"
	"github.com/headgate/headgate/internal/service"
	"github.com/headgate/headgate/internal/store"
	"github.com/headgate/headgate/internal/store/sqlite"
	"github.com/headgate/headgate/web"
)

// serverConfig is everything one server is made of.
type serverConfig struct {
	listen    httpapi.Listen
	cert, key string // files of the TLS certificate, or empty
	data      string // folder of the database
	dir       string // folder that executors run in
	zone      string
	library   []client.SourceFile // documents, the site among them
	shelf     []client.SourceFile // models that are taken over where they fit, once it runs
	executors executor.Config
	clock     func() time.Time
	poll      time.Duration
	grace     time.Duration     // for calls that must not be repeated, at a stop
	shown     map[string]string // person -> password shown on the login page
	people    []person
	logger    *slog.Logger
}

// person is somebody who may log in from the first start on.
type person struct {
	id, name, password string
	may                []service.Permission
}

// server is a running server: store, service, runner and HTTP in one process.
type server struct {
	serverConfig
	store     *sqlite.Store
	committer *store.Committer
	service   *service.Service
	http      *http.Server
	listener  net.Listener
	lock      *os.File
	stop      context.CancelFunc
	work      sync.WaitGroup
	failed    chan error // of the HTTP server
}

// startServer opens the data folder and serves until close. Every error is one
// sentence for the operator.
func startServer(ctx context.Context, c serverConfig) (_ *server, err error) {
	if err := c.listen.Check(); err != nil {
		return nil, err
	}
	s := &server{serverConfig: c, failed: make(chan error, 1)}
	defer func() {
		if err != nil {
			_ = s.close() // the first error is the one to tell
		}
	}()
	if err := s.openStore(ctx); err != nil {
		return nil, err
	}
	if _, err := s.service.FreeClaims(ctx); err != nil { // the lock says that their process is gone
		return nil, err
	}
	if err := s.seed(ctx); err != nil {
		return nil, err
	}
	if err := s.freshen(ctx); err != nil {
		return nil, err
	}
	if s.listener, err = net.Listen("tcp", c.listen.Addr); err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w; choose another with --listen", c.listen.Addr, unwrapNet(err))
	}
	s.start()
	return s, nil
}

func unwrapNet(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}

// openStore takes the data folder for this process alone.
func (s *server) openStore(ctx context.Context) (err error) {
	if err := os.MkdirAll(s.data, 0o700); err != nil {
		return fmt.Errorf("cannot make the data folder: %w; choose another with --data", err)
	}
	if s.lock, err = lockFolder(s.data); err != nil {
		return err
	}
	if s.store, err = sqlite.Open(ctx, sqlite.Config{Path: filepath.Join(s.data, "headgate.db")}); err != nil {
		return err
	}
	s.committer = store.NewCommitter(s.store, store.CommitterConfig{})
	s.service = service.New(service.Config{
		Store: s.store, Committer: s.committer, Clock: s.clock, Zone: s.zone,
		Library: s.library, Logger: s.logger, Demo: s.shown,
	})
	return nil
}

// lockFolder keeps a second server out of the folder; the lock ends with the
// process, however it ends.
func lockFolder(data string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(data, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot write to the data folder %s: %w; give this user the right, or choose another with --data", data, errors.Unwrap(err))
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close() // nothing was written
		return nil, fmt.Errorf("another server uses the data folder %s; stop it, or choose another with --data", data)
	}
	return f, nil
}

// seed stores what the documents name, and lets the people in.
func (s *server) seed(ctx context.Context) error {
	if err := s.service.SeedSite(ctx); err != nil {
		return err
	}
	s.seedModels(ctx)
	for _, p := range s.people {
		hash, err := s.store.Credential(ctx, p.id)
		if err == nil && hash != "" {
			continue // known: what was changed since stays
		}
		if err := s.service.Bootstrap(ctx, p.id, p.name, p.password, p.may...); err != nil {
			return err
		}
	}
	return nil
}

// seedModels stores the models together, which is fast, or one by one when they
// do not all fit. One that does not fit this installation, or whose text changed
// under a version that is in use, is told of and left out: it must not keep the
// others from running.
func (s *server) seedModels(ctx context.Context) {
	if s.service.SeedModels(ctx, s.library) == nil {
		return
	}
	for _, f := range s.library {
		if err := s.service.SeedModels(ctx, []client.SourceFile{f}); err != nil {
			s.logger.LogAttrs(ctx, slog.LevelWarn, "model not stored; what was stored before stays",
				slog.String("file", f.Name), slog.Any("error", err))
		}
	}
}

// shelve stores the models of the shelf that fit this installation. Others are
// of no use to it, and no fault of its. Whoever waits for the server to start
// goes first.
func (s *server) shelve(ctx context.Context) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(time.Second):
	}
	left, err := s.service.Shelve(ctx, s.shelf)
	if err != nil && ctx.Err() == nil {
		s.logger.LogAttrs(ctx, slog.LevelWarn, "library of models not stored", slog.Any("error", err))
	}
	if len(left) > 0 {
		s.logger.LogAttrs(ctx, slog.LevelInfo, "these models name what this site does not have", slog.Any("files", left))
	}
}

// freshen makes the projections again when an older version made them.
func (s *server) freshen(ctx context.Context) error {
	stale, err := s.store.Stale(ctx)
	if err != nil || !stale {
		return err
	}
	return s.service.Rebuild(ctx)
}

func (s *server) start() {
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	set := executor.NewSet(s.executors.Executors, s.dir, builtin.Executors(s.service))
	r := runner.New(runner.Config{
		Service: s.service, Call: call(s.service, set), Idempotent: set.Idempotent, Read: s.read(), Notify: s.notify,
		Clock: s.clock, Worker: fmt.Sprintf("%d", os.Getpid()), Poll: s.poll, Grace: s.grace, Logger: s.logger,
	})
	s.work.Go(func() { staySmall(ctx) })
	s.work.Go(func() { s.shelve(ctx) })
	s.work.Go(func() { r.Run(ctx) })
	api := httpapi.New(s.service, httpapi.Config{Static: web.Files(), Secure: s.listen.TLS, Logger: s.logger})
	s.http = httpapi.Server(s.listen.Addr, around(ctx, api))
	s.work.Go(func() {
		var err error
		if s.cert != "" {
			err = s.http.ServeTLS(s.listener, s.cert, s.key)
		} else {
			err = s.http.Serve(s.listener)
		}
		if !errors.Is(err, http.ErrServerClosed) {
			s.failed <- err
		}
	})
}

// around names the version in every answer, and ends streams when the server
// stops: their readers take up again where they were, at the next server.
func around(stopping context.Context, next http.Handler) http.Handler {
	version := versionOf()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(host.VersionHeader, version)
		if r.URL.Path == httpapi.Prefix+"/stream" {
			ctx, cancel := context.WithCancel(r.Context())
			defer context.AfterFunc(stopping, cancel)()
			defer cancel()
			r = r.WithContext(ctx)
		}
		next.ServeHTTP(w, r)
	})
}

// call runs an executor for the runner.
func call(svc *service.Service, set *executor.Set) func(context.Context, service.Effect, <-chan struct{}, io.Writer) service.Result {
	return func(ctx context.Context, e service.Effect, pause <-chan struct{}, out io.Writer) service.Result {
		ctx, cancel := asExecutor(ctx)
		defer cancel()
		files, remove, err := inputFiles(ctx, svc, e.With)
		if err != nil {
			return service.Result{Outcome: string(executor.Failed), Error: "its inputs cannot be laid out: " + err.Error()}
		}
		defer remove()
		r := set.Run(ctx, executor.Call{
			Key: e.Key, Case: e.Case, Place: e.Place, Executor: e.Executor, Try: e.Try, With: e.With, Files: files, Timeout: e.Timeout, Pause: pause,
		}, out)
		r = keepFiles(ctx, svc, r)
		return service.Result{Outcome: string(r.Outcome), Outputs: r.Outputs, Error: r.Error}
	}
}

// asExecutor tells the executor in its own words that the case withdrew a call.
func asExecutor(ctx context.Context) (context.Context, func()) {
	call, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		cause := context.Cause(ctx)
		if errors.Is(cause, runner.ErrStopped) {
			cause = executor.ErrStopped
		}
		cancel(cause)
	})
	return call, func() {
		stop()
		cancel(nil)
	}
}

// read reads a source for the runner: its outputs are the fact.
func (s *server) read() func(context.Context, service.Want) (json.RawMessage, error) {
	set := executor.NewSet(s.executors.Sources, s.dir, builtin.Sources(s.service))
	return func(ctx context.Context, w service.Want) (json.RawMessage, error) {
		r := set.Run(ctx, executor.Call{
			Key: w.Case + "/" + w.Fact, Case: w.Case, Place: w.Fact, Executor: w.From, Try: 1, With: w.With,
		}, io.Discard)
		if r.Outcome != executor.Done {
			return nil, errors.New(r.Error)
		}
		return json.Marshal(r.Outputs)
	}
}

// notify writes a notice to the log: mail and chat are not connected yet, and
// the people find it in their inbox.
func (s *server) notify(ctx context.Context, e service.Effect) error {
	s.logger.LogAttrs(ctx, slog.LevelInfo, "notice",
		slog.String("case", e.Case), slog.String("step", e.Place), slog.Any("to", e.To), slog.String("text", e.Text))
	return nil
}

// url is where people reach the server.
func (s *server) url() string {
	scheme := "http"
	if s.cert != "" {
		scheme = "https"
	}
	return scheme + "://" + s.listener.Addr().String()
}

// next is the first instant at which something happens by itself.
func (s *server) next(ctx context.Context) (time.Time, error) {
	var due time.Time
	at, err := s.store.NextDue(ctx)
	if err != nil {
		return due, err
	}
	if at != 0 {
		due = time.UnixMilli(int64(at))
	}
	wanted, err := s.service.Wanted(ctx, calendar.Forever.Time(time.UTC))
	if err != nil {
		return due, err
	}
	var readings []demo.Reading
	for _, w := range wanted {
		readings = append(readings, demo.Reading{ReadAt: w.ReadAt, Again: w.At, MaxAge: w.MaxAge})
	}
	return demo.FirstInstant(s.clock(), due, readings), nil
}

// close stops in order: no new requests, no new effects, nothing uncommitted.
func (s *server) close() error {
	var errs []error
	if s.stop != nil {
		s.stop()
	}
	if s.http != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := s.http.Shutdown(ctx); err != nil {
			errs = append(errs, s.http.Close())
		}
	} else if s.listener != nil {
		errs = append(errs, s.listener.Close())
	}
	s.work.Wait()
	if s.committer != nil {
		s.committer.Close()
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return errors.Join(errs...)
}
