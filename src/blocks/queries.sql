-- name: insert_block
INSERT INTO block (id, account_id, other_id) VALUES ($1, $2, $3) ON CONFLICT (account_id, other_id) DO NOTHING;

-- name: delete_block
DELETE FROM block WHERE account_id = $1 AND other_id = $2;

-- name: put_mute
INSERT INTO mute (id, account_id, other_id, notifications, until) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id, other_id) DO UPDATE SET notifications = excluded.notifications, until = excluded.until;

-- name: delete_mute
DELETE FROM mute WHERE account_id = $1 AND other_id = $2;

-- name: mutes_over
SELECT account_id, other_id FROM mute WHERE until > 0 AND until <= $1 ORDER BY until LIMIT $2;

-- name: insert_domain
INSERT INTO domain_block (id, account_id, name) VALUES ($1, $2, $3) ON CONFLICT (account_id, name) DO NOTHING;

-- name: delete_domain
DELETE FROM domain_block WHERE account_id = $1 AND name = $2;

-- name: count_domains
SELECT COUNT(*) FROM domain_block WHERE account_id = $1;

-- name: standing
SELECT a.id, mine.id, theirs.id, d.id, m.id, m.notifications, m.until
  FROM account a
  LEFT JOIN block mine ON mine.account_id = $1 AND mine.other_id = a.id
  LEFT JOIN block theirs ON theirs.account_id = a.id AND theirs.other_id = $1
  LEFT JOIN mute m ON m.account_id = $1 AND m.other_id = a.id
  LEFT JOIN domain_block d ON d.account_id = $1 AND d.name = a.domain
 WHERE a.id = $2;

-- name: standings
SELECT a.id, mine.id, theirs.id, d.id, m.id, m.notifications, m.until
  FROM account a
  LEFT JOIN block mine ON mine.account_id = $1 AND mine.other_id = a.id
  LEFT JOIN block theirs ON theirs.account_id = a.id AND theirs.other_id = $1
  LEFT JOIN mute m ON m.account_id = $1 AND m.other_id = a.id
  LEFT JOIN domain_block d ON d.account_id = $1 AND d.name = a.domain
 WHERE a.id IN LIST($2);

-- name: apart
SELECT 1 FROM block WHERE account_id = $1 AND other_id = $2
UNION ALL SELECT 1 FROM block WHERE account_id = $2 AND other_id = $1;

-- name: not_to_be_notified
SELECT 1 FROM block WHERE account_id = $1 AND other_id = $2
UNION ALL SELECT 1 FROM block WHERE account_id = $2 AND other_id = $1
UNION ALL SELECT 1 FROM mute WHERE account_id = $1 AND other_id = $2 AND notifications AND (until = 0 OR until > $3)
UNION ALL SELECT 1 FROM domain_block d JOIN account a ON a.domain = d.name WHERE d.account_id = $1 AND a.id = $2;

-- name: unheard_by
SELECT other_id FROM unheard WHERE account_id = $1;

-- name: blocked_newest
SELECT id, other_id, 0 FROM block WHERE account_id = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: blocked_after
SELECT id, other_id, 0 FROM block WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- name: muted_newest
SELECT id, other_id, until FROM mute WHERE account_id = $1 AND id < $2 AND id > $3 AND (until = 0 OR until > $5) ORDER BY id DESC LIMIT $4;

-- name: muted_after
SELECT id, other_id, until FROM mute WHERE account_id = $1 AND id > $2 AND (until = 0 OR until > $4) ORDER BY id LIMIT $3;

-- name: blocks_of
SELECT b.id, b.account_id FROM block b JOIN account a ON a.id = b.account_id
 WHERE b.other_id = $1 AND b.id > $2 AND a.domain = '' ORDER BY b.id LIMIT $3;

-- name: mutes_of
SELECT m.id, m.account_id, m.notifications, m.until FROM mute m JOIN account a ON a.id = m.account_id
 WHERE m.other_id = $1 AND m.id > $2 AND a.domain = '' AND (m.until = 0 OR m.until > $4) ORDER BY m.id LIMIT $3;

-- name: domains_newest
SELECT id, name FROM domain_block WHERE account_id = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4;

-- name: domains_after
SELECT id, name FROM domain_block WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- name: blocks_around
SELECT account_id, other_id FROM block WHERE account_id = $1 UNION ALL SELECT account_id, other_id FROM block WHERE other_id = $1;

-- name: mutes_around
SELECT account_id, other_id FROM mute WHERE account_id = $1 UNION ALL SELECT account_id, other_id FROM mute WHERE other_id = $1;

-- name: forget_domains
DELETE FROM domain_block WHERE account_id = $1;
