-- name: put_waiting
INSERT INTO search_waiting (post_id, version) VALUES ($1, $2) ON CONFLICT (post_id) DO UPDATE SET version = excluded.version;

-- name: is_empty
SELECT COUNT(*) FROM (SELECT post_id FROM search_post LIMIT 1) AS any_entry;

-- name: put_all_waiting
INSERT INTO search_waiting (post_id, version) SELECT id, 0 FROM post WHERE boost_of_id = 0 ON CONFLICT (post_id) DO NOTHING;

-- name: waiting
-- The newest first: in the order of the index, and before what has waited long.
SELECT post_id, version FROM search_waiting ORDER BY post_id DESC LIMIT $1;

-- name: delete_waiting
DELETE FROM search_waiting WHERE post_id IN LIST($1);

-- name: waiting_of
SELECT post_id, version FROM search_waiting WHERE post_id IN LIST($1);

-- name: unindex
-- only: sqlite
INSERT INTO search_index (search_index, rowid, tokens) SELECT 'delete', -post_id, tokens FROM search_post WHERE post_id = $1;
-- only: postgresql
SELECT post_id FROM search_post WHERE post_id = $1 AND FALSE
-- both

-- name: delete_entry
DELETE FROM search_post WHERE post_id = $1;

-- name: put_entry
-- Tokens are words of letters and digits, separated by spaces.
-- only: sqlite
INSERT INTO search_post (post_id, tokens) VALUES ($1, $2) ON CONFLICT (post_id) DO NOTHING;
-- only: postgresql
INSERT INTO search_post (post_id, tokens)
SELECT $1, COALESCE((SELECT CAST(string_agg('''' || token || ''':' || LEAST(place, 16383), ' ') AS TSVECTOR)
                       FROM unnest(string_to_array($2, ' ')) WITH ORDINALITY AS each (token, place)), CAST('' AS TSVECTOR))
ON CONFLICT (post_id) DO NOTHING;
-- both

-- name: index
-- only: sqlite
INSERT INTO search_index (rowid, tokens) SELECT -post_id, tokens FROM search_post WHERE post_id = $1;
-- only: postgresql
SELECT post_id FROM search_post WHERE post_id = $1 AND FALSE
-- both

-- name: newest_matching
-- $1 is what is wanted, in FTS5's words. Rows of SQLite's index have the post's id with a minus: the newest come first.
-- only: sqlite
SELECT -rowid FROM search_index WHERE search_index MATCH $1 AND rowid > -$2 AND rowid < -$3 ORDER BY rowid LIMIT $4
-- only: postgresql
SELECT post_id FROM search_post
 WHERE tokens @@ CAST(replace(replace(replace(replace(replace($1, ' NOT ', ' &! '), ' AND ', ' & '), ' OR ', ' | '), ' + ', ' <-> '), '"', '''') AS TSQUERY)
   AND post_id < $2 AND post_id > $3
 ORDER BY post_id DESC LIMIT $4
-- both

-- name: matching_after
-- The same, the oldest first.
-- only: sqlite
SELECT -rowid FROM search_index WHERE search_index MATCH $1 AND rowid < -$2 ORDER BY rowid DESC LIMIT $3
-- only: postgresql
SELECT post_id FROM search_post
 WHERE tokens @@ CAST(replace(replace(replace(replace(replace($1, ' NOT ', ' &! '), ' AND ', ' & '), ' OR ', ' | '), ' + ', ' <-> '), '"', '''') AS TSQUERY)
   AND post_id > $2
 ORDER BY post_id LIMIT $3
-- both

-- name: may_be_found
-- A post is found by who may see it and whose author wants to be found, or who has to do with it: $2 wrote it, is named in
-- it, or kept it.
SELECT p.id FROM post p JOIN account a ON a.id = p.author_id
 WHERE p.id IN LIST($1) AND a.suspended_at = 0
   AND ((p.visibility = 'public' AND a.indexable AND NOT $3 AND (a.silenced_at = 0 OR EXISTS (SELECT 1 FROM follow s WHERE s.follower_id = $2 AND s.followed_id = a.id))) OR p.author_id = $2
        OR EXISTS (SELECT 1 FROM post_mention m WHERE m.post_id = p.id AND m.account_id = $2)
        OR EXISTS (SELECT 1 FROM favourite f WHERE f.post_id = p.id AND f.account_id = $2)
        OR EXISTS (SELECT 1 FROM bookmark b WHERE b.post_id = p.id AND b.account_id = $2)
        OR EXISTS (SELECT 1 FROM post s WHERE s.boost_of_id = p.id AND s.boost_of_id <> 0 AND s.author_id = $2))

-- name: gather
-- Of many small parts of the index, fewer large ones; $1 pages at most. A number below 0 begins with all parts.
-- only: sqlite
INSERT INTO search_index (search_index, rank) VALUES ('merge', $1)
-- only: postgresql
SELECT 1 WHERE CAST($1 AS BIGINT) = 0 AND FALSE
-- both

-- name: parts
-- only: sqlite
SELECT COUNT(DISTINCT segid) FROM search_index_idx
-- only: postgresql
SELECT 1
-- both
