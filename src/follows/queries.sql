-- name: insert_follow
INSERT INTO follow (id, follower_id, followed_id, boosts, notify, languages) VALUES ($1, $2, $3, $4, $5, $6);

-- name: change_follow
UPDATE follow SET boosts = COALESCE($3, boosts), notify = COALESCE($4, notify), languages = COALESCE($5, languages)
 WHERE follower_id = $1 AND followed_id = $2;

-- name: delete_follow
DELETE FROM follow WHERE follower_id = $1 AND followed_id = $2;

-- name: insert_request
INSERT INTO follow_request (id, follower_id, followed_id, boosts, notify, languages) VALUES ($1, $2, $3, $4, $5, $6);

-- name: change_request
UPDATE follow_request SET boosts = COALESCE($3, boosts), notify = COALESCE($4, notify), languages = COALESCE($5, languages)
 WHERE follower_id = $1 AND followed_id = $2;

-- name: delete_request
DELETE FROM follow_request WHERE follower_id = $1 AND followed_id = $2;

-- name: request_of
SELECT boosts, notify, languages FROM follow_request WHERE follower_id = $1 AND followed_id = $2;

-- name: wish_of
SELECT boosts, notify, languages FROM follow WHERE follower_id = $1 AND followed_id = $2;

-- name: follow_between
SELECT id FROM follow WHERE follower_id = $1 AND followed_id = $2;

-- name: is_follower
SELECT 1 FROM follow WHERE follower_id = $1 AND followed_id = $2;

-- name: relationship
SELECT f.boosts, f.notify, r.boosts, r.notify, b.id, q.id, COALESCE(f.languages, r.languages), COALESCE(n.text, ''), e.id
  FROM (SELECT 1 AS one) AS base
  LEFT JOIN follow f ON f.follower_id = $1 AND f.followed_id = $2
  LEFT JOIN follow_request r ON r.follower_id = $1 AND r.followed_id = $2
  LEFT JOIN follow b ON b.follower_id = $2 AND b.followed_id = $1
  LEFT JOIN follow_request q ON q.follower_id = $2 AND q.followed_id = $1
  LEFT JOIN account_note n ON n.account_id = $1 AND n.other_id = $2
  LEFT JOIN endorsement e ON e.account_id = $1 AND e.other_id = $2;

-- name: followers
SELECT f.id, f.follower_id FROM follow f WHERE f.followed_id = $1 AND f.id < $2 AND f.id > $3
   AND (CAST($5 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $5 AND u.other_id = f.follower_id))
 ORDER BY f.id DESC LIMIT $4;

-- name: followers_after
SELECT f.id, f.follower_id FROM follow f WHERE f.followed_id = $1 AND f.id > $2
   AND (CAST($4 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $4 AND u.other_id = f.follower_id))
 ORDER BY f.id LIMIT $3;

-- name: following
SELECT f.id, f.followed_id FROM follow f WHERE f.follower_id = $1 AND f.id < $2 AND f.id > $3
   AND (CAST($5 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $5 AND u.other_id = f.followed_id))
 ORDER BY f.id DESC LIMIT $4;

-- name: following_after
SELECT f.id, f.followed_id FROM follow f WHERE f.follower_id = $1 AND f.id > $2
   AND (CAST($4 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $4 AND u.other_id = f.followed_id))
 ORDER BY f.id LIMIT $3;

-- name: requests
SELECT f.id, f.follower_id FROM follow_request f WHERE f.followed_id = $1 AND f.id < $2 AND f.id > $3
   AND (CAST($5 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $5 AND u.other_id = f.follower_id))
 ORDER BY f.id DESC LIMIT $4;

-- name: requests_after
SELECT f.id, f.follower_id FROM follow_request f WHERE f.followed_id = $1 AND f.id > $2
   AND (CAST($4 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $4 AND u.other_id = f.follower_id))
 ORDER BY f.id LIMIT $3;

-- name: all_followed_by
SELECT followed_id, boosts, languages FROM follow WHERE follower_id = $1;

-- name: notified_by
SELECT follower_id FROM follow WHERE followed_id = $1 AND notify;

-- name: follows_of_domain
SELECT f.follower_id, f.followed_id FROM domain_block d JOIN follow f ON f.follower_id = d.account_id JOIN account a ON a.id = f.followed_id
 WHERE d.id = $1 AND a.domain = d.name
UNION ALL
SELECT f.follower_id, f.followed_id FROM domain_block d JOIN follow f ON f.followed_id = d.account_id JOIN account a ON a.id = f.follower_id
 WHERE d.id = $1 AND a.domain = d.name;

