package httpapi

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

// Listen says how a server is reached.
type Listen struct {
	Addr string // host:port
	TLS  bool   // this process speaks TLS
	// BehindProxy is said by the operator when a proxy in front speaks TLS.
	BehindProxy bool
	Demo        bool // passwords are shown to everybody
}

// Check returns nil when it is safe to listen like that, and otherwise one
// sentence that says what to change.
func (l Listen) Check() error {
	host, _, err := net.SplitHostPort(l.Addr)
	if err != nil {
		return fmt.Errorf("%q is no address: write host:port, such as 127.0.0.1:8080", l.Addr)
	}
	switch {
	case loopback(host):
		return nil
	case l.Demo:
		return fmt.Errorf("the demonstration shows its passwords, so it listens on this machine only: use 127.0.0.1 instead of %q", host)
	case !l.TLS && !l.BehindProxy:
		return fmt.Errorf("listening on %q without TLS would send passwords in the clear: give a certificate and key, or say --behind-proxy if a proxy in front speaks TLS", l.Addr)
	default:
		return nil
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Server returns a server with the limits that a handler alone cannot set. It
// has no limit for writing: the handler sets one per request, because the
// stream has none.
func Server(addr string, h http.Handler) *http.Server {
	return &http.Server{
		Addr: addr, Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
}
