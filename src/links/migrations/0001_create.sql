-- What one address says of itself, shared by all posts that name it.
CREATE TABLE link_card (
    id                BIGINT PRIMARY KEY,
    url               TEXT NOT NULL UNIQUE,
    type              TEXT NOT NULL,
    title             TEXT NOT NULL,
    description       TEXT NOT NULL,
    author_name       TEXT NOT NULL,
    author_url        TEXT NOT NULL,
    provider_name     TEXT NOT NULL,
    provider_url      TEXT NOT NULL,
    html              TEXT NOT NULL,
    image_file        TEXT NOT NULL,
    image_description TEXT NOT NULL,
    blurhash          TEXT NOT NULL,
    width             BIGINT NOT NULL,
    height            BIGINT NOT NULL,
    language          TEXT NOT NULL,
    published_at      BIGINT NOT NULL,
    fetched_at        BIGINT NOT NULL,
    failed_at         BIGINT NOT NULL,
    busy_until        BIGINT NOT NULL,
    CHECK (type IN ('link', 'photo', 'video', 'rich'))
);

CREATE TABLE link_of_post (
    post_id BIGINT PRIMARY KEY,
    card_id BIGINT NOT NULL REFERENCES link_card (id)
);
CREATE INDEX link_of_post_by_card ON link_of_post (card_id, post_id);
