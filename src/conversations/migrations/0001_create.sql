-- A thread of direct posts, as one of its people has it.
CREATE TABLE conversation (
    account_id   BIGINT NOT NULL REFERENCES account (id),
    thread_id    BIGINT NOT NULL,
    last_post_id BIGINT NOT NULL,
    unread       BOOLEAN NOT NULL,
    PRIMARY KEY (account_id, thread_id)
);
CREATE INDEX conversation_by_last ON conversation (account_id, last_post_id);
CREATE INDEX conversation_by_post ON conversation (last_post_id);

-- What was said before conversations were kept, taken as read.
INSERT INTO conversation (account_id, thread_id, last_post_id, unread)
SELECT t.account_id, t.thread_id, MAX(t.id), FALSE FROM (
    SELECT p.author_id AS account_id, p.thread_id, p.id FROM post p WHERE p.visibility = 'direct' AND p.boost_of_id = 0
    UNION ALL
    SELECT m.account_id, p.thread_id, p.id FROM post p JOIN post_mention m ON m.post_id = p.id
     WHERE p.visibility = 'direct' AND p.boost_of_id = 0
) AS t JOIN account a ON a.id = t.account_id WHERE a.domain = '' GROUP BY t.account_id, t.thread_id;
