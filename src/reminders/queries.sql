-- name: insert_reminder
INSERT INTO reminder (id, person, kind, about, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person, kind, about, at) DO NOTHING;

-- name: delete_about
DELETE FROM reminder WHERE person = $1 AND kind = $2 AND about = $3;

-- name: delete_due
DELETE FROM reminder WHERE person = $1 AND kind = $2 AND about = $3 AND at <= $4;

-- name: due
SELECT id, person, kind, about, at FROM reminder WHERE at <= $1 ORDER BY at, id LIMIT $2;

-- name: waiting
SELECT id, person, kind, about, at FROM reminder WHERE person = $1 ORDER BY at, id LIMIT 1000;

-- name: choice
SELECT lead, push, mail FROM reminder_choice WHERE account_id = $1;

-- name: put_choice
INSERT INTO reminder_choice (account_id, lead, push, mail) VALUES ($1, $2, $3, $4)
    ON CONFLICT (account_id) DO UPDATE SET lead = excluded.lead, push = excluded.push, mail = excluded.mail;

-- name: put_calendar
INSERT INTO reminder_choice (account_id, lead, push, mail, calendar_hash) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (account_id) DO UPDATE SET calendar_hash = excluded.calendar_hash;

-- name: has_calendar
SELECT COUNT(*) FROM reminder_choice WHERE account_id = $1 AND calendar_hash <> '';

-- name: calendar_owner
SELECT account_id FROM reminder_choice WHERE calendar_hash = $1 AND calendar_hash <> '';

-- name: note_told
INSERT INTO reminder_told (key, at) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING;

-- name: forget_told
DELETE FROM reminder_told WHERE at < $1;

-- name: insert_link
INSERT INTO reminder_link (secret_hash, person, act, about, ends_at, used_at) VALUES ($1, $2, $3, $4, $5, 0);

-- name: find_link
SELECT person, act, about, ends_at, used_at FROM reminder_link WHERE secret_hash = $1;

-- name: use_link
UPDATE reminder_link SET used_at = $2 WHERE secret_hash = $1 AND used_at = 0 AND ends_at > $2;

-- name: forget_links
DELETE FROM reminder_link WHERE ends_at < $1;

-- name: forget_reminders_of
DELETE FROM reminder WHERE person = $1;

-- name: forget_choice_of
DELETE FROM reminder_choice WHERE account_id = $1;

-- name: forget_links_of
DELETE FROM reminder_link WHERE person = $1;

-- name: end_calendar
UPDATE reminder_choice SET calendar_hash = '' WHERE account_id = $1;
