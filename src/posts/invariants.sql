-- name: posts_are_counted
SELECT a.id FROM account a WHERE a.domain = '' AND a.posts <> (SELECT COUNT(*) FROM post p WHERE p.author_id = a.id);

-- name: favourites_are_counted
SELECT p.id FROM post p WHERE p.favourites <> (SELECT COUNT(*) FROM favourite f WHERE f.post_id = p.id);

-- name: boosts_are_counted
SELECT p.id FROM post p WHERE p.boosts <> (SELECT COUNT(*) FROM post b WHERE b.boost_of_id = p.id AND b.boost_of_id <> 0);

-- name: replies_are_counted
SELECT p.id FROM post p WHERE p.replies <> (SELECT COUNT(*) FROM post r WHERE r.reply_to_id = p.id AND r.reply_to_id <> 0);

-- name: boosts_are_of_posts_that_may_be_shared
SELECT b.id FROM post b JOIN post p ON p.id = b.boost_of_id
 WHERE b.boost_of_id <> 0 AND (p.boost_of_id <> 0 OR p.visibility = 'direct' OR (p.visibility = 'private' AND p.author_id <> b.author_id));

-- name: pins_are_of_own_posts
SELECT n.id FROM pin n JOIN post p ON p.id = n.post_id WHERE p.author_id <> n.account_id;

-- name: quotes_are_counted
SELECT p.id FROM post p
 WHERE p.quotes <> (SELECT COUNT(*) FROM post q WHERE q.quoted_id = p.id AND q.quoted_id <> 0 AND q.quote_state = 'accepted');

-- name: quotes_have_a_state_and_a_post
SELECT q.id FROM post q
 WHERE (q.quoted_id <> 0 AND q.quote_state NOT IN ('pending', 'accepted', 'rejected', 'revoked'))
    OR (q.quoted_id = 0 AND q.quote_state NOT IN ('', 'deleted'))
    OR (q.quoted_id <> 0 AND NOT EXISTS (SELECT 1 FROM post p WHERE p.id = q.quoted_id AND p.boost_of_id = 0));

-- name: quotes_of_others_are_of_open_posts
SELECT q.id FROM post q JOIN post p ON p.id = q.quoted_id
 WHERE q.quoted_id <> 0 AND q.author_id <> p.author_id AND p.visibility NOT IN ('public', 'unlisted');

-- name: answers_to_local_posts_stay_local
SELECT r.id FROM post r JOIN post p ON p.id = r.reply_to_id WHERE r.reply_to_id <> 0 AND p.local_only AND NOT r.local_only;

-- name: versions_are_of_edited_posts
SELECT v.id FROM post_version v JOIN post p ON p.id = v.post_id WHERE p.edited_at = 0 OR v.written_at > p.edited_at;
