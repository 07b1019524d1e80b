package client

import (
	"encoding/json"
	"time"
)

// The wire types of the HTTP API, version 1. Instants are RFC 3339 in UTC;
// absent instants are null. Lists are never null.

// Me is the caller.
type Me struct {
	Person      Person    `json:"person"`
	Teams       []string  `json:"teams"`
	Permissions []string  `json:"permissions" doc:"site permissions: read, start, admin, model, change"`
	Zone        string    `json:"zone" doc:"IANA zone of the installation"`
	Demo        bool      `json:"demo" doc:"the server runs the demonstration: the login page lists the people"`
	Now         time.Time `json:"now" doc:"the server's clock; pages count from it, not from their own"`
}

// Person is somebody who can act.
type Person struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Organization string   `json:"organization,omitempty"`
	Skills       []string `json:"skills"`
	Teams        []string `json:"teams"`
	Disabled     bool     `json:"disabled,omitempty"`
}

// Team is a set of people; a team fills the role of the same id.
type Team struct {
	ID      string   `json:"id"`
	Members []string `json:"members"`
}

// Token is an API token; Secret is shown once, when it is made.
type Token struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Person    string     `json:"person"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt *time.Time `json:"expires_at"`
	Secret    string     `json:"secret,omitempty"`
}

// ModelSummary is one version of a model in a list.
type ModelSummary struct {
	ID       string   `json:"id"`
	Version  string   `json:"version"`
	Kind     string   `json:"kind"`
	Title    string   `json:"title"`
	Class    string   `json:"class"`
	Owner    string   `json:"owner"`
	Rigor    string   `json:"rigor"`
	Urgency  string   `json:"urgency"`
	Extends  string   `json:"extends,omitempty"`
	Abstract bool     `json:"abstract"`
	Current  bool     `json:"current" doc:"the highest approved version of this id"`
	State    string   `json:"state,omitempty" enum:"draft,in_review,approved,retired,withdrawn" doc:"where the version stands; absent of a document that is not stored"`
	Digest   string   `json:"digest"`
	NotYet   []string `json:"not_yet" doc:"parts of the language it uses that cannot be started yet"`
	Releases int      `json:"releases" doc:"cases started with this version"`
}

// ModelView is everything the page of a model shows.
type ModelView struct {
	ModelSummary
	Purpose      string           `json:"purpose,omitempty"`
	ReviewEvery  string           `json:"review_every,omitempty"`
	Environments []string         `json:"environments"`
	Params       []ParamView      `json:"params"`
	Roles        []RoleView       `json:"roles"`
	Overlays     []OverlayView    `json:"overlays"`
	Graph        Graph            `json:"graph"`
	RACI         RACI             `json:"raci"`
	Ladders      []LadderView     `json:"ladders"`
	Deliverables []DeliverableDef `json:"deliverables"`
	Documents    []SourceFile     `json:"documents" doc:"the document and those it is built from, nearest first"`
	BackOut      []string         `json:"back_out" doc:"one sentence per touching step: how it is undone"`
	History      []ModelAct       `json:"history" doc:"what happened to this version, the first act first"`
	Report       ModelReport      `json:"report" doc:"what was found when it was submitted"`
}

// ModelAct is one step of the life of a version.
type ModelAct struct {
	Act    string    `json:"act" enum:"shipped,submitted,approved,returned,withdrawn,retired"`
	State  string    `json:"state" doc:"after it"`
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason,omitempty"`
	Digest string    `json:"digest" doc:"of the content it was about"`
}

// ModelReport is what was found about a version when it was submitted.
type ModelReport struct {
	Situations  int         `json:"situations" doc:"explored; 0: it was not"`
	Moves       int         `json:"moves"`
	NotExplored []string    `json:"not_explored"`
	NotYet      []string    `json:"not_yet"`
	Tests       []ModelTest `json:"tests"`
}

// ModelTest is how a test of a model went.
type ModelTest struct {
	Name   string `json:"name"`
	Status string `json:"status" enum:"passed,failed,later"`
	Later  string `json:"later,omitempty"`
}

// JudgeRequest says why a version is approved, returned, withdrawn or retired.
type JudgeRequest struct {
	Act    string `json:"act" enum:"approved,returned,withdrawn,retired"`
	Reason string `json:"reason,omitempty" maxLength:"4000"`
}

