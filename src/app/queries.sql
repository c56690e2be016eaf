-- name: settings
SELECT name, value FROM app_setting ORDER BY name;

-- name: put_setting
INSERT INTO app_setting (name, value, changed_by, changed_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at;

-- name: delete_setting
DELETE FROM app_setting WHERE name = $1;
