-- name: insert_plan
INSERT INTO care_plan (id, patient, organization, author, record_key, title, description, status, part2, hides_numbers, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, FALSE, $10, $10);

-- name: change_plan
UPDATE care_plan SET title = $2, description = $3, status = $4, part2 = $5, updated_at = $6 WHERE id = $1;

-- name: touch_plan
UPDATE care_plan SET updated_at = $2 WHERE id = $1;

-- name: set_hides_numbers
UPDATE care_plan SET hides_numbers = $2 WHERE id = $1;

-- name: find_plan
SELECT id, patient, organization, author, record_key, title, description, status, part2, hides_numbers, created_at, updated_at FROM care_plan WHERE id = $1;

-- name: plans_of_patient
SELECT id, patient, organization, author, record_key, title, description, status, part2, hides_numbers, created_at, updated_at FROM care_plan WHERE patient = $1 ORDER BY id DESC;

-- name: plans_of_organization
SELECT id, patient, organization, author, record_key, title, description, status, part2, hides_numbers, created_at, updated_at FROM care_plan
 WHERE organization = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: has_plan
SELECT 1 FROM care_plan WHERE patient = $1 AND organization = $2 LIMIT 1;

-- name: patients_with_plans
SELECT patient FROM care_plan WHERE organization = $1 GROUP BY patient ORDER BY MAX(id) DESC LIMIT $2;

-- name: count_plans
SELECT COUNT(*) FROM care_plan WHERE patient = $1 AND organization = $2;

-- name: insert_item
INSERT INTO care_plan_item (id, plan, kind, text, note, link, due, times, every_days, done, done_at, done_by, updated_at, laid_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, FALSE, 0, 0, $10, 0);

-- name: change_item
UPDATE care_plan_item SET text = $2, note = $3, link = $4, due = $5, times = $6, every_days = $7, updated_at = $8, laid_at = 0 WHERE id = $1;

-- name: set_done
UPDATE care_plan_item SET done = $2, done_at = $3, done_by = $4, updated_at = $5, laid_at = 0 WHERE id = $1;

-- name: find_item
SELECT id, plan, kind, text, note, link, due, times, every_days, done, done_at, updated_at FROM care_plan_item WHERE id = $1;

-- name: items_of
SELECT id, plan, kind, text, note, link, due, times, every_days, done, done_at, updated_at FROM care_plan_item WHERE plan = $1 ORDER BY id;

-- name: delete_item
DELETE FROM care_plan_item WHERE id = $1;

-- name: delete_doses
DELETE FROM care_plan_dose WHERE item = $1;

-- name: detach_comments
UPDATE care_plan_comment SET item = 0 WHERE item = $1;

-- name: items_to_lay
-- Medicines whose reminders were not laid ahead since then, of active plans.
SELECT i.id, i.plan FROM care_plan_item i JOIN care_plan p ON p.id = i.plan
 WHERE i.kind = 5 AND i.done = FALSE AND (i.laid_at, i.id) > ($1, $2) AND i.laid_at < $3 AND p.status = 0 ORDER BY i.laid_at, i.id LIMIT $4;

-- name: set_laid
UPDATE care_plan_item SET laid_at = $2 WHERE id = $1;

-- name: put_dose
INSERT INTO care_plan_dose (item, due_at, taken_at) VALUES ($1, $2, $3) ON CONFLICT (item, due_at) DO NOTHING;

-- name: remove_dose
DELETE FROM care_plan_dose WHERE item = $1 AND due_at = $2;

-- name: doses_since
SELECT due_at, taken_at FROM care_plan_dose WHERE item = $1 AND due_at >= $2 ORDER BY due_at;

