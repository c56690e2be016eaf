-- name: insert_filter
INSERT INTO content_filter (id, account_id, title, contexts, action, expires_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: insert_shield
INSERT INTO content_filter (id, account_id, title, contexts, action, expires_at, shield) VALUES ($1, $2, $3, $4, 'warn', 0, $5);

-- name: update_filter
UPDATE content_filter SET title = $3, contexts = $4, action = $5, expires_at = $6 WHERE account_id = $1 AND id = $2;

-- name: delete_filter
DELETE FROM content_filter WHERE account_id = $1 AND id = $2;

-- name: delete_keywords_of
DELETE FROM filter_keyword WHERE filter_id = $1;

-- name: delete_posts_of
DELETE FROM filter_post WHERE filter_id = $1;

-- name: count_filters
SELECT COUNT(*) FROM content_filter WHERE account_id = $1;

-- name: count_keywords
SELECT COUNT(*) FROM filter_keyword WHERE filter_id = $1;

-- name: count_posts
SELECT COUNT(*) FROM filter_post WHERE filter_id = $1;

-- name: filters_of
SELECT id, title, contexts, action, expires_at, shield FROM content_filter WHERE account_id = $1 ORDER BY id;

-- name: keywords_of
SELECT k.filter_id, k.id, k.keyword, k.whole_word FROM content_filter f JOIN filter_keyword k ON k.filter_id = f.id WHERE f.account_id = $1 ORDER BY k.id;

-- name: posts_of
SELECT p.filter_id, p.id, p.post_id FROM content_filter f JOIN filter_post p ON p.filter_id = f.id WHERE f.account_id = $1 ORDER BY p.id;

-- name: insert_keyword
INSERT INTO filter_keyword (id, filter_id, keyword, whole_word) VALUES ($1, $2, $3, $4);

-- name: update_keyword
UPDATE filter_keyword SET keyword = $3, whole_word = $4 WHERE filter_id = $1 AND id = $2;

-- name: delete_keyword
DELETE FROM filter_keyword WHERE filter_id = $1 AND id = $2;

-- name: insert_post
INSERT INTO filter_post (id, filter_id, post_id) VALUES ($1, $2, $3) ON CONFLICT (filter_id, post_id) DO NOTHING;

-- name: delete_post
DELETE FROM filter_post WHERE filter_id = $1 AND id = $2;

-- name: owners_with_post
SELECT DISTINCT f.account_id FROM filter_post p JOIN content_filter f ON f.id = p.filter_id WHERE p.post_id = $1;

-- name: forget_post
DELETE FROM filter_post WHERE post_id = $1;
