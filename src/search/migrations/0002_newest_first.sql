-- The index's rows count downwards: what is newest stands first in it, where reading is cheapest.
-- only: sqlite
DROP TABLE search_index;
CREATE VIRTUAL TABLE search_index USING fts5 (tokens, content = '', tokenize = 'ascii', columnsize = 0);
DELETE FROM search_post;
INSERT INTO search_waiting (post_id, version) SELECT id, 0 FROM post WHERE boost_of_id = 0 ON CONFLICT (post_id) DO NOTHING;
-- only: postgresql
COMMENT ON TABLE search_post IS 'What can be found of each post';
-- both
