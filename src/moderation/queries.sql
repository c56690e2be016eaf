-- name: rules
SELECT id, text, hint FROM rule WHERE removed_at = 0 ORDER BY position, id;

-- name: rules_by_id
SELECT id, text, hint FROM rule WHERE id IN LIST($1) ORDER BY position, id;

-- name: count_rules_ever
SELECT COUNT(*) FROM rule;

-- name: last_position
SELECT COALESCE(MAX(position), 0) FROM rule;

-- name: insert_rule
INSERT INTO rule (id, position, text, hint, removed_at) VALUES ($1, $2, $3, $4, 0);

-- name: update_rule
UPDATE rule SET text = $2, hint = $3 WHERE id = $1 AND removed_at = 0;

-- name: remove_rule
UPDATE rule SET removed_at = $2 WHERE id = $1 AND removed_at = 0;

-- name: insert_report
INSERT INTO report (id, reporter_id, target_id, category, comment, forwarded, created_at, updated_at, assigned_id, closed_at, closed_by_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 0, 0, 0);

-- name: insert_report_post
INSERT INTO report_post (report_id, post_id) VALUES ($1, $2) ON CONFLICT (report_id, post_id) DO NOTHING;

-- name: insert_report_rule
INSERT INTO report_rule (report_id, rule_id) VALUES ($1, $2) ON CONFLICT (report_id, rule_id) DO NOTHING;

-- name: delete_report_rules
DELETE FROM report_rule WHERE report_id = $1;

-- name: report
SELECT id, reporter_id, target_id, category, comment, forwarded, created_at, updated_at, assigned_id, closed_at, closed_by_id
  FROM report WHERE id = $1;

-- name: reports_newest
SELECT id, reporter_id, target_id, category, comment, forwarded, created_at, updated_at, assigned_id, closed_at, closed_by_id
  FROM report
 WHERE (CAST($1 AS BIGINT) = 0 OR ($1 = 1 AND closed_at = 0) OR ($1 = 2 AND closed_at > 0))
   AND (CAST($2 AS BIGINT) = 0 OR reporter_id = $2) AND (CAST($3 AS BIGINT) = 0 OR target_id = $3)
   AND (CAST($4 AS BIGINT) = 0 OR assigned_id = $4) AND id < $5 AND id > $6
 ORDER BY id DESC LIMIT $7;

-- name: reports_after
SELECT id, reporter_id, target_id, category, comment, forwarded, created_at, updated_at, assigned_id, closed_at, closed_by_id
  FROM report
 WHERE (CAST($1 AS BIGINT) = 0 OR ($1 = 1 AND closed_at = 0) OR ($1 = 2 AND closed_at > 0))
   AND (CAST($2 AS BIGINT) = 0 OR reporter_id = $2) AND (CAST($3 AS BIGINT) = 0 OR target_id = $3)
   AND (CAST($4 AS BIGINT) = 0 OR assigned_id = $4) AND id > $5
 ORDER BY id LIMIT $6;

-- name: open_report_by
SELECT id FROM report WHERE reporter_id = $1 AND target_id = $2 AND closed_at = 0 AND created_at > $3 AND comment = $4 AND category = $5;

-- name: report_posts
SELECT report_id, post_id FROM report_post WHERE report_id IN LIST($1) ORDER BY report_id, post_id;

-- name: report_rules
SELECT report_id, rule_id FROM report_rule WHERE report_id IN LIST($1) ORDER BY report_id, rule_id;

-- name: count_open_reports
SELECT COUNT(*) FROM (SELECT 1 FROM report WHERE closed_at = 0 LIMIT 1000) AS waiting;

-- name: set_assigned
UPDATE report SET assigned_id = $2, updated_at = $3 WHERE id = $1;

-- name: close_report
UPDATE report SET closed_at = $2, closed_by_id = $3, updated_at = $2 WHERE id = $1 AND closed_at = 0;

-- name: reopen_report
UPDATE report SET closed_at = 0, closed_by_id = 0, updated_at = $2 WHERE id = $1 AND closed_at > 0;

-- name: set_category
UPDATE report SET category = $2, updated_at = $3 WHERE id = $1;

-- name: open_reports_about
SELECT id FROM report WHERE target_id = $1 AND closed_at = 0 ORDER BY id;

