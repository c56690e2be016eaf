-- name: put_conversation
INSERT INTO conversation (account_id, thread_id, last_post_id, unread) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id, thread_id) DO UPDATE SET last_post_id = excluded.last_post_id, unread = excluded.unread;

-- name: conversations_newest
SELECT thread_id, last_post_id, unread FROM conversation
 WHERE account_id = $1 AND last_post_id < $2 AND last_post_id > $3 ORDER BY last_post_id DESC LIMIT $4;

-- name: conversations_after
SELECT thread_id, last_post_id, unread FROM conversation
 WHERE account_id = $1 AND last_post_id > $2 ORDER BY last_post_id LIMIT $3;

-- name: find_conversation
SELECT thread_id, last_post_id, unread FROM conversation WHERE account_id = $1 AND thread_id = $2;

-- name: all_conversations
SELECT thread_id, last_post_id, unread FROM conversation WHERE account_id = $1 ORDER BY last_post_id;

-- name: mark_read
UPDATE conversation SET unread = FALSE WHERE account_id = $1 AND thread_id = $2 AND unread;

-- name: delete_conversation
DELETE FROM conversation WHERE account_id = $1 AND thread_id = $2;

-- name: delete_all_of
DELETE FROM conversation WHERE account_id = $1;

-- name: conversations_ending_with
SELECT account_id, thread_id FROM conversation WHERE last_post_id = $1;

-- name: newest_message
-- The root of a thread is found by its id: only what follows it stands in the index of threads.
SELECT id FROM (
    SELECT p.id, p.author_id FROM post p
     WHERE p.thread_id = $2 AND p.thread_id <> p.id AND p.visibility = 'direct' AND p.boost_of_id = 0
    UNION ALL
    SELECT p.id, p.author_id FROM post p WHERE p.id = $2 AND p.visibility = 'direct' AND p.boost_of_id = 0
) AS message
 WHERE id <> $3 AND (author_id = $1 OR EXISTS (SELECT 1 FROM post_mention m WHERE m.post_id = message.id AND m.account_id = $1))
 ORDER BY id DESC LIMIT 1;

-- name: end_with
UPDATE conversation SET last_post_id = $3 WHERE account_id = $1 AND thread_id = $2;

-- name: messages
-- What one person may see of a thread of private messages, newest first.
SELECT id FROM (
    SELECT p.id, p.author_id FROM post p
     WHERE p.thread_id = $2 AND p.thread_id <> p.id AND p.visibility = 'direct' AND p.boost_of_id = 0
    UNION ALL
    SELECT p.id, p.author_id FROM post p WHERE p.id = $2 AND p.visibility = 'direct' AND p.boost_of_id = 0
) AS message
 WHERE id < $3 AND (author_id = $1 OR EXISTS (SELECT 1 FROM post_mention m WHERE m.post_id = message.id AND m.account_id = $1))
 ORDER BY id DESC LIMIT $4;

-- name: count_unread
SELECT COUNT(*) FROM conversation WHERE account_id = $1 AND unread;
