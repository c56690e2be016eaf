-- name: insert_question
INSERT INTO question (id, chain, alert, organization, asker, named, text, wording, asked_at, merged_into, state, declined, next_update)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, 0, 0, 0, 0);

-- name: find_question
SELECT id, chain, alert, organization, asker, named, text, wording, asked_at, merged_into, state, declined, next_update,
    (SELECT COUNT(DISTINCT v.account) FROM question_voice v JOIN question m ON m.id = v.question WHERE m.id = question.id OR m.merged_into = question.id)
  FROM question WHERE id = $1;

-- name: standing_in_chain
SELECT id, chain, alert, organization, asker, named, text, wording, asked_at, merged_into, state, declined, next_update,
    (SELECT COUNT(DISTINCT v.account) FROM question_voice v JOIN question m ON m.id = v.question WHERE m.id = question.id OR m.merged_into = question.id)
  FROM question WHERE chain = $1 AND merged_into = 0 AND state < 3 ORDER BY id LIMIT $2;

-- name: of_state_in_chain
SELECT id, chain, alert, organization, asker, named, text, wording, asked_at, merged_into, state, declined, next_update,
    (SELECT COUNT(DISTINCT v.account) FROM question_voice v JOIN question m ON m.id = v.question WHERE m.id = question.id OR m.merged_into = question.id)
  FROM question WHERE chain = $1 AND merged_into = 0 AND state = $2 AND id > $3 ORDER BY id LIMIT $4;

-- name: waits_in_chain
SELECT id FROM question WHERE chain = $1 AND merged_into = 0 AND state = 0 ORDER BY id DESC LIMIT 1;

-- name: merged_into
SELECT id, chain, alert, organization, asker, named, text, wording, asked_at, merged_into, state, declined, next_update,
    (SELECT COUNT(*) FROM question_voice v WHERE v.question = question.id)
  FROM question WHERE merged_into = $1 ORDER BY id;

-- name: unanswered
SELECT id, chain, alert, organization, asker, named, text, wording, asked_at, merged_into, state, declined, next_update,
    (SELECT COUNT(DISTINCT v.account) FROM question_voice v JOIN question m ON m.id = v.question WHERE m.id = question.id OR m.merged_into = question.id)
  FROM question WHERE organization IN LIST($1) AND state < 2 AND merged_into = 0 AND id > $2 ORDER BY id LIMIT $3;

-- name: promised
SELECT id, chain, alert, organization, asker, named, text, wording, asked_at, merged_into, state, declined, next_update,
    (SELECT COUNT(DISTINCT v.account) FROM question_voice v JOIN question m ON m.id = v.question WHERE m.id = question.id OR m.merged_into = question.id)
  FROM question WHERE organization IN LIST($1) AND next_update > 0 ORDER BY next_update LIMIT 100;

-- name: waiting_of
SELECT COUNT(*), MIN(asked_at) FROM question WHERE organization IN LIST($1) AND state < 2 AND merged_into = 0;

-- name: overdue_of
SELECT COUNT(*) FROM question WHERE organization IN LIST($1) AND next_update > 0 AND next_update <= $2;

-- name: waiting_everywhere
SELECT COUNT(*), MIN(asked_at) FROM question WHERE state < 2 AND merged_into = 0;

-- name: overdue_everywhere
SELECT COUNT(*) FROM question WHERE next_update > 0 AND next_update <= $1;

-- name: asked_by
SELECT id, chain, alert, organization, asker, named, text, wording, asked_at, merged_into, state, declined, next_update, 0
  FROM question WHERE asker = $1 AND asker <> 0 AND id > $2 ORDER BY id LIMIT $3;

-- name: asked_by_in_chain
SELECT id, chain, alert, organization, asker, named, text, wording, asked_at, merged_into, state, declined, next_update, 0
  FROM question WHERE asker = $1 AND asker <> 0 AND chain = $2 ORDER BY id LIMIT 50;

