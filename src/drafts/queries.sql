-- name: insert_draft
INSERT INTO draft (id, account_id, content, note, version, changed_at) VALUES ($1, $2, $3, $4, 1, $5);

-- name: change_draft
-- Only what the writer has seen: two devices do not overwrite each other.
UPDATE draft SET content = $4, note = '', version = version + 1, changed_at = $5 WHERE id = $1 AND account_id = $2 AND version = $3;

-- name: delete_draft
DELETE FROM draft WHERE id = $1 AND account_id = $2;

-- name: draft_of
SELECT id, content, note, version, changed_at FROM draft WHERE id = $1 AND account_id = $2;

-- name: drafts_of
SELECT id, content, note, version, changed_at FROM draft WHERE account_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: count_drafts
SELECT COUNT(*) FROM draft WHERE account_id = $1;

-- name: insert_scheduled
INSERT INTO scheduled_post (id, account_id, content, idempotency_key, publish_at) VALUES ($1, $2, $3, $4, $5);

-- name: move_scheduled
UPDATE scheduled_post SET publish_at = $3 WHERE id = $1 AND account_id = $2;

-- name: delete_scheduled
DELETE FROM scheduled_post WHERE id = $1 AND account_id = $2;

-- name: scheduled_of
SELECT id, account_id, content, publish_at FROM scheduled_post WHERE id = $1 AND account_id = $2;

-- name: scheduled_with_key
SELECT id, account_id, content, publish_at FROM scheduled_post WHERE account_id = $1 AND idempotency_key = $2 AND id > $3;

-- name: scheduled_due
SELECT id, account_id, content, publish_at FROM scheduled_post WHERE id = $1 AND publish_at <= $2;

-- name: all_scheduled_before
SELECT id, account_id, content, publish_at FROM scheduled_post WHERE account_id = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: all_scheduled_after
SELECT id, account_id, content, publish_at FROM scheduled_post WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- name: count_scheduled
SELECT COUNT(*) FROM scheduled_post WHERE account_id = $1;

-- name: count_scheduled_between
SELECT COUNT(*) FROM scheduled_post WHERE account_id = $1 AND publish_at >= $2 AND publish_at < $3 AND id <> $4;

-- name: forget_drafts
DELETE FROM draft WHERE account_id = $1;

-- name: forget_scheduled
DELETE FROM scheduled_post WHERE account_id = $1;
