package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sync/errgroup"

	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/cli"
)

// unended are requests that never come to their end, COOKIE for that of a login.
var unended = map[string]string{
	"nothing":           "",
	"half a header":     "GET / HTTP/1.1\r\nHost: x\r\nX-",
	"half a login":      "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
	"half a chunk":      "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{",
	"half for nobody":   "POST /api/v1/nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
	"half for a page":   "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
	"half for a stream": "GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nCookie: COOKIE\r\nContent-Length: 100\r\n\r\n{",
}

// slow PERSON: clients that send such requests, all at once, and one that sends
// a login drop by drop, are cut off; a stream that was there before lives.
func slow(ts *testscript.TestScript, _ bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cookie := loginOf(ctx, ts, args[0])
	stream := open(ctx, ts, cookie)
	var clients errgroup.Group
	for name, text := range unended {
		clients.Go(func() error {
			return cutOff(ctx, ts.Getenv("ADDR"), name, strings.ReplaceAll(text, "COOKIE", cookie), false)
		})
	}
	clients.Go(func() error { return cutOff(ctx, ts.Getenv("ADDR"), "drops", unended["half a login"], true) })
	ts.Check(clients.Wait())
	for lines := range 4 { // two in the beginning, and that it lives every 15 seconds
		if _, err := stream.ReadString(':'); err != nil {
			ts.Fatalf("the stream ended after %d lines: %v", lines, err)
		}
	}
}

// loginOf is the cookie of a person of the script's folder.
func loginOf(ctx context.Context, ts *testscript.TestScript, id string) string {
	folder, err := cli.FindFolder(ts.MkAbs("."))
	ts.Check(err)
	c, err := client.New(ts.Getenv("HEADGATE_URL"), "").Login(ctx, id, folder.People[id].Password)
	ts.Check(err)
	return "headgate_session=" + c.Session()
}

// open begins a stream of all changes.
func open(ctx context.Context, ts *testscript.TestScript, cookie string) *bufio.Reader {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, ts.Getenv("HEADGATE_URL")+"/api/v1/stream", nil)
	ts.Check(err)
	req.Header.Set("Cookie", cookie)
	resp, err := http.DefaultClient.Do(req)
	ts.Check(err)
	ts.Defer(func() { _ = resp.Body.Close() })
	return bufio.NewReader(resp.Body)
}

// cutOff sends text, and then a byte a second if it is to drip, and returns when
// the server has ended the connection. It is an error if ctx ends before.
func cutOff(ctx context.Context, addr, name, text string, drip bool) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	defer conn.Close()
	if _, err := io.WriteString(conn, text); err != nil {
		return err
	}
	if drip {
		go drop(conn)
	}
	_, _ = io.Copy(io.Discard, conn) // however the server ends it
	if ctx.Err() != nil {
		return fmt.Errorf("%s: not cut off", name)
	}
	return nil
}

// drop sends a byte a second as long as it can.
func drop(w io.Writer) {
	for range time.Tick(time.Second) {
		if _, err := io.WriteString(w, " "); err != nil {
			return
		}
	}
}
