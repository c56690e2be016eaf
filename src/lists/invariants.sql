-- name: members_are_followed
SELECT m.id FROM list_member m WHERE m.account_id <> m.owner_id
   AND NOT EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = m.owner_id AND f.followed_id = m.account_id);

-- name: members_name_their_lists_owner
SELECT m.id FROM list_member m JOIN list l ON l.id = m.list_id WHERE l.owner_id <> m.owner_id;
