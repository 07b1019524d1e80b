package demo

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"github.com/headgate/headgate/client"
)

// crew holds the login of each person. It is safe for concurrent use.
type crew struct {
	url string

	mu      sync.Mutex
	clients map[string]*client.Client
}

func newCrew(url string) *crew { return &crew{url: url, clients: map[string]*client.Client{}} }

// as returns the client of a person, who logs in the first time.
func (c *crew) as(ctx context.Context, id string) (*client.Client, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if api := c.clients[id]; api != nil {
		return api, nil
	}
	api, err := client.New(c.url, "").Login(ctx, id, password(id))
	if err != nil {
		return nil, err
	}
	c.clients[id] = api
	return api, nil
}

// ask lets a person ask something of the server. A session that has ended is
// begun again, once.
func ask[T any](ctx context.Context, c *crew, id string, what func(*client.Client) (T, error)) (T, error) {
	for again := false; ; again = true {
		api, err := c.as(ctx, id)
		if err != nil {
			var none T
			return none, err
		}
		out, err := what(api)
		var p *client.Problem
		if again || !errors.As(err, &p) || p.Status != http.StatusUnauthorized {
			return out, err
		}
		c.mu.Lock()
		delete(c.clients, id)
		c.mu.Unlock()
	}
}
