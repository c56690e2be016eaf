-- name: every_card_is_of_a_post
SELECT c.id FROM link_card c WHERE NOT EXISTS (SELECT 1 FROM link_of_post p WHERE p.card_id = c.id);

-- name: what_was_fetched_has_a_title
SELECT id FROM link_card WHERE fetched_at > 0 AND title = '';
