-- name: nobody_asks_to_follow_whom_they_follow
SELECT r.id FROM follow_request r JOIN follow f ON f.follower_id = r.follower_id AND f.followed_id = r.followed_id;

-- name: followers_are_counted
SELECT a.id FROM account a WHERE a.followers <> (SELECT COUNT(*) FROM follow f WHERE f.followed_id = a.id);

-- name: following_is_counted
SELECT a.id FROM account a WHERE a.following <> (SELECT COUNT(*) FROM follow f WHERE f.follower_id = a.id);
