-- name: has_unheard
SELECT 1 FROM unheard WHERE account_id = $1 LIMIT 1

-- name: has_exclusive_lists
SELECT 1 FROM list WHERE owner_id = $1 AND exclusive LIMIT 1

-- name: home_between
-- What a reader follows, in a window of time; $5 is 1 for the oldest first, -1 for the newest first. Answers to people whom
-- the reader does not follow are left out, and so is a boost of what the reader got within the day before: one's own
-- posts and those of people one follows (5662310400000 is a day of ids: see base/id.hpp). $6 is the reader again when they
-- blocked or muted anybody or were blocked, $7 when they have exclusive lists; else 0, and nothing is looked up for it.
SELECT id, boost_of_id, author_id FROM (
    SELECT p.id, p.boost_of_id, p.author_id
      FROM follow f JOIN post p ON p.author_id = f.followed_id AND p.id > $2 AND p.id < $3
     WHERE f.follower_id = $1
       AND (p.boost_of_id = 0 OR f.boosts)
       AND (f.languages = '' OR (' ' || f.languages || ' ') LIKE ('% ' || LOWER(p.language) || ' %'))
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
       AND (CAST($6 AS BIGINT) = 0 OR (
            NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $6 AND u.other_id = p.author_id)
            AND NOT EXISTS (SELECT 1 FROM post o JOIN unheard u ON u.account_id = $6 AND u.other_id = o.author_id WHERE o.id = p.boost_of_id)
            AND NOT EXISTS (SELECT 1 FROM post_mention m JOIN shunned s ON s.account_id = $6 AND s.other_id = m.account_id
                 WHERE m.post_id = CASE WHEN p.boost_of_id = 0 THEN p.id ELSE p.boost_of_id END)))
       AND (CAST($7 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM list_member x JOIN list l ON l.id = x.list_id
            WHERE x.owner_id = $7 AND x.account_id = p.author_id AND l.exclusive))
    UNION
    SELECT p.id, p.boost_of_id, p.author_id FROM post p WHERE p.author_id = $1 AND p.id > $2 AND p.id < $3
       AND NOT (p.boost_of_id > p.id - 5662310400000 AND EXISTS (SELECT 1 FROM post o WHERE o.id = p.boost_of_id
            AND (o.author_id = $1 OR ((o.reply_to_author_id = 0 OR o.reply_to_author_id = o.author_id)
                 AND EXISTS (SELECT 1 FROM follow k WHERE k.follower_id = $1 AND k.followed_id = o.author_id)))))
       AND (CAST($6 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM post o JOIN unheard u ON u.account_id = $6 AND u.other_id = o.author_id
            WHERE o.id = p.boost_of_id))
    UNION
    SELECT p.id, p.boost_of_id, p.author_id
      FROM hashtag_follow t JOIN post_hashtag h ON h.hashtag_id = t.hashtag_id AND h.post_id > $2 AND h.post_id < $3
      JOIN post p ON p.id = h.post_id JOIN account a ON a.id = p.author_id
     WHERE t.account_id = $1 AND p.visibility = 'public' AND a.suspended_at = 0 AND a.silenced_at = 0
       AND (CAST($6 AS BIGINT) = 0 OR (
            NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $6 AND u.other_id = p.author_id)
            AND NOT EXISTS (SELECT 1 FROM post_mention m JOIN shunned s ON s.account_id = $6 AND s.other_id = m.account_id WHERE m.post_id = p.id)))
) AS feed ORDER BY id * $5 LIMIT $4

