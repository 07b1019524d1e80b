package store

import "github.com/headgate/headgate/calendar"

// Event is one row of the log.
type Event struct {
	Position int64            // in the log of all cases, given by the store
	Case     string           // given by the append
	Seq      int64            // in the case, from 1, given by the append
	Kind     string           // such as step_done
	V        int              // version of the encoding of Data
	At       calendar.Instant // when it took effect
	Actor    string           // who caused it; empty: the engine
	Data     []byte           // the event, encoded by the service
	Leaf     Hash             // of the Merkle log, see LeafHash
}

// Head is the small row of a case that changes with every commit, and all that
// a list of cases shows.
type Head struct {
	Case    string // REL-17
	Number  int64  // 17; 0 for ids that do not end in one
	Kind    string // release or change
	Version int64  // number of events
	Status  string
	Health  string
	Phase   string
	Outcome string
	Title   string

	Model        string // id
	ModelVersion string
	Digest       string // of the pinned version
	Owner        string // the accountable person
	Rigor        string
	Urgency      string
	Mode         string // real, rehearsal, dry_run

	NextDueAt calendar.Instant // when something happens by itself; 0: never
	FactsAt   calendar.Instant // when an outside fact is to be read for it; 0: it wants none
	ClockAt   calendar.Instant // the people's clock that runs out first; 0: none
	T         calendar.Instant // planned date
	StartedAt calendar.Instant
	EndedAt   calendar.Instant // 0 while the case is open
	CIs       []string         // components that it changes

	Summary []byte // whatever else the list shows, encoded by the service
}

// Case is a case as the service loads it.
type Case struct {
	Head        Head
	Snapshot    []byte  // state after SnapshotSeq events; nil if there is none
	SnapshotSeq int64   // number of events that Snapshot covers
	Tail        []Event // the events after it, ascending
}

// Order is the order of a list of cases.
type Order uint8

// The orders. Ids break ties.
const (
	ByClock  Order = iota // the clock that runs out first; none last
	ByNewest              // the one started last first
)

// CaseFilter selects cases. Empty fields select all.
type CaseFilter struct {
	Kind    string
	Open    bool // only open ones
	Closed  bool // only ended ones
	Status  string
	Health  string
	Model   string   // id
	Version string   // of the model
	Text    string   // part of id or title, any case
	CIs     []string // cases that change one of these components
	Order   Order
	Cursor  string // of the page before; the filter must be the same
	Limit   int    // 1 to MaxPage; 0 means MaxPage
}

// MaxPage is the longest page of a list.
const MaxPage = 500

// Tally is a number of open cases that have these words in common.
type Tally struct {
	Kind, Status, Health, Model string
	Count                       int
}

// Work is something that people can do in a case now: a row of the inbox.
type Work struct {
	Case string
	WorkKey
	Kind      string
	State     string
	Status    string
	Title     string
	Role      string
	ReadyAt   calendar.Instant
	ClockAt   calendar.Instant // when its clock runs out; 0: no clock
	Escalated bool
	People    []string // who may do it; sorted or not
	Teams     []string // teams (roles) in whose inbox it stands as well
	Data      []byte   // whatever else the inbox shows, encoded by the service
}

// WorkKey tells the work of a case apart.
type WorkKey struct {
	Place string // as a person writes it: deploy_wave[canary]
	Verb  string // Complete, Approve, …
}

// WorkFilter selects open work: that of any of the people or teams, or all of
// it when both are empty.
type WorkFilter struct {
	People []string
	Teams  []string
	Case   string // only of this case
	Cursor string // of the page before; the filter must be the same
	Limit  int    // 1 to MaxPage; 0 means MaxPage
}

// Grant is an authorization that a change gave, as the engine reads it.
type Grant struct {
	ID     string
	Change string // id of the case that gave it, given by the append
	Kind   string // individual, standing, provisional
	Stage  string
	Status string // active, suspended, revoked, expired, consumed
	Model  string // digest of the model version, for a standing grant
	From   calendar.Instant
	To     calendar.Instant
	Data   []byte // the rest of its scope, encoded by the service
}

// Link joins a release to a change; one of both is the case of the append.
type Link struct {
	Release string
	Change  string
}