-- name: insert_note
INSERT INTO report_note (id, report_id, author_id, text, created_at) VALUES ($1, $2, $3, $4, $5);

-- name: notes
SELECT id, author_id, text, created_at FROM report_note WHERE report_id = $1 ORDER BY id;

-- name: insert_decision
INSERT INTO decision (id, target_id, moderator_id, act, reasons, report_id, link_hash, created_at, overruled_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0);

-- name: insert_decision_post
INSERT INTO decision_post (decision_id, post_id, words) VALUES ($1, $2, $3) ON CONFLICT (decision_id, post_id) DO NOTHING;

-- name: insert_decision_rule
INSERT INTO decision_rule (decision_id, rule_id) VALUES ($1, $2) ON CONFLICT (decision_id, rule_id) DO NOTHING;

-- name: decision
SELECT id, target_id, moderator_id, act, reasons, report_id, created_at, overruled_at FROM decision WHERE id = $1;

-- name: decision_by_link
SELECT id, target_id, moderator_id, act, reasons, report_id, created_at, overruled_at FROM decision WHERE link_hash = $1;

-- name: decisions_newest
SELECT id, target_id, moderator_id, act, reasons, report_id, created_at, overruled_at FROM decision
 WHERE target_id = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: decisions_after
SELECT id, target_id, moderator_id, act, reasons, report_id, created_at, overruled_at FROM decision
 WHERE target_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- name: decision_posts
SELECT decision_id, post_id, words FROM decision_post WHERE decision_id IN LIST($1) ORDER BY decision_id, post_id;

-- name: decision_rules
SELECT decision_id, rule_id FROM decision_rule WHERE decision_id IN LIST($1) ORDER BY decision_id, rule_id;

-- name: overrule
UPDATE decision SET overruled_at = $2 WHERE id = $1 AND overruled_at = 0;

-- name: insert_appeal
INSERT INTO appeal (id, decision_id, text, created_at, decided_at, decided_by_id, granted, answer) VALUES ($1, $2, $3, $4, 0, 0, FALSE, '');

-- name: appeal
SELECT id, decision_id, text, created_at, decided_at, decided_by_id, granted, answer FROM appeal WHERE id = $1;

-- name: appeal_of
SELECT id, decision_id, text, created_at, decided_at, decided_by_id, granted, answer FROM appeal WHERE decision_id = $1;

-- name: appeals_waiting_newest
SELECT id, decision_id, text, created_at, decided_at, decided_by_id, granted, answer FROM appeal
 WHERE decided_at = 0 AND id < $1 AND id > $2 ORDER BY id DESC LIMIT $3;

-- name: appeals_waiting_after
SELECT id, decision_id, text, created_at, decided_at, decided_by_id, granted, answer FROM appeal
 WHERE decided_at = 0 AND id > $1 ORDER BY id LIMIT $2;

-- name: appeals_newest
SELECT id, decision_id, text, created_at, decided_at, decided_by_id, granted, answer FROM appeal
 WHERE id < $1 AND id > $2 ORDER BY id DESC LIMIT $3;

-- name: appeals_after
SELECT id, decision_id, text, created_at, decided_at, decided_by_id, granted, answer FROM appeal WHERE id > $1 ORDER BY id LIMIT $2;

-- name: count_waiting_appeals
SELECT COUNT(*) FROM appeal WHERE decided_at = 0;

-- name: answer_appeal
UPDATE appeal SET decided_at = $2, decided_by_id = $3, granted = $4, answer = $5 WHERE id = $1 AND decided_at = 0;

-- name: last_entry
SELECT number, hash FROM audit_entry ORDER BY number DESC LIMIT 1;

-- name: insert_entry
INSERT INTO audit_entry (number, at, actor_id, act, target, detail, hash, keyed) VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE);

-- name: audit_chain
SELECT name, plain_entries, root_says, keyed_entries, key, signer, signer_public FROM audit_chain WHERE id = 1;

-- name: insert_audit_chain
INSERT INTO audit_chain (id, name, plain_entries, root_says, keyed_entries, key, signer, signer_public) VALUES (1, $1, $2, $3, 0, $4, $5, $6);

-- name: next_audit_key
UPDATE audit_chain SET keyed_entries = keyed_entries + 1, key = $1 WHERE id = 1;

