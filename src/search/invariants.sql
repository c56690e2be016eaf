-- name: what_waits_or_stands_is_a_post
SELECT s.post_id FROM search_post s LEFT JOIN post p ON p.id = s.post_id WHERE p.id IS NULL;
