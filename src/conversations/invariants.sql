-- name: conversations_end_with_a_message_of_theirs
SELECT c.account_id, c.thread_id FROM conversation c JOIN post p ON p.id = c.last_post_id
 WHERE p.visibility <> 'direct' OR p.thread_id <> c.thread_id;
