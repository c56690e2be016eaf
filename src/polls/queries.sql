-- name: insert_poll
INSERT INTO poll (post_id, author_id, expires_at, multiple, hide_totals, ended, votes, voters)
VALUES ($1, $2, $3, $4, $5, FALSE, 0, 0);

-- name: insert_option
INSERT INTO poll_option (post_id, position, title, votes) VALUES ($1, $2, $3, 0);

-- name: move_end
UPDATE poll SET expires_at = $2, hide_totals = $3, ended = FALSE WHERE post_id = $1;

-- name: delete_votes
DELETE FROM poll_vote WHERE post_id = $1;

-- name: delete_options
DELETE FROM poll_option WHERE post_id = $1;

-- name: delete_poll
DELETE FROM poll WHERE post_id = $1;

-- name: polls_of_posts
SELECT post_id, author_id, expires_at, multiple, hide_totals, votes, voters FROM poll WHERE post_id IN LIST($1);

-- name: options_of_posts
SELECT post_id, title, votes FROM poll_option WHERE post_id IN LIST($1) ORDER BY post_id, position;

-- name: has_voted
SELECT 1 FROM poll_vote WHERE post_id = $1 AND voter_id = $2 LIMIT 1;

-- name: insert_vote
INSERT INTO poll_vote (post_id, voter_id, position) VALUES ($1, $2, $3) ON CONFLICT (post_id, voter_id, position) DO NOTHING;

-- name: count_option
UPDATE poll_option SET votes = votes + $3 WHERE post_id = $1 AND position = $2;

-- name: count_poll
UPDATE poll SET votes = votes + $2, voters = voters + $3 WHERE post_id = $1;

-- name: votes_of
SELECT post_id, position FROM poll_vote WHERE voter_id = $1 AND post_id IN LIST($2) ORDER BY post_id, position;

-- name: all_votes_of
SELECT post_id, position FROM poll_vote WHERE voter_id = $1 ORDER BY post_id, position;

-- name: delete_votes_of
DELETE FROM poll_vote WHERE voter_id = $1;

-- name: polls_by
SELECT post_id FROM poll WHERE author_id = $1;

-- name: voters
SELECT DISTINCT voter_id FROM poll_vote WHERE post_id = $1 ORDER BY voter_id;

-- name: end_poll
UPDATE poll SET ended = TRUE WHERE post_id = $1 AND NOT ended AND expires_at <= $2;

-- name: set_option_votes
UPDATE poll_option
   SET votes = CASE WHEN $3 < (SELECT COUNT(*) FROM poll_vote v WHERE v.post_id = $1 AND v.position = $2)
                    THEN (SELECT COUNT(*) FROM poll_vote v WHERE v.post_id = $1 AND v.position = $2) ELSE CAST($3 AS BIGINT) END
 WHERE post_id = $1 AND position = $2;

-- name: set_poll_votes
UPDATE poll SET votes = $2, voters = $3 WHERE post_id = $1;

-- name: at_least_our_voters
UPDATE poll
   SET votes = (SELECT CAST(SUM(o.votes) AS BIGINT) FROM poll_option o WHERE o.post_id = $1),
       voters = CASE WHEN voters < (SELECT COUNT(DISTINCT v.voter_id) FROM poll_vote v WHERE v.post_id = $1)
                     THEN (SELECT COUNT(DISTINCT v.voter_id) FROM poll_vote v WHERE v.post_id = $1) ELSE voters END
 WHERE post_id = $1;
