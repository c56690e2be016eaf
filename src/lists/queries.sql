-- name: count
SELECT COUNT(*) FROM list WHERE owner_id = $1;

-- name: insert
INSERT INTO list (id, owner_id, title, replies, exclusive) VALUES ($1, $2, $3, $4, $5);

-- name: change
UPDATE list SET title = $2, replies = $3, exclusive = $4 WHERE id = $1;

-- name: delete_list
DELETE FROM list WHERE id = $1;

-- name: delete_members
DELETE FROM list_member WHERE list_id = $1;

-- name: find
SELECT id, owner_id, title, replies, exclusive FROM list WHERE id = $1;

-- name: all_of
SELECT id, owner_id, title, replies, exclusive FROM list WHERE owner_id = $1 ORDER BY id;

-- name: insert_member
INSERT INTO list_member (id, list_id, owner_id, account_id) VALUES ($1, $2, $3, $4) ON CONFLICT (list_id, account_id) DO NOTHING;

-- name: delete_member
DELETE FROM list_member WHERE list_id = $1 AND account_id = $2;

-- name: count_members
SELECT COUNT(*) FROM list_member WHERE list_id = $1;

-- name: members
SELECT id, account_id FROM list_member WHERE list_id = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: members_after
SELECT id, account_id FROM list_member WHERE list_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- name: containing
SELECT l.id, l.owner_id, l.title, l.replies, l.exclusive FROM list_member m JOIN list l ON l.id = m.list_id
 WHERE m.owner_id = $1 AND m.account_id = $2 ORDER BY l.id;

-- name: with_member
SELECT l.id, l.owner_id, l.title, l.replies, l.exclusive FROM list_member m JOIN list l ON l.id = m.list_id
 WHERE m.account_id = $1 ORDER BY l.id;

-- name: exclusive_members
SELECT DISTINCT m.account_id FROM list l JOIN list_member m ON m.list_id = l.id WHERE l.owner_id = $1 AND l.exclusive;

-- name: lists_of_both
SELECT list_id FROM list_member WHERE owner_id = $1 AND account_id = $2;

-- name: memberships
SELECT list_id, owner_id FROM list_member WHERE account_id = $1;
