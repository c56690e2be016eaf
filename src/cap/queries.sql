-- name: insert_source
INSERT INTO cap_source (id, url, name, home_page, added_by, added_at, minutes, expected_hours, certificate, paused, etag, modified,
    next_at, tried_at, good_at, alert_at, failures, fault, silent_since, taken, refused, hub, topic, token, secret, lease_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, FALSE, '', '', $6, 0, 0, 0, 0, '', 0, 0, 0, '', '', $10, '', 0);

-- name: change_source
UPDATE cap_source SET name = $2, home_page = $3, minutes = $4, expected_hours = $5, certificate = $6 WHERE id = $1;

-- name: pause_source
UPDATE cap_source SET paused = $2, silent_since = 0, next_at = $3 WHERE id = $1;

-- name: delete_source
DELETE FROM cap_source WHERE id = $1;

-- name: source
SELECT id, url, name, home_page, added_by, added_at, minutes, expected_hours, certificate, paused, etag, modified, next_at, tried_at,
       good_at, alert_at, failures, fault, silent_since, taken, refused, hub, topic, token, secret, lease_until
  FROM cap_source WHERE id = $1;

-- name: source_by_url
SELECT id FROM cap_source WHERE url = $1;

-- name: source_by_token
SELECT id FROM cap_source WHERE token = $1;

-- name: all_sources
SELECT id, url, name, home_page, added_by, added_at, minutes, expected_hours, certificate, paused, etag, modified, next_at, tried_at,
       good_at, alert_at, failures, fault, silent_since, taken, refused, hub, topic, token, secret, lease_until
  FROM cap_source ORDER BY id LIMIT $1;

-- name: count_sources
SELECT COUNT(*) FROM cap_source;

-- name: due_sources
SELECT id FROM cap_source WHERE next_at <= $1 AND NOT paused ORDER BY next_at, id LIMIT $2;

-- name: put_off
UPDATE cap_source SET next_at = $2 WHERE id = $1;

-- name: note_good
UPDATE cap_source SET tried_at = $2, good_at = $2, next_at = $3, failures = 0, fault = $4, etag = $5, modified = $6 WHERE id = $1;

-- name: note_failure
UPDATE cap_source SET tried_at = $2, next_at = $3, failures = failures + 1, fault = $4 WHERE id = $1;

-- name: note_taken
UPDATE cap_source SET taken = taken + 1, alert_at = $2 WHERE id = $1;

-- name: note_refused
UPDATE cap_source SET refused = refused + 1 WHERE id = $1;

-- name: set_silent
UPDATE cap_source SET silent_since = $2 WHERE id = $1;

-- name: set_hub
UPDATE cap_source SET hub = $2, topic = $3, secret = $4, lease_until = 0 WHERE id = $1;

-- name: set_lease
UPDATE cap_source SET lease_until = $2 WHERE id = $1;

-- name: was_seen
SELECT 1 FROM cap_seen WHERE source_id = $1 AND hash = $2;

-- name: mark_seen
INSERT INTO cap_seen (source_id, hash, at) VALUES ($1, $2, $3) ON CONFLICT (source_id, hash) DO UPDATE SET at = excluded.at;

-- name: forget_seen
DELETE FROM cap_seen WHERE source_id = $1 AND at < $2;

-- name: forget_what_was_seen
DELETE FROM cap_seen WHERE source_id = $1;

-- name: insert_fault
INSERT INTO cap_fault (id, source_id, at, address, fault) VALUES ($1, $2, $3, $4, $5);

-- name: faults_of
SELECT source_id, at, address, fault FROM cap_fault WHERE source_id = $1 ORDER BY id DESC LIMIT $2;

-- name: forget_faults
DELETE FROM cap_fault WHERE source_id = $1 AND at < $2;

-- name: put_subscriber
INSERT INTO cap_subscriber (id, topic, callback, secret, lease_until, failures) VALUES ($1, $2, $3, $4, $5, 0)
ON CONFLICT (topic, callback) DO UPDATE SET secret = excluded.secret, lease_until = excluded.lease_until, failures = 0;

-- name: delete_subscriber
DELETE FROM cap_subscriber WHERE topic = $1 AND callback = $2;

-- name: delete_subscriber_by_id
DELETE FROM cap_subscriber WHERE id = $1;

-- name: count_subscribers
SELECT COUNT(*) FROM cap_subscriber;

-- name: subscriber
SELECT id, topic, callback, secret, lease_until, failures FROM cap_subscriber WHERE id = $1;

-- name: subscribers_of
SELECT id FROM cap_subscriber WHERE topic = $1 AND lease_until > $2 AND id > $3 ORDER BY id LIMIT $4;

-- name: subscriber_failed
UPDATE cap_subscriber SET failures = failures + 1 WHERE id = $1;

-- name: subscriber_heard
UPDATE cap_subscriber SET failures = 0 WHERE id = $1;

-- name: end_leases
DELETE FROM cap_subscriber WHERE lease_until <= $1;
