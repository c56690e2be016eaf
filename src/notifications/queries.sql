-- name: insert
INSERT INTO notification (id, account_id, kind, from_id, post_id, about_id, created_at, bucket, head, filtered)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, TRUE, $9)
ON CONFLICT (account_id, kind, from_id, post_id, about_id) DO NOTHING;

-- name: forget_earlier
-- A newer edit takes the earlier one's place.
DELETE FROM notification WHERE account_id = $1 AND kind = $2 AND from_id = $3 AND post_id = $4;

-- name: latest_bucket
SELECT COALESCE(MAX(bucket), 0) FROM notification WHERE account_id = $1 AND kind = $2 AND post_id = $3 AND bucket > $4 AND bucket > 0;

-- name: no_longer_head
UPDATE notification SET head = FALSE WHERE account_id = $1 AND kind = $2 AND post_id = $3 AND bucket = $4 AND bucket > 0 AND id <> $5 AND head;

-- name: promote_newest
UPDATE notification SET head = TRUE WHERE id = (SELECT MAX(id) FROM notification
 WHERE account_id = $1 AND kind = $2 AND post_id = $3 AND bucket = $4 AND bucket > 0);

-- name: same
SELECT id FROM notification WHERE account_id = $1 AND kind = $2 AND from_id = $3 AND post_id = $4;

-- name: heads_from
-- Whose groups need another head when this person's notifications go. $2 0: of everybody's lists.
SELECT account_id, kind, post_id, bucket FROM notification WHERE from_id = $1 AND bucket > 0 AND head AND (account_id = $2 OR CAST($2 AS BIGINT) = 0);

-- name: forget_post
DELETE FROM notification WHERE post_id = $1 AND post_id <> 0;

-- name: requests_lose_post
UPDATE notification_request SET last_post_id = 0 WHERE last_post_id = $1 AND from_id = $2;

-- name: forget_told
DELETE FROM notification WHERE account_id = $1;

-- name: forget_from
DELETE FROM notification WHERE from_id = $1 AND (account_id = $2 OR CAST($2 AS BIGINT) = 0);

-- name: forget_seen
DELETE FROM notification_seen WHERE account_id = $1;

-- name: forget_requests
DELETE FROM notification_request WHERE account_id = $1 OR from_id = $1;

-- name: forget_permissions
DELETE FROM notification_permission WHERE account_id = $1 OR from_id = $1;

-- name: forget_policy
DELETE FROM notification_policy WHERE account_id = $1;

-- name: seen
SELECT up_to FROM notification_seen WHERE account_id = $1;

-- name: newest
SELECT id, kind, from_id, post_id, about_id, created_at, bucket, head, filtered FROM notification
 WHERE account_id = $1 AND id < $2 AND id > $3 AND (NOT filtered OR $4) ORDER BY id DESC LIMIT $5;

-- name: oldest
SELECT id, kind, from_id, post_id, about_id, created_at, bucket, head, filtered FROM notification
 WHERE account_id = $1 AND id < $2 AND id > $3 AND (NOT filtered OR $4) ORDER BY id LIMIT $5;

-- name: heads_newest
SELECT id, kind, from_id, post_id, about_id, created_at, bucket, head, filtered FROM notification
 WHERE account_id = $1 AND id < $2 AND id > $3 AND head AND NOT filtered ORDER BY id DESC LIMIT $4;

-- name: heads_oldest
SELECT id, kind, from_id, post_id, about_id, created_at, bucket, head, filtered FROM notification
 WHERE account_id = $1 AND id < $2 AND id > $3 AND head AND NOT filtered ORDER BY id LIMIT $4;

-- name: kind_newest
SELECT id, kind, from_id, post_id, about_id, created_at, bucket, head, filtered FROM notification
 WHERE account_id = $1 AND id < $2 AND id > $3 AND (NOT filtered OR $4) AND kind = $6 ORDER BY id DESC LIMIT $5;

-- name: kind_oldest
SELECT id, kind, from_id, post_id, about_id, created_at, bucket, head, filtered FROM notification
 WHERE account_id = $1 AND id < $2 AND id > $3 AND (NOT filtered OR $4) AND kind = $6 ORDER BY id LIMIT $5;

-- name: from_newest
SELECT id, kind, from_id, post_id, about_id, created_at, bucket, head, filtered FROM notification
 WHERE account_id = $1 AND id < $2 AND id > $3 AND (NOT filtered OR $4) AND from_id = $6 ORDER BY id DESC LIMIT $5;

-- name: from_oldest
SELECT id, kind, from_id, post_id, about_id, created_at, bucket, head, filtered FROM notification
 WHERE account_id = $1 AND id < $2 AND id > $3 AND (NOT filtered OR $4) AND from_id = $6 ORDER BY id LIMIT $5;

-- name: find
SELECT id, kind, from_id, post_id, about_id, created_at, bucket, head, filtered FROM notification WHERE account_id = $1 AND id = $2;

-- name: head_of_group
SELECT id, kind, from_id, post_id, about_id, created_at, bucket, head, filtered FROM notification
 WHERE account_id = $1 AND kind = $2 AND post_id = $3 AND bucket = $4 AND bucket > 0 ORDER BY id DESC LIMIT 1;

