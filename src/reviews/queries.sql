-- name: sealed_key
SELECT sealed FROM review_key WHERE number = 1;

-- name: put_key
INSERT INTO review_key (number, sealed) VALUES (1, $1);

-- name: insert_waiting
INSERT INTO review_waiting (id, location, reviewer, overall, mark_1, mark_2, mark_3, mark_4, mark_5, told, month, signed_as, language, verified, key_hash, due_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: due
SELECT id, location, CAST(CASE WHEN EXISTS (SELECT 1 FROM review r WHERE r.id = review_waiting.id) THEN 1 ELSE 0 END AS BIGINT) FROM review_waiting WHERE due_at <= $1 ORDER BY due_at LIMIT 1000;

-- name: publish
INSERT INTO review (id, location, reviewer, overall, mark_1, mark_2, mark_3, mark_4, mark_5, told, month, signed_as, language, verified, key_hash,
    standing, removed_for, published, changed, weight, helpful, unhelpful, usefulness, leaves_at)
SELECT id, location, reviewer, overall, mark_1, mark_2, mark_3, mark_4, mark_5, told, month, signed_as, language, verified, key_hash,
    0, '', $2, '', 1, 0, 0, 0, 0 FROM review_waiting WHERE id = $1;

-- name: delete_waiting
DELETE FROM review_waiting WHERE id = $1;

-- name: delete_waiting_of
DELETE FROM review_waiting WHERE reviewer = $1;

-- name: find_review
SELECT id, location, overall, mark_1, mark_2, mark_3, mark_4, mark_5, told, month, signed_as, language, verified, standing, removed_for, published, weight, helpful, unhelpful, usefulness, changed
  FROM review WHERE id = $1;

-- name: find_waiting
SELECT id, location, overall, mark_1, mark_2, mark_3, mark_4, mark_5, told, month, signed_as, language, verified FROM review_waiting WHERE id = $1;

-- name: most_helpful
SELECT id, location, overall, mark_1, mark_2, mark_3, mark_4, mark_5, told, month, signed_as, language, verified, standing, removed_for, published, weight, helpful, unhelpful, usefulness, changed
  FROM review WHERE location = $1 AND standing IN (0, 2) AND ($6 = 0 OR (usefulness, published, id) < ($2, $3, $4))
   AND ($7 = 0 OR overall = $7) AND ($8 = '' OR id IN (SELECT t.review FROM review_theme t WHERE t.theme = $8))
 ORDER BY usefulness DESC, published DESC, id DESC LIMIT $5;

-- name: newest
SELECT id, location, overall, mark_1, mark_2, mark_3, mark_4, mark_5, told, month, signed_as, language, verified, standing, removed_for, published, weight, helpful, unhelpful, usefulness, changed
  FROM review WHERE location = $1 AND standing IN (0, 2) AND ($5 = 0 OR (published, id) < ($2, $3))
   AND ($6 = 0 OR overall = $6) AND ($7 = '' OR id IN (SELECT t.review FROM review_theme t WHERE t.theme = $7))
 ORDER BY published DESC, id DESC LIMIT $4;

-- name: lowest
SELECT id, location, overall, mark_1, mark_2, mark_3, mark_4, mark_5, told, month, signed_as, language, verified, standing, removed_for, published, weight, helpful, unhelpful, usefulness, changed
  FROM review WHERE location = $1 AND standing IN (0, 2) AND ($6 = 0 OR overall > $2 OR (overall = $2 AND (published, id) < ($3, $4)))
   AND ($7 = 0 OR overall = $7) AND ($8 = '' OR id IN (SELECT t.review FROM review_theme t WHERE t.theme = $8))
 ORDER BY overall, published DESC, id DESC LIMIT $5;

-- name: own_reviews
SELECT id, location, overall, mark_1, mark_2, mark_3, mark_4, mark_5, told, month, signed_as, language, verified, standing, removed_for, published, weight, helpful, unhelpful, usefulness, changed
  FROM review WHERE reviewer = $1 AND leaves_at = 0 ORDER BY published DESC, id DESC LIMIT 200;

-- name: own_waiting
SELECT id, location, overall, mark_1, mark_2, mark_3, mark_4, mark_5, told, month, signed_as, language, verified FROM review_waiting WHERE reviewer = $1 ORDER BY id LIMIT 200;

-- name: reviewed_since
SELECT COUNT(*) FROM (SELECT id FROM review_waiting WHERE reviewer = $1 AND location = $2
    UNION ALL SELECT id FROM review WHERE reviewer = $1 AND location = $2 AND published >= $3) AS earlier;

-- name: key_of
SELECT key_hash FROM review WHERE id = $1 AND standing <> 3 UNION ALL SELECT key_hash FROM review_waiting WHERE id = $1;

-- name: reviewer_of
SELECT reviewer FROM review WHERE id = $1 UNION ALL SELECT reviewer FROM review_waiting WHERE id = $1;

-- name: publish_change
UPDATE review SET (overall, mark_1, mark_2, mark_3, mark_4, mark_5, told, month, signed_as, language) =
    (SELECT w.overall, w.mark_1, w.mark_2, w.mark_3, w.mark_4, w.mark_5, w.told, w.month, w.signed_as, w.language FROM review_waiting w WHERE w.id = $1), changed = $2
 WHERE id = $1 AND standing <> 3;

-- name: due_at
SELECT due_at FROM review_waiting WHERE id = $1;

-- name: withdraw
-- What moderators took away keeps its tombstone.
UPDATE review SET standing = CASE WHEN standing = 2 THEN 2 ELSE 3 END, reviewer = '', signed_as = '', key_hash = '', leaves_at = 0, told = '', mark_1 = 0, mark_2 = 0, mark_3 = 0, mark_4 = 0, mark_5 = 0 WHERE id = $1;

-- name: set_standing
UPDATE review SET standing = $2, removed_for = $3 WHERE id = $1;

-- name: leave
UPDATE review SET leaves_at = $2 WHERE reviewer = $1;

-- name: leaving
SELECT id, location FROM review WHERE leaves_at > 0 AND leaves_at <= $1 ORDER BY leaves_at LIMIT 1000;

-- name: put_theme
INSERT INTO review_theme (review, theme) VALUES ($1, $2) ON CONFLICT (review, theme) DO NOTHING;

-- name: delete_themes
DELETE FROM review_theme WHERE review = $1;

-- name: themes_of
SELECT t.theme, COUNT(*) FROM review_theme t JOIN review r ON r.id = t.review WHERE r.location = $1 AND r.standing = 0 GROUP BY t.theme ORDER BY COUNT(*) DESC, t.theme;

-- name: insert_visit
INSERT INTO review_visit (token_hash, location, month, issued, used) VALUES ($1, $2, $3, $4, FALSE);

-- name: visit
SELECT location, month, issued, used FROM review_visit WHERE token_hash = $1;

-- name: use_visit
UPDATE review_visit SET used = TRUE WHERE token_hash = $1;

-- name: visits_issued
SELECT COUNT(*) FROM review_visit WHERE location = $1 AND issued = $2;

-- name: forget_visits
DELETE FROM review_visit WHERE issued < $1;

-- name: vote
SELECT helpful FROM review_vote WHERE review = $1 AND voter = $2;

-- name: put_vote
INSERT INTO review_vote (review, voter, helpful) VALUES ($1, $2, $3) ON CONFLICT (review, voter) DO UPDATE SET helpful = excluded.helpful;

-- name: delete_vote
DELETE FROM review_vote WHERE review = $1 AND voter = $2;

-- name: votes
SELECT CAST(COALESCE(SUM(CASE WHEN helpful THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(CASE WHEN helpful THEN 0 ELSE 1 END), 0) AS BIGINT) FROM review_vote WHERE review = $1;

-- name: count_votes
UPDATE review SET helpful = $2, unhelpful = $3, usefulness = $4 WHERE id = $1;

-- name: written_from
SELECT written FROM review_flood WHERE bucket = $1;

-- name: count_written
INSERT INTO review_flood (bucket, day, written) VALUES ($1, $2, 1) ON CONFLICT (bucket) DO UPDATE SET written = review_flood.written + 1;

-- name: forget_floods
DELETE FROM review_flood WHERE day < $1;

-- name: dimensions_of
SELECT code, words FROM review_dimension WHERE specialty = $1 ORDER BY position;

-- name: delete_dimensions
DELETE FROM review_dimension WHERE specialty = $1;

-- name: put_dimension
INSERT INTO review_dimension (specialty, position, code, words) VALUES ($1, $2, $3, $4);

-- name: insert_report
INSERT INTO review_report (id, review, reporter, organization, reason, words, at, decision) VALUES ($1, $2, $3, $4, $5, $6, $7, 0);

-- name: open_report_by
SELECT COUNT(*) FROM review_report WHERE review = $1 AND reporter = $2 AND decision = 0;

-- name: open_reports
SELECT id, review, reporter, organization, reason, words, at FROM review_report WHERE decision = 0 AND id > $1 ORDER BY id LIMIT $2;

-- name: count_open_reports
SELECT COUNT(*) FROM review_report WHERE decision = 0;

-- name: close_reports
UPDATE review_report SET decision = $2 WHERE review = $1 AND decision = 0;

-- name: reported_for
SELECT COUNT(*) FROM review_report WHERE decision = $1 AND organization = $2;

-- name: forget_reporter
UPDATE review_report SET reporter = 0, organization = 0 WHERE reporter = $1 OR organization = $1;

-- name: reports_by
SELECT id, review, reporter, organization, reason, words, at FROM review_report WHERE reporter = $1 ORDER BY id LIMIT 1000;

-- name: insert_decision
INSERT INTO review_decision (id, review, act, moderator, reason, words, at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: last_decision
SELECT id, review, act, moderator, reason, words, at FROM review_decision WHERE review = $1 ORDER BY id DESC LIMIT 1;

-- name: decision
SELECT id, review, act, moderator, reason, words, at FROM review_decision WHERE id = $1;

-- name: insert_appeal
INSERT INTO review_appeal (id, decision, organization, words, day, decided_by, decided_at, granted, answer) VALUES ($1, $2, $3, $4, $5, 0, 0, FALSE, '');

-- name: appeal_of
SELECT id, decision, organization, words, day, decided_by, decided_at, granted, answer FROM review_appeal WHERE decision = $1;

-- name: find_appeal
SELECT id, decision, organization, words, day, decided_by, decided_at, granted, answer FROM review_appeal WHERE id = $1;

-- name: waiting_appeals
SELECT id, decision, organization, words, day, decided_by, decided_at, granted, answer FROM review_appeal WHERE decided_by = 0 AND id > $1 ORDER BY id LIMIT $2;

-- name: count_waiting_appeals
SELECT COUNT(*) FROM review_appeal WHERE decided_by = 0;

-- name: decide_appeal
UPDATE review_appeal SET decided_by = $2, decided_at = $3, granted = $4, answer = $5 WHERE id = $1;

-- name: reason_reported
SELECT reason FROM review_report WHERE decision = $1 AND organization = $2 ORDER BY id LIMIT 1;

-- name: counted
SELECT overall, mark_1, mark_2, mark_3, mark_4, mark_5, verified, weight, published FROM review WHERE location = $1 AND standing = 0 AND published > $2;

-- name: kept_score
SELECT mean, low, high, effective, reviews, count_1, count_2, count_3, count_4, count_5, weight_1, weight_2, weight_3, weight_4, weight_5, mark_1, mark_2, mark_3, mark_4, mark_5, specialty FROM review_score WHERE location = $1;

-- name: put_score
INSERT INTO review_score (location, specialty, mean, low, high, effective, reviews, count_1, count_2, count_3, count_4, count_5, weight_1, weight_2, weight_3, weight_4, weight_5, mark_1, mark_2, mark_3, mark_4, mark_5)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
ON CONFLICT (location) DO UPDATE SET specialty = excluded.specialty, mean = excluded.mean, low = excluded.low, high = excluded.high, effective = excluded.effective, reviews = excluded.reviews,
    count_1 = excluded.count_1, count_2 = excluded.count_2, count_3 = excluded.count_3, count_4 = excluded.count_4, count_5 = excluded.count_5,
    weight_1 = excluded.weight_1, weight_2 = excluded.weight_2, weight_3 = excluded.weight_3, weight_4 = excluded.weight_4, weight_5 = excluded.weight_5,
    mark_1 = excluded.mark_1, mark_2 = excluded.mark_2, mark_3 = excluded.mark_3, mark_4 = excluded.mark_4, mark_5 = excluded.mark_5;

-- name: spread_of
SELECT weight_1, weight_2, weight_3, weight_4, weight_5 FROM review_spread WHERE specialty = $1;

-- name: add_to_spread
INSERT INTO review_spread (specialty, weight_1, weight_2, weight_3, weight_4, weight_5) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (specialty) DO UPDATE SET weight_1 = review_spread.weight_1 + excluded.weight_1, weight_2 = review_spread.weight_2 + excluded.weight_2, weight_3 = review_spread.weight_3 + excluded.weight_3,
    weight_4 = review_spread.weight_4 + excluded.weight_4, weight_5 = review_spread.weight_5 + excluded.weight_5;

-- name: places_below
SELECT CAST(COALESCE(SUM(CASE WHEN mean < $2 THEN 1 ELSE 0 END), 0) AS BIGINT), COUNT(*) FROM review_score WHERE specialty = $1 AND effective >= 15;

-- name: scored_places
SELECT location FROM review_score WHERE location > $1 ORDER BY location LIMIT 500;

-- name: judged
SELECT id, location, reviewer, overall, published, told FROM review WHERE standing = 0 AND published > $1 ORDER BY id;

-- name: known_signals
SELECT a.review, s.kind FROM review_signal_about a JOIN review_signal s ON s.id = a.signal;

-- name: insert_signal
INSERT INTO review_signal (id, location, kind, why, weight, found_at, standing, moderator, words, decided_at) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, '', 0);

-- name: put_signal_about
INSERT INTO review_signal_about (signal, review) VALUES ($1, $2);

-- name: signals_about
SELECT s.kind, s.why, s.weight FROM review_signal_about a JOIN review_signal s ON s.id = a.signal WHERE a.review = $1 AND s.standing <> 2 ORDER BY s.id;

-- name: set_weight
UPDATE review SET weight = $2 WHERE id = $1;

-- name: waiting_signals
SELECT id, location, kind, why, weight, found_at, standing FROM review_signal WHERE standing = 0 AND id > $1 ORDER BY id LIMIT $2;

-- name: find_signal
SELECT id, location, kind, why, weight, found_at, standing FROM review_signal WHERE id = $1;

-- name: reviews_of_signal
SELECT review FROM review_signal_about WHERE signal = $1 ORDER BY review;

-- name: decide_signal
UPDATE review_signal SET standing = $2, moderator = $3, words = $4, decided_at = $5 WHERE id = $1 AND standing = 0;

-- name: forget_signal_moderator
UPDATE review_signal SET moderator = 0 WHERE moderator = $1;

-- name: marks_over_time
SELECT published, reviewer, overall, mark_1, mark_2, mark_3, mark_4, mark_5, weight FROM review WHERE location = $1 AND standing = 0 ORDER BY published;

-- name: find_reply
SELECT review, organization, told, author, approved_by, published, changed, draft, draft_by, draft_state FROM review_reply WHERE review = $1;

-- name: put_draft
INSERT INTO review_reply (review, organization, location, told, author, approved_by, published, first_day, changed, draft, draft_by, draft_state)
VALUES ($1, $2, $3, '', 0, 0, '', '', '', $4, $5, $6)
    ON CONFLICT (review) DO UPDATE SET draft = excluded.draft, draft_by = excluded.draft_by, draft_state = excluded.draft_state;

-- name: drop_draft
UPDATE review_reply SET draft = '', draft_by = 0, draft_state = 0 WHERE review = $1;

-- name: publish_reply
UPDATE review_reply SET told = draft, author = draft_by, approved_by = $2, changed = CASE WHEN published = '' THEN '' ELSE $3 END, published = CASE WHEN published = '' THEN $3 ELSE published END,
    first_day = CASE WHEN first_day = '' THEN $3 ELSE first_day END, draft = '', draft_by = 0, draft_state = 0 WHERE review = $1;

-- name: take_reply_back
UPDATE review_reply SET told = '', published = '', changed = '' WHERE review = $1 AND told <> '';

-- name: insert_reply_version
INSERT INTO review_reply_version (id, review, told, author, day) VALUES ($1, $2, $3, $4, $5);

-- name: reply_versions
SELECT told, author, day FROM review_reply_version WHERE review = $1 ORDER BY id;

-- name: put_step
INSERT INTO review_step (review, kind, organization, location, told, author, day, changed) VALUES ($1, $2, $3, $4, $5, $6, $7, '')
    ON CONFLICT (review, kind) DO UPDATE SET told = excluded.told, author = excluded.author, changed = excluded.day;

-- name: delete_step
DELETE FROM review_step WHERE review = $1 AND kind = $2;

-- name: steps_of
SELECT review, kind, told, author, day, changed FROM review_step WHERE review = $1 ORDER BY kind;

-- name: board_of_location
SELECT s.review, s.kind, s.told, s.author, s.day, s.changed FROM review_step s JOIN review r ON r.id = s.review
 WHERE s.location = $1 AND r.standing = 0 AND (s.day, s.review, s.kind) < ($2, $3, $4) ORDER BY s.day DESC, s.review DESC, s.kind DESC LIMIT $5;

-- name: board_of_organization
SELECT s.review, s.kind, s.told, s.author, s.day, s.changed FROM review_step s JOIN review r ON r.id = s.review
 WHERE s.organization = $1 AND r.standing = 0 AND (s.day, s.review, s.kind) < ($2, $3, $4) ORDER BY s.day DESC, s.review DESC, s.kind DESC LIMIT $5;

-- name: waits_of_replies
SELECT r.published, COALESCE(p.first_day, '') FROM review r LEFT JOIN review_reply p ON p.review = r.id AND p.told <> ''
 WHERE r.location = $1 AND r.standing = 0 AND r.published >= $2 AND (r.published <= $3 OR p.review IS NOT NULL) ORDER BY r.published, r.id;

-- name: without_reply
SELECT r.id, r.published FROM review r LEFT JOIN review_reply p ON p.review = r.id
 WHERE r.location = $1 AND r.standing = 0 AND COALESCE(p.told, '') = '' ORDER BY r.published DESC, r.id DESC LIMIT $2;

-- name: drafts_of
SELECT d.review FROM review_reply d JOIN review r ON r.id = d.review WHERE d.organization = $1 AND d.draft_state <> 0 AND r.standing = 0 ORDER BY d.review LIMIT 200;

-- name: forget_reply_author
UPDATE review_reply SET author = 0 WHERE author = $1;

-- name: forget_reply_drafter
UPDATE review_reply SET draft_by = 0 WHERE draft_by = $1;

-- name: forget_version_author
UPDATE review_reply_version SET author = 0 WHERE author = $1;

-- name: forget_step_author
UPDATE review_step SET author = 0 WHERE author = $1;
