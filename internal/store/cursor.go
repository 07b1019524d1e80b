package store

import (
	"encoding/base64"
	"encoding/json"

	"github.com/headgate/headgate/calendar"
)

// Cursor is the key of the last row of a page, after which the next one
// begins. Implementations of Store share it so that a cursor outlives a move
// from one to another.
type Cursor struct {
	At     calendar.Instant `json:"a"`
	Number int64            `json:"n,omitempty"`
	Case   string           `json:"c"`
	Place  string           `json:"p,omitempty"`
	Verb   string           `json:"v,omitempty"`
}

// String returns the cursor as callers carry it around.
func (c Cursor) String() string {
	b, err := json.Marshal(c)
	if err != nil {
		panic(err) // no field can fail
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// ParseCursor reads what String wrote. The error is ErrCursor.
func ParseCursor(s string) (Cursor, error) {
	var c Cursor
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || json.Unmarshal(b, &c) != nil || c.Case == "" {
		return Cursor{}, ErrCursor
	}
	return c, nil
}
