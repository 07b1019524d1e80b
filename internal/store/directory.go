package store

import "github.com/headgate/headgate/calendar"

// Hash is a SHA-256.
type Hash [32]byte

// Person is somebody who can act.
type Person struct {
	ID           string
	Name         string
	Organization string
	Skills       []string
	Permissions  []string // site permissions
	Disabled     bool
	Data         []byte // absences and so on, encoded by the service
}

// Team is a set of people.
type Team struct {
	ID      string
	Kind    string // team or group
	Name    string
	Members []string
}

// Setting is a named value, such as the zone of the site or a freeze.
type Setting struct {
	Name  string // dotted: freeze.year_end
	Value []byte // JSON
}

// Seed is what a new directory begins with.
type Seed struct {
	People   []Person
	Teams    []Team
	Settings []Setting
}

// Session is a login. Hash is the SHA-256 of the secret in the cookie.
type Session struct {
	Hash      Hash
	Person    string
	CreatedAt calendar.Instant
	SeenAt    calendar.Instant
	ExpiresAt calendar.Instant
}

// Token is a long-lived secret of a program. Hash is the SHA-256 of it.
type Token struct {
	ID        string
	Hash      Hash
	Name      string
	Person    string
	CreatedAt calendar.Instant
	ExpiresAt calendar.Instant // 0: never
}

// Model is one version of a model document.
type Model struct {
	ID      string
	Version string
	Kind    string // release, change, part, …
	Title   string
	Digest  string
	Text    string // the document
	At      calendar.Instant
	By      string
	Data    []byte // summary for lists, encoded by the service
	State   ModelState
	Cases   int64 // started with this version; read only
}

// ModelState is where a version of a model stands.
// Source: domain reference, section 4.4.
type ModelState string

// The states of a version.
const (
	ModelDraft     ModelState = "draft" // returned for rework; its content may be replaced
	ModelInReview  ModelState = "in_review"
	ModelApproved  ModelState = "approved"
	ModelRetired   ModelState = "retired"
	ModelWithdrawn ModelState = "withdrawn"
)

// ModelAct is one step of the life of a version. Acts are only ever added.
type ModelAct struct {
	Act    string     // shipped, submitted, approved, returned, withdrawn, retired
	State  ModelState // after it
	At     calendar.Instant
	By     string
	Reason string
	Digest string // of the content it was about
	Data   []byte // what was looked at, encoded by the service
}

// Blob is the record of stored content.
type Blob struct {
	Digest string // sha256:<hex>, given by the store
	Size   int64  // given by the store
	Name   string
	Media  string
	At     calendar.Instant
	By     string
}

// MaxBlob is the largest content that the store takes.
const MaxBlob = 16 << 20