-- name: last_checkpoint
SELECT number, at, head FROM audit_checkpoint ORDER BY number DESC LIMIT 1;

-- name: insert_checkpoint
INSERT INTO audit_checkpoint (number, at, head, signature) VALUES ($1, $2, $3, $4);

-- name: checkpoints_after
SELECT number, at, head, signature FROM audit_checkpoint WHERE number > $1 ORDER BY number LIMIT $2;

-- name: put_check
INSERT INTO audit_check (id, at, entries, first_bad, has_root) VALUES (1, $1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET at = excluded.at, entries = excluded.entries, first_bad = excluded.first_bad, has_root = excluded.has_root;

-- name: last_check
SELECT at, entries, first_bad, has_root FROM audit_check WHERE id = 1;

-- name: note_attempts
INSERT INTO email_domain_attempt (block_id, day, uses, addresses)
SELECT id, CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT) FROM email_domain_block WHERE id = $1
ON CONFLICT (block_id, day) DO UPDATE SET uses = email_domain_attempt.uses + excluded.uses, addresses = email_domain_attempt.addresses + excluded.addresses;

-- name: attempts
SELECT day, uses, addresses FROM email_domain_attempt WHERE block_id = $1 AND day >= $2;

-- name: forget_attempts
DELETE FROM email_domain_attempt WHERE day < $1;

-- name: delete_attempts
DELETE FROM email_domain_attempt WHERE block_id = $1;

-- name: entries_newest
SELECT number, at, actor_id, act, target, detail, hash, keyed FROM audit_entry
 WHERE (CAST($1 AS BIGINT) = 0 OR actor_id = $1) AND (CAST($2 AS TEXT) = '' OR target = $2) AND number < $3 AND number > $4
 ORDER BY number DESC LIMIT $5;

-- name: entries_after
SELECT number, at, actor_id, act, target, detail, hash, keyed FROM audit_entry
 WHERE (CAST($1 AS BIGINT) = 0 OR actor_id = $1) AND (CAST($2 AS TEXT) = '' OR target = $2) AND number > $3
 ORDER BY number LIMIT $4;

