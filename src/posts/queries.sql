-- name: insert_post
INSERT INTO post (id, author_id, text, html, content_note, sensitive, visibility, language, reply_to_id, reply_to_author_id,
                  thread_id, boost_of_id, app_id, created_at, replies, boosts, favourites,
                  local_only, policy, quoted_id, quote_state, has_media, has_poll, has_link)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, 0, 0, $15, $16, $17, $18, $19, $20, $21);

-- name: insert_boost
INSERT INTO post (id, author_id, text, html, content_note, sensitive, visibility, language, reply_to_id, reply_to_author_id,
                  thread_id, boost_of_id, app_id, created_at, replies, boosts, favourites, local_only)
VALUES ($1, $2, '', '', '', FALSE, $3, $4, 0, 0, $1, $5, 0, $6, 0, 0, 0, $7);

-- name: update_post
UPDATE post SET text = $2, html = $3, content_note = $4, sensitive = $5, language = $6, policy = $7, edited_at = $8,
                has_media = $9, has_poll = $10, has_link = $11
 WHERE id = $1;

-- name: set_policy
UPDATE post SET policy = $2 WHERE id = $1;

-- name: insert_version
INSERT INTO post_version (id, post_id, text, html, content_note, sensitive, written_at, poll_options) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: insert_version_media
INSERT INTO post_version_media (version_id, position, media_id, description) VALUES ($1, $2, $3, $4);

-- name: versions
SELECT id, text, html, content_note, sensitive, written_at, poll_options FROM post_version WHERE post_id = $1 ORDER BY id;

-- name: version_media
SELECT m.version_id, m.media_id, m.description FROM post_version v JOIN post_version_media m ON m.version_id = v.id
 WHERE v.post_id = $1 ORDER BY m.version_id, m.position;

-- name: delete_version_media
DELETE FROM post_version_media WHERE version_id IN (SELECT id FROM post_version WHERE post_id = $1);

-- name: delete_versions
DELETE FROM post_version WHERE post_id = $1;

-- name: delete_mention
DELETE FROM post_mention WHERE post_id = $1 AND account_id = $2;

-- name: count_quotes
UPDATE post SET quotes = quotes + $2 WHERE id = $1;

-- name: set_quote_state
UPDATE post SET quote_state = $2 WHERE id = $1;

-- name: quoting
SELECT id, author_id FROM post WHERE quoted_id = $1 AND quoted_id <> 0;

-- name: quoting_accepted
SELECT id, author_id FROM post WHERE quoted_id = $1 AND quoted_id <> 0 AND quote_state = 'accepted';

-- name: quotes_lose_quoted
UPDATE post SET quoted_id = 0, quote_state = 'deleted' WHERE quoted_id = $1 AND quoted_id <> 0;

-- name: quotes_newest
SELECT id FROM post WHERE quoted_id = $1 AND quoted_id <> 0 AND quote_state = 'accepted' AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: quotes_after
SELECT id FROM post WHERE quoted_id = $1 AND quoted_id <> 0 AND quote_state = 'accepted' AND id > $2 ORDER BY id LIMIT $3;

-- name: insert_thread_mute
INSERT INTO thread_mute (account_id, thread_id) VALUES ($1, $2) ON CONFLICT (account_id, thread_id) DO NOTHING;

-- name: delete_thread_mute
DELETE FROM thread_mute WHERE account_id = $1 AND thread_id = $2;

-- name: visibility_and_parent
SELECT visibility, author_id, reply_to_id FROM post WHERE id = $1;

-- name: has_muted_thread
SELECT 1 FROM thread_mute WHERE account_id = $1 AND thread_id = $2;

-- name: posts_in_thread
SELECT id FROM post WHERE thread_id = $1 AND thread_id <> id ORDER BY id DESC LIMIT $2;

-- name: thread_mutes_of
SELECT thread_id FROM thread_mute WHERE account_id = $1 ORDER BY thread_id;

-- name: insert_mention
INSERT INTO post_mention (post_id, account_id) VALUES ($1, $2) ON CONFLICT (post_id, account_id) DO NOTHING;

-- name: hashtag_by_folded
SELECT id, name FROM hashtag WHERE folded = $1;

-- name: insert_hashtag
INSERT INTO hashtag (id, name, folded) VALUES ($1, $2, $3);

-- name: insert_post_hashtag
INSERT INTO post_hashtag (post_id, hashtag_id, spelled) VALUES ($1, $2, $3) ON CONFLICT (post_id, hashtag_id) DO NOTHING;