-- name: sizes
-- How many stand in the groups of these, and the oldest of them on the page that ends with $2.
SELECT h.id, (SELECT COUNT(*) FROM notification n WHERE n.account_id = h.account_id AND n.kind = h.kind AND n.post_id = h.post_id AND n.bucket = h.bucket AND n.bucket > 0),
       (SELECT MIN(n.id) FROM notification n WHERE n.account_id = h.account_id AND n.kind = h.kind AND n.post_id = h.post_id AND n.bucket = h.bucket AND n.bucket > 0 AND n.id >= $2)
  FROM notification h WHERE h.id IN LIST($1);

-- name: members
SELECT id, from_id FROM notification WHERE account_id = $1 AND kind = $2 AND post_id = $3 AND bucket = $4 AND bucket > 0 AND id < $5
 ORDER BY id DESC LIMIT $6;

-- name: delete_group
DELETE FROM notification WHERE account_id = $1 AND kind = $2 AND post_id = $3 AND bucket = $4 AND bucket > 0;

-- name: unread
SELECT COUNT(*) FROM (SELECT 1 FROM notification WHERE account_id = $1 AND NOT filtered
   AND id > COALESCE((SELECT up_to FROM notification_seen WHERE account_id = $1), 0) LIMIT 1000) AS newer;

-- name: unread_beside_bell
-- "99+" says it.
SELECT COUNT(*) FROM (SELECT 1 FROM notification WHERE account_id = $1 AND NOT filtered
   AND id > COALESCE((SELECT up_to FROM notification_seen WHERE account_id = $1), 0) LIMIT 100) AS newer;

-- name: unread_heads
SELECT COUNT(*) FROM (SELECT 1 FROM notification WHERE account_id = $1 AND head AND NOT filtered
   AND id > COALESCE((SELECT up_to FROM notification_seen WHERE account_id = $1), 0) LIMIT 1000) AS newer;

-- name: mark_read
INSERT INTO notification_seen (account_id, up_to) VALUES ($1, $2)
ON CONFLICT (account_id) DO UPDATE SET up_to = excluded.up_to WHERE excluded.up_to > notification_seen.up_to;

-- name: dismiss
DELETE FROM notification WHERE account_id = $1 AND id = $2;

-- name: clear
DELETE FROM notification WHERE account_id = $1 AND NOT filtered;

-- name: policy
SELECT not_following, not_followers, new_accounts, private_mentions, limited_accounts FROM notification_policy WHERE account_id = $1;

-- name: put_policy
INSERT INTO notification_policy (account_id, not_following, not_followers, new_accounts, private_mentions, limited_accounts)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (account_id) DO UPDATE SET not_following = excluded.not_following, not_followers = excluded.not_followers,
  new_accounts = excluded.new_accounts, private_mentions = excluded.private_mentions, limited_accounts = excluded.limited_accounts;

-- name: is_permitted
SELECT 1 FROM notification_permission WHERE account_id = $1 AND from_id = $2;

-- name: permitted
SELECT from_id FROM notification_permission WHERE account_id = $1 ORDER BY from_id;

-- name: permit
INSERT INTO notification_permission (account_id, from_id) VALUES ($1, $2) ON CONFLICT (account_id, from_id) DO NOTHING;

-- name: put_request
INSERT INTO notification_request (id, account_id, from_id, last_post_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)
ON CONFLICT (account_id, from_id) DO UPDATE SET updated_at = excluded.updated_at,
  last_post_id = CASE WHEN excluded.last_post_id = 0 THEN notification_request.last_post_id ELSE excluded.last_post_id END;

-- name: requests_newest
SELECT id, from_id, last_post_id, created_at, updated_at,
       (SELECT COUNT(*) FROM notification n WHERE n.account_id = r.account_id AND n.from_id = r.from_id AND n.filtered)
  FROM notification_request r WHERE account_id = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: requests_oldest
SELECT id, from_id, last_post_id, created_at, updated_at,
       (SELECT COUNT(*) FROM notification n WHERE n.account_id = r.account_id AND n.from_id = r.from_id AND n.filtered)
  FROM notification_request r WHERE account_id = $1 AND id < $2 AND id > $3 ORDER BY id LIMIT $4;

-- name: find_request
SELECT id, from_id, last_post_id, created_at, updated_at,
       (SELECT COUNT(*) FROM notification n WHERE n.account_id = r.account_id AND n.from_id = r.from_id AND n.filtered)
  FROM notification_request r WHERE account_id = $1 AND id = $2;

-- name: delete_request
DELETE FROM notification_request WHERE account_id = $1 AND id = $2;

-- name: let_in
UPDATE notification SET filtered = FALSE WHERE account_id = $1 AND from_id = $2 AND filtered;

-- name: throw_out
DELETE FROM notification WHERE account_id = $1 AND from_id = $2 AND filtered;

-- name: pending_requests
SELECT COUNT(*) FROM (SELECT 1 FROM notification_request WHERE account_id = $1 LIMIT 100) AS waiting;

-- name: pending_notifications
SELECT COUNT(*) FROM (SELECT 1 FROM notification_request r JOIN notification n ON n.account_id = r.account_id AND n.from_id = r.from_id
 WHERE r.account_id = $1 AND n.filtered LIMIT 100) AS waiting;

-- name: lives_elsewhere
SELECT 1 FROM account WHERE id = $1 AND domain <> '';
