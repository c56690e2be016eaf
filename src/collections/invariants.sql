-- name: kept_posts_exist
SELECT c.id FROM collection_post c WHERE NOT EXISTS (SELECT 1 FROM post p WHERE p.id = c.post_id);
