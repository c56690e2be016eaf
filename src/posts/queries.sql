-- name: insert_post
INSERT INTO post (id, author_id, text, html, content_note, sensitive, visibility, language, reply_to_id, reply_to_author_id,
                  thread_id, boost_of_id, app_id, created_at, replies, boosts, favourites)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, 0, 0);

-- name: insert_mention
INSERT INTO post_mention (post_id, account_id) VALUES ($1, $2) ON CONFLICT (post_id, account_id) DO NOTHING;

-- name: hashtag_by_folded
SELECT id, name FROM hashtag WHERE folded = $1;

-- name: insert_hashtag
INSERT INTO hashtag (id, name, folded) VALUES ($1, $2, $3);

-- name: insert_post_hashtag
INSERT INTO post_hashtag (post_id, hashtag_id, spelled) VALUES ($1, $2, $3) ON CONFLICT (post_id, hashtag_id) DO NOTHING;

-- name: count_replies
UPDATE post SET replies = replies + $2 WHERE id = $1;

-- name: count_boosts
UPDATE post SET boosts = boosts + $2 WHERE id = $1;

-- name: count_favourites
UPDATE post SET favourites = favourites + $2 WHERE id = $1;

-- name: post_by_key
SELECT post_id FROM idempotency_key WHERE account_id = $1 AND key = $2 AND created_at > $3;

-- name: put_key
INSERT INTO idempotency_key (account_id, key, post_id, created_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id, key) DO UPDATE SET post_id = excluded.post_id, created_at = excluded.created_at;

-- name: forget_old_keys
DELETE FROM idempotency_key WHERE created_at < $1;

-- name: posts_unchecked
SELECT id, author_id, text, html, content_note, sensitive, visibility, language, reply_to_id, reply_to_author_id,
       thread_id, boost_of_id, app_id, created_at, replies, boosts, favourites
  FROM post WHERE id IN LIST($1);

-- name: posts_visible
SELECT p.id, p.author_id, p.text, p.html, p.content_note, p.sensitive, p.visibility, p.language, p.reply_to_id, p.reply_to_author_id,
       p.thread_id, p.boost_of_id, p.app_id, p.created_at, p.replies, p.boosts, p.favourites
  FROM post p JOIN account a ON a.id = p.author_id
 WHERE p.id IN LIST($1) AND a.suspended_at = 0
   AND (p.visibility IN ('public', 'unlisted') OR p.author_id = $2
        OR (p.visibility = 'private' AND EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $2 AND f.followed_id = p.author_id))
        OR EXISTS (SELECT 1 FROM post_mention m WHERE m.post_id = p.id AND m.account_id = $2));

-- name: mentions_of
SELECT m.post_id, a.id, a.username, a.domain FROM post_mention m JOIN account a ON a.id = m.account_id WHERE m.post_id IN LIST($1);

-- name: hashtags_of
SELECT post_id, spelled FROM post_hashtag WHERE post_id IN LIST($1);

-- name: mentions_of_one
SELECT m.post_id, a.id, a.username, a.domain FROM post_mention m JOIN account a ON a.id = m.account_id WHERE m.post_id = $1;

-- name: hashtags_of_one
SELECT post_id, spelled FROM post_hashtag WHERE post_id = $1;

-- name: ancestors
WITH RECURSIVE up (id, parent, height) AS (
    SELECT id, reply_to_id, 0 FROM post WHERE id = $1
    UNION ALL
    SELECT p.id, p.reply_to_id, up.height + 1 FROM up JOIN post p ON p.id = up.parent WHERE up.parent <> 0 AND up.height < $2
)
SELECT id FROM up WHERE height > 0 ORDER BY height DESC;

-- name: descendants
WITH RECURSIVE down (id, parent, depth) AS (
    SELECT id, reply_to_id, 1 FROM post WHERE reply_to_id = $1 AND reply_to_id <> 0
    UNION ALL
    SELECT p.id, p.reply_to_id, down.depth + 1 FROM down JOIN post p ON p.reply_to_id = down.id AND p.reply_to_id <> 0 WHERE down.depth < 100
)
SELECT id, parent FROM down ORDER BY depth, id LIMIT $2;

-- name: boosts_of
SELECT id, author_id FROM post WHERE boost_of_id = $1 AND boost_of_id <> 0;

-- name: boost_by
SELECT id FROM post WHERE author_id = $1 AND boost_of_id = $2 AND boost_of_id <> 0;

-- name: replies_lose_parent
UPDATE post SET reply_to_id = 0 WHERE reply_to_id = $1 AND reply_to_id <> 0;

-- name: delete_post
DELETE FROM post WHERE id = $1;

-- name: delete_mentions
DELETE FROM post_mention WHERE post_id = $1;

-- name: delete_post_hashtags
DELETE FROM post_hashtag WHERE post_id = $1;

-- name: delete_favourites_of
DELETE FROM favourite WHERE post_id = $1;

-- name: delete_bookmarks_of
DELETE FROM bookmark WHERE post_id = $1;