-- name: list_between
-- The same for the members of a list ($6), whose answers are shown by its own rule ($7); exclusive lists take nothing away.
SELECT p.id, p.boost_of_id, p.author_id
  FROM list_member lm JOIN post p ON p.author_id = lm.account_id AND p.id > $2 AND p.id < $3
  LEFT JOIN follow f ON f.follower_id = $1 AND f.followed_id = lm.account_id
 WHERE lm.list_id = $6 AND (f.id IS NOT NULL OR lm.account_id = $1)
   AND (p.boost_of_id = 0 OR p.author_id = $1 OR f.boosts)
   AND (p.author_id = $1 OR f.languages = '' OR (' ' || f.languages || ' ') LIKE ('% ' || LOWER(p.language) || ' %'))
   AND (p.reply_to_author_id = 0 OR p.reply_to_author_id = p.author_id OR p.reply_to_author_id = $1
        OR ($7 = 'followed' AND EXISTS (SELECT 1 FROM follow g WHERE g.follower_id = $1 AND g.followed_id = p.reply_to_author_id))
        OR ($7 = 'list' AND EXISTS (SELECT 1 FROM list_member g WHERE g.list_id = $6 AND g.account_id = p.reply_to_author_id)))
   AND (p.visibility <> 'direct' OR p.author_id = $1 OR EXISTS (SELECT 1 FROM post_mention m WHERE m.post_id = p.id AND m.account_id = $1))
   AND (p.boost_of_id = 0 OR EXISTS (SELECT 1 FROM post o JOIN account b ON b.id = o.author_id
        WHERE o.id = p.boost_of_id AND b.suspended_at = 0 AND (o.visibility IN ('public', 'unlisted') OR o.author_id = $1
              OR EXISTS (SELECT 1 FROM follow h WHERE h.follower_id = $1 AND h.followed_id = o.author_id))))
   AND EXISTS (SELECT 1 FROM account a WHERE a.id = p.author_id AND a.suspended_at = 0)
   AND (CAST($8 AS BIGINT) = 0 OR (
        NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $8 AND u.other_id = p.author_id)
        AND NOT EXISTS (SELECT 1 FROM post o JOIN unheard u ON u.account_id = $8 AND u.other_id = o.author_id WHERE o.id = p.boost_of_id)
        AND NOT EXISTS (SELECT 1 FROM post_mention m JOIN shunned s ON s.account_id = $8 AND s.other_id = m.account_id
             WHERE m.post_id = CASE WHEN p.boost_of_id = 0 THEN p.id ELSE p.boost_of_id END)))
 ORDER BY p.id * $5 LIMIT $4

-- name: anybody_far
SELECT 1 FROM account WHERE domain > '' LIMIT 1

-- name: public_newest
SELECT p.id FROM post p JOIN account a ON a.id = p.author_id
 WHERE p.visibility = 'public' AND p.boost_of_id = 0 AND (p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND a.suspended_at = 0 AND p.id < $3 AND p.id > $4
   AND (a.silenced_at = 0 OR p.author_id = $1 OR EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $1 AND f.followed_id = p.author_id))
   AND (CAST($2 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $2 AND u.other_id = p.author_id))
   AND (CAST($6 AS BIGINT) = 0 OR (CAST($6 AS BIGINT) = 1 AND a.domain = '') OR (CAST($6 AS BIGINT) = 2 AND a.domain <> ''))
 ORDER BY p.id DESC LIMIT $5

-- name: public_after
SELECT p.id FROM post p JOIN account a ON a.id = p.author_id
 WHERE p.visibility = 'public' AND p.boost_of_id = 0 AND (p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND a.suspended_at = 0 AND p.id > $3
   AND (a.silenced_at = 0 OR p.author_id = $1 OR EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $1 AND f.followed_id = p.author_id))
   AND (CAST($2 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $2 AND u.other_id = p.author_id))
   AND (CAST($5 AS BIGINT) = 0 OR (CAST($5 AS BIGINT) = 1 AND a.domain = '') OR (CAST($5 AS BIGINT) = 2 AND a.domain <> ''))
 ORDER BY p.id LIMIT $4

