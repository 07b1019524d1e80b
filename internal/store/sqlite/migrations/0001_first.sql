-- Instants are milliseconds since 1970 in UTC, given by the application; 0 is
-- none, and 9223372036854775807 is never, so that what never comes sorts last.
-- JSON lists are text. Every table carries the tenant, and no query crosses it.

-- The log: the truth, of which nothing is ever changed or removed. Positions
-- are given by the writer in commit order.
CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  tenant   TEXT    NOT NULL,
  case_id  TEXT    NOT NULL,
  seq      INTEGER NOT NULL,
  kind     TEXT    NOT NULL,
  v        INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  actor    TEXT    NOT NULL,
  data     BLOB    NOT NULL,
  leaf     BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX events_of_case ON events (tenant, case_id, seq);
CREATE TRIGGER events_stay BEFORE DELETE ON events
  BEGIN SELECT RAISE (ABORT, 'events are never removed'); END;
CREATE TRIGGER events_are_fixed BEFORE UPDATE ON events
  BEGIN SELECT RAISE (ABORT, 'events are never changed'); END;

-- Projections: made from the log, thrown away and made again by a rebuild.
CREATE TABLE cases (
  tenant        TEXT    NOT NULL,
  id            TEXT    NOT NULL,
  number        INTEGER NOT NULL,
  kind          TEXT    NOT NULL,
  version       INTEGER NOT NULL,
  status        TEXT    NOT NULL,
  health        TEXT    NOT NULL,
  phase         TEXT    NOT NULL,
  outcome       TEXT    NOT NULL,
  title         TEXT    NOT NULL,
  model         TEXT    NOT NULL,
  model_version TEXT    NOT NULL,
  digest        TEXT    NOT NULL,
  owner         TEXT    NOT NULL,
  rigor         TEXT    NOT NULL,
  urgency       TEXT    NOT NULL,
  mode          TEXT    NOT NULL,
  next_due_at   INTEGER NOT NULL,
  clock_at      INTEGER NOT NULL,
  t             INTEGER NOT NULL,
  started_at    INTEGER NOT NULL,
  ended_at      INTEGER NOT NULL,
  summary       BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX cases_id ON cases (tenant, id);
CREATE INDEX cases_due ON cases (tenant, next_due_at) WHERE next_due_at < 9223372036854775807;
CREATE INDEX cases_open ON cases (tenant, clock_at, number, id) WHERE ended_at = 0;
CREATE INDEX cases_newest ON cases (tenant, started_at, number, id);

CREATE TABLE snapshots (
  tenant  TEXT    NOT NULL,
  case_id TEXT    NOT NULL,
  seq     INTEGER NOT NULL,
  data    BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX snapshots_of_case ON snapshots (tenant, case_id);

CREATE TABLE work (
  tenant    TEXT    NOT NULL,
  case_id   TEXT    NOT NULL,
  place     TEXT    NOT NULL,
  verb      TEXT    NOT NULL,
  kind      TEXT    NOT NULL,
  state     TEXT    NOT NULL,
  status    TEXT    NOT NULL,
  title     TEXT    NOT NULL,
  role      TEXT    NOT NULL,
  ready_at  INTEGER NOT NULL,
  clock_at  INTEGER NOT NULL,
  escalated INTEGER NOT NULL,
  people    TEXT    NOT NULL,
  teams     TEXT    NOT NULL,
  data      BLOB    NOT NULL,
  PRIMARY KEY (tenant, case_id, place, verb)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_by_clock ON work (tenant, clock_at, case_id, place, verb);

-- Who finds which work: subject is p:<person> or t:<team>.
CREATE TABLE work_for (
  tenant   TEXT    NOT NULL,
  subject  TEXT    NOT NULL,
  clock_at INTEGER NOT NULL,
  case_id  TEXT    NOT NULL,
  place    TEXT    NOT NULL,
  verb     TEXT    NOT NULL,
  PRIMARY KEY (tenant, subject, clock_at, case_id, place, verb)
) STRICT, WITHOUT ROWID;

CREATE TABLE grants (
  tenant    TEXT    NOT NULL,
  change_id TEXT    NOT NULL,
  id        TEXT    NOT NULL,
  kind      TEXT    NOT NULL,
  stage     TEXT    NOT NULL,
  status    TEXT    NOT NULL,
  model     TEXT    NOT NULL,
  from_at   INTEGER NOT NULL,
  to_at     INTEGER NOT NULL,
  data      BLOB    NOT NULL,
  PRIMARY KEY (tenant, change_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_standing ON grants (tenant, model) WHERE kind = 'standing';

CREATE TABLE links (
  tenant     TEXT NOT NULL,
  release_id TEXT NOT NULL,
  change_id  TEXT NOT NULL,
  PRIMARY KEY (tenant, release_id, change_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX links_of_change ON links (tenant, change_id, release_id);

-- What a commit needs besides.
CREATE TABLE counters (
  tenant TEXT    NOT NULL,
  name   TEXT    NOT NULL,
  value  INTEGER NOT NULL,
  PRIMARY KEY (tenant, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE keys (
  tenant   TEXT    NOT NULL,
  actor    TEXT    NOT NULL,
  id       TEXT    NOT NULL,
  request  BLOB    NOT NULL,
  case_id  TEXT    NOT NULL,
  version  INTEGER NOT NULL,
  position INTEGER NOT NULL,
  response BLOB    NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY (tenant, actor, id)
) STRICT, WITHOUT ROWID;

-- ready_at is when an effect may be claimed: first when it is ready, then the
-- end of its lease, and never while it is parked.
CREATE TABLE outbox (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  tenant   TEXT    NOT NULL,
  case_id  TEXT    NOT NULL,
  topic    TEXT    NOT NULL,
  key      TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  ready_at INTEGER NOT NULL,
  payload  BLOB    NOT NULL,
  token    INTEGER NOT NULL DEFAULT 0,
  attempt  INTEGER NOT NULL DEFAULT 0,
  reason   TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX outbox_key ON outbox (tenant, key);
CREATE INDEX outbox_ready ON outbox (tenant, ready_at, id);

CREATE TABLE calls (
  tenant     TEXT    NOT NULL,
  key        TEXT    NOT NULL,
  case_id    TEXT    NOT NULL,
  place      TEXT    NOT NULL,
  executor   TEXT    NOT NULL,
  state      TEXT    NOT NULL,
  attempt    INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at   INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  error      TEXT    NOT NULL,
  data       BLOB    NOT NULL,
  printed    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX calls_key ON calls (tenant, key);
CREATE INDEX calls_of_case ON calls (tenant, case_id);

CREATE TABLE call_output (
  tenant TEXT    NOT NULL,
  key    TEXT    NOT NULL,
  at     INTEGER NOT NULL,
  chunk  BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX call_output_at ON call_output (tenant, key, at);

-- The directory.
CREATE TABLE people (
  tenant       TEXT    NOT NULL,
  id           TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  organization TEXT    NOT NULL,
  skills       TEXT    NOT NULL,
  permissions  TEXT    NOT NULL,
  disabled     INTEGER NOT NULL,
  data         BLOB    NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE teams (
  tenant  TEXT NOT NULL,
  kind    TEXT NOT NULL,
  id      TEXT NOT NULL,
  name    TEXT NOT NULL,
  members TEXT NOT NULL,
  PRIMARY KEY (tenant, kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  tenant TEXT NOT NULL,
  name   TEXT NOT NULL,
  value  BLOB NOT NULL,
  PRIMARY KEY (tenant, name)
) STRICT, WITHOUT ROWID;

-- What proves who somebody is. Hashes alone: no password, no secret.
CREATE TABLE credentials (
  tenant TEXT NOT NULL,
  person TEXT NOT NULL,
  hash   TEXT NOT NULL,
  PRIMARY KEY (tenant, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  tenant     TEXT    NOT NULL,
  hash       BLOB    NOT NULL,
  person     TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_person ON sessions (tenant, person);

CREATE TABLE tokens (
  tenant     TEXT    NOT NULL,
  id         TEXT    NOT NULL,
  hash       BLOB    NOT NULL,
  name       TEXT    NOT NULL,
  person     TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tokens_hash ON tokens (tenant, hash);

-- Documents.
CREATE TABLE models (
  ordinal INTEGER PRIMARY KEY,
  tenant  TEXT    NOT NULL,
  id      TEXT    NOT NULL,
  version TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  title   TEXT    NOT NULL,
  digest  TEXT    NOT NULL,
  text    TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  by      TEXT    NOT NULL,
  data    BLOB    NOT NULL,
  cases   INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX models_id ON models (tenant, id, version);
CREATE INDEX models_digest ON models (tenant, digest);

CREATE TABLE blobs (
  tenant  TEXT    NOT NULL,
  digest  TEXT    NOT NULL,
  size    INTEGER NOT NULL,
  name    TEXT    NOT NULL,
  media   TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  by      TEXT    NOT NULL,
  content BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX blobs_digest ON blobs (tenant, digest);
