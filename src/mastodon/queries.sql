-- name: put_marker
INSERT INTO marker (account_id, timeline, last_read_id, version, updated_at) VALUES ($1, $2, $3, 1, $4)
ON CONFLICT (account_id, timeline) DO UPDATE
   SET last_read_id = excluded.last_read_id, version = marker.version + 1, updated_at = excluded.updated_at;

-- name: markers
SELECT timeline, last_read_id, version, updated_at FROM marker WHERE account_id = $1 ORDER BY timeline;

-- name: delete_markers
DELETE FROM marker WHERE account_id = $1;
