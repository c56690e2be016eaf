-- name: add_job
INSERT INTO job (id, kind, key, payload, state, due_at, attempts, claim, error)
VALUES ($1, $2, $3, $4, 'waiting', $5, 0, 0, '')
ON CONFLICT (kind, key) WHERE key <> '' AND state = 'waiting' DO NOTHING;

-- name: find_due
-- $2 is the list of kinds that this process handles, as ",a,b,": another kind waits for a process that knows it.
SELECT id, kind, payload, due_at, attempts FROM job
 WHERE state <> 'dead' AND due_at <= $1 AND replace($2, ',' || kind || ',', '') <> $2
 ORDER BY due_at, id LIMIT $3;

-- name: unknown_kinds
SELECT DISTINCT kind FROM job
 WHERE state <> 'dead' AND due_at <= $1 AND replace($2, ',' || kind || ',', '') = $2;

-- name: claim_job
-- Only as it was seen: whoever claims it first changes all of due_at, attempts and claim.
UPDATE job SET state = 'running', claim = $2, due_at = $3, attempts = attempts + 1
 WHERE id = $1 AND state <> 'dead' AND due_at <= $4 AND attempts = $5;

-- name: bury_abandoned
UPDATE job SET state = 'dead', claim = 0, error = $2 WHERE id = $1 AND state = 'running' AND due_at <= $3 AND attempts = $4;

-- name: renew_claim
UPDATE job SET due_at = $3 WHERE id = $1 AND claim = $2;

-- name: finish_job
DELETE FROM job WHERE id = $1 AND claim = $2;

-- name: drop_when_alike_waits
DELETE FROM job WHERE id = $1 AND key <> '' AND EXISTS (
    SELECT 1 FROM job other WHERE other.kind = job.kind AND other.key = job.key AND other.state = 'waiting'
       AND other.key <> '' AND other.id <> job.id);

-- name: put_back
UPDATE job SET state = 'waiting', claim = 0, due_at = $3, error = $4 WHERE id = $1 AND claim = $2;

-- name: bury
UPDATE job SET state = 'dead', claim = 0, error = $2 WHERE id = $1;

-- name: claim_of
SELECT claim FROM job WHERE id = $1;

-- name: count_by_kind
SELECT kind, SUM(CASE WHEN state = 'dead' THEN 0 ELSE 1 END), SUM(CASE WHEN state = 'dead' THEN 1 ELSE 0 END),
       MIN(CASE WHEN state = 'dead' THEN NULL ELSE id END)
  FROM job GROUP BY kind ORDER BY kind;

-- name: list_dead
SELECT id, kind, payload, due_at, attempts, error FROM job WHERE state = 'dead' ORDER BY id DESC LIMIT $1;

-- name: revive
UPDATE job SET state = 'waiting', due_at = $2, attempts = 0, error = '' WHERE id = $1 AND state = 'dead';

-- name: free_jobs
-- What was at work several times when a process ended may be what ends it: that waits for its lease.
-- A claim is an id, and says which node made it (base/id.hpp).
UPDATE job SET due_at = $1 WHERE state = 'running' AND due_at > $1 AND attempts <= $2 AND claim / 1024 % 64 = $3;

-- name: free_schedules
-- What was at work cannot be told from what waits: each comes a little early, once.
UPDATE job_schedule SET next_at = $1 WHERE next_at > $1 AND next_at <= $2;

-- name: is_dead
SELECT 1 FROM job WHERE id = $1 AND state = 'dead';

-- name: add_schedule
INSERT INTO job_schedule (name, next_at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING;

-- name: hasten_schedule
-- A period that was made shorter counts from now on; a lease is left alone.
UPDATE job_schedule SET next_at = $2 WHERE name = $1 AND next_at > $2;

-- name: due_schedules
SELECT name FROM job_schedule WHERE next_at <= $1 ORDER BY next_at;

-- name: claim_schedule
UPDATE job_schedule SET next_at = $2 WHERE name = $1 AND next_at <= $3;

-- name: renew_schedule
UPDATE job_schedule SET next_at = $2 WHERE name = $1 AND next_at < $2;

-- name: end_schedule
UPDATE job_schedule SET next_at = $2 WHERE name = $1;
