// Package store is how Headgate remembers: one interface, its records, and the
// committer that makes many decisions durable with one transaction.
//
// The log of events is the truth. Everything else that a [Projection] holds
// (the head of a case, its snapshot, open work, grants, links) can be thrown
// away and made again from the log by [Cases.Rebuild]. Both are written by the
// same [Cases.Commit], in one transaction, so a reader never sees one without
// the other:
//
//	service --Append--> Committer --[]*Append--> Cases.Commit --> one transaction
//
// The store understands no model. Events, snapshots and summaries are bytes
// that the service encodes; the fields beside them are what pages filter and
// sort by. It has no clock either: every instant comes from the caller, as
// milliseconds since 1970 in UTC, and 0 means none.
//
// A Store serves one tenant. Every row carries it, and no query crosses it.
//
// Package sqlite implements the interface; package storetest is the suite that
// every implementation must pass. docs/store.md tells how the parts fit.
package store

import (
	"context"

	"github.com/headgate/headgate/calendar"
)

// Store is everything Headgate keeps. All methods are safe for concurrent use.
// Slices and byte slices in arguments stay the caller's and are not kept;
// those in results are the caller's too.
//
// A method that finds nothing where one thing was asked for returns
// [ErrNotFound]; one that lists returns an empty list. Any method that writes
// may return [ErrFull] or [ErrReadOnly].
type Store interface {
	Cases
	Outbox
	Calls
	Directory
	Login
	Documents

	// Ping returns nil when the store can be read and written.
	Ping(ctx context.Context) error
	// Close waits for calls under way and gives back all resources.
	Close() error
}

// Cases holds releases and changes, their log and what is derived from it.
type Cases interface {
	// Commit makes a batch durable in one transaction and returns one outcome
	// per append, in the same order. An append whose outcome has an error
	// changed nothing, and never disturbs its neighbours; later appends of the
	// batch see what earlier ones did. A non-nil error means that the whole
	// transaction failed: nothing of the batch is durable and the outcomes are
	// nil.
	Commit(ctx context.Context, batch []*Append) ([]Outcome, error)
	// Lookup returns the receipt kept under an idempotency key, or ErrNotFound.
	// It returns ErrKeyReused if the key was used for another request.
	Lookup(ctx context.Context, key Key) (Receipt, error)

	// Case returns a case with its snapshot and the events after it, all of
	// one moment.
	Case(ctx context.Context, id string) (Case, error)
	// Events returns up to limit events of a case with Seq > after, ascending.
	Events(ctx context.Context, id string, after int64, limit int) ([]Event, error)
	// Log returns up to limit events of all cases with Position > after,
	// ascending. Positions grow in commit order and may have holes.
	Log(ctx context.Context, after int64, limit int) ([]Event, error)
	// Position returns the position of the newest event, or 0.
	Position(ctx context.Context) (int64, error)

	// List returns one page of cases and the cursor of the next page, which is
	// empty on the last one. A cursor is opaque; a bad one is ErrCursor.
	List(ctx context.Context, f CaseFilter) ([]Head, string, error)
	// ListSize counts the cases that f finds, without regard to pages.
	ListSize(ctx context.Context, f CaseFilter) (int, error)
	// Tally counts the open cases by kind, status, health and model.
	Tally(ctx context.Context) ([]Tally, error)
	// Due returns up to limit ids of cases with 0 < NextDueAt <= at, the
	// longest due first.
	Due(ctx context.Context, at calendar.Instant, limit int) ([]string, error)
	// NextDue returns the least NextDueAt of all cases, or 0.
	NextDue(ctx context.Context) (calendar.Instant, error)
	// FactsDue returns the ids of cases with 0 < FactsAt <= at, the longest due
	// first.
	FactsDue(ctx context.Context, at calendar.Instant) ([]string, error)

	// Inbox returns one page of open work and the cursor of the next page.
	// What is due first comes first; work without a clock comes last.
	Inbox(ctx context.Context, f WorkFilter) ([]Work, string, error)
	// InboxSize counts the work that f finds, without regard to pages.
	InboxSize(ctx context.Context, f WorkFilter) (int, error)

	// Grants returns the grants of the changes and the standing grants of the
	// model version with that digest (empty: none), by change and id.
	Grants(ctx context.Context, changes []string, model string) ([]Grant, error)
	// Changes returns the ids of the changes that a release is linked to.
	Changes(ctx context.Context, release string) ([]string, error)
	// Releases returns the ids of the releases that a change is linked to.
	Releases(ctx context.Context, change string) ([]string, error)

	// Rebuild throws all projections away and makes them again: it calls
	// project once per case, in the order in which the cases began, with the
	// complete log of that case. It is one transaction: if project or a write
	// fails, everything is as it was. project must not call the store.
	Rebuild(ctx context.Context, project func(id string, log []Event) (Projection, error)) error
	// Stale reports whether the projections were made by an older version and
	// lack something, until the next Rebuild.
	Stale(ctx context.Context) (bool, error)
	// Prune forgets idempotency keys made before keys and sessions and tokens
	// that expired before now. Events are never forgotten.
	Prune(ctx context.Context, now, keys calendar.Instant) error
}