-- name: delete_pin_of
DELETE FROM pin WHERE post_id = $1;

-- name: insert_favourite
INSERT INTO favourite (id, account_id, post_id) VALUES ($1, $2, $3) ON CONFLICT (account_id, post_id) DO NOTHING;

-- name: delete_favourite
DELETE FROM favourite WHERE account_id = $1 AND post_id = $2;

-- name: insert_bookmark
INSERT INTO bookmark (id, account_id, post_id) VALUES ($1, $2, $3) ON CONFLICT (account_id, post_id) DO NOTHING;

-- name: delete_bookmark
DELETE FROM bookmark WHERE account_id = $1 AND post_id = $2;

-- name: insert_pin
INSERT INTO pin (id, account_id, post_id) VALUES ($1, $2, $3) ON CONFLICT (post_id) DO NOTHING;

-- name: delete_pin
DELETE FROM pin WHERE account_id = $1 AND post_id = $2;

-- name: pins_of
SELECT post_id FROM pin WHERE account_id = $1 ORDER BY id DESC;

-- name: marks_of
SELECT 1, post_id FROM favourite WHERE account_id = $1 AND post_id IN LIST($2)
UNION ALL SELECT 2, boost_of_id FROM post WHERE author_id = $1 AND boost_of_id <> 0 AND boost_of_id IN LIST($2)
UNION ALL SELECT 4, post_id FROM bookmark WHERE account_id = $1 AND post_id IN LIST($2)
UNION ALL SELECT 8, post_id FROM pin WHERE account_id = $1 AND post_id IN LIST($2);

-- name: bookmarks_newest
SELECT id, post_id FROM bookmark WHERE account_id = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: bookmarks_after
SELECT id, post_id FROM bookmark WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- name: favourites_newest
SELECT id, post_id FROM favourite WHERE account_id = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: favourites_after
SELECT id, post_id FROM favourite WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- name: favourited_by_newest
SELECT id, account_id FROM favourite WHERE post_id = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: favourited_by_after
SELECT id, account_id FROM favourite WHERE post_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- name: boosted_by_newest
SELECT id, author_id FROM post WHERE boost_of_id = $1 AND boost_of_id <> 0 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: boosted_by_after
SELECT id, author_id FROM post WHERE boost_of_id = $1 AND boost_of_id <> 0 AND id > $2 ORDER BY id LIMIT $3;

-- name: tag
SELECT h.id, h.name,
       (SELECT COUNT(*) FROM hashtag_follow f WHERE f.hashtag_id = h.id AND f.account_id = $2),
       (SELECT COUNT(*) FROM post_hashtag t WHERE t.hashtag_id = h.id AND t.post_id > $3),
       (SELECT COUNT(DISTINCT p.author_id) FROM post_hashtag t JOIN post p ON p.id = t.post_id WHERE t.hashtag_id = h.id AND t.post_id > $3)
  FROM hashtag h WHERE h.folded = $1;

-- name: tags_starting_with
SELECT h.id, h.name, 0,
       (SELECT COUNT(*) FROM post_hashtag t WHERE t.hashtag_id = h.id AND t.post_id > $3) AS uses, 0
  FROM hashtag h WHERE h.folded COLLATE BINARY >= $1 AND h.folded COLLATE BINARY < $2 ORDER BY uses DESC, h.folded LIMIT $4;

-- name: insert_tag_follow
INSERT INTO hashtag_follow (id, account_id, hashtag_id) VALUES ($1, $2, $3) ON CONFLICT (account_id, hashtag_id) DO NOTHING;

-- name: delete_tag_follow
DELETE FROM hashtag_follow WHERE account_id = $1 AND hashtag_id = $2;

-- name: followed_tags
SELECT h.id, h.name, 1, 0, 0 FROM hashtag_follow f JOIN hashtag h ON h.id = f.hashtag_id WHERE f.account_id = $1 ORDER BY f.id DESC;

-- name: busiest_tags
SELECT h.id, h.name, 0, COUNT(*) AS uses, COUNT(DISTINCT p.author_id) AS people
  FROM post p JOIN post_hashtag t ON t.post_id = p.id JOIN hashtag h ON h.id = t.hashtag_id
 WHERE p.id > $1 AND p.visibility = 'public'
 GROUP BY h.id, h.name HAVING COUNT(DISTINCT p.author_id) >= 3
 ORDER BY people DESC, uses DESC, h.id LIMIT $2;

-- name: all_posts_of
SELECT id FROM post WHERE author_id = $1 ORDER BY id;

-- name: favourites_by
SELECT post_id FROM favourite WHERE account_id = $1;

-- name: forget_bookmarks
DELETE FROM bookmark WHERE account_id = $1;

-- name: forget_mentions
DELETE FROM post_mention WHERE account_id = $1;

-- name: forget_tag_follows
DELETE FROM hashtag_follow WHERE account_id = $1;

-- name: forget_keys
DELETE FROM idempotency_key WHERE account_id = $1;

-- name: bookmarks_by
SELECT post_id FROM bookmark WHERE account_id = $1 ORDER BY id;
