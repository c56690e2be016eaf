-- Where alerts of other agencies come from, and what went wrong with them. 0 stands for no moment.
CREATE TABLE cap_source (
    id             BIGINT PRIMARY KEY,
    url            TEXT NOT NULL UNIQUE,
    name           TEXT NOT NULL,
    home_page      TEXT NOT NULL,
    added_by       BIGINT NOT NULL,
    added_at       BIGINT NOT NULL,
    minutes        BIGINT NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    expected_hours BIGINT NOT NULL CHECK (expected_hours BETWEEN 0 AND 8760),
    certificate    TEXT NOT NULL,
    paused         BOOLEAN NOT NULL,
    etag           TEXT NOT NULL,
    modified       TEXT NOT NULL,
    next_at        BIGINT NOT NULL,
    tried_at       BIGINT NOT NULL,
    good_at        BIGINT NOT NULL,
    alert_at       BIGINT NOT NULL,
    failures       BIGINT NOT NULL,
    fault          TEXT NOT NULL,
    silent_since   BIGINT NOT NULL,
    taken          BIGINT NOT NULL,
    refused        BIGINT NOT NULL,
    hub            TEXT NOT NULL,
    topic          TEXT NOT NULL,
    token          TEXT NOT NULL,
    secret         TEXT NOT NULL,
    lease_until    BIGINT NOT NULL
);
CREATE INDEX cap_source_by_turn ON cap_source (next_at);
CREATE INDEX cap_source_by_token ON cap_source (token);

-- What was read already: by the address and what the index said of it, so that a changed document is read again.
CREATE TABLE cap_seen (
    source_id BIGINT NOT NULL REFERENCES cap_source (id) ON DELETE CASCADE,
    hash      TEXT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (source_id, hash)
);
CREATE INDEX cap_seen_by_age ON cap_seen (source_id, at);

CREATE TABLE cap_fault (
    id        BIGINT PRIMARY KEY,
    source_id BIGINT NOT NULL REFERENCES cap_source (id) ON DELETE CASCADE,
    at        BIGINT NOT NULL,
    address   TEXT NOT NULL,
    fault     TEXT NOT NULL
);
CREATE INDEX cap_fault_by_source ON cap_fault (source_id, id);

-- Who asked the hub to be told of a feed (WebSub). Until the callback says that it asked, a subscriber gets nothing.
CREATE TABLE cap_subscriber (
    id          BIGINT PRIMARY KEY,
    topic       TEXT NOT NULL,
    callback    TEXT NOT NULL,
    secret      TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    failures    BIGINT NOT NULL,
    UNIQUE (topic, callback)
);