-- name: commons_newest
-- What the public timeline's memory knows of posts that public_newest may show.
SELECT p.id, p.thread_id, p.author_id, p.has_media, a.silenced_at, a.domain FROM post p JOIN account a ON a.id = p.author_id
 WHERE p.visibility = 'public' AND p.boost_of_id = 0 AND (p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND a.suspended_at = 0
 ORDER BY p.id DESC LIMIT $1

-- name: commons_of
SELECT p.id, p.thread_id, p.author_id, p.has_media, a.silenced_at, a.domain FROM post p JOIN account a ON a.id = p.author_id
 WHERE p.id IN LIST($1) AND p.visibility = 'public' AND p.boost_of_id = 0 AND (p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND a.suspended_at = 0

-- name: followers_of
SELECT follower_id FROM follow WHERE followed_id = $1

-- name: newest_favourites
SELECT post_id FROM favourite WHERE account_id = $1 ORDER BY post_id DESC LIMIT $2

-- name: newest_boosts
SELECT boost_of_id FROM post WHERE author_id = $1 AND boost_of_id <> 0 ORDER BY boost_of_id DESC LIMIT $2

-- name: newest_bookmarks
SELECT post_id FROM bookmark WHERE account_id = $1 ORDER BY post_id DESC LIMIT $2

-- name: newest_pins
SELECT post_id FROM pin WHERE account_id = $1 ORDER BY post_id DESC LIMIT $2

-- name: muted_threads
SELECT thread_id FROM thread_mute WHERE account_id = $1 ORDER BY thread_id LIMIT $2

-- name: media_newest
SELECT p.id FROM post p JOIN account a ON a.id = p.author_id
 WHERE p.has_media AND p.visibility = 'public' AND p.boost_of_id = 0 AND (p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND a.suspended_at = 0 AND p.id < $3 AND p.id > $4
   AND (a.silenced_at = 0 OR p.author_id = $1 OR EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $1 AND f.followed_id = p.author_id))
   AND (CAST($2 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $2 AND u.other_id = p.author_id))
   AND (CAST($6 AS BIGINT) = 0 OR (CAST($6 AS BIGINT) = 1 AND a.domain = '') OR (CAST($6 AS BIGINT) = 2 AND a.domain <> ''))
 ORDER BY p.id DESC LIMIT $5

-- name: media_after
SELECT p.id FROM post p JOIN account a ON a.id = p.author_id
 WHERE p.has_media AND p.visibility = 'public' AND p.boost_of_id = 0 AND (p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND a.suspended_at = 0 AND p.id > $3
   AND (a.silenced_at = 0 OR p.author_id = $1 OR EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $1 AND f.followed_id = p.author_id))
   AND (CAST($2 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $2 AND u.other_id = p.author_id))
   AND (CAST($5 AS BIGINT) = 0 OR (CAST($5 AS BIGINT) = 1 AND a.domain = '') OR (CAST($5 AS BIGINT) = 2 AND a.domain <> ''))
 ORDER BY p.id LIMIT $4

-- name: hashtag_ids
SELECT id FROM hashtag WHERE folded = $1

-- name: tagged_newest
SELECT DISTINCT p.id FROM post_hashtag t JOIN post p ON p.id = t.post_id JOIN account a ON a.id = p.author_id
 WHERE t.hashtag_id IN LIST($3) AND t.post_id < $4 AND t.post_id > $5 AND p.visibility = 'public' AND a.suspended_at = 0
   AND (SELECT COUNT(*) FROM post_hashtag x WHERE x.post_id = p.id AND x.hashtag_id IN LIST($6)) = $7
   AND NOT EXISTS (SELECT 1 FROM post_hashtag y WHERE y.post_id = p.id AND y.hashtag_id IN LIST($8))
   AND (a.silenced_at = 0 OR p.author_id = $1 OR EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $1 AND f.followed_id = p.author_id))
   AND (CAST($2 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $2 AND u.other_id = p.author_id))
   AND (CAST($9 AS BIGINT) = 0 OR (CAST($9 AS BIGINT) = 1 AND a.domain = '') OR (CAST($9 AS BIGINT) = 2 AND a.domain <> ''))
   AND (NOT $10 OR p.has_media)
 ORDER BY p.id DESC LIMIT $11

-- name: tagged_after
SELECT DISTINCT p.id FROM post_hashtag t JOIN post p ON p.id = t.post_id JOIN account a ON a.id = p.author_id
 WHERE t.hashtag_id IN LIST($3) AND t.post_id > $4 AND p.visibility = 'public' AND a.suspended_at = 0
   AND (SELECT COUNT(*) FROM post_hashtag x WHERE x.post_id = p.id AND x.hashtag_id IN LIST($5)) = $6
   AND NOT EXISTS (SELECT 1 FROM post_hashtag y WHERE y.post_id = p.id AND y.hashtag_id IN LIST($7))
   AND (a.silenced_at = 0 OR p.author_id = $1 OR EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $1 AND f.followed_id = p.author_id))
   AND (CAST($2 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $2 AND u.other_id = p.author_id))
   AND (CAST($8 AS BIGINT) = 0 OR (CAST($8 AS BIGINT) = 1 AND a.domain = '') OR (CAST($8 AS BIGINT) = 2 AND a.domain <> ''))
   AND (NOT $9 OR p.has_media)
 ORDER BY p.id LIMIT $10

-- name: linked_newest
SELECT p.id FROM link_of_post l JOIN post p ON p.id = l.post_id JOIN account a ON a.id = p.author_id
 WHERE l.card_id = $3 AND l.post_id < $4 AND l.post_id > $5 AND p.visibility = 'public' AND p.boost_of_id = 0 AND a.suspended_at = 0
   AND (a.silenced_at = 0 OR p.author_id = $1 OR EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $1 AND f.followed_id = p.author_id))
   AND (CAST($2 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $2 AND u.other_id = p.author_id))
 ORDER BY l.post_id DESC LIMIT $6