-- name: insert_domain_block
INSERT INTO server_block (id, domain, severity, reject_media, reject_reports, obfuscate, private_comment, public_comment, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: update_domain_block
UPDATE server_block SET severity = $2, reject_media = $3, reject_reports = $4, obfuscate = $5, private_comment = $6, public_comment = $7 WHERE id = $1;

-- name: delete_domain_block
DELETE FROM server_block WHERE id = $1;

-- name: domain_block
SELECT id, domain, severity, reject_media, reject_reports, obfuscate, private_comment, public_comment, created_at FROM server_block WHERE id = $1;

-- name: domain_block_by_name
SELECT id, domain, severity, reject_media, reject_reports, obfuscate, private_comment, public_comment, created_at FROM server_block WHERE domain = $1;

-- name: domain_blocks_newest
SELECT id, domain, severity, reject_media, reject_reports, obfuscate, private_comment, public_comment, created_at FROM server_block
 WHERE id < $1 AND id > $2 ORDER BY id DESC LIMIT $3;

-- name: domain_blocks_after
SELECT id, domain, severity, reject_media, reject_reports, obfuscate, private_comment, public_comment, created_at FROM server_block
 WHERE id > $1 ORDER BY id LIMIT $2;

-- name: domain_blocks_that_matter
SELECT id, domain, severity, reject_media, reject_reports, obfuscate, private_comment, public_comment, created_at FROM server_block
 WHERE severity <> 'noop' OR reject_media OR reject_reports
 ORDER BY CASE severity WHEN 'suspend' THEN 0 WHEN 'silence' THEN 1 ELSE 2 END, domain;

-- name: insert_domain_allow
INSERT INTO server_allow (id, domain, created_at) VALUES ($1, $2, $3) ON CONFLICT (domain) DO NOTHING;

-- name: delete_domain_allow
DELETE FROM server_allow WHERE id = $1;

-- name: domain_allow
SELECT id, domain, created_at FROM server_allow WHERE id = $1;

-- name: domain_allow_by_name
SELECT id, domain, created_at FROM server_allow WHERE domain = $1;

-- name: domain_allows_newest
SELECT id, domain, created_at FROM server_allow WHERE id < $1 AND id > $2 ORDER BY id DESC LIMIT $3;

-- name: domain_allows_after
SELECT id, domain, created_at FROM server_allow WHERE id > $1 ORDER BY id LIMIT $2;

-- name: insert_ip_block
INSERT INTO ip_block (id, network, severity, comment, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: update_ip_block
UPDATE ip_block SET network = $2, severity = $3, comment = $4, expires_at = $5 WHERE id = $1;

-- name: delete_ip_block
DELETE FROM ip_block WHERE id = $1;

-- name: ip_block
SELECT id, network, severity, comment, created_at, expires_at FROM ip_block WHERE id = $1;

-- name: ip_block_by_network
SELECT id, network, severity, comment, created_at, expires_at FROM ip_block WHERE network = $1;

-- name: ip_blocks_newest
SELECT id, network, severity, comment, created_at, expires_at FROM ip_block WHERE id < $1 AND id > $2 ORDER BY id DESC LIMIT $3;

-- name: ip_blocks_after
SELECT id, network, severity, comment, created_at, expires_at FROM ip_block WHERE id > $1 ORDER BY id LIMIT $2;

-- name: ip_blocks_in_force
SELECT network, severity, expires_at FROM ip_block WHERE expires_at = 0 OR expires_at > $1;

-- name: insert_email_domain_block
INSERT INTO email_domain_block (id, domain, created_at) VALUES ($1, $2, $3);

-- name: delete_email_domain_block
DELETE FROM email_domain_block WHERE id = $1;

-- name: email_domain_block
SELECT id, domain, created_at FROM email_domain_block WHERE id = $1;

-- name: email_domain_block_by_name
SELECT id, domain, created_at FROM email_domain_block WHERE domain = $1;

-- name: email_domain_blocks_newest
SELECT id, domain, created_at FROM email_domain_block WHERE id < $1 AND id > $2 ORDER BY id DESC LIMIT $3;

-- name: email_domain_blocks_after
SELECT id, domain, created_at FROM email_domain_block WHERE id > $1 ORDER BY id LIMIT $2;

-- name: insert_canonical
INSERT INTO canonical_email_block (id, hash, account_id, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (hash) DO NOTHING;

-- name: delete_canonical
DELETE FROM canonical_email_block WHERE id = $1;

-- name: delete_canonical_of
DELETE FROM canonical_email_block WHERE account_id = $1 AND account_id <> 0;

-- name: canonical
SELECT id, hash FROM canonical_email_block WHERE id = $1;

-- name: canonical_by_hash
SELECT id, hash FROM canonical_email_block WHERE hash = $1;

-- name: canonicals_newest
SELECT id, hash FROM canonical_email_block WHERE id < $1 AND id > $2 ORDER BY id DESC LIMIT $3;

-- name: canonicals_after
SELECT id, hash FROM canonical_email_block WHERE id > $1 ORDER BY id LIMIT $2;

-- name: note_active_sessions
INSERT INTO active_day (day, account_id) SELECT DISTINCT used_at / 86400000, account_id FROM session WHERE used_at > $1
ON CONFLICT (day, account_id) DO NOTHING;

-- name: note_active_tokens
INSERT INTO active_day (day, account_id) SELECT DISTINCT used_at / 86400000, account_id FROM oauth_token WHERE used_at > $1 AND account_id IS NOT NULL
ON CONFLICT (day, account_id) DO NOTHING;

-- name: forget_old_days
DELETE FROM active_day WHERE day < $1;

-- name: forget_days
DELETE FROM active_day WHERE account_id = $1;

-- name: forget_report_comments
UPDATE report SET comment = '' WHERE reporter_id = $1;

-- name: forget_decision_words
UPDATE decision_post SET words = '' WHERE decision_id IN (SELECT id FROM decision WHERE target_id = $1);

-- name: forget_appeal_texts
UPDATE appeal SET text = '' WHERE decision_id IN (SELECT id FROM decision WHERE target_id = $1);

-- name: forget_assignments
UPDATE report SET assigned_id = 0 WHERE assigned_id = $1;

-- name: forget_appeals_waiting
DELETE FROM appeal WHERE decided_at = 0 AND decision_id IN (SELECT id FROM decision WHERE target_id = $1);

-- name: days_of
SELECT day FROM active_day WHERE account_id = $1 ORDER BY day;
