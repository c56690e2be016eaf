-- Posts that are not said yet. What they hold is JSON, as apps send it: it is read by nothing but its author.
CREATE TABLE draft (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    content    TEXT NOT NULL,
    note       TEXT NOT NULL,
    version    BIGINT NOT NULL CHECK (version > 0),
    changed_at BIGINT NOT NULL
);
CREATE INDEX draft_by_account ON draft (account_id, id);

CREATE TABLE scheduled_post (
    id              BIGINT PRIMARY KEY,
    account_id      BIGINT NOT NULL REFERENCES account (id),
    content         TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    publish_at      BIGINT NOT NULL
);
CREATE INDEX scheduled_post_by_account ON scheduled_post (account_id, id);
CREATE INDEX scheduled_post_by_day ON scheduled_post (account_id, publish_at);
