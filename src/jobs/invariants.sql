-- name: only_running_jobs_are_claimed
SELECT id FROM job WHERE (state = 'running') <> (claim <> 0);

-- name: dead_jobs_say_why
SELECT id FROM job WHERE state = 'dead' AND error = '';

-- name: no_job_is_tried_without_end
SELECT id FROM job WHERE attempts > 12;

-- name: no_two_alike_wait
SELECT kind, key FROM job WHERE key <> '' AND state = 'waiting' GROUP BY kind, key HAVING COUNT(*) > 1;