-- name: requests_of_domain
SELECT r.follower_id, r.followed_id FROM domain_block d JOIN follow_request r ON r.follower_id = d.account_id JOIN account a ON a.id = r.followed_id
 WHERE d.id = $1 AND a.domain = d.name
UNION ALL
SELECT r.follower_id, r.followed_id FROM domain_block d JOIN follow_request r ON r.followed_id = d.account_id JOIN account a ON a.id = r.follower_id
 WHERE d.id = $1 AND a.domain = d.name;

-- name: domain_of_block
SELECT name FROM domain_block WHERE id = $1;

-- name: follows_with_domain
SELECT f.follower_id, f.followed_id FROM account a JOIN follow f ON f.followed_id = a.id WHERE a.domain = $1 AND a.domain <> ''
UNION
SELECT f.follower_id, f.followed_id FROM account a JOIN follow f ON f.follower_id = a.id WHERE a.domain = $1 AND a.domain <> '';

-- name: requests_with_domain
SELECT f.follower_id, f.followed_id FROM account a JOIN follow_request f ON f.followed_id = a.id WHERE a.domain = $1 AND a.domain <> ''
UNION
SELECT f.follower_id, f.followed_id FROM account a JOIN follow_request f ON f.follower_id = a.id WHERE a.domain = $1 AND a.domain <> '';

-- name: follows_by
SELECT follower_id, followed_id FROM follow WHERE follower_id = $1;

-- name: requests_by
SELECT follower_id, followed_id FROM follow_request WHERE follower_id = $1;

-- name: insert_severance
INSERT INTO severance (id, account_id, cause, target, followers, following, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: severance
SELECT id, account_id, cause, target, followers, following, created_at FROM severance WHERE id = $1;

-- name: severances_of
SELECT cause, target, followers, following, created_at FROM severance WHERE account_id = $1 ORDER BY id;

-- name: delete_severances
DELETE FROM severance WHERE account_id = $1;

-- name: followers_here
SELECT f.follower_id, f.boosts, f.notify, f.languages FROM follow f JOIN account a ON a.id = f.follower_id
 WHERE f.followed_id = $1 AND a.domain = '' ORDER BY f.id LIMIT $2;

-- name: notes_about
SELECT n.account_id, n.text FROM account_note n WHERE n.other_id = $1 AND n.account_id > $2 ORDER BY n.account_id LIMIT $3;

-- name: put_note
INSERT INTO account_note (account_id, other_id, text) VALUES ($1, $2, $3)
ON CONFLICT (account_id, other_id) DO UPDATE SET text = excluded.text;

-- name: delete_note
DELETE FROM account_note WHERE account_id = $1 AND other_id = $2;

-- name: notes_by
SELECT other_id, text FROM account_note WHERE account_id = $1 ORDER BY other_id;

-- name: insert_endorsement
INSERT INTO endorsement (id, account_id, other_id) VALUES ($1, $2, $3) ON CONFLICT (account_id, other_id) DO NOTHING;

-- name: delete_endorsement
DELETE FROM endorsement WHERE account_id = $1 AND other_id = $2;

-- name: endorsed
SELECT f.id, f.other_id FROM endorsement f WHERE f.account_id = $1 AND f.id < $2 AND f.id > $3
   AND (CAST($5 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $5 AND u.other_id = f.other_id))
 ORDER BY f.id DESC LIMIT $4;

-- name: endorsed_after
SELECT f.id, f.other_id FROM endorsement f WHERE f.account_id = $1 AND f.id > $2
   AND (CAST($4 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $4 AND u.other_id = f.other_id))
 ORDER BY f.id LIMIT $3;

-- name: familiar
SELECT f.follower_id FROM follow mine JOIN follow f ON f.follower_id = mine.followed_id AND f.followed_id = $2
 WHERE mine.follower_id = $1 AND NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $1 AND u.other_id = f.follower_id)
 ORDER BY f.id DESC LIMIT $3;

