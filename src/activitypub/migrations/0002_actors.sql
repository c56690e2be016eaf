-- Actors of other servers: where they are written to, and the key that their requests are signed with.
-- asked_at: when they were last fetched, or could not be. moved: when they last moved.
CREATE TABLE actor (
    account_id   BIGINT PRIMARY KEY REFERENCES account (id),
    uri          TEXT NOT NULL UNIQUE,
    host         TEXT NOT NULL,
    inbox        TEXT NOT NULL,
    shared_inbox TEXT NOT NULL,
    inbox_id     BIGINT NOT NULL,  -- of the shared one, where there is one
    followers    TEXT NOT NULL,
    outbox       TEXT NOT NULL,
    featured     TEXT NOT NULL,
    key_id       TEXT NOT NULL,
    key_pem      TEXT NOT NULL,
    fetched_at   BIGINT NOT NULL,
    moved_at     BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX actor_by_key ON actor (key_id);
CREATE INDEX actor_by_inbox ON actor (inbox_id);
CREATE INDEX actor_by_age ON actor (fetched_at, account_id);

-- Activities that came, by their ids: the same one again changes nothing. Kept for longer than a signature is valid.
CREATE TABLE received_activity (
    uri         TEXT PRIMARY KEY,
    received_at BIGINT NOT NULL
);
CREATE INDEX received_activity_by_age ON received_activity (received_at);
