CREATE TABLE post (
    id                 BIGINT PRIMARY KEY,
    author_id          BIGINT NOT NULL REFERENCES account (id),
    text               TEXT NOT NULL,
    html               TEXT NOT NULL,
    content_note       TEXT NOT NULL,
    sensitive          BOOLEAN NOT NULL,
    visibility         TEXT NOT NULL CHECK (visibility IN ('public', 'unlisted', 'private', 'direct')),
    language           TEXT NOT NULL,
    reply_to_id        BIGINT NOT NULL,  -- 0: none, or no longer there
    reply_to_author_id BIGINT NOT NULL,
    thread_id          BIGINT NOT NULL,  -- the first post of the conversation, which may be gone
    boost_of_id        BIGINT NOT NULL,  -- 0 unless this is a boost
    app_id             BIGINT NOT NULL,
    created_at         BIGINT NOT NULL,
    replies            BIGINT NOT NULL,
    boosts             BIGINT NOT NULL,
    favourites         BIGINT NOT NULL
);
CREATE INDEX post_by_author ON post (author_id, id);
CREATE UNIQUE INDEX post_boost_once ON post (author_id, boost_of_id) WHERE boost_of_id <> 0;
CREATE INDEX post_by_boosted ON post (boost_of_id, id) WHERE boost_of_id <> 0;
CREATE INDEX post_by_parent ON post (reply_to_id, id) WHERE reply_to_id <> 0;
CREATE INDEX post_local ON post (id)
    WHERE visibility = 'public' AND boost_of_id = 0 AND (reply_to_id = 0 OR reply_to_author_id = author_id);

CREATE TABLE post_mention (
    post_id    BIGINT NOT NULL REFERENCES post (id),
    account_id BIGINT NOT NULL REFERENCES account (id),
    PRIMARY KEY (post_id, account_id)
);
CREATE INDEX post_mention_by_account ON post_mention (account_id, post_id);

CREATE TABLE hashtag (
    id     BIGINT PRIMARY KEY,
    name   TEXT NOT NULL,        -- as first spelled
    folded TEXT NOT NULL UNIQUE  -- how it is found
);
CREATE INDEX hashtag_by_start ON hashtag (folded COLLATE BINARY);

CREATE TABLE post_hashtag (
    post_id    BIGINT NOT NULL REFERENCES post (id),
    hashtag_id BIGINT NOT NULL REFERENCES hashtag (id),
    spelled    TEXT NOT NULL,
    PRIMARY KEY (post_id, hashtag_id)
);
CREATE INDEX post_hashtag_by_hashtag ON post_hashtag (hashtag_id, post_id);

CREATE TABLE hashtag_follow (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    hashtag_id BIGINT NOT NULL REFERENCES hashtag (id),
    UNIQUE (account_id, hashtag_id)
);

CREATE TABLE favourite (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    post_id    BIGINT NOT NULL REFERENCES post (id),
    UNIQUE (account_id, post_id)
);
CREATE INDEX favourite_by_post ON favourite (post_id, id);
CREATE INDEX favourite_by_account ON favourite (account_id, id);

CREATE TABLE bookmark (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    post_id    BIGINT NOT NULL REFERENCES post (id),
    UNIQUE (account_id, post_id)
);
CREATE INDEX bookmark_by_account ON bookmark (account_id, id);
CREATE INDEX bookmark_by_post ON bookmark (post_id);

CREATE TABLE pin (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    post_id    BIGINT NOT NULL UNIQUE REFERENCES post (id)
);
CREATE INDEX pin_by_account ON pin (account_id, id);

CREATE TABLE idempotency_key (
    account_id BIGINT NOT NULL REFERENCES account (id),
    key        TEXT NOT NULL,
    post_id    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);