-- name: insert_comment
INSERT INTO care_plan_comment (id, plan, item, author, by_team, text, at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: comments_of
SELECT id, plan, item, author, by_team, text, at FROM care_plan_comment WHERE plan = $1 ORDER BY id;

-- name: last_comment_by_team
SELECT by_team FROM care_plan_comment WHERE plan = $1 ORDER BY id DESC LIMIT 1;

-- name: count_comments
SELECT COUNT(*) FROM care_plan_comment WHERE plan = $1;

-- name: insert_response
INSERT INTO care_plan_response (id, plan, patient, answers, at, seen_by, seen_at) VALUES ($1, $2, $3, $4, $5, 0, 0);

-- name: find_response
SELECT id, plan, patient, answers, at, seen_by, seen_at FROM care_plan_response WHERE id = $1;

-- name: responses_of
SELECT id, plan, patient, answers, at, seen_by, seen_at FROM care_plan_response WHERE plan = $1 ORDER BY id;

-- name: count_responses
SELECT COUNT(*) FROM care_plan_response WHERE plan = $1;

-- name: set_seen
UPDATE care_plan_response SET seen_by = $2, seen_at = $3 WHERE id = $1 AND seen_at = 0;

-- name: insert_measurement
INSERT INTO care_plan_measurement (id, plan, patient, value, at) VALUES ($1, $2, $3, $4, $5);

-- name: find_measurement
SELECT id, plan, patient, value, at FROM care_plan_measurement WHERE id = $1;

-- name: measurements_of
SELECT id, plan, patient, value, at FROM care_plan_measurement WHERE plan = $1 ORDER BY at, id;

-- name: count_measurements
SELECT COUNT(*) FROM care_plan_measurement WHERE plan = $1;

-- name: delete_measurement
DELETE FROM care_plan_measurement WHERE id = $1;

-- name: note_opening
INSERT INTO care_plan_opening (plan, person, day) VALUES ($1, $2, $3) ON CONFLICT (plan, person, day) DO NOTHING;

-- name: insert_outreach
INSERT INTO care_plan_outreach (id, organization, person, record_key, subject, text, token, at, sent, without_consent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: count_outreach
UPDATE care_plan_outreach SET sent = $2, without_consent = $3 WHERE id = $1;

-- name: outreach_with_token
SELECT id, organization, person, record_key, subject, text, at, sent, without_consent FROM care_plan_outreach WHERE organization = $1 AND token = $2;

-- name: outreach_of
SELECT id, organization, person, record_key, subject, text, at, sent, without_consent FROM care_plan_outreach WHERE organization = $1 ORDER BY id DESC LIMIT $2;

-- name: insert_outreach_to
INSERT INTO care_plan_outreach_to (outreach, patient) VALUES ($1, $2);

-- name: outreach_to
SELECT o.organization, o.at FROM care_plan_outreach_to t JOIN care_plan_outreach o ON o.id = t.outreach WHERE t.patient = $1 ORDER BY o.id;

-- name: plans_to_forget
-- Of a patient who leaves, and of an organization that does.
SELECT id, organization, record_key FROM care_plan WHERE patient = $1
 UNION SELECT id, organization, record_key FROM care_plan WHERE organization = $1;

-- name: item_ids
SELECT i.id, p.patient FROM care_plan_item i JOIN care_plan p ON p.id = i.plan WHERE i.plan = $1 ORDER BY i.id;

-- name: forget_doses
DELETE FROM care_plan_dose WHERE item IN (SELECT id FROM care_plan_item WHERE plan = $1);

-- name: forget_comments
DELETE FROM care_plan_comment WHERE plan = $1;

-- name: forget_responses
DELETE FROM care_plan_response WHERE plan = $1;

-- name: forget_measurements
DELETE FROM care_plan_measurement WHERE plan = $1;

-- name: forget_openings
DELETE FROM care_plan_opening WHERE plan = $1;

-- name: forget_items
DELETE FROM care_plan_item WHERE plan = $1;

-- name: forget_plan
DELETE FROM care_plan WHERE id = $1;

-- name: forget_author
UPDATE care_plan SET author = 0 WHERE author = $1;

-- name: forget_commenter
UPDATE care_plan_comment SET author = 0 WHERE author = $1;

-- name: forget_doer
UPDATE care_plan_item SET done_by = 0 WHERE done_by = $1;

-- name: forget_seer
UPDATE care_plan_response SET seen_by = 0 WHERE seen_by = $1;

-- name: forget_opener
DELETE FROM care_plan_opening WHERE person = $1;

-- name: forget_asked
DELETE FROM care_plan_outreach_to WHERE patient = $1;

-- name: forget_asker
UPDATE care_plan_outreach SET person = 0 WHERE person = $1;

-- name: outreach_keys
SELECT record_key FROM care_plan_outreach WHERE organization = $1;

-- name: forget_outreach_to
DELETE FROM care_plan_outreach_to WHERE outreach IN (SELECT id FROM care_plan_outreach WHERE organization = $1);

-- name: forget_outreach
DELETE FROM care_plan_outreach WHERE organization = $1;

-- name: plans_by_author
SELECT id, created_at FROM care_plan WHERE author = $1 AND author <> 0 ORDER BY id;

-- name: comments_by_author
SELECT plan, at FROM care_plan_comment WHERE author = $1 AND author <> 0 ORDER BY id;

-- name: has_any_plan
SELECT 1 FROM care_plan WHERE patient = $1 LIMIT 1;
