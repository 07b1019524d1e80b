-- Where a version of a model stands, and what led there. What was stored before
-- could be started and still can.
ALTER TABLE models ADD COLUMN state TEXT NOT NULL DEFAULT 'approved';
CREATE TABLE model_acts (
  ordinal INTEGER PRIMARY KEY,
  tenant  TEXT    NOT NULL,
  id      TEXT    NOT NULL,
  version TEXT    NOT NULL,
  act     TEXT    NOT NULL,
  state   TEXT    NOT NULL,
  at      INTEGER NOT NULL,
  by      TEXT    NOT NULL,
  reason  TEXT    NOT NULL,
  digest  TEXT    NOT NULL,
  data    BLOB    NOT NULL
) STRICT;
CREATE INDEX model_acts_id ON model_acts (tenant, id, version, ordinal);