-- name: waiting_by_in_chain
SELECT COUNT(*) FROM question WHERE asker = $1 AND asker <> 0 AND chain = $2 AND state = 0;

-- name: take_up
UPDATE question SET state = 1, wording = $2 WHERE id = $1 AND state IN (0, 1, 3);

-- name: set_wording
UPDATE question SET wording = $2 WHERE id = $1;

-- name: set_declined
UPDATE question SET state = 3, declined = $2 WHERE id = $1 AND state < 2;

-- name: set_answered
UPDATE question SET state = 2, wording = $2, next_update = $3 WHERE id = $1;

-- name: set_merged
UPDATE question SET merged_into = $2 WHERE id = $1;

-- name: move_merged
UPDATE question SET merged_into = $2 WHERE merged_into = $1;

-- name: put_voice
INSERT INTO question_voice (question, account, since) VALUES ($1, $2, $3) ON CONFLICT (question, account) DO NOTHING;

-- name: delete_voice
DELETE FROM question_voice WHERE account = $2 AND question IN (SELECT id FROM question WHERE (id = $1 OR merged_into = $1) AND asker <> $2);

-- name: has_voice
SELECT COUNT(*) FROM question_voice WHERE account = $2 AND question IN (SELECT id FROM question WHERE id = $1 OR merged_into = $1);

-- name: voices_after
SELECT DISTINCT account FROM question_voice
 WHERE question IN (SELECT id FROM question WHERE id = $1 OR merged_into = $1) AND account > $2 ORDER BY account LIMIT $3;

-- name: joined_by
SELECT v.question, v.since FROM question_voice v WHERE v.account = $1 AND v.question > $2 ORDER BY v.question LIMIT $3;

-- name: insert_answer
INSERT INTO question_answer (question, version, author, known, not_known, doing, next_update, at, entry, taken_away)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, FALSE);

-- name: versions
SELECT question, version, author, known, not_known, doing, next_update, at, entry, taken_away FROM question_answer WHERE question = $1 ORDER BY version;

-- name: latest_version
SELECT question, version, author, known, not_known, doing, next_update, at, entry, taken_away FROM question_answer WHERE question = $1 ORDER BY version DESC LIMIT 1;

-- name: answer_by_entry
SELECT question, version, author, known, not_known, doing, next_update, at, entry, taken_away FROM question_answer WHERE entry = $1;

-- name: take_away_answer
UPDATE question_answer SET known = '', not_known = '', doing = '', taken_away = TRUE WHERE entry = $1;

-- name: forget_author
UPDATE question_answer SET author = 0 WHERE author = $1;

-- name: nobody_s_now
-- Of the person who goes: what waits and nobody else has, or was put to another question.
SELECT q.id FROM question q WHERE q.asker = $1 AND (q.state IN (0, 3) OR q.merged_into <> 0)
   AND NOT EXISTS (SELECT 1 FROM question m WHERE m.merged_into = q.id)
   AND NOT EXISTS (SELECT 1 FROM question_voice v WHERE v.question = q.id AND v.account <> $1)
   AND NOT EXISTS (SELECT 1 FROM question_answer a WHERE a.question = q.id) LIMIT 500;

-- name: delete_voices_of
DELETE FROM question_voice WHERE account = $1;

-- name: delete_question
DELETE FROM question WHERE id = $1;

-- name: forget_asker
UPDATE question SET asker = 0, named = FALSE, text = wording WHERE asker = $1;

-- name: delete_voice_of
DELETE FROM question_voice WHERE question = $1 AND account = $2;

-- name: latest_of
SELECT a.question, a.version, a.author, a.known, a.not_known, a.doing, a.next_update, a.at, a.entry, a.taken_away
  FROM question_answer a
 WHERE a.question IN LIST($1) AND NOT EXISTS (SELECT 1 FROM question_answer later WHERE later.question = a.question AND later.version > a.version);

-- name: voices_in_chain
SELECT q.id, q.merged_into FROM question_voice v JOIN question q ON q.id = v.question WHERE v.account = $1 AND q.chain = $2;