// SourceFile is the text of a document.
type SourceFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// ParamView is a value asked for at start.
type ParamView struct {
	Name     string          `json:"name"`
	Type     string          `json:"type"`
	Words    []string        `json:"words,omitempty" doc:"of an enum"`
	Optional bool            `json:"optional"`
	Ask      string          `json:"ask,omitempty"`
	Default  json.RawMessage `json:"default,omitempty"`
	Overlay  string          `json:"overlay,omitempty" doc:"asked only with this overlay"`
}

// RoleView is a responsibility and who holds it now.
type RoleView struct {
	ID          string   `json:"id"`
	Skills      []string `json:"skills"`
	DiffersFrom []string `json:"differs_from"`
	Holders     []string `json:"holders"`
	Party       string   `json:"party,omitempty"`
}

// OverlayView names an overlay and what it does.
type OverlayView struct {
	ID      string   `json:"id"`
	Urgency string   `json:"urgency,omitempty"`
	Changes []string `json:"changes" doc:"one sentence per change"`
}

// DeliverableDef is a deliverable a model asks for.
type DeliverableDef struct {
	Name     string `json:"name"`
	Step     string `json:"step"`
	Kind     string `json:"kind"`
	Accepter string `json:"accepter"`
	Optional bool   `json:"optional"`
}

// RACI is the responsibility matrix. Cells[i][j] is "", "R", "A", "AR", "C" or
// "I" for step i and role j.
type RACI struct {
	Steps []string   `json:"steps"`
	Roles []string   `json:"roles"`
	Cells [][]string `json:"cells"`
}

// LadderView is an escalation ladder with the steps it serves.
type LadderView struct {
	ID    string     `json:"id"`
	Steps []string   `json:"steps"`
	Rungs []RungView `json:"rungs"`
}

// RungView is one rung; Kind is remind, functional, hierarchic or emit.
type RungView struct {
	At   string `json:"at"`
	Kind string `json:"kind"`
	To   string `json:"to"`
}

// Graph is a laid out graph. Coordinates are pixels from the top left; the
// page, the CLI and documents draw the same picture.
type Graph struct {
	Width  int         `json:"width"`
	Height int         `json:"height"`
	Lanes  []GraphLane `json:"lanes" doc:"rows, one per role"`
	Phases []GraphBand `json:"phases" doc:"columns"`
	Nodes  []GraphNode `json:"nodes"`
	Edges  []GraphEdge `json:"edges"`
}

// GraphLane is the row of a role.
type GraphLane struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Holder string `json:"holder,omitempty"`
	Y      int    `json:"y"`
	Height int    `json:"height"`
}

// GraphBand is the column of a phase.
type GraphBand struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	X      int    `json:"x"`
	Width  int    `json:"width"`
	Done   int    `json:"done"`
	Total  int    `json:"total"`
	Status string `json:"status,omitempty"`
}