// Outbox holds effects that were committed with an event and have still to
// leave: executor calls, mail, webhooks. Delivery is at least once; the
// receiver tells repetitions apart by Effect.Key.
type Outbox interface {
	// Ready reports whether there is something to claim, see [Append]. No topics
	// means any. It only reads, so an idle poll holds nobody up.
	Ready(ctx context.Context, topics []string, now calendar.Instant) (bool, error)
	// Extend moves the end of a lease. It returns ErrLease if the lease is
	// over and somebody else holds the effect, or it is gone.
	Extend(ctx context.Context, l Lease, until calendar.Instant) error
	// Ack removes a delivered effect. It returns ErrLease like Extend. An
	// Append does the same with Acked, in the transaction of its events.
	Ack(ctx context.Context, l Lease) error
	// Nack gives an effect back, to be claimed again at retryAt. A retryAt of
	// 0 parks it: it stays until a person retries it. It returns ErrLease like
	// Extend.
	Nack(ctx context.Context, l Lease, retryAt calendar.Instant, reason string) error
	// Free ends all leases of the holder that this store claims for, as if they
	// had run out at that instant, and returns how many these were. It is for a
	// holder that begins anew and knows that nothing of its earlier self lives;
	// the leases of other holders are not touched.
	Free(ctx context.Context, at calendar.Instant) (int, error)
	// Parked returns up to limit parked effects with ID > after, ascending.
	Parked(ctx context.Context, after int64, limit int) ([]Effect, error)
	// Retry makes a parked effect ready again at the instant at.
	Retry(ctx context.Context, id int64, at calendar.Instant) error
}

// Calls holds executor calls and what they printed.
type Calls interface {
	// PutCalls writes calls outside of a commit, in one transaction: a
	// heartbeat, a new state.
	PutCalls(ctx context.Context, calls ...Call) error
	// Call returns the call with that key.
	Call(ctx context.Context, key string) (Call, error)
	// CallsOf returns the calls of a case, the oldest first.
	CallsOf(ctx context.Context, id string) ([]Call, error)
	// AddOutput appends what a call printed; at is the number of bytes stored
	// so far. A chunk that is already there is accepted and ignored, so that
	// an agent may send again; a hole is ErrConflict.
	AddOutput(ctx context.Context, key string, at int64, chunk []byte) error
	// Output returns up to limit bytes from byte offset after on. It is empty
	// at the end of what was printed so far.
	Output(ctx context.Context, key string, after int64, limit int) ([]byte, error)
}

