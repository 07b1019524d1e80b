package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/headgate/headgate/client"
)

// serverMemory measures what a server process holds after it has run releases
// for people who use its HTTP API, each logged in; and how fast they were.
func serverMemory(ctx context.Context, c Config) (_ []Figure, err error) {
	shop, err := openRemote(ctx, c)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, shop.close()) }()
	idle, _ := shop.server.resident()
	crew := &crew{desk: shop, board: shop.board, script: script(shop.change), idle: func() {}, most: c.Releases}
	began, cpu := time.Now(), shop.server.cpu()
	if err := shop.run(ctx, crew, c.Submitters); err != nil {
		return nil, err
	}
	wall := time.Since(began)
	cpu = shop.server.cpu() - cpu
	latency, _ := crew.counted()
	slices.Sort(latency)
	after, _ := shop.server.resident()
	if err := pause(ctx, c.Window); err != nil {
		return nil, err
	}
	rested, most := shop.server.resident()
	of, count := "memory", fmt.Sprintf("%s releases", grouped(int64(c.Releases)))
	return []Figure{
		figure(of, "resident before the first release", "MiB", idle),
		figure(of, "resident after "+count, "MiB", after).atMost(64, 0),
		figure(of, "resident a while later", "MiB", rested).atMost(64, 0),
		figure(of, "resident at most", "MiB", most),
		figure(of, "heap in use after the last collection", "MiB", float64(shop.server.heap.Load())),
		figure(of, "releases over HTTP", "1/s", float64(c.Releases)/wall.Seconds()),
		figure(of, "processor time of the server per transition", "µs", float64(cpu.Microseconds())/float64(c.Releases*transitions)),
		figure(of, "act of a person over HTTP p50", "ms", millis(percentile(latency, 50))),
		figure(of, "act of a person over HTTP p99", "ms", millis(percentile(latency, 99))),
	}, nil
}

// shortWait is that of the release where the clock is that of the wall.
const shortWait = time.Second

// remote is the desk of a server process.
type remote struct {
	server   *child
	people   map[string]*client.Client
	machines *httptest.Server
	board    *board
	change   string
	keys     atomic.Int64
}

func openRemote(ctx context.Context, c Config) (_ *remote, err error) {
	r := &remote{board: newBoard(), people: map[string]*client.Client{}}
	r.machines = httptest.NewServer(http.HandlerFunc(r.machine))
	defer func() {
		if err != nil {
			err = errors.Join(err, r.close())
		}
	}()
	dir := filepath.Join(c.Dir, "served")
	executors := fmt.Sprintf("executors: {bench.run: {http: {url: %q, method: POST, outputs: {bits: bits}}}}\n", r.machines.URL)
	if err := errors.Join(makeFolder(dir, crewIDs...), os.WriteFile(filepath.Join(dir, "executors.yaml"), []byte(executors), 0o600)); err != nil {
		return nil, err
	}
	if r.server, err = serve(ctx, dir); err != nil {
		return nil, err
	}
	for _, id := range crewIDs {
		if r.people[id], err = r.server.as(ctx, id); err != nil {
			return nil, err
		}
	}
	return r, r.prepare(ctx)
}

// prepare stores the model of the release and has a change authorized.
func (r *remote) prepare(ctx context.Context) error {
	checked, err := r.people["eva"].Submit(ctx, r12(shortWait))
	if err != nil {
		return err
	}
	if !checked.OK {
		return fmt.Errorf("r12 is not accepted: %+v", checked.Diagnostics)
	}
	for _, m := range checked.Models {
		if _, err := r.people["ben"].Judge(ctx, m.ID+"@"+m.Version, client.JudgeRequest{Act: "approved", Reason: "it is measured"}); err != nil {
			return err
		}
	}
	begin, acts := authorization()
	v, err := r.people["ben"].Start(ctx, client.Changes, begin, r.once())
	if err != nil {
		return err
	}
	r.change = v.ID
	for _, a := range acts {
		if _, err := r.people[a.by].Do(ctx, client.Changes, v.ID, a.CommandRequest, r.once()); err != nil {
			return fmt.Errorf("%s %s: %w", a.Command, a.Place, err)
		}
	}
	return nil
}

func (r *remote) close() error {
	r.machines.Close()
	if r.server == nil {
		return nil
	}
	return r.server.end()
}

func (r *remote) once() client.Call {
	return client.Call{Key: strconv.FormatInt(r.keys.Add(1), 36)}
}

// run lets a crew work and posts the waits that are over.
func (r *remote) run(ctx context.Context, c *crew, n int) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		for pause(ctx, early/2) == nil {
			r.board.fired(time.Now())
		}
	}()
	return c.work(ctx, n)
}

// start implements desk.
func (r *remote) start(ctx context.Context) (string, error) {
	v, err := r.people["eva"].Start(ctx, client.Releases, beginning(), r.once())
	return v.ID, err
}

// act implements desk.
func (r *remote) act(ctx context.Context, by, id string, request client.CommandRequest) error {
	_, err := r.people[by].Do(ctx, client.Releases, id, request, r.once())
	var no *client.Problem
	if errors.As(err, &no) && no.Status == http.StatusConflict {
		return errEarly
	}
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("%s: %s %s %s: %w", id, by, request.Command, request.Place, err)
	}
	return err
}

// machine is what does the work of the automations, at once. The server makes
// it durable just after; an act that comes before that is early.
func (r *remote) machine(w http.ResponseWriter, request *http.Request) {
	part := strings.Split(request.Header.Get("Idempotency-Key"), "/") // REL-7/compile/1/run
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprint(w, `{"bits": "sha256:bits"}`)
	if len(part) > 1 {
		time.AfterFunc(early/2, func() { r.board.done(part[0], part[1], time.Now().Add(shortWait)) })
	}
}
