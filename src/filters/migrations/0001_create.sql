CREATE TABLE content_filter (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    title      TEXT NOT NULL,
    contexts   BIGINT NOT NULL CHECK (contexts > 0 AND contexts < 32),  -- home 1, notifications 2, public 4, thread 8, account 16
    action     TEXT NOT NULL CHECK (action IN ('warn', 'hide', 'blur')),
    expires_at BIGINT NOT NULL  -- 0: never
);
CREATE INDEX content_filter_by_account ON content_filter (account_id, id);

CREATE TABLE filter_keyword (
    id         BIGINT PRIMARY KEY,
    filter_id  BIGINT NOT NULL REFERENCES content_filter (id),
    keyword    TEXT NOT NULL,  -- as typed
    whole_word BOOLEAN NOT NULL
);
CREATE INDEX filter_keyword_by_filter ON filter_keyword (filter_id, id);

CREATE TABLE filter_post (
    id        BIGINT PRIMARY KEY,
    filter_id BIGINT NOT NULL REFERENCES content_filter (id),
    post_id   BIGINT NOT NULL,  -- no reference: a post is deleted before its filters hear of it
    UNIQUE (filter_id, post_id)
);
CREATE INDEX filter_post_by_post ON filter_post (post_id);
