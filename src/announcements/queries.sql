-- name: insert_announcement
INSERT INTO announcement (id, text, starts_at, ends_at, all_day, published_at, updated_at) VALUES ($1, $2, $3, $4, $5, 0, $6);

-- name: change_announcement
UPDATE announcement SET text = $2, starts_at = $3, ends_at = $4, all_day = $5, updated_at = $6 WHERE id = $1;

-- name: set_published
UPDATE announcement SET published_at = $2 WHERE id = $1;

-- name: delete_announcement
DELETE FROM announcement WHERE id = $1;

-- name: announcement
SELECT id, text, starts_at, ends_at, all_day, published_at, updated_at FROM announcement WHERE id = $1;

-- name: all_announcements
SELECT id, text, starts_at, ends_at, all_day, published_at, updated_at FROM announcement ORDER BY id DESC LIMIT $1;

-- name: shown_announcements
SELECT id, text, starts_at, ends_at, all_day, published_at, updated_at FROM announcement
 WHERE published_at > 0 AND (ends_at = 0 OR ends_at > $1) ORDER BY published_at, id LIMIT $2;

-- name: read_by
SELECT announcement_id FROM announcement_read WHERE account_id = $1;

-- name: mark_read
INSERT INTO announcement_read (announcement_id, account_id) VALUES ($1, $2) ON CONFLICT (announcement_id, account_id) DO NOTHING;

-- name: reactions_of
SELECT announcement_id, id, name, count FROM announcement_reaction WHERE announcement_id IN LIST($1) AND count > 0 ORDER BY announcement_id, id;

-- name: reactions_by
SELECT reaction_id FROM announcement_reactor WHERE account_id = $1;

-- name: reaction
SELECT announcement_id, id, name, count FROM announcement_reaction WHERE id = $1;

-- name: reaction_named
SELECT announcement_id, id, name, count FROM announcement_reaction WHERE announcement_id = $1 AND name = $2;

-- name: count_names
SELECT COUNT(*) FROM announcement_reaction WHERE announcement_id = $1 AND count > 0;

-- name: insert_reaction
INSERT INTO announcement_reaction (id, announcement_id, name, count) VALUES ($1, $2, $3, 0) ON CONFLICT (announcement_id, name) DO NOTHING;

-- name: insert_reactor
INSERT INTO announcement_reactor (reaction_id, account_id) VALUES ($1, $2) ON CONFLICT (reaction_id, account_id) DO NOTHING;

-- name: delete_reactor
DELETE FROM announcement_reactor WHERE reaction_id = $1 AND account_id = $2;

-- name: count_reaction
UPDATE announcement_reaction SET count = count + $2 WHERE id = $1;

-- name: forget_reads
DELETE FROM announcement_read WHERE account_id = $1;
