-- name: every_delivery_has_its_activity
SELECT d.outgoing_id, d.inbox_id FROM delivery d WHERE NOT EXISTS (SELECT 1 FROM outgoing o WHERE o.id = d.outgoing_id);

-- name: every_activity_waits_for_somebody
SELECT o.id FROM outgoing o WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.outgoing_id = o.id);

-- name: every_delivery_has_its_inbox
SELECT d.outgoing_id, d.inbox_id FROM delivery d WHERE NOT EXISTS (SELECT 1 FROM inbox i WHERE i.id = d.inbox_id);

-- name: audiences_are_counted
SELECT a.author_id, a.inbox_id FROM audience a
 WHERE a.members <> (SELECT COUNT(*) FROM audience_member m WHERE m.author_id = a.author_id AND m.inbox_id = a.inbox_id);

-- name: audiences_follow
SELECT m.author_id, m.follower_id FROM audience_member m
 WHERE NOT EXISTS (SELECT 1 FROM follow f WHERE f.follower_id = m.follower_id AND f.followed_id = m.author_id);
