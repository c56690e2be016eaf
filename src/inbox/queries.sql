-- name: insert_item
INSERT INTO inbox_item (id, organization, kind, about, part, arrived_at, due_at, answered_at, answered_by, put_away, claimed_by, claimed_at, claimed_until, assigned_to)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, FALSE, 0, 0, 0, 0);

-- name: find_item
SELECT id, organization, kind, about, arrived_at, due_at, answered_at, claimed_by, assigned_to, answered_by, claimed_at, claimed_until, put_away
  FROM inbox_item WHERE id = $1;

-- name: item_about
SELECT id, organization, kind, about, arrived_at, due_at, answered_at, claimed_by, assigned_to, answered_by, claimed_at, claimed_until, put_away
  FROM inbox_item WHERE kind = $1 AND about = $2 AND organization = $3;

-- name: items_about
SELECT id, organization, kind, about, arrived_at, due_at, answered_at, claimed_by, assigned_to, answered_by, claimed_at, claimed_until, put_away
  FROM inbox_item WHERE kind = $1 AND about = $2 ORDER BY organization;

-- name: items_with_part
SELECT id, organization, kind, about, arrived_at, due_at, answered_at, claimed_by, assigned_to, answered_by, claimed_at, claimed_until, put_away
  FROM inbox_item WHERE kind = $1 AND part = $2 AND part <> 0 ORDER BY id;

-- name: waiting
-- which: 0 all, 1 nobody's, 2 the reader's, 3 past due. Soonest due first.
SELECT id, organization, kind, about, arrived_at, due_at, answered_at, claimed_by, assigned_to, answered_by, claimed_at, claimed_until, put_away
  FROM inbox_item WHERE organization = $1 AND answered_at = 0 AND (due_at, id) > ($2, $3)
   AND (CAST($4 AS BIGINT) < 0 OR kind = $4)
   AND CASE CAST($5 AS BIGINT) WHEN 1 THEN assigned_to = 0 AND claimed_until <= $6 WHEN 2 THEN assigned_to = $7 OR (claimed_by = $7 AND claimed_until > $6)
            WHEN 3 THEN due_at <= $6 ELSE TRUE END
 ORDER BY due_at, id LIMIT $8;

-- name: closed
-- Newest first.
SELECT id, organization, kind, about, arrived_at, due_at, answered_at, claimed_by, assigned_to, answered_by, claimed_at, claimed_until, put_away
  FROM inbox_item WHERE organization = $1 AND answered_at <> 0 AND (answered_at, id) < ($2, $3) AND (CAST($4 AS BIGINT) < 0 OR kind = $4)
 ORDER BY answered_at DESC, id DESC LIMIT $5;

-- name: counts
SELECT COUNT(*), COUNT(CASE WHEN assigned_to = 0 AND claimed_until <= $2 THEN 1 END), COUNT(CASE WHEN assigned_to = $3 OR (claimed_by = $3 AND claimed_until > $2) THEN 1 END),
       COUNT(CASE WHEN due_at <= $2 THEN 1 END)
  FROM inbox_item WHERE organization = $1 AND answered_at = 0;

-- name: waiting_everywhere
SELECT id, organization, kind, about, arrived_at, due_at, answered_at, claimed_by, assigned_to, answered_by, claimed_at, claimed_until, put_away
  FROM inbox_item WHERE answered_at = 0 AND id > $1 ORDER BY id LIMIT $2;

-- name: arrive_again
UPDATE inbox_item SET part = $2, arrived_at = $3, due_at = $4, answered_at = 0, answered_by = 0, put_away = FALSE WHERE id = $1;

-- name: set_part
UPDATE inbox_item SET part = $2 WHERE id = $1;

-- name: set_due
UPDATE inbox_item SET due_at = $2 WHERE id = $1;

-- name: close_item
UPDATE inbox_item SET answered_at = $2, answered_by = $3, put_away = $4, claimed_by = 0, claimed_at = 0, claimed_until = 0 WHERE id = $1;

-- name: insert_answer
INSERT INTO inbox_answer (id, organization, kind, arrived_at, due_at, answered_at, answered_by) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: put_claim
-- Only where nobody else holds one: of two at once, one changes a row.
UPDATE inbox_item SET claimed_at = CASE WHEN claimed_by = $2 AND claimed_until > $3 THEN claimed_at ELSE $3 END, claimed_by = $2, claimed_until = $4
 WHERE id = $1 AND answered_at = 0 AND (claimed_by = 0 OR claimed_by = $2 OR claimed_by = $5 OR claimed_until <= $3);

