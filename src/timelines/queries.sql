-- name: home_between
-- What a reader follows, in a window of time; $5 is 1 for the oldest first, -1 for the newest first. Answers to people whom
-- the reader does not follow are left out, and so is a boost of what the reader got within the day before: one's own
-- posts and those of people one follows (5662310400000 is a day of ids: see base/id.hpp).
SELECT id, boost_of_id, author_id FROM (
    SELECT p.id, p.boost_of_id, p.author_id
      FROM follow f JOIN post p ON p.author_id = f.followed_id AND p.id > $2 AND p.id < $3
     WHERE f.follower_id = $1
       AND (p.boost_of_id = 0 OR f.boosts)
       AND (p.reply_to_author_id = 0 OR p.reply_to_author_id = p.author_id OR p.reply_to_author_id = $1
            OR EXISTS (SELECT 1 FROM follow g WHERE g.follower_id = $1 AND g.followed_id = p.reply_to_author_id))
       AND (p.visibility <> 'direct' OR EXISTS (SELECT 1 FROM post_mention m WHERE m.post_id = p.id AND m.account_id = $1))
       AND (p.boost_of_id = 0 OR EXISTS (SELECT 1 FROM post o JOIN account b ON b.id = o.author_id
            WHERE o.id = p.boost_of_id AND b.suspended_at = 0 AND (o.visibility IN ('public', 'unlisted')
                  OR EXISTS (SELECT 1 FROM follow h WHERE h.follower_id = $1 AND h.followed_id = o.author_id))))
       AND NOT (p.boost_of_id > p.id - 5662310400000 AND EXISTS (SELECT 1 FROM post o WHERE o.id = p.boost_of_id
            AND (o.author_id = $1 OR ((o.reply_to_author_id = 0 OR o.reply_to_author_id = o.author_id)
                 AND EXISTS (SELECT 1 FROM follow k WHERE k.follower_id = $1 AND k.followed_id = o.author_id)))))
       AND EXISTS (SELECT 1 FROM account a WHERE a.id = p.author_id AND a.suspended_at = 0)
    UNION
    SELECT p.id, p.boost_of_id, p.author_id FROM post p WHERE p.author_id = $1 AND p.id > $2 AND p.id < $3
       AND NOT (p.boost_of_id > p.id - 5662310400000 AND EXISTS (SELECT 1 FROM post o WHERE o.id = p.boost_of_id
            AND (o.author_id = $1 OR ((o.reply_to_author_id = 0 OR o.reply_to_author_id = o.author_id)
                 AND EXISTS (SELECT 1 FROM follow k WHERE k.follower_id = $1 AND k.followed_id = o.author_id)))))
    UNION
    SELECT p.id, p.boost_of_id, p.author_id
      FROM hashtag_follow t JOIN post_hashtag h ON h.hashtag_id = t.hashtag_id AND h.post_id > $2 AND h.post_id < $3
      JOIN post p ON p.id = h.post_id JOIN account a ON a.id = p.author_id
     WHERE t.account_id = $1 AND p.visibility = 'public' AND a.suspended_at = 0
) AS feed ORDER BY id * $5 LIMIT $4

-- name: local_newest
SELECT p.id FROM post p JOIN account a ON a.id = p.author_id
 WHERE p.visibility = 'public' AND p.boost_of_id = 0 AND (p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND a.suspended_at = 0 AND p.id < $1 AND p.id > $2 ORDER BY p.id DESC LIMIT $3

-- name: local_after
SELECT p.id FROM post p JOIN account a ON a.id = p.author_id
 WHERE p.visibility = 'public' AND p.boost_of_id = 0 AND (p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND a.suspended_at = 0 AND p.id > $1 ORDER BY p.id LIMIT $2

-- name: hashtag_ids
SELECT id FROM hashtag WHERE folded = $1

-- name: tagged_newest
SELECT DISTINCT p.id FROM post_hashtag t JOIN post p ON p.id = t.post_id JOIN account a ON a.id = p.author_id
 WHERE t.hashtag_id IN LIST($1) AND t.post_id < $2 AND t.post_id > $3 AND p.visibility = 'public' AND a.suspended_at = 0
   AND (SELECT COUNT(*) FROM post_hashtag x WHERE x.post_id = p.id AND x.hashtag_id IN LIST($4)) = $5
   AND NOT EXISTS (SELECT 1 FROM post_hashtag y WHERE y.post_id = p.id AND y.hashtag_id IN LIST($6))
 ORDER BY p.id DESC LIMIT $7

-- name: tagged_after
SELECT DISTINCT p.id FROM post_hashtag t JOIN post p ON p.id = t.post_id JOIN account a ON a.id = p.author_id
 WHERE t.hashtag_id IN LIST($1) AND t.post_id > $2 AND p.visibility = 'public' AND a.suspended_at = 0
   AND (SELECT COUNT(*) FROM post_hashtag x WHERE x.post_id = p.id AND x.hashtag_id IN LIST($3)) = $4
   AND NOT EXISTS (SELECT 1 FROM post_hashtag y WHERE y.post_id = p.id AND y.hashtag_id IN LIST($5))
 ORDER BY p.id LIMIT $6

-- name: account_newest
SELECT p.id FROM post p
 WHERE p.author_id = $1 AND p.id < $3 AND p.id > $4
   AND (p.visibility IN ('public', 'unlisted') OR p.author_id = $2
        OR (p.visibility = 'private' AND EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $2 AND f.followed_id = $1))
        OR EXISTS (SELECT 1 FROM post_mention m WHERE m.post_id = p.id AND m.account_id = $2))
   AND ($5 OR p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND ($6 OR p.boost_of_id = 0)
   AND (CAST($7 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM post_hashtag t WHERE t.post_id = p.id AND t.hashtag_id = $7))
 ORDER BY p.id DESC LIMIT $8

-- name: account_after
SELECT p.id FROM post p
 WHERE p.author_id = $1 AND p.id > $3
   AND (p.visibility IN ('public', 'unlisted') OR p.author_id = $2
        OR (p.visibility = 'private' AND EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $2 AND f.followed_id = $1))
        OR EXISTS (SELECT 1 FROM post_mention m WHERE m.post_id = p.id AND m.account_id = $2))
   AND ($4 OR p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND ($5 OR p.boost_of_id = 0)
   AND (CAST($6 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM post_hashtag t WHERE t.post_id = p.id AND t.hashtag_id = $6))
 ORDER BY p.id LIMIT $7

-- name: delivery
SELECT p.visibility, p.reply_to_author_id, p.boost_of_id, COALESCE(o.author_id, 0), COALESCE(o.visibility, ''), COALESCE(o.reply_to_author_id, 0)
  FROM post p LEFT JOIN post o ON o.id = p.boost_of_id WHERE p.id = $1

-- name: delivery_mentions
SELECT account_id FROM post_mention WHERE post_id = $1

-- name: delivery_hashtags
SELECT hashtag_id FROM post_hashtag WHERE post_id = $1

-- name: followed_hashtags
SELECT hashtag_id FROM hashtag_follow WHERE account_id = $1
