-- name: nobody_schedules_more_than_a_server_can_say
SELECT account_id FROM scheduled_post GROUP BY account_id HAVING COUNT(*) > 300;

-- name: every_scheduled_post_has_its_job
SELECT s.id FROM scheduled_post s
 WHERE NOT EXISTS (SELECT 1 FROM job j WHERE j.kind = 'drafts.publish' AND j.payload = CAST(s.id AS TEXT));
