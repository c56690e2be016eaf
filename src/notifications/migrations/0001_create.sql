CREATE TABLE notification (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    kind       TEXT NOT NULL,
    from_id    BIGINT NOT NULL REFERENCES account (id),
    post_id    BIGINT NOT NULL,  -- 0 for none; posts is a higher room, so no reference
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, kind, from_id, post_id),
    CHECK (account_id <> from_id)
);
CREATE INDEX notification_by_account ON notification (account_id, id);
CREATE INDEX notification_by_post ON notification (post_id) WHERE post_id <> 0;
CREATE INDEX notification_by_from ON notification (from_id);

CREATE TABLE notification_seen (
    account_id BIGINT PRIMARY KEY REFERENCES account (id),
    up_to      BIGINT NOT NULL  -- the newest notification that was read
);
