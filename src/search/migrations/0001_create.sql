-- What can be found of each post: words in the order of its text, then their stems, then marks (see words.hpp).
-- only: sqlite
CREATE TABLE search_post (
    post_id BIGINT PRIMARY KEY,
    tokens  TEXT NOT NULL
);
-- Tokens are folded before they come here: the index only cuts at spaces.
CREATE VIRTUAL TABLE search_index USING fts5 (tokens, content = 'search_post', content_rowid = 'post_id', tokenize = 'ascii', columnsize = 0);
-- only: postgresql
CREATE TABLE search_post (
    post_id BIGINT PRIMARY KEY,
    tokens  TSVECTOR NOT NULL
);
CREATE INDEX search_post_by_token ON search_post USING gin (tokens);
-- both

-- Posts whose entry is not what they say now. `version` tells a change that came while the entry was being made.
CREATE TABLE search_waiting (
    post_id BIGINT PRIMARY KEY,
    version BIGINT NOT NULL
);
INSERT INTO search_waiting (post_id, version) SELECT id, 0 FROM post WHERE boost_of_id = 0;