-- name: friends_of_friends
-- Of the people one followed last, whom do they follow? Bounded on both sides: somebody may follow thousands. Counted
-- first: each is looked at once, however many follow them.
SELECT theirs.followed_id, theirs.friends FROM (
    SELECT met.followed_id, COUNT(*) AS friends FROM (
        SELECT g.followed_id FROM (SELECT followed_id FROM follow WHERE follower_id = $1 ORDER BY id DESC LIMIT 100) AS mine
          JOIN follow g ON g.follower_id = mine.followed_id LIMIT 20000) AS met
     GROUP BY met.followed_id) AS theirs
  JOIN account a ON a.id = theirs.followed_id
 WHERE a.discoverable = TRUE AND a.suspended_at = 0 AND a.silenced_at = 0 AND a.disabled_at = 0 AND a.removed_at = 0 AND a.pending = FALSE AND a.moved_to = 0
   AND theirs.followed_id <> $1
   AND NOT EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $1 AND f.followed_id = theirs.followed_id)
   AND NOT EXISTS (SELECT 1 FROM follow_request r WHERE r.follower_id = $1 AND r.followed_id = theirs.followed_id)
   AND NOT EXISTS (SELECT 1 FROM suggestion_dismissed s WHERE s.account_id = $1 AND s.other_id = theirs.followed_id)
   AND NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $1 AND u.other_id = theirs.followed_id)
 ORDER BY theirs.friends DESC, theirs.followed_id DESC LIMIT $2;

-- name: most_followed
SELECT a.id FROM account a
 WHERE a.discoverable = TRUE AND a.suspended_at = 0 AND a.silenced_at = 0 AND a.disabled_at = 0 AND a.removed_at = 0 AND a.pending = FALSE AND a.moved_to = 0
   AND a.id <> $1
   AND NOT EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $1 AND f.followed_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM follow_request r WHERE r.follower_id = $1 AND r.followed_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM suggestion_dismissed s WHERE s.account_id = $1 AND s.other_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $1 AND u.other_id = a.id)
 ORDER BY a.followers DESC, a.id DESC LIMIT $2;

-- name: suggestible
SELECT a.id FROM account a
 WHERE a.id = $2 AND a.suspended_at = 0 AND a.disabled_at = 0 AND a.removed_at = 0 AND a.pending = FALSE AND a.moved_to = 0 AND a.id <> $1
   AND NOT EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $1 AND f.followed_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM follow_request r WHERE r.follower_id = $1 AND r.followed_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM suggestion_dismissed s WHERE s.account_id = $1 AND s.other_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $1 AND u.other_id = a.id);

-- name: suggestible_now
-- The same, and unless staff picked it ($3) the account wants to be found.
SELECT a.id FROM account a
 WHERE a.id = $2 AND a.suspended_at = 0 AND a.disabled_at = 0 AND a.removed_at = 0 AND a.pending = FALSE AND a.moved_to = 0 AND a.id <> $1
   AND ($3 OR (a.discoverable = TRUE AND a.silenced_at = 0))
   AND NOT EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $1 AND f.followed_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM follow_request r WHERE r.follower_id = $1 AND r.followed_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM suggestion_dismissed s WHERE s.account_id = $1 AND s.other_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $1 AND u.other_id = a.id);

-- name: dismiss_suggestion
INSERT INTO suggestion_dismissed (account_id, other_id) VALUES ($1, $2) ON CONFLICT (account_id, other_id) DO NOTHING;

-- name: directory_by_activity
SELECT a.id FROM account a
 WHERE a.discoverable = TRUE AND a.suspended_at = 0 AND a.silenced_at = 0 AND a.disabled_at = 0 AND a.removed_at = 0 AND a.pending = FALSE AND a.moved_to = 0
   AND (NOT $2 OR a.domain = '') AND (CAST($1 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $1 AND u.other_id = a.id))
 ORDER BY a.last_post_at DESC, a.id DESC LIMIT $3;

-- name: directory_by_age
SELECT a.id FROM account a
 WHERE a.discoverable = TRUE AND a.suspended_at = 0 AND a.silenced_at = 0 AND a.disabled_at = 0 AND a.removed_at = 0 AND a.pending = FALSE AND a.moved_to = 0
   AND (NOT $2 OR a.domain = '') AND (CAST($1 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $1 AND u.other_id = a.id))
 ORDER BY a.id DESC LIMIT $3;

-- name: everyone_around
SELECT follower_id, followed_id FROM follow WHERE follower_id = $1 OR followed_id = $1;

-- name: delete_requests_around
DELETE FROM follow_request WHERE follower_id = $1 OR followed_id = $1;

-- name: delete_notes_around
DELETE FROM account_note WHERE account_id = $1 OR other_id = $1;

-- name: delete_endorsements_around
DELETE FROM endorsement WHERE account_id = $1 OR other_id = $1;

-- name: delete_dismissals_around
DELETE FROM suggestion_dismissed WHERE account_id = $1 OR other_id = $1;
