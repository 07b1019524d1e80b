-- Lists of cases say how many there are with every first page: counted from
-- this index alone, which changes only when a case starts or ends.
CREATE INDEX cases_kind ON cases (tenant, kind, ended_at);
