ALTER TABLE post ADD COLUMN edited_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE post ADD COLUMN local_only BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE post ADD COLUMN policy BIGINT NOT NULL DEFAULT 192;  -- two bits each: reply, boost, quote, quote on request
ALTER TABLE post ADD COLUMN quoted_id BIGINT NOT NULL DEFAULT 0; -- 0: none, or no longer there
ALTER TABLE post ADD COLUMN quote_state TEXT NOT NULL DEFAULT ''
    CHECK (quote_state IN ('', 'pending', 'accepted', 'rejected', 'revoked', 'deleted'));
ALTER TABLE post ADD COLUMN quotes BIGINT NOT NULL DEFAULT 0;
-- Only posts that have these are asked for them: a post of text alone costs nothing more.
ALTER TABLE post ADD COLUMN has_media BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE post ADD COLUMN has_poll BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE post ADD COLUMN has_link BOOLEAN NOT NULL DEFAULT FALSE;

CREATE INDEX post_by_quoted ON post (quoted_id, id) WHERE quoted_id <> 0;
CREATE INDEX post_by_thread ON post (thread_id, id) WHERE thread_id <> id;
CREATE INDEX post_media_by_author ON post (author_id, id) WHERE has_media;
CREATE INDEX post_media_local ON post (id)
    WHERE has_media AND visibility = 'public' AND boost_of_id = 0 AND (reply_to_id = 0 OR reply_to_author_id = author_id);

-- What an edited post was before.
CREATE TABLE post_version (
    id           BIGINT PRIMARY KEY,
    post_id      BIGINT NOT NULL REFERENCES post (id),
    text         TEXT NOT NULL,
    html         TEXT NOT NULL,
    content_note TEXT NOT NULL,
    sensitive    BOOLEAN NOT NULL,
    written_at   BIGINT NOT NULL,
    poll_options TEXT NOT NULL  -- one a line
);
CREATE INDEX post_version_by_post ON post_version (post_id, id);

CREATE TABLE post_version_media (
    version_id  BIGINT NOT NULL REFERENCES post_version (id),
    position    BIGINT NOT NULL,
    media_id    BIGINT NOT NULL,  -- which may be gone
    description TEXT NOT NULL,
    PRIMARY KEY (version_id, position)
);

CREATE TABLE thread_mute (
    account_id BIGINT NOT NULL REFERENCES account (id),
    thread_id  BIGINT NOT NULL,
    PRIMARY KEY (account_id, thread_id)
);

CREATE TABLE featured_tag (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    hashtag_id BIGINT NOT NULL REFERENCES hashtag (id),
    name       TEXT NOT NULL,  -- as its owner spells it
    UNIQUE (account_id, hashtag_id)
);
