package service

import (
	"context"
	"time"
)

// What has had its time is looked for every tidyEvery, first that long after the
// start. A key is known for keyLife: whoever sends a request again because the
// answer was lost does so by then.
const (
	tidyEvery = time.Hour
	keyLife   = 7 * 24 * time.Hour
)

// Tidy implements Runner.
func (s *Service) Tidy(ctx context.Context) error {
	now, last := s.wall(), s.tidied.Load()
	if now.Sub(*last) < tidyEvery || !s.tidied.CompareAndSwap(last, &now) {
		return nil
	}
	// Keys carry the time of their cases, which a demonstration lets run ahead.
	keys := min(now, s.now()).Add(-keyLife)
	return fault("tidy up", s.Store.Prune(ctx, now, keys))
}
