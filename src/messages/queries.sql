-- name: find_desk
SELECT organization, open, hours_note, away_text, away_until FROM care_desk WHERE organization = $1;

-- name: put_desk
INSERT INTO care_desk (organization, open, hours_note, away_text, away_until) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (organization) DO UPDATE SET open = excluded.open, hours_note = excluded.hours_note, away_text = excluded.away_text, away_until = excluded.away_until;

-- name: open_desks
SELECT organization FROM care_desk WHERE open = TRUE AND organization > $1 ORDER BY organization LIMIT $2;

-- name: insert_thread
INSERT INTO care_thread (id, patient, organization, record_key, subject, closed, part2, created_at, last_at, last_by, unread_patient, unread_team, away_told, asked_to, asked_by, erased_at)
VALUES ($1, $2, $3, $4, $5, FALSE, $6, $7, $7, $8, 0, 0, 0, 0, 0, 0);

-- name: find_thread
SELECT id, patient, organization, record_key, subject, closed, part2, created_at, last_at, last_by, unread_patient, unread_team, away_told, asked_to, asked_by, erased_at FROM care_thread WHERE id = $1;

-- name: threads_of_patient
SELECT id, patient, organization, record_key, subject, closed, part2, created_at, last_at, last_by, unread_patient, unread_team, away_told, asked_to, asked_by, erased_at FROM care_thread
 WHERE patient = $1 AND (last_at, id) < ($2, $3) AND erased_at = 0 ORDER BY last_at DESC, id DESC LIMIT $4;

-- name: threads_of_team
SELECT id, patient, organization, record_key, subject, closed, part2, created_at, last_at, last_by, unread_patient, unread_team, away_told, asked_to, asked_by, erased_at FROM care_thread
 WHERE organization = $1 AND (last_at, id) < ($2, $3) AND erased_at = 0 ORDER BY last_at DESC, id DESC LIMIT $4;

-- name: erased_threads
SELECT id, organization, created_at, erased_at FROM care_thread WHERE patient = $1 AND erased_at <> 0 ORDER BY id;

-- name: has_thread
SELECT 1 FROM care_thread WHERE patient = $1 AND organization = $2 LIMIT 1;

-- name: part_in_threads
SELECT CASE WHEN EXISTS (SELECT 1 FROM care_desk WHERE organization = $1 AND open = TRUE) THEN 2 WHEN EXISTS (SELECT 1 FROM care_thread WHERE patient = $1) THEN 1 ELSE 0 END;

-- name: count_threads
SELECT COUNT(*) FROM care_thread WHERE patient = $1 AND organization = $2 AND erased_at = 0;

-- name: patients_with_threads
SELECT patient FROM care_thread WHERE organization = $1 AND erased_at = 0 GROUP BY patient ORDER BY MAX(last_at) DESC LIMIT $2;

-- name: unread_of_patient
SELECT CAST(COALESCE(SUM(unread_patient), 0) AS BIGINT) FROM care_thread WHERE patient = $1 AND unread_patient > 0;

-- name: unread_of_team
SELECT CAST(COALESCE(SUM(unread_team), 0) AS BIGINT) FROM care_thread WHERE organization = $1 AND unread_team > 0;

-- name: said_by_patient
UPDATE care_thread SET last_at = $2, last_by = $3, unread_team = unread_team + 1 WHERE id = $1;

-- name: said_by_team
UPDATE care_thread SET last_at = $2, last_by = $3, unread_patient = unread_patient + 1 WHERE id = $1;

-- name: set_closed
UPDATE care_thread SET closed = $2 WHERE id = $1;

-- name: set_away_told
UPDATE care_thread SET away_told = $2 WHERE id = $1;

-- name: set_asked
UPDATE care_thread SET asked_to = $2, asked_by = $3 WHERE id = $1;

-- name: hand_over
UPDATE care_thread SET organization = $2, asked_to = 0, asked_by = 0, away_told = 0 WHERE id = $1;

-- name: read_by_patient
UPDATE care_message SET read_at = $2 WHERE thread = $1 AND by_team = TRUE AND read_at = 0;

-- name: read_by_team
UPDATE care_message SET read_at = $2 WHERE thread = $1 AND by_team = FALSE AND read_at = 0;

-- name: none_unread_by_patient
UPDATE care_thread SET unread_patient = 0 WHERE id = $1;

-- name: none_unread_by_team
UPDATE care_thread SET unread_team = 0 WHERE id = $1;

-- name: insert_message
INSERT INTO care_message (id, thread, author, by_team, automatic, text, at, read_at, token) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8);

-- name: find_message
SELECT id, thread, author, by_team, automatic, text, at, read_at FROM care_message WHERE id = $1;

-- name: message_with_token
SELECT id, thread, author, by_team, automatic, text, at, read_at FROM care_message WHERE author = $1 AND token = $2 AND token <> '';

-- name: messages_before
SELECT id, thread, author, by_team, automatic, text, at, read_at FROM care_message WHERE thread = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: count_messages
SELECT COUNT(*) FROM care_message WHERE thread = $1;

-- name: insert_file
INSERT INTO care_message_file (id, message, thread, name, bytes, content) VALUES ($1, $2, $3, $4, $5, $6);

-- name: files_between
SELECT id, message, name, bytes FROM care_message_file WHERE thread = $1 AND message BETWEEN $2 AND $3 ORDER BY message, id;

-- name: find_file
SELECT thread, name, content FROM care_message_file WHERE id = $1;

-- name: erase_files
DELETE FROM care_message_file WHERE thread = $1;

-- name: erase_messages
DELETE FROM care_message WHERE thread = $1;

-- name: erase_thread
UPDATE care_thread SET record_key = 0, subject = '', unread_patient = 0, unread_team = 0, asked_to = 0, asked_by = 0, last_by = 0, closed = TRUE, erased_at = $2 WHERE id = $1;

-- name: threads_to_forget
-- Of a patient who leaves, and of an organization that does.
SELECT id, organization, record_key FROM care_thread WHERE patient = $1
 UNION SELECT id, organization, record_key FROM care_thread WHERE organization = $1;

-- name: forget_thread
DELETE FROM care_thread WHERE id = $1;

-- name: forget_author
UPDATE care_message SET author = 0, token = '' WHERE author = $1;

-- name: forget_last
UPDATE care_thread SET last_by = 0 WHERE last_by = $1;

-- name: forget_asker
UPDATE care_thread SET asked_by = 0 WHERE asked_by = $1;

-- name: forget_asked
UPDATE care_thread SET asked_to = 0, asked_by = 0 WHERE asked_to = $1;

-- name: forget_desk
DELETE FROM care_desk WHERE organization = $1;

-- name: messages_by_author
SELECT m.thread, m.at FROM care_message m JOIN care_thread t ON t.id = m.thread WHERE m.author = $1 AND m.author <> 0 AND t.patient <> $1 ORDER BY m.id;

-- name: file_in_thread
SELECT 1 FROM care_message_file WHERE id = $1 AND thread = $2;
