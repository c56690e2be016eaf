-- name: insert_key
INSERT INTO record_key (id, wrapped, master, created_at) VALUES ($1, $2, $3, $4);

-- name: find_key
SELECT wrapped FROM record_key WHERE id = $1;

-- name: delete_key
DELETE FROM record_key WHERE id = $1;

-- name: keys_of_others
SELECT id, wrapped FROM record_key WHERE master < $1 ORDER BY master, id LIMIT $2;

-- name: wrap_anew
UPDATE record_key SET wrapped = $2, master = $3 WHERE id = $1;

-- name: find_person
SELECT key_id, sealed FROM record_person WHERE account_id = $1;

-- name: put_person
INSERT INTO record_person (account_id, key_id, sealed, updated_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (account_id) DO UPDATE SET sealed = excluded.sealed, updated_at = excluded.updated_at;

-- name: delete_person
DELETE FROM record_person WHERE account_id = $1;

-- name: find_chain
SELECT name, root_says, entries, head, sealed_key FROM record_chain WHERE part = $1;

-- name: chains
SELECT part, name, root_says, entries, head, sealed_key FROM record_chain ORDER BY part;

-- name: insert_chain
INSERT INTO record_chain (part, name, root_says, entries, head, sealed_key) VALUES ($1, $2, $3, 0, '', $4);

-- name: move_chain
UPDATE record_chain SET entries = $2, head = $3, sealed_key = $4 WHERE part = $1;

-- name: insert_access
INSERT INTO record_access (id, part, number, at, person, organization, patient, action, what, about, refused, detail, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: accesses_of
SELECT id, at, person, organization, patient, action, what, about, refused, detail, part, number, hash FROM record_access
 WHERE patient = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: accesses_of_others
SELECT id, at, person, organization, patient, action, what, about, refused, detail, part, number, hash FROM record_access
 WHERE patient = $1 AND person <> $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: find_access
SELECT id, at, person, organization, patient, action, what, about, refused, detail, part, number, hash FROM record_access WHERE id = $1;

-- name: part_after
SELECT id, at, person, organization, patient, action, what, about, refused, detail, part, number, hash FROM record_access
 WHERE part = $1 AND number > $2 ORDER BY number LIMIT $3;

-- name: count_parts
SELECT COUNT(DISTINCT part) FROM record_access;

-- name: insert_consent
INSERT INTO record_consent (id, patient, discloser, recipient, purpose, what, given_at, expires_at, withdrawn_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0);

-- name: withdraw_consent
UPDATE record_consent SET withdrawn_at = $3 WHERE id = $1 AND patient = $2 AND withdrawn_at = 0;

-- name: withdraw_all
UPDATE record_consent SET withdrawn_at = $2 WHERE patient = $1 AND withdrawn_at = 0;

-- name: find_consent
SELECT id, patient, discloser, recipient, purpose, what, given_at, expires_at, withdrawn_at FROM record_consent WHERE id = $1;

-- name: consents_of
SELECT id, patient, discloser, recipient, purpose, what, given_at, expires_at, withdrawn_at FROM record_consent WHERE patient = $1 ORDER BY id DESC LIMIT 500;

-- name: consents_for
SELECT id, patient, discloser, recipient, purpose, what, given_at, expires_at, withdrawn_at FROM record_consent
 WHERE patient = $1 AND recipient = $2 AND withdrawn_at = 0 AND expires_at > $3 ORDER BY expires_at DESC, id DESC;

-- name: insert_disclosure
INSERT INTO record_disclosure (id, at, patient, discloser, recipient, person, what, about, consent) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: disclosures_of
SELECT id, at, patient, discloser, recipient, person, what, about, consent FROM record_disclosure WHERE patient = $1 AND id < $2 ORDER BY id DESC LIMIT $3;
