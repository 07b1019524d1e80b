-- When a case wants a fact to be read, and the components it changes. Both are
-- projections: cases stored before get theirs from the next rebuild, which the
-- counter .stale asks for.
ALTER TABLE cases ADD COLUMN facts_at INTEGER NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE cases ADD COLUMN cis TEXT NOT NULL DEFAULT '[]';
CREATE INDEX cases_facts ON cases (tenant, facts_at) WHERE facts_at < 9223372036854775807;

CREATE TABLE case_cis (
  tenant  TEXT NOT NULL,
  ci      TEXT NOT NULL,
  case_id TEXT NOT NULL,
  PRIMARY KEY (tenant, ci, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX cis_of_case ON case_cis (tenant, case_id);

INSERT INTO counters (tenant, name, value) SELECT DISTINCT tenant, '.stale', 1 FROM cases;
