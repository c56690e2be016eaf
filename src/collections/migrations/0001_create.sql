CREATE TABLE collection (
    id         BIGINT PRIMARY KEY,
    owner_id   BIGINT NOT NULL REFERENCES account (id),
    title      TEXT NOT NULL CHECK (title <> ''),
    about      TEXT NOT NULL,
    is_public  BOOLEAN NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX collection_by_owner ON collection (owner_id, id);

CREATE TABLE collection_post (
    id            BIGINT PRIMARY KEY,  -- orders the collection: what was put in last stands first
    collection_id BIGINT NOT NULL REFERENCES collection (id),
    post_id       BIGINT NOT NULL,     -- no reference: a post is deleted before its collections hear of it
    UNIQUE (collection_id, post_id)
);
CREATE INDEX collection_post_in_order ON collection_post (collection_id, id);
CREATE INDEX collection_post_by_post ON collection_post (post_id);
