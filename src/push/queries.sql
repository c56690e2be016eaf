-- name: put
INSERT INTO push_subscription (id, account_id, grant_id, endpoint, p256dh, auth, standard, alerts, policy, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (account_id, grant_id) DO UPDATE SET id = excluded.id, endpoint = excluded.endpoint, p256dh = excluded.p256dh, auth = excluded.auth,
  standard = excluded.standard, alerts = excluded.alerts, policy = excluded.policy, created_at = excluded.created_at;

-- name: change
UPDATE push_subscription SET alerts = $3, policy = $4 WHERE account_id = $1 AND grant_id = $2;

-- name: find
SELECT id, account_id, grant_id, endpoint, p256dh, auth, standard, alerts, policy FROM push_subscription WHERE account_id = $1 AND grant_id = $2;

-- name: by_id
SELECT id, account_id, grant_id, endpoint, p256dh, auth, standard, alerts, policy FROM push_subscription WHERE id = $1;

-- name: all_of
SELECT id, account_id, grant_id, endpoint, p256dh, auth, standard, alerts, policy FROM push_subscription WHERE account_id = $1 ORDER BY id;

-- name: all_of_these
SELECT id, account_id, grant_id, endpoint, p256dh, auth, standard, alerts, policy FROM push_subscription WHERE account_id IN LIST($1) ORDER BY account_id, id;

-- name: by_ids
SELECT id, account_id, grant_id, endpoint, p256dh, auth, standard, alerts, policy FROM push_subscription WHERE id IN LIST($1) ORDER BY id;

-- name: delete_one
DELETE FROM push_subscription WHERE account_id = $1 AND grant_id = $2;

-- name: delete_by_id
DELETE FROM push_subscription WHERE id = $1;

-- name: delete_ended
-- A grant ended, or all of an account's that are older than $3.
DELETE FROM push_subscription WHERE account_id = $1 AND (grant_id = $2 OR (CAST($2 AS BIGINT) = 0 AND grant_id < $3));

-- name: forget
DELETE FROM push_subscription WHERE account_id = $1;
