-- Where activities are sent. actor.inbox_id names a row.
CREATE TABLE inbox (
    id            BIGINT PRIMARY KEY,
    address       TEXT NOT NULL UNIQUE,
    host          TEXT NOT NULL,
    refusals      BIGINT NOT NULL,  -- how often in a row it was said to be gone
    refused_since BIGINT NOT NULL,
    dead          BOOLEAN NOT NULL
);
CREATE INDEX inbox_by_host ON inbox (host, id);

-- Another server, by its host (and port).
CREATE TABLE peer (
    host              TEXT PRIMARY KEY,
    software          TEXT NOT NULL,
    scheme            TEXT NOT NULL CHECK (scheme IN ('', 'cavage', 'rfc9421')),  -- of signatures: '' until one was taken
    refused           BOOLEAN NOT NULL,  -- moderators do not deal with it
    state             TEXT NOT NULL CHECK (state IN ('open', 'parked', 'held')),  -- parked: dead for long; held: by hand
    failing_since     BIGINT NOT NULL,   -- 0: it answers
    attempts          BIGINT NOT NULL,   -- that failed in a row
    retry_at          BIGINT NOT NULL,
    last_delivered_at BIGINT NOT NULL,
    created_at        BIGINT NOT NULL
);
CREATE INDEX peer_in_trouble ON peer (failing_since, host) WHERE failing_since > 0;
CREATE INDEX peer_held ON peer (host) WHERE state <> 'open';

-- What is to be told, once for however many inboxes. Gone when nothing of it waits.
CREATE TABLE outgoing (
    id           BIGINT PRIMARY KEY,
    author_id    BIGINT NOT NULL,
    activity     TEXT NOT NULL,
    about        BIGINT NOT NULL,   -- a post; 0: none
    urgent       BOOLEAN NOT NULL,
    to_followers BOOLEAN NOT NULL,  -- carries a digest of the followers that the other server should know of
    leaves_at    BIGINT NOT NULL
);
CREATE INDEX outgoing_by_about ON outgoing (about) WHERE about <> 0;
CREATE INDEX outgoing_by_author ON outgoing (author_id);

CREATE TABLE delivery (
    outgoing_id BIGINT NOT NULL,
    inbox_id    BIGINT NOT NULL,
    host        TEXT NOT NULL,
    late        BIGINT NOT NULL,   -- 0: urgent, 1: not
    run_at      BIGINT NOT NULL,
    attempts    BIGINT NOT NULL,
    PRIMARY KEY (outgoing_id, inbox_id)
);
CREATE INDEX delivery_by_host ON delivery (host, late, run_at, outgoing_id);

-- Who got something about a post, so that its deletion reaches them too.
CREATE TABLE reach (
    post_id     BIGINT NOT NULL,
    inbox_id    BIGINT NOT NULL,
    outgoing_id BIGINT NOT NULL,  -- the first thing it got
    PRIMARY KEY (post_id, inbox_id)
);

-- The followers elsewhere, by the inboxes they share: a post is queued once an inbox, not once a follower.
CREATE TABLE audience_member (
    author_id   BIGINT NOT NULL,
    follower_id BIGINT NOT NULL,
    inbox_id    BIGINT NOT NULL,
    host        TEXT NOT NULL,     -- of the follower's id
    PRIMARY KEY (author_id, follower_id)
);
CREATE INDEX audience_member_by_follower ON audience_member (follower_id);
CREATE INDEX audience_member_by_host ON audience_member (author_id, host, follower_id);
CREATE TABLE audience (
    author_id BIGINT NOT NULL,
    inbox_id  BIGINT NOT NULL,
    members   BIGINT NOT NULL,
    PRIMARY KEY (author_id, inbox_id)
);
-- FEP-8fcf: the exclusive or of the SHA-256 of each follower's id, kept up to date one follower at a time.
CREATE TABLE follower_digest (
    author_id BIGINT NOT NULL,
    host      TEXT NOT NULL,
    digest    TEXT NOT NULL,
    members   BIGINT NOT NULL,
    PRIMARY KEY (author_id, host)
);

-- Which process of a cluster delivers, and until when nobody else does.
CREATE TABLE deliverer (
    one         BIGINT PRIMARY KEY CHECK (one = 1),
    holder      BIGINT NOT NULL,
    held_until  BIGINT NOT NULL
);
