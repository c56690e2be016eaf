-- name: insert_card
INSERT INTO link_card (id, url, type, title, description, author_name, author_url, provider_name, provider_url, html,
    image_file, image_description, blurhash, width, height, language, published_at, fetched_at, failed_at, busy_until)
VALUES ($1, $2, 'link', '', '', '', '', '', '', '', '', '', '', 0, 0, '', 0, 0, 0, 0)
ON CONFLICT (url) DO NOTHING;

-- name: state_of
SELECT id, fetched_at, failed_at FROM link_card WHERE url = $1;

-- name: card_of_post
SELECT card_id FROM link_of_post WHERE post_id = $1;

-- name: set_card
INSERT INTO link_of_post (post_id, card_id) VALUES ($1, $2) ON CONFLICT (post_id) DO UPDATE SET card_id = excluded.card_id;

-- name: unset_card
DELETE FROM link_of_post WHERE post_id = $1;

-- name: is_used
SELECT 1 FROM link_of_post WHERE card_id = $1 LIMIT 1;

-- name: image_of
SELECT image_file FROM link_card WHERE id = $1;

-- name: delete_card
DELETE FROM link_card WHERE id = $1;

-- name: start_fetch
-- A crashed fetch holds the address for a minute; one that is fresh, or failed a moment ago, is left alone.
UPDATE link_card SET busy_until = $2 WHERE id = $1 AND busy_until <= $3 AND fetched_at < $4 AND failed_at < $5;

-- name: url_of
SELECT url FROM link_card WHERE id = $1;

-- name: keep_failure
UPDATE link_card SET failed_at = $2, busy_until = 0 WHERE id = $1;

-- name: keep_card
UPDATE link_card SET type = $2, title = $3, description = $4, author_name = $5, author_url = $6, provider_name = $7,
    provider_url = $8, html = $9, image_file = $10, image_description = $11, blurhash = $12, width = $13, height = $14,
    language = $15, published_at = $16, fetched_at = $17, failed_at = 0, busy_until = 0
 WHERE id = $1;

-- name: cards_of_posts
SELECT p.post_id, c.id, c.url, c.type, c.title, c.description, c.author_name, c.author_url, c.provider_name, c.provider_url, c.html,
       c.image_file, c.image_description, c.blurhash, c.width, c.height, c.language, c.published_at, c.fetched_at
  FROM link_of_post p JOIN link_card c ON c.id = p.card_id
 WHERE p.post_id IN LIST($1) AND c.fetched_at > 0;

-- name: card_by_url
SELECT 0, id, url, type, title, description, author_name, author_url, provider_name, provider_url, html,
       image_file, image_description, blurhash, width, height, language, published_at, fetched_at
  FROM link_card WHERE url = $1 AND fetched_at > 0;

-- name: cards_by_id
SELECT 0, id, url, type, title, description, author_name, author_url, provider_name, provider_url, html,
       image_file, image_description, blurhash, width, height, language, published_at, fetched_at
  FROM link_card WHERE id IN LIST($1) AND fetched_at > 0;

-- name: posts_with
SELECT post_id FROM link_of_post WHERE card_id = $1 AND post_id < $2 ORDER BY post_id DESC LIMIT $3;
