package service

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/headgate/headgate/calendar"
	"github.com/headgate/headgate/client"
	"github.com/headgate/headgate/internal/service/view"
	"github.com/headgate/headgate/internal/store"
)

// Inbox lists open work: for me, for my teams, or for everybody.
func (s *Service) Inbox(ctx context.Context, c Caller, whose, cursor string, limit int) (client.Page[client.InboxItem], error) {
	page := client.Page[client.InboxItem]{Items: []client.InboxItem{}}
	if err := c.need(MayRead); err != nil {
		return page, err
	}
	d, err := s.directory(ctx)
	if err != nil {
		return page, err
	}
	mine, teams := d.inboxes(c.Person, s.now()), d.teamsOf(c.Person)
	f := store.WorkFilter{Cursor: cursor, Limit: limit}
	switch whose {
	case "me":
		f.People = mine
	case "teams":
		if f.Teams = teams; len(teams) == 0 {
			return page, nil
		}
	}
	rows, next, err := s.Store.Inbox(ctx, f)
	if err != nil {
		return page, fault("read inbox", err)
	}
	if page.Total, err = s.Store.InboxSize(ctx, f); err != nil {
		return page, fault("count inbox", err)
	}
	for i := range rows {
		item, err := s.inboxItem(ctx, &rows[i], c.Person, mine)
		if err != nil {
			return page, err
		}
		page.Items = append(page.Items, item)
	}
	page.Next = next
	return page, nil
}

func (s *Service) inboxItem(ctx context.Context, row *store.Work, me string, mine []string) (client.InboxItem, error) {
	var item client.InboxItem
	if err := json.Unmarshal(row.Data, &item); err != nil {
		return item, fmt.Errorf("decode work of %s: %w", row.Case, err)
	}
	item.For = "team"
	switch {
	case slices.Contains(item.People, me):
		item.For = "me"
	case slices.ContainsFunc(mine, func(id string) bool { return slices.Contains(item.People, id) }):
		item.For = "deputy"
	}
	if item.Clock == nil {
		return item, nil
	}
	l, err := s.load(ctx, row.Case)
	if err != nil {
		return item, err
	}
	view.Run(l.plan, item.Clock, s.now())
	return item, nil
}

// inboxes returns the people whose work a person sees as his own: himself, and
// those whose deputy he is now.
func (d *directory) inboxes(id string, now calendar.Instant) []string {
	out := []string{id}
	for i := range d.world.People {
		for _, a := range d.world.People[i].Away {
			if a.Deputy == id && a.From <= now && now < a.To {
				out = append(out, d.world.People[i].ID)
			}
		}
	}
	return out
}
