-- A job waits, runs under a claim, or is dead; one that succeeded is gone.
-- due_at: the next attempt while it waits; while it runs, the end of its lease, so that one query finds both.
CREATE TABLE job (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'dead')),
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL CHECK (attempts >= 0),
    claim BIGINT NOT NULL,
    error TEXT NOT NULL
);
CREATE INDEX job_due ON job (due_at, id) WHERE state <> 'dead';
CREATE INDEX job_dead ON job (id) WHERE state = 'dead';
CREATE UNIQUE INDEX job_key ON job (kind, key) WHERE key <> '' AND state = 'waiting';

CREATE TABLE job_schedule (
    name TEXT PRIMARY KEY,
    next_at BIGINT NOT NULL
);
