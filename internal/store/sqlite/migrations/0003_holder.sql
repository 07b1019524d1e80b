-- Who holds the lease of an effect; empty while nobody does. A holder that
-- begins anew frees what it held before, without waiting for the leases.
ALTER TABLE outbox ADD COLUMN holder TEXT NOT NULL DEFAULT '';
