-- name: find
SELECT id, username, domain, kind, role, name, note, avatar, header, locked, discoverable, indexable, language,
       followers, following, posts, created_at, suspended_at, last_post_at, silenced_at, sensitized_at, disabled_at, pending, moved_to, uri, url, hide_collections
  FROM account WHERE id = $1 AND removed_at = 0;

-- name: find_all
SELECT id, username, domain, kind, role, name, note, avatar, header, locked, discoverable, indexable, language,
       followers, following, posts, created_at, suspended_at, last_post_at, silenced_at, sensitized_at, disabled_at, pending, moved_to, uri, url, hide_collections
  FROM account WHERE id IN LIST($1) AND removed_at = 0;

-- name: find_by_username
SELECT id, username, domain, kind, role, name, note, avatar, header, locked, discoverable, indexable, language,
       followers, following, posts, created_at, suspended_at, last_post_at, silenced_at, sensitized_at, disabled_at, pending, moved_to, uri, url, hide_collections
  FROM account WHERE domain = $1 AND username_folded = $2 AND removed_at = 0;

-- name: is_username_taken
SELECT 1 FROM account WHERE domain = $1 AND username_folded = $2;

-- name: insert_account
INSERT INTO account (id, username, username_folded, kind, role, name, language, created_at, pending)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: fields_of_all
SELECT account_id, name, value, verified_at FROM account_field WHERE account_id IN LIST($1) ORDER BY account_id, position;

-- name: fields_of
SELECT name, value, verified_at FROM account_field WHERE account_id = $1 ORDER BY position;

-- name: insert_field
INSERT INTO account_field (account_id, position, name, value, verified_at) VALUES ($1, $2, $3, $4, $5);

-- name: delete_fields
DELETE FROM account_field WHERE account_id = $1;

-- name: insert_word
INSERT INTO account_word (account_id, word) VALUES ($1, $2) ON CONFLICT (account_id, word) DO NOTHING;

-- name: delete_words
DELETE FROM account_word WHERE account_id = $1;

-- name: search
SELECT id FROM account
 WHERE id IN (SELECT account_id FROM account_word WHERE word >= $1 AND word < $2)
   AND discoverable = TRUE AND suspended_at = 0 AND silenced_at = 0 AND removed_at = 0 AND pending = FALSE
 ORDER BY CASE WHEN username_folded = $4 THEN 0 ELSE 1 END, followers DESC, id
 LIMIT $3;

-- name: update_profile
UPDATE account
   SET name = $2, note = $3, avatar = $4, header = $5, locked = $6, discoverable = $7, indexable = $8, language = $9,
       kind = $10, hide_collections = $11
 WHERE id = $1;

-- name: add_to_followers
UPDATE account SET followers = CASE WHEN domain <> '' AND followers + $2 < 0 THEN 0 ELSE followers + $2 END WHERE id = $1;

-- name: add_to_following
UPDATE account SET following = CASE WHEN domain <> '' AND following + $2 < 0 THEN 0 ELSE following + $2 END WHERE id = $1;

-- name: add_to_posts
UPDATE account
   SET posts = CASE WHEN domain <> '' AND posts + $2 < 0 THEN 0 ELSE posts + $2 END, last_post_at = CASE WHEN last_post_at < $3 THEN $3 ELSE last_post_at END
 WHERE id = $1;

-- name: set_role
UPDATE account SET role = $2 WHERE id = $1;

-- name: set_silenced
UPDATE account SET silenced_at = $2 WHERE id = $1;

-- name: set_sensitized
UPDATE account SET sensitized_at = $2 WHERE id = $1;

-- name: set_disabled
UPDATE account SET disabled_at = $2 WHERE id = $1;

-- name: set_approved
UPDATE account SET pending = FALSE WHERE id = $1;

-- name: free_the_name
UPDATE account SET username = '', username_folded = $2, pending = FALSE WHERE id = $1;

-- name: set_suspended
UPDATE account SET suspended_at = $2 WHERE id = $1;

-- name: leave_a_tombstone
UPDATE account
   SET name = '', note = '', avatar = '', header = '', role = 'member', discoverable = FALSE, indexable = FALSE,
       followers = 0, following = 0, posts = 0, last_post_at = 0, moved_to = 0, removed_at = $2,
       avatar_source = '', header_source = ''
 WHERE id = $1;

