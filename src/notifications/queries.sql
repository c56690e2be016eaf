-- name: insert
INSERT INTO notification (id, account_id, kind, from_id, post_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (account_id, kind, from_id, post_id) DO NOTHING;

-- name: take_back
DELETE FROM notification WHERE account_id = $1 AND kind = $2 AND from_id = $3 AND post_id = $4;

-- name: forget_post
DELETE FROM notification WHERE post_id = $1 AND post_id <> 0;

-- name: forget_account
DELETE FROM notification WHERE account_id = $1 OR from_id = $1;

-- name: forget_seen
DELETE FROM notification_seen WHERE account_id = $1;

-- name: newest
SELECT n.id, n.kind, n.from_id, n.post_id, n.created_at, n.id <= COALESCE((SELECT up_to FROM notification_seen WHERE account_id = $1), 0)
  FROM notification n WHERE n.account_id = $1 AND n.id < $2 AND n.id > $3 ORDER BY n.id DESC LIMIT $4;

-- name: oldest_after
SELECT n.id, n.kind, n.from_id, n.post_id, n.created_at, n.id <= COALESCE((SELECT up_to FROM notification_seen WHERE account_id = $1), 0)
  FROM notification n WHERE n.account_id = $1 AND n.id > $2 ORDER BY n.id LIMIT $3;

-- name: find
SELECT n.id, n.kind, n.from_id, n.post_id, n.created_at, n.id <= COALESCE((SELECT up_to FROM notification_seen WHERE account_id = $1), 0)
  FROM notification n WHERE n.account_id = $1 AND n.id = $2;

-- name: unread
SELECT COUNT(*) FROM (SELECT 1 FROM notification WHERE account_id = $1
   AND id > COALESCE((SELECT up_to FROM notification_seen WHERE account_id = $1), 0) LIMIT 1000) AS newer;

-- name: mark_read
INSERT INTO notification_seen (account_id, up_to) VALUES ($1, $2)
ON CONFLICT (account_id) DO UPDATE SET up_to = excluded.up_to WHERE excluded.up_to > notification_seen.up_to;

-- name: dismiss
DELETE FROM notification WHERE account_id = $1 AND id = $2;

-- name: clear
DELETE FROM notification WHERE account_id = $1;