-- name: insert_known_hashtag
INSERT INTO post_hashtag (post_id, hashtag_id, spelled) SELECT CAST($1 AS BIGINT), id, CAST($3 AS TEXT) FROM hashtag WHERE folded = $2
ON CONFLICT (post_id, hashtag_id) DO NOTHING RETURNING hashtag_id;

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
       thread_id, boost_of_id, app_id, created_at, replies, boosts, favourites,
       edited_at, local_only, policy, quoted_id, quote_state, quotes, has_media, has_poll, has_link, uri, url
  FROM post WHERE id IN LIST($1);

-- name: posts_visible
SELECT p.id, p.author_id, p.text, p.html, p.content_note, p.sensitive, p.visibility, p.language, p.reply_to_id, p.reply_to_author_id,
       p.thread_id, p.boost_of_id, p.app_id, p.created_at, p.replies, p.boosts, p.favourites,
       p.edited_at, p.local_only, p.policy, p.quoted_id, p.quote_state, p.quotes, p.has_media, p.has_poll, p.has_link, p.uri, p.url
  FROM post p JOIN account a ON a.id = p.author_id
 WHERE p.id IN LIST($1) AND a.suspended_at = 0
   AND NOT EXISTS (SELECT 1 FROM block b WHERE b.account_id = p.author_id AND b.other_id = $2)
   AND (p.visibility IN ('public', 'unlisted') OR p.author_id = $2
        OR (p.visibility = 'private' AND EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = $2 AND f.followed_id = p.author_id))
        OR EXISTS (SELECT 1 FROM post_mention m WHERE m.post_id = p.id AND m.account_id = $2));

-- name: mentions_of
SELECT m.post_id, a.id, a.username, a.domain, a.url FROM post_mention m JOIN account a ON a.id = m.account_id WHERE m.post_id IN LIST($1)
 ORDER BY m.post_id, m.account_id;

-- name: hashtags_of
SELECT post_id, spelled FROM post_hashtag WHERE post_id IN LIST($1) ORDER BY post_id, hashtag_id;

-- name: mentions_of_one
SELECT m.post_id, a.id, a.username, a.domain, a.url FROM post_mention m JOIN account a ON a.id = m.account_id WHERE m.post_id = $1
 ORDER BY m.account_id;

-- name: hashtags_of_one
SELECT post_id, spelled FROM post_hashtag WHERE post_id = $1 ORDER BY hashtag_id;

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
UNION ALL SELECT 8, post_id FROM pin WHERE account_id = $1 AND post_id IN LIST($2)
UNION ALL SELECT 16, p.id FROM post p JOIN thread_mute m ON m.account_id = $1 AND m.thread_id = p.thread_id WHERE p.id IN LIST($2);

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
       (SELECT COUNT(*) FROM featured_tag f WHERE f.hashtag_id = h.id AND f.account_id = $2)
  FROM hashtag h WHERE h.folded = $1;

-- name: tags_by_id
SELECT h.id, h.name,
       (SELECT COUNT(*) FROM hashtag_follow f WHERE f.hashtag_id = h.id AND f.account_id = $2),
       (SELECT COUNT(*) FROM featured_tag f WHERE f.hashtag_id = h.id AND f.account_id = $2)
  FROM hashtag h WHERE h.id IN LIST($1);

-- name: tag_people
SELECT t.hashtag_id, COUNT(*), COUNT(DISTINCT p.author_id) FROM post_hashtag t JOIN post p ON p.id = t.post_id
 WHERE t.hashtag_id IN LIST($1) AND t.post_id > $2 AND p.visibility = 'public' GROUP BY t.hashtag_id;

-- name: tag_days
SELECT t.hashtag_id, p.created_at / 86400000 AS day, COUNT(*), COUNT(DISTINCT p.author_id)
  FROM post_hashtag t JOIN post p ON p.id = t.post_id
 WHERE t.hashtag_id IN LIST($1) AND t.post_id > $2 AND p.visibility = 'public' GROUP BY t.hashtag_id, p.created_at / 86400000;

-- name: tags_starting_with
SELECT h.id, h.name, 0, 0,
       (SELECT COUNT(*) FROM post_hashtag t JOIN post p ON p.id = t.post_id
         WHERE t.hashtag_id = h.id AND t.post_id > $3 AND p.visibility = 'public') AS uses
  FROM hashtag h WHERE h.folded COLLATE BINARY >= $1 AND h.folded COLLATE BINARY < $2 ORDER BY uses DESC, h.folded LIMIT $4;

-- name: followed_tags_newest
SELECT h.id, h.name, 1, 0, f.id FROM hashtag_follow f JOIN hashtag h ON h.id = f.hashtag_id
 WHERE f.account_id = $1 AND f.id < $2 AND f.id > $3 ORDER BY f.id DESC LIMIT $4;