-- name: end_claim
UPDATE inbox_item SET claimed_by = 0, claimed_at = 0, claimed_until = 0 WHERE id = $1;

-- name: assign
UPDATE inbox_item SET assigned_to = $2, claimed_by = 0, claimed_at = 0, claimed_until = 0 WHERE id = $1;

-- name: insert_note
INSERT INTO inbox_note (id, item, author, handed_to, text, at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: notes_of
SELECT id, author, handed_to, text, at FROM inbox_note WHERE item = $1 ORDER BY id;

-- name: notes_by
SELECT item, text, at FROM inbox_note WHERE author = $1 AND author <> 0 ORDER BY id;

-- name: answers_by
SELECT kind, answered_at FROM inbox_answer WHERE answered_by = $1 AND answered_by <> 0 ORDER BY id;

-- name: delete_notes
DELETE FROM inbox_note WHERE item = $1;

-- name: delete_item
DELETE FROM inbox_item WHERE id = $1;

-- name: saved_answers
SELECT id, organization, title, text FROM inbox_saved_answer WHERE organization = $1 ORDER BY title, id;

-- name: find_saved_answer
SELECT id, organization, title, text FROM inbox_saved_answer WHERE id = $1 AND organization = $2;

-- name: put_saved_answer
INSERT INTO inbox_saved_answer (id, organization, title, text) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, text = excluded.text;

-- name: delete_saved_answer
DELETE FROM inbox_saved_answer WHERE id = $1 AND organization = $2;

-- name: targets
SELECT kind, minutes FROM inbox_target WHERE organization = $1 ORDER BY kind;

-- name: put_target
INSERT INTO inbox_target (organization, kind, minutes) VALUES ($1, $2, $3) ON CONFLICT (organization, kind) DO UPDATE SET minutes = excluded.minutes;

-- name: zone_of
SELECT zone FROM inbox_office WHERE organization = $1;

-- name: put_zone
INSERT INTO inbox_office (organization, zone) VALUES ($1, $2) ON CONFLICT (organization) DO UPDATE SET zone = excluded.zone;

-- name: hours_of
SELECT day, from_minute, to_minute FROM inbox_hours WHERE organization = $1 ORDER BY day;

-- name: delete_hours
DELETE FROM inbox_hours WHERE organization = $1;

-- name: put_hours
INSERT INTO inbox_hours (organization, day, from_minute, to_minute) VALUES ($1, $2, $3, $4);

-- name: answers_since
SELECT kind, arrived_at, due_at, answered_at FROM inbox_answer WHERE organization = $1 AND arrived_at >= $2 ORDER BY arrived_at;

-- name: waiting_since
SELECT kind, arrived_at, due_at FROM inbox_item WHERE organization = $1 AND answered_at = 0 AND arrived_at >= $2 ORDER BY due_at, id;

-- name: forget_answerer
UPDATE inbox_answer SET answered_by = 0 WHERE answered_by = $1 AND answered_by <> 0;

-- name: forget_closer
UPDATE inbox_item SET answered_by = 0 WHERE answered_by = $1 AND answered_by <> 0;

-- name: forget_claims
UPDATE inbox_item SET claimed_by = 0, claimed_at = 0, claimed_until = 0 WHERE claimed_by = $1 AND claimed_by <> 0;

-- name: forget_assignments
UPDATE inbox_item SET assigned_to = 0 WHERE assigned_to = $1 AND assigned_to <> 0;

-- name: forget_notes
UPDATE inbox_note SET author = 0 WHERE author = $1 AND author <> 0;

-- name: delete_notes_of_organization
DELETE FROM inbox_note WHERE item IN (SELECT id FROM inbox_item WHERE organization = $1);

-- name: delete_items_of_organization
DELETE FROM inbox_item WHERE organization = $1;

-- name: delete_answers_of_organization
DELETE FROM inbox_answer WHERE organization = $1;

-- name: delete_saved_of_organization
DELETE FROM inbox_saved_answer WHERE organization = $1;

-- name: delete_targets_of_organization
DELETE FROM inbox_target WHERE organization = $1;

-- name: delete_office_of_organization
DELETE FROM inbox_office WHERE organization = $1;