-- name: count_members
SELECT COUNT(*) FROM account WHERE domain = '' AND removed_at = 0 AND suspended_at = 0 AND pending = FALSE;

-- name: count_members_posts
SELECT CAST(COALESCE(SUM(posts), 0) AS BIGINT) FROM account WHERE domain = '' AND removed_at = 0 AND suspended_at = 0 AND pending = FALSE;

-- name: is_email_taken
SELECT 1 FROM login WHERE email_folded = $1;

-- name: insert_login
INSERT INTO login (account_id, email, email_folded, password_hash, age, confirmed_at, reason, invited_by, invitation_id,
                   app_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: login_by_email
SELECT account_id, password_hash, confirmed_at, email, age, reason, invited_by, app_id FROM login WHERE email_folded = $1;

-- name: login_by_account
SELECT account_id, password_hash, confirmed_at, email, age, reason, invited_by, app_id FROM login WHERE account_id = $1;

-- name: set_confirmed
UPDATE login SET confirmed_at = $2 WHERE account_id = $1;

-- name: set_password_hash
UPDATE login SET password_hash = $2 WHERE account_id = $1;

-- name: place_of
SELECT zone, region FROM login WHERE account_id = $1;

-- name: set_place
UPDATE login SET zone = $2, region = $3 WHERE account_id = $1;

-- name: delete_login
DELETE FROM login WHERE account_id = $1;

-- name: insert_letter_token
INSERT INTO letter_token (token_hash, account_id, purpose, created_at, expires_at) VALUES ($1, $2, $3, $4, $5);

-- name: letter_token
SELECT account_id FROM letter_token WHERE token_hash = $1 AND purpose = $2 AND expires_at > $3;

-- name: count_letters_since
SELECT COUNT(*) FROM letter_token WHERE account_id = $1 AND purpose = $2 AND created_at > $3;

-- name: delete_letter_tokens
DELETE FROM letter_token WHERE account_id = $1 AND purpose = $2;

-- name: delete_all_letter_tokens
DELETE FROM letter_token WHERE account_id = $1;

-- name: delete_expired_letter_tokens
DELETE FROM letter_token WHERE expires_at < $1;

-- name: insert_session
INSERT INTO session (id, account_id, token_hash, browser, created_at, used_at, by_account) VALUES ($1, $2, $3, $4, $5, $5, $6);

-- name: sessions_of
SELECT id, created_at, used_at, browser FROM session WHERE account_id = $1 ORDER BY used_at DESC, id DESC;

-- name: delete_session
DELETE FROM session WHERE id = $1 AND account_id = $2;

-- name: delete_sessions
DELETE FROM session WHERE account_id = $1;

-- name: delete_unused_sessions
DELETE FROM session WHERE used_at < $1;

-- name: behind_session
SELECT by_account FROM session WHERE id = $1;

-- name: behind_token
SELECT by_account FROM oauth_token WHERE id = $1;

-- name: grants_by
SELECT id, account_id FROM session WHERE by_account = $1 AND by_account <> 0 AND (account_id = $2 OR $2 = CAST(0 AS BIGINT))
UNION ALL
SELECT id, account_id FROM oauth_token WHERE by_account = $1 AND by_account <> 0 AND (account_id = $2 OR $2 = CAST(0 AS BIGINT));

-- name: delete_sessions_by
DELETE FROM session WHERE by_account = $1 AND by_account <> 0 AND (account_id = $2 OR $2 = CAST(0 AS BIGINT));

-- name: delete_tokens_by
DELETE FROM oauth_token WHERE by_account = $1 AND by_account <> 0 AND (account_id = $2 OR $2 = CAST(0 AS BIGINT));

-- name: delete_codes_by
DELETE FROM oauth_code WHERE by_account = $1 AND by_account <> 0 AND (account_id = $2 OR $2 = CAST(0 AS BIGINT));

-- name: set_session_used
UPDATE session SET used_at = $2 WHERE id = $1;

-- name: person_by_session
SELECT session.id, session.used_at, account.id, account.role, account.username, account.name, account.avatar,
       account.language,
       CASE WHEN account.role = 'member' THEN 0
            WHEN EXISTS (SELECT 1 FROM second_factor f WHERE f.account_id = account.id AND (f.totp_since > 0 OR f.email_since > 0)) THEN 0
            WHEN EXISTS (SELECT 1 FROM passkey p WHERE p.account_id = account.id) THEN 0
            ELSE 1 END,
       login.zone, login.region, session.by_account
  FROM session
  JOIN account ON account.id = session.account_id
  JOIN login ON login.account_id = account.id
 WHERE session.token_hash = $1 AND session.used_at > $2
   AND account.suspended_at = 0 AND account.removed_at = 0 AND account.disabled_at = 0 AND account.pending = FALSE
   AND login.confirmed_at > 0;

-- name: insert_app
INSERT INTO oauth_app (id, client_id, secret_hash, name, website, redirect_uris, scopes, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: app
SELECT id, client_id, name, website, redirect_uris, scopes FROM oauth_app WHERE id = $1;

-- name: app_by_client
SELECT id, client_id, name, website, redirect_uris, scopes, secret_hash FROM oauth_app WHERE client_id = $1;

-- name: insert_code
INSERT INTO oauth_code (code_hash, app_id, account_id, redirect_uri, scopes, challenge, expires_at, by_account)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: code
SELECT app_id, account_id, redirect_uri, scopes, challenge, expires_at, token_id, by_account FROM oauth_code WHERE code_hash = $1;

-- name: set_code_used
UPDATE oauth_code SET token_id = $2 WHERE code_hash = $1 AND token_id = 0;

-- name: delete_codes
DELETE FROM oauth_code WHERE account_id = $1;

-- name: delete_codes_of_app
DELETE FROM oauth_code WHERE account_id = $1 AND app_id = $2;

-- name: delete_expired_codes
DELETE FROM oauth_code WHERE expires_at < $1;

-- name: insert_token
INSERT INTO oauth_token (id, token_hash, app_id, account_id, scopes, created_at, used_at, by_account)
VALUES ($1, $2, $3, $4, $5, $6, $6, $7);

-- name: token_by_hash
SELECT id, app_id, account_id FROM oauth_token WHERE token_hash = $1;

-- name: token_by_id
SELECT id, app_id, account_id FROM oauth_token WHERE id = $1;

-- name: delete_token
DELETE FROM oauth_token WHERE id = $1;

-- name: tokens_of_app
SELECT id FROM oauth_token WHERE account_id = $1 AND app_id = $2;

-- name: delete_tokens_of_app
DELETE FROM oauth_token WHERE account_id = $1 AND app_id = $2;

-- name: delete_tokens
DELETE FROM oauth_token WHERE account_id = $1;

-- name: set_token_used
UPDATE oauth_token SET used_at = $2 WHERE id = $1;

-- name: apps_with_access
SELECT oauth_app.id, oauth_app.name, oauth_app.website, oauth_token.scopes, oauth_token.created_at, oauth_token.used_at
  FROM oauth_token JOIN oauth_app ON oauth_app.id = oauth_token.app_id
 WHERE oauth_token.account_id = $1
 ORDER BY oauth_token.used_at DESC, oauth_token.id DESC;

-- name: person_by_token
SELECT oauth_token.id, oauth_token.used_at, account.id, account.role, account.username, account.name, account.avatar,
       account.language,
       CASE WHEN account.role = 'member' OR oauth_app.client_id = 'command-line' THEN 0
            WHEN EXISTS (SELECT 1 FROM second_factor f WHERE f.account_id = account.id AND (f.totp_since > 0 OR f.email_since > 0)) THEN 0
            WHEN EXISTS (SELECT 1 FROM passkey p WHERE p.account_id = account.id) THEN 0
            ELSE 1 END,
       COALESCE(login.zone, ''), COALESCE(login.region, ''),
       oauth_token.app_id, oauth_token.scopes, login.confirmed_at, account.pending
  FROM oauth_token
  JOIN oauth_app ON oauth_app.id = oauth_token.app_id
  LEFT JOIN account ON account.id = oauth_token.account_id
  LEFT JOIN login ON login.account_id = account.id
 WHERE oauth_token.token_hash = $1
   AND (oauth_token.account_id IS NULL
        OR (account.suspended_at = 0 AND account.removed_at = 0 AND account.disabled_at = 0));

-- name: note_address
INSERT INTO sign_in_address (account_id, address, at_sign_up, used_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id, address) DO UPDATE SET used_at = excluded.used_at;

-- name: addresses_of
SELECT address, at_sign_up, used_at FROM sign_in_address WHERE account_id = $1 ORDER BY used_at DESC, address;

-- name: delete_addresses
DELETE FROM sign_in_address WHERE account_id = $1;

-- name: delete_old_addresses
DELETE FROM sign_in_address WHERE used_at < $1;

-- name: login_facts
SELECT account_id, email, confirmed_at, reason, invited_by, invitation_id, app_id FROM login WHERE account_id IN LIST($1);

-- name: addresses_of_all
SELECT account_id, address, at_sign_up, used_at FROM sign_in_address WHERE account_id IN LIST($1) ORDER BY used_at, address;

-- name: admin_older
SELECT a.id FROM account a LEFT JOIN login l ON l.account_id = a.id
 WHERE a.id < $1 AND a.id > $2 AND a.removed_at = 0
   AND ($3 = '' OR ($3 = 'local' AND a.domain = '') OR ($3 = 'remote' AND a.domain <> ''))
   AND ($4 = '' OR ($4 = 'active' AND a.suspended_at = 0 AND a.disabled_at = 0 AND a.pending = FALSE)
        OR ($4 = 'pending' AND a.pending = TRUE) OR ($4 = 'disabled' AND a.disabled_at > 0)
        OR ($4 = 'silenced' AND a.silenced_at > 0) OR ($4 = 'sensitized' AND a.sensitized_at > 0)
        OR ($4 = 'suspended' AND a.suspended_at > 0))
   AND ($5 = '' OR a.role = $5 OR ($5 = 'staff' AND a.role <> 'member'))
   AND (CAST($6 AS BIGINT) = 0 OR l.invited_by = $6)
   AND ($7 = '' OR SUBSTR(a.username_folded, 1, LENGTH(CAST($7 AS TEXT))) = $7)
   AND ($8 = '' OR l.email_folded = $8)
   AND ($9 = '' OR a.domain = $9)
   AND ($10 = '' OR a.id IN (SELECT s.account_id FROM sign_in_address s WHERE s.address = $10))
   AND ($11 = '' OR a.id IN (SELECT w.account_id FROM account_word w WHERE w.word >= $11 AND w.word < $12))
 ORDER BY a.id DESC LIMIT $13;

-- name: admin_newer
SELECT a.id FROM account a LEFT JOIN login l ON l.account_id = a.id
 WHERE a.id > $1 AND a.removed_at = 0
   AND ($2 = '' OR ($2 = 'local' AND a.domain = '') OR ($2 = 'remote' AND a.domain <> ''))
   AND ($3 = '' OR ($3 = 'active' AND a.suspended_at = 0 AND a.disabled_at = 0 AND a.pending = FALSE)
        OR ($3 = 'pending' AND a.pending = TRUE) OR ($3 = 'disabled' AND a.disabled_at > 0)
        OR ($3 = 'silenced' AND a.silenced_at > 0) OR ($3 = 'sensitized' AND a.sensitized_at > 0)
        OR ($3 = 'suspended' AND a.suspended_at > 0))
   AND ($4 = '' OR a.role = $4 OR ($4 = 'staff' AND a.role <> 'member'))
   AND (CAST($5 AS BIGINT) = 0 OR l.invited_by = $5)
   AND ($6 = '' OR SUBSTR(a.username_folded, 1, LENGTH(CAST($6 AS TEXT))) = $6)
   AND ($7 = '' OR l.email_folded = $7)
   AND ($8 = '' OR a.domain = $8)
   AND ($9 = '' OR a.id IN (SELECT s.account_id FROM sign_in_address s WHERE s.address = $9))
   AND ($10 = '' OR a.id IN (SELECT w.account_id FROM account_word w WHERE w.word >= $10 AND w.word < $11))
 ORDER BY a.id LIMIT $12;

-- name: preferences
SELECT visibility, sensitive, language, quote_policy, expand_media, expand_spoilers, autoplay
  FROM account_preference WHERE account_id = $1;

-- name: put_preferences
INSERT INTO account_preference (account_id, visibility, sensitive, language, quote_policy, expand_media, expand_spoilers, autoplay)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (account_id) DO UPDATE
   SET visibility = excluded.visibility, sensitive = excluded.sensitive, language = excluded.language,
       quote_policy = excluded.quote_policy, expand_media = excluded.expand_media,
       expand_spoilers = excluded.expand_spoilers, autoplay = excluded.autoplay;

-- name: delete_preferences
DELETE FROM account_preference WHERE account_id = $1;

-- name: second_factor
SELECT totp_sealed, totp_since, totp_step, email_since,
       (SELECT COUNT(*) FROM recovery_code r WHERE r.account_id = $1),
       (SELECT COUNT(*) FROM passkey p WHERE p.account_id = $1)
  FROM account a LEFT JOIN second_factor s ON s.account_id = a.id WHERE a.id = $1;

-- name: put_totp_secret
INSERT INTO second_factor (account_id, totp_sealed) VALUES ($1, $2)
ON CONFLICT (account_id) DO UPDATE SET totp_sealed = excluded.totp_sealed, totp_since = 0, totp_step = 0;

-- name: set_totp_since
UPDATE second_factor SET totp_since = $2, totp_step = $3 WHERE account_id = $1;

-- name: set_totp_step
UPDATE second_factor SET totp_step = $2 WHERE account_id = $1 AND totp_step < $2;

-- name: put_email_codes
INSERT INTO second_factor (account_id, email_since) VALUES ($1, $2)
ON CONFLICT (account_id) DO UPDATE SET email_since = excluded.email_since;

-- name: delete_second_factor
DELETE FROM second_factor WHERE account_id = $1;

-- name: insert_recovery_code
INSERT INTO recovery_code (account_id, code_hash) VALUES ($1, $2);

-- name: delete_recovery_code
DELETE FROM recovery_code WHERE account_id = $1 AND code_hash = $2;

-- name: delete_recovery_codes
DELETE FROM recovery_code WHERE account_id = $1;

-- name: insert_step
INSERT INTO sign_in_step (token_hash, account_id, expires_at) VALUES ($1, $2, $3);

-- name: step
SELECT account_id, code_hash, tries, letters FROM sign_in_step WHERE token_hash = $1 AND expires_at > $2;

-- name: set_step_code
UPDATE sign_in_step SET code_hash = $2, letters = letters + 1 WHERE token_hash = $1;

-- name: count_step_try
UPDATE sign_in_step SET tries = tries + 1 WHERE token_hash = $1;

-- name: delete_step
DELETE FROM sign_in_step WHERE token_hash = $1;

-- name: delete_steps
DELETE FROM sign_in_step WHERE account_id = $1;

-- name: delete_expired_steps
DELETE FROM sign_in_step WHERE expires_at < $1;

-- name: delete_expired_challenges
DELETE FROM passkey_challenge WHERE expires_at < $1;

-- name: delete_challenges
DELETE FROM passkey_challenge WHERE account_id = $1;

-- name: delete_passkeys
DELETE FROM passkey WHERE account_id = $1;

-- name: insert_challenge
INSERT INTO passkey_challenge (token_hash, account_id, challenge, expires_at) VALUES ($1, $2, $3, $4);

-- name: challenge
SELECT challenge FROM passkey_challenge WHERE token_hash = $1 AND account_id = $2 AND expires_at > $3;

-- name: delete_challenge
DELETE FROM passkey_challenge WHERE token_hash = $1;

-- name: passkeys_of
SELECT id, name, created_at, used_at FROM passkey WHERE account_id = $1 ORDER BY id;

-- name: credentials_of
SELECT credential_id FROM passkey WHERE account_id = $1 ORDER BY id;

-- name: is_credential_known
SELECT 1 FROM passkey WHERE credential_id = $1;

-- name: insert_passkey
INSERT INTO passkey (id, account_id, credential_id, algorithm, public_key, uses, name, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: passkey_by_credential
SELECT id, account_id, algorithm, public_key, uses FROM passkey WHERE credential_id = $1;

-- name: set_passkey_used
UPDATE passkey SET uses = $2, used_at = $3 WHERE id = $1;

-- name: delete_passkey
DELETE FROM passkey WHERE id = $1 AND account_id = $2;

-- name: insert_invitation
INSERT INTO invitation (id, code, account_id, most_uses, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: invitations_of
SELECT id, code, account_id, uses, most_uses, expires_at, created_at FROM invitation WHERE account_id = $1 ORDER BY id DESC;

-- name: invitation_by_code
SELECT id, code, account_id, uses, most_uses, expires_at, created_at FROM invitation WHERE code = $1;

-- name: count_invitation
UPDATE invitation SET uses = uses + 1 WHERE id = $1;

-- name: delete_invitation
DELETE FROM invitation WHERE id = $1 AND account_id = $2;

-- name: delete_invitations
DELETE FROM invitation WHERE account_id = $1;

-- name: set_login_app
UPDATE login SET app_id = $2 WHERE account_id = $1;

-- name: set_email
UPDATE login SET email = $2, email_folded = $3 WHERE account_id = $1 AND confirmed_at = 0;

-- name: is_email_anothers
SELECT 1 FROM login WHERE email_folded = $1 AND account_id <> $2;

-- name: expire_letter_tokens
UPDATE letter_token SET expires_at = $3 WHERE account_id = $1 AND purpose = $2;

-- name: set_verified
UPDATE account_field SET verified_at = $3 WHERE account_id = $1 AND value = $2 AND verified_at = 0;

-- name: aliases_of
SELECT alias_id FROM account_alias WHERE account_id = $1 ORDER BY created_at, alias_id;

-- name: is_alias
SELECT 1 FROM account_alias WHERE account_id = $1 AND alias_id = $2;

-- name: insert_alias
INSERT INTO account_alias (account_id, alias_id, created_at) VALUES ($1, $2, $3) ON CONFLICT (account_id, alias_id) DO NOTHING;

-- name: delete_alias
DELETE FROM account_alias WHERE account_id = $1 AND alias_id = $2;

-- name: delete_aliases
DELETE FROM account_alias WHERE account_id = $1 OR alias_id = $1;

-- name: moved_at
SELECT moved_at FROM account WHERE id = $1;

-- name: set_moved
UPDATE account SET moved_to = $2, moved_at = $3 WHERE id = $1;

-- name: set_back
UPDATE account SET moved_to = 0 WHERE id = $1;

-- name: nobody_moves_to
UPDATE account SET moved_to = 0 WHERE moved_to = $1;

-- name: find_by_uri
SELECT id, username, domain, kind, role, name, note, avatar, header, locked, discoverable, indexable, language,
       followers, following, posts, created_at, suspended_at, last_post_at, silenced_at, sensitized_at, disabled_at, pending, moved_to, uri, url, hide_collections
  FROM account WHERE uri = $1 AND uri <> '' AND removed_at = 0;

-- name: is_removed
SELECT 1 FROM account WHERE uri = $1 AND uri <> '' AND removed_at > 0;

-- name: free_remote
UPDATE account SET username = '', username_folded = $2, uri = '', url = '' WHERE id = $1 AND domain <> '' AND removed_at > 0;

-- name: handle_of_other
SELECT id FROM account WHERE domain = $1 AND username_folded = $2 AND uri <> $3;

-- name: give_up_handle
UPDATE account SET username = username || '_' || CAST(id AS TEXT), username_folded = username_folded || '_' || CAST(id AS TEXT) WHERE id = $1;

-- name: insert_remote
INSERT INTO account (id, username, username_folded, domain, kind, role, created_at, uri) VALUES ($1, $2, $3, $4, $5, 'member', $6, $7);

-- name: update_remote
UPDATE account
   SET username = $2, username_folded = $3, domain = $4, kind = $5, name = $6, note = $7, locked = $8, discoverable = $9, indexable = $10, language = $11, url = $12,
       followers = COALESCE($13, followers), following = COALESCE($14, following), posts = COALESCE($15, posts), created_at = $16
 WHERE id = $1;

-- name: picture_sources
SELECT avatar_source, header_source FROM account WHERE id = $1;

-- name: set_avatar_source
UPDATE account SET avatar_source = $2, avatar = '' WHERE id = $1;

-- name: set_header_source
UPDATE account SET header_source = $2, header = '' WHERE id = $1;

-- name: set_avatar_of
UPDATE account SET avatar = $3 WHERE id = $1 AND avatar_source = $2;

-- name: set_header_of
UPDATE account SET header = $3 WHERE id = $1 AND header_source = $2;
