CREATE TABLE follow (
    id          BIGINT PRIMARY KEY,
    follower_id BIGINT NOT NULL REFERENCES account (id),
    followed_id BIGINT NOT NULL REFERENCES account (id),
    boosts      BOOLEAN NOT NULL,
    notify      BOOLEAN NOT NULL,
    UNIQUE (follower_id, followed_id),
    CHECK (follower_id <> followed_id)
);
CREATE INDEX follow_by_followed ON follow (followed_id, id);
CREATE INDEX follow_by_follower ON follow (follower_id, id);
CREATE INDEX follow_to_notify ON follow (followed_id) WHERE notify;

CREATE TABLE follow_request (
    id          BIGINT PRIMARY KEY,
    follower_id BIGINT NOT NULL REFERENCES account (id),
    followed_id BIGINT NOT NULL REFERENCES account (id),
    boosts      BOOLEAN NOT NULL,
    notify      BOOLEAN NOT NULL,
    UNIQUE (follower_id, followed_id),
    CHECK (follower_id <> followed_id)
);
CREATE INDEX follow_request_by_followed ON follow_request (followed_id, id);