-- name: linked_after
SELECT p.id FROM link_of_post l JOIN post p ON p.id = l.post_id JOIN account a ON a.id = p.author_id
 WHERE l.card_id = $3 AND l.post_id > $4 AND p.visibility = 'public' AND p.boost_of_id = 0 AND a.suspended_at = 0
   AND (a.silenced_at = 0 OR p.author_id = $1 OR EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $1 AND f.followed_id = p.author_id))
   AND (CAST($2 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM unheard u WHERE u.account_id = $2 AND u.other_id = p.author_id))
 ORDER BY l.post_id LIMIT $5

-- name: account_newest
SELECT p.id FROM post p
 WHERE p.author_id = $1 AND p.id < $4 AND p.id > $5
   AND (p.visibility IN ('public', 'unlisted') OR p.author_id = $2
        OR (p.visibility = 'private' AND EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $2 AND f.followed_id = $1))
        OR EXISTS (SELECT 1 FROM post_mention m WHERE m.post_id = p.id AND m.account_id = $2))
   AND ($6 OR p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND ($7 OR p.boost_of_id = 0)
   AND (CAST($3 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM post o JOIN unheard u ON u.account_id = $3 AND u.other_id = o.author_id
        WHERE o.id = p.boost_of_id AND o.author_id <> $1))
   AND (CAST($8 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM post_hashtag t WHERE t.post_id = p.id AND t.hashtag_id = $8))
 ORDER BY p.id DESC LIMIT $9

-- name: account_after
SELECT p.id FROM post p
 WHERE p.author_id = $1 AND p.id > $4
   AND (p.visibility IN ('public', 'unlisted') OR p.author_id = $2
        OR (p.visibility = 'private' AND EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $2 AND f.followed_id = $1))
        OR EXISTS (SELECT 1 FROM post_mention m WHERE m.post_id = p.id AND m.account_id = $2))
   AND ($5 OR p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND ($6 OR p.boost_of_id = 0)
   AND (CAST($3 AS BIGINT) = 0 OR NOT EXISTS (SELECT 1 FROM post o JOIN unheard u ON u.account_id = $3 AND u.other_id = o.author_id
        WHERE o.id = p.boost_of_id AND o.author_id <> $1))
   AND (CAST($7 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM post_hashtag t WHERE t.post_id = p.id AND t.hashtag_id = $7))
 ORDER BY p.id LIMIT $8

-- name: account_media_newest
SELECT p.id FROM post p
 WHERE p.author_id = $1 AND p.id < $3 AND p.id > $4 AND p.has_media
   AND (p.visibility IN ('public', 'unlisted') OR p.author_id = $2
        OR (p.visibility = 'private' AND EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $2 AND f.followed_id = $1))
        OR EXISTS (SELECT 1 FROM post_mention m WHERE m.post_id = p.id AND m.account_id = $2))
   AND ($5 OR p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND (CAST($6 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM post_hashtag t WHERE t.post_id = p.id AND t.hashtag_id = $6))
 ORDER BY p.id DESC LIMIT $7

-- name: account_media_after
SELECT p.id FROM post p
 WHERE p.author_id = $1 AND p.id > $3 AND p.has_media
   AND (p.visibility IN ('public', 'unlisted') OR p.author_id = $2
        OR (p.visibility = 'private' AND EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $2 AND f.followed_id = $1))
        OR EXISTS (SELECT 1 FROM post_mention m WHERE m.post_id = p.id AND m.account_id = $2))
   AND ($4 OR p.reply_to_id = 0 OR p.reply_to_author_id = p.author_id)
   AND (CAST($5 AS BIGINT) = 0 OR EXISTS (SELECT 1 FROM post_hashtag t WHERE t.post_id = p.id AND t.hashtag_id = $5))
 ORDER BY p.id LIMIT $6

-- name: delivery
SELECT p.visibility, p.reply_to_author_id, p.boost_of_id, COALESCE(o.author_id, 0), COALESCE(o.visibility, ''), COALESCE(o.reply_to_author_id, 0),
       LOWER(p.language), a.domain, COALESCE(b.domain, ''), a.silenced_at
  FROM post p JOIN account a ON a.id = p.author_id
  LEFT JOIN post o ON o.id = p.boost_of_id LEFT JOIN account b ON b.id = o.author_id WHERE p.id = $1

-- name: delivery_mentions
SELECT account_id FROM post_mention WHERE post_id = $1

-- name: delivery_hashtags
SELECT hashtag_id FROM post_hashtag WHERE post_id = $1

-- name: followed_hashtags
SELECT hashtag_id FROM hashtag_follow WHERE account_id = $1

-- name: shunned_by
SELECT other_id FROM shunned WHERE account_id = $1
