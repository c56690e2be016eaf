-- What a post answers that could not be had when it came: whoever brings the parent later joins the two.
CREATE TABLE awaited_parent (
    post_id BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
    uri     TEXT NOT NULL
);
CREATE INDEX awaited_parent_by_uri ON awaited_parent (uri);

-- How far the letting go of what nobody here needs has come, so that it goes on after a stop.
CREATE TABLE sweep_position (
    name  TEXT PRIMARY KEY,
    after BIGINT NOT NULL
);
