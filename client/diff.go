package client

import (
	"context"
	"net/url"
)

// ModelDiff is how two versions of a model differ, in words.
type ModelDiff struct {
	Old     ModelVersion    `json:"old"`
	New     ModelVersion    `json:"new"`
	Same    bool            `json:"same" doc:"nothing differs but the version"`
	Changes []ModelChange   `json:"changes" doc:"by group, in document order"`
	Version ProposedVersion `json:"version"`
	Verdict string          `json:"verdict,omitempty" doc:"a sentence: which number the new version deserves, and why"`
	Running string          `json:"running,omitempty" doc:"a sentence: what becomes of cases that run"`
}

// ModelVersion is one of the two.
type ModelVersion struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Title   string `json:"title"`
	Digest  string `json:"digest"`
}

// ModelChange is one thing that differs.
type ModelChange struct {
	Group string         `json:"group" enum:"procedure,people,time,evidence,undo,texts"`
	Kind  string         `json:"kind" enum:"added,removed,moved,changed"`
	Path  string         `json:"path" doc:"step.field or section.name.field, such as go_live.pass"`
	Text  string         `json:"text" doc:"a sentence; names and values in backquotes"`
	Old   string         `json:"old,omitempty" doc:"in words; absent: nothing, or the default"`
	New   string         `json:"new,omitempty"`
	OldAt *DocumentPlace `json:"old_at" doc:"where it is written; null: not there"`
	NewAt *DocumentPlace `json:"new_at"`
	Stand string         `json:"stand" enum:"tighter,looser,neither,unclear" doc:"whether it obliges to more or to less; unclear: the two cannot be compared"`
	Level string         `json:"level" enum:"patch,minor,major" doc:"the part of the version it moves"`
}

// DocumentPlace is a place in a document; line and column count from 1.
type DocumentPlace struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// ProposedVersion is the number the new version deserves.
type ProposedVersion struct {
	Level  string `json:"level" enum:"none,patch,minor,major"`
	Number string `json:"number,omitempty" doc:"the least that is enough"`
	Reason string `json:"reason,omitempty"`
	Enough bool   `json:"enough" doc:"the new version has it, or a higher one"`
}

// ModelDiff tells two versions of a model apart. Without to it is the current
// one, without from the one before that.
func (c *Client) ModelDiff(ctx context.Context, id, from, to string) (ModelDiff, error) {
	q := url.Values{}
	for name, value := range map[string]string{"from": from, "to": to} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return get[ModelDiff](ctx, c, "/models/"+url.PathEscape(id)+"/diff", q)
}
