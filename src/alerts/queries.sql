-- name: insert_alert
INSERT INTO alert (id, chain, replaces, replaced_by, issuer, source, source_name, source_url, sender, identifier, sent, rank,
    message, changed, why, issued_at, ends_at, ended_at, post)
VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0);

-- name: set_post
UPDATE alert SET post = $2 WHERE id = $1;

-- name: set_replaced
UPDATE alert SET replaced_by = $2 WHERE id = $1;

-- name: end_alert
UPDATE alert SET ended_at = $2 WHERE id = $1 AND ended_at = 0;

-- name: find_alert
SELECT id, chain, replaces, replaced_by, issuer, source, source_name, source_url, message, changed, why, issued_at, ends_at, ended_at, post
  FROM alert WHERE id = $1;

-- name: find_reference
SELECT id, chain, replaces, replaced_by, issuer, source, source_name, source_url, message, changed, why, issued_at, ends_at, ended_at, post
  FROM alert WHERE sender = $1 AND identifier = $2 AND sent = $3;

-- name: alerts_in_force
SELECT id, chain, replaces, replaced_by, issuer, source, source_name, source_url, message, changed, why, issued_at, ends_at, ended_at, post
  FROM alert WHERE ended_at = 0 AND ends_at > $1 ORDER BY rank, id DESC;

-- name: alerts_over
SELECT id FROM alert WHERE ended_at = 0 AND ends_at <= $1 ORDER BY id LIMIT $2;

-- name: all_alerts
SELECT id, chain, replaces, replaced_by, issuer, source, source_name, source_url, message, changed, why, issued_at, ends_at, ended_at, post
  FROM alert WHERE id < $1 ORDER BY id DESC LIMIT $2;

-- name: alerts_by_issuer
SELECT id, chain, replaces, replaced_by, issuer, source, source_name, source_url, message, changed, why, issued_at, ends_at, ended_at, post
  FROM alert WHERE issuer = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: alerts_in_chain
SELECT id, chain, replaces, replaced_by, issuer, source, source_name, source_url, message, changed, why, issued_at, ends_at, ended_at, post
  FROM alert WHERE chain = $1 ORDER BY id;

-- name: insert_document
INSERT INTO alert_document (alert, xml) VALUES ($1, $2);

-- name: document
SELECT xml FROM alert_document WHERE alert = $1;

-- name: set_right
INSERT INTO alert_right (organization, sender, needs_approval, since) VALUES ($1, $2, $3, $4)
ON CONFLICT (organization) DO UPDATE SET sender = excluded.sender, needs_approval = excluded.needs_approval;

-- name: delete_right
DELETE FROM alert_right WHERE organization = $1;

-- name: right_of
SELECT organization, sender, needs_approval, since FROM alert_right WHERE organization = $1;

-- name: right_of_sender
SELECT organization, sender, needs_approval, since FROM alert_right WHERE sender = $1;

-- name: rights
SELECT organization, sender, needs_approval, since FROM alert_right ORDER BY organization;

-- name: set_member
INSERT INTO alert_member (organization, person, composes, approves) VALUES ($1, $2, $3, $4)
ON CONFLICT (organization, person) DO UPDATE SET composes = excluded.composes, approves = excluded.approves;

-- name: delete_member
DELETE FROM alert_member WHERE organization = $1 AND person = $2;

-- name: delete_members
DELETE FROM alert_member WHERE organization = $1;

-- name: forget_member
DELETE FROM alert_member WHERE person = $1;

-- name: members
SELECT organization, person, composes, approves FROM alert_member WHERE organization = $1 ORDER BY person;

-- name: memberships
SELECT organization, person, composes, approves FROM alert_member WHERE person = $1 ORDER BY organization;

-- name: insert_draft
INSERT INTO alert_draft (id, version, organization, author, message, replaces, changed, why, sent_back, state, approved_by, issued_as, changed_at)
VALUES ($1, 1, $2, $3, $4, $5, $6, $7, '', 0, 0, 0, $8);

-- name: change_draft
UPDATE alert_draft SET version = version + 1, author = $3, message = $4, changed = $5, why = $6, state = 0, sent_back = '', changed_at = $7
 WHERE id = $1 AND version = $2 AND state < 2;

-- name: set_draft_state
UPDATE alert_draft SET version = version + 1, state = $3, sent_back = $4, approved_by = $5, issued_as = $6, changed_at = $7
 WHERE id = $1 AND version = $2 AND state < 2;

-- name: find_draft
SELECT id, version, organization, author, message, replaces, changed, why, sent_back, state, approved_by, issued_as, changed_at
  FROM alert_draft WHERE id = $1;

-- name: open_drafts
SELECT id, version, organization, author, message, replaces, changed, why, sent_back, state, approved_by, issued_as, changed_at
  FROM alert_draft WHERE organization IN LIST($1) AND state < 2 ORDER BY id DESC LIMIT 100;

-- name: last_entry
SELECT number, hash FROM alert_record ORDER BY number DESC LIMIT 1;