// GraphNode is a step (one per item where an each has been entered).
type GraphNode struct {
	Place  string `json:"place" doc:"as a person writes it: deploy_wave[canary]"`
	Step   string `json:"step"`
	Item   string `json:"item,omitempty"`
	Kind   string `json:"kind"`
	Title  string `json:"title"`
	Phase  string `json:"phase"`
	Lane   string `json:"lane"`
	X      int    `json:"x"`
	Y      int    `json:"y"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Status string `json:"status,omitempty" doc:"word of the status vocabulary; empty in a model"`
	Detail string `json:"detail,omitempty" doc:"second line: a time, a person, a reason"`
}

// GraphEdge joins two nodes. Kind is flow, redo, back_out or join.
type GraphEdge struct {
	From   string   `json:"from"`
	To     string   `json:"to"`
	Kind   string   `json:"kind"`
	Label  string   `json:"label,omitempty"`
	Points [][2]int `json:"points"`
}

// StartRequest starts a case.
type StartRequest struct {
	Model    string                     `json:"model" doc:"id or id@version; without version the current one"`
	Title    string                     `json:"title"`
	Params   map[string]json.RawMessage `json:"params,omitempty"`
	T        *time.Time                 `json:"t,omitempty" doc:"planned date"`
	Assign   map[string][]string        `json:"assign,omitempty" doc:"role -> people"`
	Overlays []string                   `json:"overlays,omitempty"`
	Changes  []string                   `json:"changes,omitempty"`
	CIs      []string                   `json:"cis,omitempty"`
	Mode     string                     `json:"mode,omitempty" enum:"real,rehearsal,dry_run"`
}

// CaseSummary is one release or change in a list.
type CaseSummary struct {
	ID        string      `json:"id"`
	Kind      string      `json:"kind" doc:"release or change"`
	Title     string      `json:"title"`
	Model     string      `json:"model"`
	Version   string      `json:"version"`
	Newer     string      `json:"newer,omitempty" doc:"a newer version of the model"`
	Rigor     string      `json:"rigor"`
	Urgency   string      `json:"urgency"`
	Mode      string      `json:"mode"`
	Status    string      `json:"status" doc:"running, backing_out, closed, cancelled"`
	Health    string      `json:"health" doc:"one word of the status vocabulary: on_track, waiting, late, blocked, held, in_doubt, backing_out, done"`
	Outcome   string      `json:"outcome,omitempty"`
	Phase     string      `json:"phase"`
	Phases    []PhaseCell `json:"phases"`
	Owner     string      `json:"owner" doc:"the accountable person"`
	Next      *Clock      `json:"next" doc:"the clock that runs out first"`
	T         *time.Time  `json:"t"`
	StartedAt time.Time   `json:"started_at"`
	EndedAt   *time.Time  `json:"ended_at"`
	ETag      string      `json:"etag"`
}

// PhaseCell is one cell of the phase grid.
type PhaseCell struct {
	ID     string     `json:"id"`
	State  string     `json:"state" doc:"not_needed, pending, now, done"`
	Status string     `json:"status,omitempty" doc:"status word of what stands there now"`
	Text   string     `json:"text,omitempty" doc:"step now, such as verify"`
	Done   int        `json:"done"`
	Total  int        `json:"total"`
	At     *time.Time `json:"at" doc:"done on, or planned"`
}

// Clock is a limit: who it runs for, from when to when, on whose hours.
type Clock struct {
	Place string    `json:"place"`
	Who   []string  `json:"who"`
	From  time.Time `json:"from"`
	Due   time.Time `json:"due"`
	Hours string    `json:"hours" doc:"business calendar id, elapsed, or agreement"`
	Used  int       `json:"used" doc:"percent of the way used, on those hours, when asked"`
	Over  bool      `json:"over"`
	Text  string    `json:"text" doc:"the limit as written: 4bh"`
}

// CaseView is everything the cockpit shows but graph and log.
type CaseView struct {
	CaseSummary
	Digest        string            `json:"digest" doc:"of the pinned model version"`
	Why           string            `json:"why" doc:"one sentence: who or what is awaited, since when, until when, who may help"`
	WhyNext       string            `json:"why_next,omitempty" doc:"what happens when nobody acts"`
	Waiting       []WaitingView     `json:"waiting"`
	Acts          []ActView         `json:"acts" doc:"what the caller may do now"`
	Params        []NamedJSON       `json:"params"`
	People        []RoleView        `json:"people"`
	Package       string            `json:"package,omitempty" doc:"sealed digest"`
	CIs           []string          `json:"cis"`
	Environments  []string          `json:"environments"`
	Changes       []LinkedChange    `json:"changes"`
	Releases      []string          `json:"releases" doc:"of a change: the releases linked to it"`
	Deliverables  []DeliverableView `json:"deliverables"`
	Handoffs      []HandoffView     `json:"handoffs"`
	Steps         []StepSummary     `json:"steps"`
	Holds         []HoldView        `json:"holds"`
	Facts         []FactView        `json:"facts"`
	Overlays      []OverlayUse      `json:"overlays"`
	Missing       []string          `json:"missing" doc:"what stands between this case and closed"`
	Calls         []CallView        `json:"calls" doc:"executor calls under way or in doubt"`
	LatestBackOut *time.Time        `json:"latest_back_out"`
}

// NamedJSON is a typed value under a name.
type NamedJSON struct {
	Name  string          `json:"name"`
	Type  string          `json:"type"`
	Value json.RawMessage `json:"value"`
}

// WaitingView is one open node.
type WaitingView struct {
	Place   string     `json:"place"`
	Kind    string     `json:"kind"`
	State   string     `json:"state"`
	Status  string     `json:"status"`
	People  []string   `json:"people"`
	Role    string     `json:"role"`
	Since   *time.Time `json:"since"`
	Clock   *Clock     `json:"clock"`
	Why     string     `json:"why"`
	Next    string     `json:"next,omitempty"`
	Helpers []string   `json:"helpers"`
}

// ActView is a command the caller may give, with the form it needs.
type ActView struct {
	Command string      `json:"command" doc:"kind for CommandRequest"`
	Place   string      `json:"place"`
	Label   string      `json:"label"`
	Answers []string    `json:"answers"`
	Form    []FormField `json:"form"`
	Points  []Point     `json:"points"`
	Refused *Problem    `json:"refused,omitempty" doc:"set: shown beside its reason, but not allowed now"`
}

// FormField is a value an act must or may bring.
type FormField struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Kind     string   `json:"kind,omitempty" doc:"evidence kind"`
	Words    []string `json:"words,omitempty"`
	Optional bool     `json:"optional"`
}

// Point is a checklist point.
type Point struct {
	Text   string `json:"text"`
	Ticked bool   `json:"ticked"`
	By     string `json:"by,omitempty"`
}

// LinkedChange is a change a release is linked to, with its grants.
type LinkedChange struct {
	ID     string      `json:"id"`
	Title  string      `json:"title"`
	Status string      `json:"status"`
	Grants []GrantView `json:"grants"`
}

// GrantView is an authorization and its scope.
type GrantView struct {
	ID           string     `json:"id"`
	Change       string     `json:"change"`
	Kind         string     `json:"kind"`
	Stage        string     `json:"stage"`
	CIs          []string   `json:"cis"`
	Environments []string   `json:"environments"`
	From         *time.Time `json:"from"`
	To           *time.Time `json:"to"`
	Package      string     `json:"package,omitempty"`
	Deciders     []string   `json:"deciders"`
	Status       string     `json:"status"`
}

// DeliverableView is a deliverable or other evidence of a case.
type DeliverableView struct {
	Name       string     `json:"name"`
	Place      string     `json:"place"`
	Kind       string     `json:"kind"`
	Status     string     `json:"status" doc:"expected, submitted, accepted, returned, waived, void, expired"`
	Mandatory  bool       `json:"mandatory"`
	Value      string     `json:"value,omitempty"`
	Result     string     `json:"result,omitempty"`
	Blob       string     `json:"blob,omitempty" doc:"digest of the content"`
	Stored     bool       `json:"stored" doc:"the content is stored here and can be read"`
	By         string     `json:"by,omitempty"`
	At         *time.Time `json:"at"`
	ValidUntil *time.Time `json:"valid_until"`
	Accepter   string     `json:"accepter,omitempty"`
	AcceptedBy string     `json:"accepted_by,omitempty"`
	About      []string   `json:"about"`
}

// HandoffView is a transfer of responsibility.
type HandoffView struct {
	Place    string   `json:"place"`
	From     string   `json:"from"`
	To       string   `json:"to"`
	State    string   `json:"state" doc:"pending, prepared, offered, accepted, refused, withdrawn"`
	Status   string   `json:"status"`
	Holder   string   `json:"holder" doc:"who is responsible now"`
	Package  []string `json:"package"`
	Points   []Point  `json:"points"`
	Clock    *Clock   `json:"clock"`
	Reason   string   `json:"reason,omitempty"`
	Refusals int      `json:"refusals"`
}

// StepSummary is one step of the table of steps.
type StepSummary struct {
	Place     string     `json:"place"`
	Title     string     `json:"title"`
	Kind      string     `json:"kind"`
	Phase     string     `json:"phase"`
	Status    string     `json:"status"`
	State     string     `json:"state"`
	Outcome   string     `json:"outcome,omitempty"`
	Attempt   int        `json:"attempt"`
	Who       []string   `json:"who"`
	By        string     `json:"by,omitempty"`
	ReadyAt   *time.Time `json:"ready_at"`
	StartedAt *time.Time `json:"started_at"`
	EndedAt   *time.Time `json:"ended_at"`
	Due       *time.Time `json:"due"`
	PlannedAt *time.Time `json:"planned_at"`
	Owed      bool       `json:"owed,omitempty"`
}

// StepView is everything the page of a step shows.
type StepView struct {
	StepSummary
	Case        string            `json:"case"`
	CaseTitle   string            `json:"case_title"`
	How         string            `json:"how,omitempty"`
	WhyText     string            `json:"why_text,omitempty" doc:"why the step exists"`
	Guidance    string            `json:"guidance,omitempty"`
	Ask         string            `json:"ask,omitempty"`
	Answers     []string          `json:"answers" doc:"of a decision, the positive one first"`
	Why         string            `json:"why" doc:"what it waits for; of a step that is not open: how it ended, or what comes first"`
	Accountable string            `json:"accountable"`
	Consult     []string          `json:"consult"`
	Inform      []string          `json:"inform"`
	Clock       *Clock            `json:"clock"`
	Acts        []ActView         `json:"acts"`
	Points      []Point           `json:"points"`
	Inputs      []NamedJSON       `json:"inputs"`
	Outputs     []DeliverableView `json:"outputs"`
	About       []DeliverableView `json:"about" doc:"what it is about, or hands over, as it stands now; of a step or value kind says which"`
	Support     []DeliverableView `json:"support" doc:"what other steps gave about the same things"`
	Criteria    []CriterionView   `json:"criteria" doc:"what must be true before it goes on, one by one, as it stands now"`
	Voters      []VoterView       `json:"voters" doc:"who may vote, and whose advice is asked"`
	Pass        string            `json:"pass,omitempty" doc:"which votes settle a decision as its first answer"`
	Votes       []VoteView        `json:"votes"`
	Shown       []NamedJSON       `json:"shown" doc:"facts shown beside the step"`
	Log         []LogEntry        `json:"log"`
	Call        *CallView         `json:"call,omitempty"`
	Ladder      []RungView        `json:"ladder"`
	Touches     []string          `json:"touches"`
	BackOut     string            `json:"back_out,omitempty"`
}

// CriterionView is one thing that must be true before a step goes on.
type CriterionView struct {
	Text       string            `json:"text" doc:"the condition, or the evidence as step.output"`
	State      string            `json:"state" doc:"met, unmet, undecided"`
	Lack       string            `json:"lack,omitempty" doc:"of an undecided one: what is not known, and why"`
	Evidence   []DeliverableView `json:"evidence"`
	Facts      []FactView        `json:"facts"`
	Grants     []GrantView       `json:"grants" doc:"those that meet it"`
	ValidUntil *time.Time        `json:"valid_until" doc:"when the first of these no longer counts; null for never"`
}

// VoterView is somebody who may vote, or is asked for advice.
type VoterView struct {
	Person string `json:"person"`
	Role   string `json:"role"`
	Advice bool   `json:"advice"`
	WhyNot string `json:"why_not,omitempty" doc:"why this holder of the role may not vote here"`
}

// VoteView is a ballot.
type VoteView struct {
	Person string    `json:"person"`
	Role   string    `json:"role"`
	Answer string    `json:"answer"`
	Advice bool      `json:"advice"`
	Reason string    `json:"reason,omitempty"`
	At     time.Time `json:"at"`
}

// HoldView is a cause that holds a block.
type HoldView struct {
	Block  string    `json:"block"`
	Cause  string    `json:"cause"`
	By     string    `json:"by"`
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// FactView is an outside reading.
type FactView struct {
	Name  string          `json:"name"`
	From  string          `json:"from"`
	Value json.RawMessage `json:"value"`
	At    *time.Time      `json:"at"`
	Fresh bool            `json:"fresh"`
}

// OverlayUse is an overlay the model offers and whether it is in force.
type OverlayUse struct {
	ID      string `json:"id"`
	Applied bool   `json:"applied"`
}

// CallView is an executor call.
type CallView struct {
	Key       string     `json:"key"`
	Place     string     `json:"place"`
	Executor  string     `json:"executor"`
	State     string     `json:"state" doc:"queued, running, pausing, paused, done, failed, in_doubt, stopped"`
	Attempt   int        `json:"attempt"`
	StartedAt *time.Time `json:"started_at"`
	EndedAt   *time.Time `json:"ended_at"`
	Error     string     `json:"error,omitempty"`
}

// LogEntry is one event of a case as people read it.
type LogEntry struct {
	ID     int64           `json:"id" doc:"position in the log of all cases"`
	Seq    int64           `json:"seq" doc:"position in the case"`
	At     time.Time       `json:"at"`
	Kind   string          `json:"kind"`
	Place  string          `json:"place,omitempty"`
	By     string          `json:"by,omitempty"`
	Role   string          `json:"role,omitempty"`
	Text   string          `json:"text" doc:"one sentence"`
	Reason string          `json:"reason,omitempty"`
	Status string          `json:"status" doc:"family word for the icon"`
	Event  json.RawMessage `json:"event,omitempty" doc:"the event as recorded"`
}

// CommandRequest is one command to a case.
type CommandRequest struct {
	Command string                     `json:"command" enum:"begin,report,confirm,vote,revoke,settle,submit,accept,return,waive,offer,take,refuse,withdraw,assign,acknowledge,hold,resume,retry,accept_failure,redo,back_out,cancel,shift,apply,tick,note,ask_help,fact,signal,link_change,revoke_grant"`
	Place   string                     `json:"place,omitempty" doc:"step as a person writes it: wave_go[canary]"`
	Answer  string                     `json:"answer,omitempty" doc:"answer, outcome (done, failed), deliverable, point, fact, event, overlay, date, change or grant"`
	Reason  string                     `json:"reason,omitempty"`
	Person  string                     `json:"person,omitempty"`
	Target  string                     `json:"target,omitempty" doc:"block to hold, resume, cancel or back out; step to redo from"`
	Time    *time.Time                 `json:"time,omitempty"`
	Values  map[string]json.RawMessage `json:"values,omitempty" doc:"outputs, form fields, fact, params"`
	Points  []string                   `json:"points,omitempty" doc:"checklist points ticked with the act"`
}

// CommandResult is what a command did.
type CommandResult struct {
	Case   CaseSummary `json:"case"`
	Events []LogEntry  `json:"events"`
	Why    string      `json:"why" doc:"what is awaited next"`
}

// InboxItem is open work.
type InboxItem struct {
	Case      string    `json:"case"`
	CaseTitle string    `json:"case_title"`
	Model     string    `json:"model"`
	Version   string    `json:"version"`
	Place     string    `json:"place"`
	Title     string    `json:"title"`
	Kind      string    `json:"kind"`
	Verb      string    `json:"verb" doc:"Complete, Approve, Decide, Accept, Offer, Confirm, Waive, Review, Unblock"`
	State     string    `json:"state"`
	Status    string    `json:"status"`
	For       string    `json:"for" doc:"me, team, deputy"`
	Role      string    `json:"role"`
	People    []string  `json:"people"`
	From      string    `json:"from,omitempty" doc:"who asks: the accountable, the giver"`
	ReadyAt   time.Time `json:"ready_at"`
	Clock     *Clock    `json:"clock"`
	Then      string    `json:"then,omitempty" doc:"whom it goes to next"`
	Escalated bool      `json:"escalated"`
}

// Blob is stored content.
type Blob struct {
	Digest string `json:"digest" doc:"sha256:<hex>"`
	Size   int64  `json:"size"`
	Name   string `json:"name"`
	Media  string `json:"media"`
}

// Diagnostic is a finding in a document.
type Diagnostic struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Length   int    `json:"length"`
	Message  string `json:"message"`
	Reason   string `json:"reason,omitempty"`
	Hint     string `json:"hint"`
	Excerpt  string `json:"excerpt"`
	// Note is a second place it is about, such as what the parent says, or nil.
	Note *DiagnosticNote `json:"note,omitempty"`
}

// DiagnosticNote is the second place of a Diagnostic.
type DiagnosticNote struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Text   string `json:"text"`
}

// CheckRequest asks for the diagnostics of documents without storing them.
type CheckRequest struct {
	Files []SourceFile `json:"files"`
}

// CheckResult is the answer to a CheckRequest or to storing documents.
type CheckResult struct {
	OK          bool           `json:"ok"`
	Diagnostics []Diagnostic   `json:"diagnostics"`
	Models      []ModelSummary `json:"models"`
}

// Problem is an RFC 9457 problem. Code is one of docs/diagnostics.md.
type Problem struct {
	Type        string       `json:"type,omitempty"`
	Title       string       `json:"title"`
	Status      int          `json:"status"`
	Detail      string       `json:"detail"`
	Instance    string       `json:"instance,omitempty"`
	Code        string       `json:"code"`
	Place       string       `json:"place,omitempty"`
	Need        string       `json:"need,omitempty" doc:"the next step, one sentence"`
	Ask         []string     `json:"ask,omitempty" doc:"people who may"`
	Until       *time.Time   `json:"until,omitempty"`
	Request     string       `json:"request,omitempty" doc:"request id"`
	Diagnostics []Diagnostic `json:"diagnostics,omitempty"`
}

// Page is one page of a list; Next is the cursor of the following one. Total
// is how many there are on all pages; of cases only the first page says it.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
	Total int    `json:"total,omitempty" doc:"how many there are on all pages; of releases and changes, on the first page"`
}

// StreamEvent is one server-sent event of /api/v1/stream.
type StreamEvent struct {
	ID    int64     `json:"id"`
	Case  string    `json:"case"`
	Seq   int64     `json:"seq"`
	Kinds []string  `json:"kinds" doc:"kinds of the events committed together"`
	Title string    `json:"title"`
	Now   time.Time `json:"now" doc:"the server's clock when it was sent"`
}
