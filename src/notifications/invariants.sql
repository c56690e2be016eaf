-- name: nobody_is_told_of_their_own_doing
SELECT id FROM notification WHERE account_id = from_id AND kind NOT IN ('poll', 'moderation_warning', 'severed_relationships', 'alert_question');

-- name: each_group_has_one_head
SELECT account_id, kind, post_id, bucket FROM notification WHERE bucket > 0
 GROUP BY account_id, kind, post_id, bucket HAVING SUM(CASE WHEN head THEN 1 ELSE 0 END) <> 1;

-- name: what_stands_alone_is_its_own_head
SELECT id FROM notification WHERE bucket = 0 AND NOT head;

-- name: what_waits_in_the_requests_is_in_no_group
SELECT id FROM notification WHERE filtered AND bucket > 0;