-- name: insert_entry
INSERT INTO alert_record (number, at, kind, alert, text, text_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: entries_after
SELECT number, at, kind, alert, text, text_hash, hash FROM alert_record WHERE number > $1 ORDER BY number LIMIT $2;

-- name: entries_of
SELECT number, at, kind, alert, text, text_hash, hash FROM alert_record WHERE alert IN LIST($1) ORDER BY number;

-- name: open_telling
INSERT INTO alert_telling (alert, way, position, busy_until, done_at) VALUES ($1, $2, 0, 0, 0) ON CONFLICT (alert, way) DO NOTHING;

-- name: take_telling
UPDATE alert_telling SET busy_until = $3 WHERE alert = $1 AND way = $2 AND done_at = 0 AND busy_until <= $4;

-- name: telling_position
SELECT position FROM alert_telling WHERE alert = $1 AND way = $2 AND done_at = 0;

-- name: move_telling
-- Nothing when somebody else went on meanwhile.
UPDATE alert_telling SET position = $4, busy_until = $5 WHERE alert = $1 AND way = $2 AND position = $3 AND done_at = 0;

-- name: rest_telling
UPDATE alert_telling SET busy_until = 0 WHERE alert = $1 AND way = $2 AND done_at = 0;

-- name: end_telling
UPDATE alert_telling SET done_at = $3 WHERE alert = $1 AND way = $2 AND done_at = 0;

-- name: end_tellings
UPDATE alert_telling SET done_at = $2 WHERE alert = $1 AND done_at = 0;

-- name: left_tellings
SELECT alert, way FROM alert_telling WHERE done_at = 0 AND busy_until <= $1 ORDER BY busy_until, alert LIMIT 100;

-- name: count_tellings
SELECT COUNT(*) FROM alert_telling WHERE done_at = 0;

-- name: put_told
INSERT INTO alert_told (chain, way, account, alert) VALUES ($1, $2, $3, $4)
ON CONFLICT (chain, way, account) DO UPDATE SET alert = excluded.alert;

-- name: told_of_chain
SELECT account FROM alert_told WHERE chain = $1 AND way = $2 AND account > $3 ORDER BY account;

-- name: told_to
SELECT alert, way FROM alert_told WHERE account = $1 ORDER BY alert, way;

-- name: forget_told
DELETE FROM alert_told WHERE chain IN (SELECT t.chain FROM (SELECT DISTINCT chain FROM alert_told) t
 WHERE NOT EXISTS (SELECT 1 FROM alert a WHERE a.chain = t.chain AND (a.ended_at = 0 OR a.ended_at > $1)));

-- name: forget_tellings
DELETE FROM alert_telling WHERE done_at > 0 AND done_at < $1;

-- name: forget_told_account
DELETE FROM alert_told WHERE account = $1;

-- name: forget_digest_account
DELETE FROM alert_digest WHERE account = $1;

-- name: put_again
INSERT INTO alert_push_again (alert, subscription, attempts, due_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (alert, subscription) DO UPDATE SET attempts = excluded.attempts, due_at = excluded.due_at;

-- name: due_again
SELECT subscription, attempts FROM alert_push_again WHERE alert = $1 AND due_at <= $2 ORDER BY due_at, subscription LIMIT $3;

-- name: alerts_due_again
SELECT DISTINCT alert FROM alert_push_again WHERE due_at <= $1;

-- name: count_again
SELECT COUNT(*) FROM alert_push_again;

-- name: delete_again
DELETE FROM alert_push_again WHERE alert = $1 AND subscription = $2;

-- name: delete_all_again
DELETE FROM alert_push_again WHERE alert = $1;

-- name: put_digest
INSERT INTO alert_digest (account, alert) VALUES ($1, $2) ON CONFLICT (account, alert) DO NOTHING;

-- name: digest_of
SELECT alert FROM alert_digest WHERE account = $1 ORDER BY alert;

-- name: delete_digest
DELETE FROM alert_digest WHERE account = $1;

-- name: drop_from_digests
DELETE FROM alert_digest WHERE alert = $1;

-- name: add_count
INSERT INTO alert_count (alert, channel, count) VALUES ($1, $2, $3) ON CONFLICT (alert, channel) DO UPDATE SET count = alert_count.count + excluded.count;

-- name: counts_of
SELECT channel, count FROM alert_count WHERE alert = $1;

-- name: counts_of_all
SELECT channel, CAST(SUM(count) AS BIGINT) FROM alert_count GROUP BY channel ORDER BY channel;

-- name: put_template
INSERT INTO alert_template (id, organization, name, hours, message, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, hours = excluded.hours, message = excluded.message, changed_at = excluded.changed_at;

-- name: templates_of
SELECT id, organization, name, hours, message, changed_at FROM alert_template WHERE organization = $1 ORDER BY name LIMIT 100;

-- name: find_template
SELECT id, organization, name, hours, message, changed_at FROM alert_template WHERE id = $1;

-- name: template_named
SELECT id FROM alert_template WHERE organization = $1 AND name = $2;

-- name: count_templates
SELECT count(*) FROM alert_template WHERE organization = $1;

-- name: delete_template
DELETE FROM alert_template WHERE id = $1;

-- name: count_tellings_of
SELECT COUNT(*) FROM alert_telling WHERE alert = $1 AND done_at = 0;

-- name: find_entry
SELECT number, at, kind, alert, text, text_hash, hash FROM alert_record WHERE number = $1;

-- name: blank_entry
UPDATE alert_record SET text = '' WHERE number = $1;

-- name: replace_text
UPDATE alert SET message = $2, changed = '', why = '', post = 0 WHERE id = $1;

-- name: delete_document
DELETE FROM alert_document WHERE alert = $1;

-- name: delete_texts_of_draft
UPDATE alert_draft SET message = $2, changed = '', why = '', sent_back = '' WHERE issued_as = $1;

-- name: dismiss_alert
INSERT INTO alert_dismissed (alert, account_id) VALUES ($1, $2) ON CONFLICT (alert, account_id) DO NOTHING;

-- name: dismissed_by
SELECT alert FROM alert_dismissed WHERE account_id = $1;

-- name: forget_dismissals_of
DELETE FROM alert_dismissed WHERE alert = $1;

-- name: forget_dismissals_by
DELETE FROM alert_dismissed WHERE account_id = $1;
