-- name: nobody_asks_to_follow_whom_they_follow
SELECT r.id FROM follow_request r JOIN follow f ON f.follower_id = r.follower_id AND f.followed_id = r.followed_id;

-- name: followers_are_counted
SELECT a.id FROM account a WHERE a.domain = '' AND a.followers <> (SELECT COUNT(*) FROM follow f WHERE f.followed_id = a.id);

-- name: following_is_counted
SELECT a.id FROM account a WHERE a.domain = '' AND a.following <> (SELECT COUNT(*) FROM follow f WHERE f.follower_id = a.id);

-- name: whoever_blocks_does_not_follow
SELECT b.id FROM block b JOIN follow f ON f.follower_id = b.account_id AND f.followed_id = b.other_id;

-- name: the_blocked_do_not_follow
SELECT b.id FROM block b JOIN follow f ON f.follower_id = b.other_id AND f.followed_id = b.account_id;

-- name: the_blocked_do_not_ask_to_follow
SELECT b.id FROM block b JOIN follow_request r ON r.follower_id = b.other_id AND r.followed_id = b.account_id;

-- name: only_followed_people_are_endorsed
SELECT e.id FROM endorsement e WHERE NOT EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = e.account_id AND f.followed_id = e.other_id);
