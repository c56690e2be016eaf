-- name: insert_emoji
INSERT INTO emoji (id, shortcode, category, file, still, visible_in_picker, enabled) VALUES ($1, $2, $3, $4, $5, $6, TRUE)
ON CONFLICT (shortcode) DO NOTHING;

-- name: change_emoji
UPDATE emoji SET category = COALESCE($2, category), visible_in_picker = COALESCE($3, visible_in_picker), enabled = COALESCE($4, enabled)
 WHERE shortcode = $1;

-- name: delete_emoji
DELETE FROM emoji WHERE shortcode = $1;

-- name: emoji_named
SELECT id, shortcode, category, file, still, visible_in_picker, enabled FROM emoji WHERE shortcode = $1;

-- name: all_emojis
SELECT id, shortcode, category, file, still, visible_in_picker, enabled FROM emoji ORDER BY category, shortcode;

-- name: remote_emoji
SELECT id, domain, shortcode, source, updated_at, file, still, asked_at FROM remote_emoji WHERE id = $1;

-- name: remote_emoji_named
SELECT id, domain, shortcode, source, updated_at, file, still, asked_at FROM remote_emoji WHERE domain = $1 AND shortcode = $2;

-- name: insert_remote_emoji
INSERT INTO remote_emoji (id, domain, shortcode, source, updated_at, file, still, asked_at) VALUES ($1, $2, $3, $4, $5, '', '', 0);

-- name: change_remote_emoji
UPDATE remote_emoji SET source = $2, updated_at = $3, file = '', still = '', asked_at = 0 WHERE id = $1;

-- name: count_remote_emojis
SELECT COUNT(*) FROM remote_emoji WHERE domain = $1;

-- name: note_remote_emoji_asked
UPDATE remote_emoji SET asked_at = $2 WHERE id = $1;

-- name: set_remote_emoji_copy
UPDATE remote_emoji SET file = $2, still = $3, asked_at = $4 WHERE id = $1;

-- name: old_remote_emoji_copies
SELECT id, domain, shortcode, source, updated_at, file, still, asked_at FROM remote_emoji
 WHERE file <> '' AND asked_at < $1 ORDER BY asked_at, id LIMIT $2;

-- name: remote_emojis_of
SELECT id, domain, shortcode, source, updated_at, file, still, asked_at FROM remote_emoji WHERE domain = $1;

-- name: forget_remote_emojis
DELETE FROM remote_emoji WHERE domain = $1;
