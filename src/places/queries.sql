-- name: insert_place
INSERT INTO place (id, account_id, sealed) VALUES ($1, $2, $3);

-- name: delete_place
DELETE FROM place WHERE id = $1 AND account_id = $2;

-- name: delete_places
DELETE FROM place WHERE account_id = $1;

-- name: places_of
SELECT id, account_id, sealed FROM place WHERE account_id = $1 ORDER BY id;

-- name: places_after
SELECT id, account_id, sealed FROM place WHERE id > $1 ORDER BY id LIMIT $2;

-- name: put_wishes
INSERT INTO place_wishes (account_id, topics_sealed, push, mail, mail_from) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id) DO UPDATE SET topics_sealed = excluded.topics_sealed, push = excluded.push, mail = excluded.mail,
    mail_from = excluded.mail_from;

-- name: delete_wishes
DELETE FROM place_wishes WHERE account_id = $1;

-- name: wishes_of
SELECT topics_sealed, push, mail, mail_from FROM place_wishes WHERE account_id = $1;

-- name: topics_after
SELECT account_id, topics_sealed FROM place_wishes WHERE account_id > $1 AND topics_sealed <> '' ORDER BY account_id LIMIT $2;

-- name: members_after
SELECT l.account_id FROM login l JOIN account a ON a.id = l.account_id
 WHERE l.account_id > $1 AND a.removed_at = 0 AND a.suspended_at = 0 AND a.pending = FALSE ORDER BY l.account_id LIMIT $2;
