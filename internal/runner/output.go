package runner

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/headgate/headgate/internal/service"
)

// maxOutput bounds what is kept of one call, in bytes.
const maxOutput = 4 << 20

// output keeps what a call prints: it gathers writes for a moment and appends
// them at their offset. A call is not slowed down or failed by it; what cannot
// be kept is dropped and said so.
type output struct {
	ctx    context.Context
	svc    service.Runner
	key    string
	logger *slog.Logger

	mu     sync.Mutex
	buf    []byte
	kick   chan struct{}
	over   chan struct{} // closed when no Write follows any more
	done   chan struct{}
	taken  int64 // bytes accepted, at most maxOutput
	offset int64 // bytes kept
}

func newOutput(ctx context.Context, svc service.Runner, key string, logger *slog.Logger) *output {
	o := &output{ctx: ctx, svc: svc, key: key, logger: logger, kick: make(chan struct{}, 1), over: make(chan struct{}), done: make(chan struct{})}
	go o.pump()
	return o
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := min(int64(len(p)), maxOutput-o.taken)
	o.buf = append(o.buf, p[:n]...)
	o.taken += n
	select {
	case o.kick <- struct{}{}:
	default:
	}
	return len(p), nil
}

// pump appends what has gathered, at most five times a second.
func (o *output) pump() {
	defer close(o.done)
	for range o.kick {
		o.flush()
		timer := time.NewTimer(200 * time.Millisecond)
		select {
		case <-o.ctx.Done():
		case <-o.over:
		case <-timer.C:
		}
		timer.Stop()
	}
	o.flush()
}

func (o *output) flush() {
	o.mu.Lock()
	data := o.buf
	o.buf = nil
	o.mu.Unlock()
	if len(data) == 0 {
		return
	}
	err := o.svc.AppendOutput(context.WithoutCancel(o.ctx), o.key, o.offset, data)
	if err != nil {
		o.logger.LogAttrs(o.ctx, slog.LevelWarn, "output not kept", slog.String("call", o.key), slog.Any("error", err))
		return
	}
	o.mu.Lock()
	o.offset += int64(len(data))
	o.mu.Unlock()
}

// Close appends the rest at once and returns when it is kept. No Write may
// follow.
func (o *output) Close() {
	close(o.over)
	close(o.kick)
	<-o.done
}