-- name: followed_tags_after
SELECT h.id, h.name, 1, 0, f.id FROM hashtag_follow f JOIN hashtag h ON h.id = f.hashtag_id
 WHERE f.account_id = $1 AND f.id > $2 ORDER BY f.id LIMIT $3;

-- name: insert_featured_tag
INSERT INTO featured_tag (id, account_id, hashtag_id, name) VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, hashtag_id) DO NOTHING;

-- name: delete_featured_tag
DELETE FROM featured_tag WHERE account_id = $1 AND id = $2;

-- name: featured_tags
SELECT f.id, f.name,
       (SELECT COUNT(*) FROM post p JOIN post_hashtag t ON t.post_id = p.id AND t.hashtag_id = f.hashtag_id
         WHERE p.author_id = $1 AND p.visibility IN ('public', 'unlisted')),
       (SELECT MAX(p.created_at) FROM post p JOIN post_hashtag t ON t.post_id = p.id AND t.hashtag_id = f.hashtag_id
         WHERE p.author_id = $1 AND p.visibility IN ('public', 'unlisted')), f.hashtag_id
  FROM featured_tag f WHERE f.account_id = $1 ORDER BY f.id;

-- name: tags_to_feature
SELECT h.id, h.name, 0, 0, COUNT(*) AS uses
  FROM (SELECT id FROM post WHERE author_id = $1 AND visibility IN ('public', 'unlisted') ORDER BY id DESC LIMIT 1000) AS p
  JOIN post_hashtag t ON t.post_id = p.id JOIN hashtag h ON h.id = t.hashtag_id
 WHERE NOT EXISTS (SELECT 1 FROM featured_tag f WHERE f.account_id = $1 AND f.hashtag_id = h.id)
 GROUP BY h.id, h.name ORDER BY uses DESC, h.id LIMIT $2;

-- name: insert_tag_follow
INSERT INTO hashtag_follow (id, account_id, hashtag_id) VALUES ($1, $2, $3) ON CONFLICT (account_id, hashtag_id) DO NOTHING;

-- name: delete_tag_follow
DELETE FROM hashtag_follow WHERE account_id = $1 AND hashtag_id = $2;

-- name: followed_tags
SELECT h.id, h.name, 1, 0 FROM hashtag_follow f JOIN hashtag h ON h.id = f.hashtag_id WHERE f.account_id = $1 ORDER BY f.id DESC;

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

-- name: forget_thread_mutes
DELETE FROM thread_mute WHERE account_id = $1;

-- name: forget_featured_tags
DELETE FROM featured_tag WHERE account_id = $1;

-- name: forget_keys
DELETE FROM idempotency_key WHERE account_id = $1;

-- name: bookmarks_by
SELECT post_id FROM bookmark WHERE account_id = $1 ORDER BY id;

-- name: set_sensitive
UPDATE post SET sensitive = $2 WHERE id = $1 AND sensitive <> $2;

-- name: latest_open
SELECT id FROM post WHERE author_id = $1 AND boost_of_id = 0 AND visibility IN ('public', 'unlisted') ORDER BY id DESC LIMIT $2;

-- name: insert_received
INSERT INTO post (id, author_id, text, html, content_note, sensitive, visibility, language, reply_to_id, reply_to_author_id,
                  thread_id, boost_of_id, app_id, created_at, replies, boosts, favourites,
                  local_only, policy, quoted_id, quote_state, has_media, has_poll, has_link, edited_at, uri, url)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, $12, 0, 0, 0, FALSE, $13, $14, $15, $16, $17, $18, $19, $20, $21);

-- name: insert_received_boost
INSERT INTO post (id, author_id, text, html, content_note, sensitive, visibility, language, reply_to_id, reply_to_author_id,
                  thread_id, boost_of_id, app_id, created_at, replies, boosts, favourites, local_only, uri)
VALUES ($1, $2, '', '', '', FALSE, $3, $4, 0, 0, $1, $5, 0, $6, 0, 0, 0, FALSE, $7);

-- name: update_received
UPDATE post SET text = $2, html = $3, content_note = $4, sensitive = $5, language = $6, policy = $7, edited_at = $8,
                has_media = $9, has_poll = $10, has_link = $11, url = $12
 WHERE id = $1;

-- name: by_uri
SELECT id FROM post WHERE uri = $1 AND uri <> '';

-- name: has_post
SELECT 1 FROM post WHERE id = $1;

-- name: connect
UPDATE post SET reply_to_id = $2, reply_to_author_id = $3, thread_id = $4 WHERE id = $1;

-- name: move_thread
UPDATE post SET thread_id = $2 WHERE thread_id = $1;

-- name: set_quote
UPDATE post SET quoted_id = $2, quote_state = $3 WHERE id = $1;

-- name: delete_pins_of
DELETE FROM pin WHERE account_id = $1;
