-- Groups, requests and policies. The table is made anew: one may now be told that one's own poll ended, and SQLite cannot
-- drop a CHECK.
CREATE TABLE notification_anew (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    kind       TEXT NOT NULL,
    from_id    BIGINT NOT NULL REFERENCES account (id),
    post_id    BIGINT NOT NULL,   -- 0 for none; posts is a higher room, so no reference
    about_id   BIGINT NOT NULL,   -- what else it is about: a report, a warning; 0 for none
    created_at BIGINT NOT NULL,
    bucket     BIGINT NOT NULL,   -- the hour its group began; 0: it stands alone
    head       BOOLEAN NOT NULL,  -- the newest of its group, or alone
    filtered   BOOLEAN NOT NULL,  -- waits in the requests
    UNIQUE (account_id, kind, from_id, post_id, about_id)
);
INSERT INTO notification_anew SELECT id, account_id, kind, from_id, post_id, 0, created_at, 0, TRUE, FALSE FROM notification;
DROP TABLE notification;
ALTER TABLE notification_anew RENAME TO notification;

CREATE INDEX notification_by_account ON notification (account_id, id);
CREATE INDEX notification_heads ON notification (account_id, id) WHERE head AND NOT filtered;
CREATE INDEX notification_by_kind ON notification (account_id, kind, id);
CREATE INDEX notification_by_person ON notification (account_id, from_id, id);
CREATE INDEX notification_in_group ON notification (account_id, kind, post_id, bucket, id) WHERE bucket > 0;
CREATE INDEX notification_by_post ON notification (post_id) WHERE post_id <> 0;
CREATE INDEX notification_by_from ON notification (from_id);

-- Who waits to be let in, once for all of their filtered notifications.
CREATE TABLE notification_request (
    id           BIGINT PRIMARY KEY,
    account_id   BIGINT NOT NULL REFERENCES account (id),
    from_id      BIGINT NOT NULL REFERENCES account (id),
    last_post_id BIGINT NOT NULL,  -- 0 for none
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    UNIQUE (account_id, from_id)
);
CREATE INDEX notification_request_by_account ON notification_request (account_id, id);
CREATE INDEX notification_request_by_from ON notification_request (from_id);

-- Who was let in: the policy does not ask about them again.
CREATE TABLE notification_permission (
    account_id BIGINT NOT NULL REFERENCES account (id),
    from_id    BIGINT NOT NULL REFERENCES account (id),
    PRIMARY KEY (account_id, from_id)
);
CREATE INDEX notification_permission_by_from ON notification_permission (from_id);

-- accept, filter or drop; without a row, as a new account has it.
CREATE TABLE notification_policy (
    account_id       BIGINT PRIMARY KEY REFERENCES account (id),
    not_following    TEXT NOT NULL,
    not_followers    TEXT NOT NULL,
    new_accounts     TEXT NOT NULL,
    private_mentions TEXT NOT NULL,
    limited_accounts TEXT NOT NULL
);
