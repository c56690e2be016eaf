-- Emoji of other servers, as posts and profiles from there name them. Our copy is made when somebody looks, and let go later.
CREATE TABLE remote_emoji (
    id         BIGINT PRIMARY KEY,
    domain     TEXT NOT NULL,
    shortcode  TEXT NOT NULL,
    source     TEXT NOT NULL,    -- where its server has the picture
    updated_at BIGINT NOT NULL,  -- as told there; 0: not told
    file       TEXT NOT NULL,    -- '': no copy
    still      TEXT NOT NULL,
    asked_at   BIGINT NOT NULL,  -- when the picture was last asked for
    UNIQUE (domain, shortcode)
);
CREATE INDEX remote_emoji_by_copy ON remote_emoji (asked_at, id) WHERE file <> '';
