-- name: posts_are_counted
SELECT a.id FROM account a WHERE a.posts <> (SELECT COUNT(*) FROM post p WHERE p.author_id = a.id);

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
