-- name: nobody_has_more_places_than_are_allowed
SELECT account_id FROM place GROUP BY account_id HAVING COUNT(*) > 20;

-- name: who_is_gone_left_no_place
SELECT p.id FROM place p JOIN account a ON a.id = p.account_id
 WHERE a.removed_at > 0 AND NOT EXISTS (SELECT 1 FROM job j WHERE j.kind = 'site.forget_account' AND j.payload = CAST(p.account_id AS TEXT));
