-- name: insert_follow
INSERT INTO follow (id, follower_id, followed_id, boosts, notify) VALUES ($1, $2, $3, $4, $5);

-- name: change_follow
UPDATE follow SET boosts = COALESCE($3, boosts), notify = COALESCE($4, notify) WHERE follower_id = $1 AND followed_id = $2;

-- name: delete_follow
DELETE FROM follow WHERE follower_id = $1 AND followed_id = $2;

-- name: insert_request
INSERT INTO follow_request (id, follower_id, followed_id, boosts, notify) VALUES ($1, $2, $3, $4, $5);

-- name: change_request
UPDATE follow_request SET boosts = COALESCE($3, boosts), notify = COALESCE($4, notify) WHERE follower_id = $1 AND followed_id = $2;

-- name: delete_request
DELETE FROM follow_request WHERE follower_id = $1 AND followed_id = $2;

-- name: request_of
SELECT boosts, notify FROM follow_request WHERE follower_id = $1 AND followed_id = $2;

-- name: is_follower
SELECT 1 FROM follow WHERE follower_id = $1 AND followed_id = $2;

-- name: relationship
SELECT f.boosts, f.notify, r.boosts, r.notify, b.id, q.id
  FROM (SELECT 1 AS one) AS base
  LEFT JOIN follow f ON f.follower_id = $1 AND f.followed_id = $2
  LEFT JOIN follow_request r ON r.follower_id = $1 AND r.followed_id = $2
  LEFT JOIN follow b ON b.follower_id = $2 AND b.followed_id = $1
  LEFT JOIN follow_request q ON q.follower_id = $2 AND q.followed_id = $1;

-- name: followers
SELECT id, follower_id FROM follow WHERE followed_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: following
SELECT id, followed_id FROM follow WHERE follower_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: requests
SELECT id, follower_id FROM follow_request WHERE followed_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: all_followed_by
SELECT followed_id, boosts FROM follow WHERE follower_id = $1;

-- name: notified_by
SELECT follower_id FROM follow WHERE followed_id = $1 AND notify;

-- name: everyone_around
SELECT follower_id, followed_id FROM follow WHERE follower_id = $1 OR followed_id = $1;

-- name: delete_requests_around
DELETE FROM follow_request WHERE follower_id = $1 OR followed_id = $1;