// Directory holds people, teams and settings. Each change of it moves the
// version that [Append.Directory] guards.
type Directory interface {
	// DirectoryVersion returns the number of changes so far, at least 1.
	DirectoryVersion(ctx context.Context) (int64, error)
	// People returns everybody, by id.
	People(ctx context.Context) ([]Person, error)
	// Person returns one person.
	Person(ctx context.Context, id string) (Person, error)
	// PutPerson adds or replaces a person.
	PutPerson(ctx context.Context, p Person) error
	// Teams returns all teams and groups, by kind and id.
	Teams(ctx context.Context) ([]Team, error)
	// PutTeam adds or replaces a team or group.
	PutTeam(ctx context.Context, t Team) error
	// Settings returns all settings whose name begins with prefix, by name.
	// The service keeps freezes, components and site settings in them.
	Settings(ctx context.Context, prefix string) ([]Setting, error)
	// Setting returns the value of one setting.
	Setting(ctx context.Context, name string) ([]byte, error)
	// PutSetting adds or replaces a setting; a nil value removes it.
	PutSetting(ctx context.Context, s Setting) error
	// Seed adds what is not there yet, in one transaction, and leaves the rest
	// as it is.
	Seed(ctx context.Context, s Seed) error
}

// Login holds what proves who somebody is. It never sees a password or a
// secret, only hashes of them.
type Login interface {
	// Credential returns the encoded password hash of a person.
	Credential(ctx context.Context, person string) (string, error)
	// PutCredential sets it; an empty hash removes it. All sessions of the
	// person end.
	PutCredential(ctx context.Context, person, hash string) error
	// PutSession adds a session or moves its SeenAt and ExpiresAt.
	PutSession(ctx context.Context, s Session) error
	// Session returns the session with that hash if it ends after now.
	Session(ctx context.Context, hash Hash, now calendar.Instant) (Session, error)
	// DeleteSession ends a session; ending one that is not there is no error.
	DeleteSession(ctx context.Context, hash Hash) error
	// PutToken adds a token.
	PutToken(ctx context.Context, t Token) error
	// Token returns the token with that hash unless it expired before now.
	Token(ctx context.Context, hash Hash, now calendar.Instant) (Token, error)
	// Tokens returns the tokens of a person (empty: of everybody), by id.
	Tokens(ctx context.Context, person string) ([]Token, error)
	// DeleteToken removes a token of a person (empty: of anybody).
	DeleteToken(ctx context.Context, person, id string) error
}

// Documents holds models and content.
type Documents interface {
	// PutModel stores a version of a model, with the act that brought it.
	// Versions do not change: storing the same digest again does nothing,
	// another one is ErrConflict, unless the version is a draft, whose content
	// is replaced.
	PutModel(ctx context.Context, m Model, a ModelAct) error
	// JudgeModel adds an act to a version that is in state from and has the
	// content the act is about, and moves it to the state of the act.
	// ErrConflict: it is in another, or has another content; ErrNotFound.
	JudgeModel(ctx context.Context, id, version string, from ModelState, a ModelAct) error
	// ModelActs returns the acts on a version, the first one first.
	ModelActs(ctx context.Context, id, version string) ([]ModelAct, error)
	// Model returns one version of a model.
	Model(ctx context.Context, id, version string) (Model, error)
	// ModelByDigest returns the version with that digest.
	ModelByDigest(ctx context.Context, digest string) (Model, error)
	// Models returns all versions of all models without their Text, by id and
	// in the order in which they were stored.
	Models(ctx context.Context) ([]Model, error)

	// PutBlob stores content under the digest of its bytes and returns the
	// record. Content that is there already is not stored again, and keeps its
	// first name. More than MaxBlob bytes is ErrTooLarge.
	PutBlob(ctx context.Context, b Blob, content []byte) (Blob, error)
	// Blob returns the record of stored content.
	Blob(ctx context.Context, digest string) (Blob, error)
	// BlobContent returns stored content.
	BlobContent(ctx context.Context, digest string) ([]byte, error)
}
