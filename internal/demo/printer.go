package demo

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// printer tells the story, one line for each thing that happened. It is safe
// for concurrent use.
type printer struct {
	w     io.Writer
	start time.Time // real

	mu   sync.Mutex
	skip time.Duration // moved since the last line
}

// act prints what somebody did in a case; took is shown when it was long.
func (p *printer) act(at time.Time, id, who, what string, took time.Duration) {
	if took >= time.Second {
		what += fmt.Sprintf(" (%.1f s)", took.Seconds())
	}
	p.line(at, id, who, what)
}

func (p *printer) line(at time.Time, id, who, what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.skip >= time.Second {
		fmt.Fprintf(p.w, "%9s  %s of waiting skipped\n", "", words(p.skip))
		p.skip = 0
	}
	fmt.Fprintf(p.w, "%7.1f s  %s  %-6s %-13s %s\n", time.Since(p.start).Seconds(), at.In(berlin).Format("Mon 02 Jan 15:04"), id, who, what)
}

// skipped adds a move of the clock to those told with the next line.
func (p *printer) skipped(_ time.Time, by time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.skip += by
}

// words is a duration as people say it.
func words(d time.Duration) string {
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	switch {
	case days > 0:
		return fmt.Sprintf("%d d %d h", days, hours)
	case hours > 0:
		return fmt.Sprintf("%d h %d min", hours, minutes)
	case minutes > 0:
		return fmt.Sprintf("%d min %d s", minutes, int(d.Seconds())%60)
	}
	return fmt.Sprintf("%.0f s", d.Seconds())
}
