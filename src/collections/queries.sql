-- name: insert_collection
INSERT INTO collection (id, owner_id, title, about, is_public, changed_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: update_collection
UPDATE collection SET title = $2, about = $3, is_public = $4, changed_at = $5 WHERE id = $1;

-- name: delete_collection
DELETE FROM collection WHERE id = $1;

-- name: empty_collection
DELETE FROM collection_post WHERE collection_id = $1;

-- name: collections_of
SELECT id, owner_id, title, about, is_public, changed_at FROM collection WHERE owner_id = $1 ORDER BY id;

-- name: find_collection
SELECT id, owner_id, title, about, is_public, changed_at FROM collection WHERE id = $1;

-- name: count_collections
SELECT COUNT(*) FROM collection WHERE owner_id = $1;

-- name: count_posts
SELECT COUNT(*) FROM collection_post WHERE collection_id = $1;

-- name: insert_post
INSERT INTO collection_post (id, collection_id, post_id) VALUES ($1, $2, $3) ON CONFLICT (collection_id, post_id) DO NOTHING;

-- name: delete_post
DELETE FROM collection_post WHERE collection_id = $1 AND post_id = $2;

-- name: forget_post
DELETE FROM collection_post WHERE post_id = $1;

-- name: posts_in
SELECT id, post_id FROM collection_post WHERE collection_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: holding
SELECT c.id FROM collection_post p JOIN collection c ON c.id = p.collection_id WHERE p.post_id = $2 AND c.owner_id = $1;
