-- name: find
SELECT id, username, domain, kind, role, name, note, avatar, header, locked, discoverable, indexable, language,
       followers, following, posts, created_at, suspended_at, last_post_at
  FROM account WHERE id = $1 AND removed_at = 0;

-- name: find_all
SELECT id, username, domain, kind, role, name, note, avatar, header, locked, discoverable, indexable, language,
       followers, following, posts, created_at, suspended_at, last_post_at
  FROM account WHERE id IN LIST($1) AND removed_at = 0;

-- name: find_by_username
SELECT id, username, domain, kind, role, name, note, avatar, header, locked, discoverable, indexable, language,
       followers, following, posts, created_at, suspended_at, last_post_at
  FROM account WHERE domain = $1 AND username_folded = $2 AND removed_at = 0;

-- name: is_username_taken
SELECT 1 FROM account WHERE domain = $1 AND username_folded = $2;

-- name: insert_account
INSERT INTO account (id, username, username_folded, kind, role, name, language, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: fields_of_all
SELECT account_id, name, value FROM account_field WHERE account_id IN LIST($1) ORDER BY account_id, position;

-- name: fields_of
SELECT name, value FROM account_field WHERE account_id = $1 ORDER BY position;

-- name: insert_field
INSERT INTO account_field (account_id, position, name, value) VALUES ($1, $2, $3, $4);

-- name: delete_fields
DELETE FROM account_field WHERE account_id = $1;

-- name: insert_word
INSERT INTO account_word (account_id, word) VALUES ($1, $2) ON CONFLICT (account_id, word) DO NOTHING;

-- name: delete_words
DELETE FROM account_word WHERE account_id = $1;

-- name: search
SELECT id FROM account
 WHERE id IN (SELECT account_id FROM account_word WHERE word >= $1 AND word < $2)
   AND discoverable = TRUE AND suspended_at = 0 AND removed_at = 0
 ORDER BY CASE WHEN username_folded = $4 THEN 0 ELSE 1 END, followers DESC, id
 LIMIT $3;

-- name: update_profile
UPDATE account
   SET name = $2, note = $3, avatar = $4, header = $5, locked = $6, discoverable = $7, indexable = $8, language = $9,
       kind = $10
 WHERE id = $1;

-- name: add_to_followers
UPDATE account SET followers = followers + $2 WHERE id = $1;

-- name: add_to_following
UPDATE account SET following = following + $2 WHERE id = $1;

-- name: add_to_posts
UPDATE account
   SET posts = posts + $2, last_post_at = CASE WHEN last_post_at < $3 THEN $3 ELSE last_post_at END
 WHERE id = $1;

-- name: set_role
UPDATE account SET role = $2 WHERE id = $1;

-- name: set_suspended
UPDATE account SET suspended_at = $2 WHERE id = $1;

-- name: leave_a_tombstone
UPDATE account
   SET name = '', note = '', avatar = '', header = '', role = 'member', discoverable = FALSE, indexable = FALSE,
       followers = 0, following = 0, posts = 0, last_post_at = 0, removed_at = $2
 WHERE id = $1;

-- name: count_members
SELECT COUNT(*) FROM account WHERE domain = '' AND removed_at = 0 AND suspended_at = 0;

-- name: count_members_posts
SELECT CAST(COALESCE(SUM(posts), 0) AS BIGINT) FROM account WHERE domain = '' AND removed_at = 0 AND suspended_at = 0;

-- name: is_email_taken
SELECT 1 FROM login WHERE email_folded = $1;

-- name: insert_login
INSERT INTO login (account_id, email, email_folded, password_hash, age, confirmed_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: login_by_email
SELECT account_id, password_hash, confirmed_at, email FROM login WHERE email_folded = $1;

-- name: login_by_account
SELECT account_id, password_hash, confirmed_at, email, age FROM login WHERE account_id = $1;

-- name: set_confirmed
UPDATE login SET confirmed_at = $2 WHERE account_id = $1;

-- name: set_password_hash
UPDATE login SET password_hash = $2 WHERE account_id = $1;

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
INSERT INTO session (id, account_id, token_hash, browser, created_at, used_at) VALUES ($1, $2, $3, $4, $5, $5);

-- name: sessions_of
SELECT id, created_at, used_at, browser FROM session WHERE account_id = $1 ORDER BY used_at DESC, id DESC;

-- name: delete_session
DELETE FROM session WHERE id = $1 AND account_id = $2;

-- name: delete_sessions
DELETE FROM session WHERE account_id = $1;

-- name: delete_unused_sessions
DELETE FROM session WHERE used_at < $1;

-- name: set_session_used
UPDATE session SET used_at = $2 WHERE id = $1;

-- name: person_by_session
SELECT session.id, session.used_at, account.id, account.role, account.username, account.name, account.avatar,
       account.language
  FROM session
  JOIN account ON account.id = session.account_id
  JOIN login ON login.account_id = account.id
 WHERE session.token_hash = $1 AND session.used_at > $2
   AND account.suspended_at = 0 AND account.removed_at = 0 AND login.confirmed_at > 0;

-- name: insert_app
INSERT INTO oauth_app (id, client_id, secret_hash, name, website, redirect_uris, scopes, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: app
SELECT id, client_id, name, website, redirect_uris, scopes FROM oauth_app WHERE id = $1;

-- name: app_by_client
SELECT id, client_id, name, website, redirect_uris, scopes, secret_hash FROM oauth_app WHERE client_id = $1;

-- name: insert_code
INSERT INTO oauth_code (code_hash, app_id, account_id, redirect_uri, scopes, challenge, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: code
SELECT app_id, account_id, redirect_uri, scopes, challenge, expires_at, token_id FROM oauth_code WHERE code_hash = $1;

-- name: set_code_used
UPDATE oauth_code SET token_id = $2 WHERE code_hash = $1 AND token_id = 0;

-- name: delete_codes
DELETE FROM oauth_code WHERE account_id = $1;

-- name: delete_codes_of_app
DELETE FROM oauth_code WHERE account_id = $1 AND app_id = $2;

-- name: delete_expired_codes
DELETE FROM oauth_code WHERE expires_at < $1;

-- name: insert_token
INSERT INTO oauth_token (id, token_hash, app_id, account_id, scopes, created_at, used_at)
VALUES ($1, $2, $3, $4, $5, $6, $6);

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
       account.language, oauth_token.app_id, oauth_token.scopes
  FROM oauth_token
  LEFT JOIN account ON account.id = oauth_token.account_id
  LEFT JOIN login ON login.account_id = account.id
 WHERE oauth_token.token_hash = $1
   AND (oauth_token.account_id IS NULL
        OR (account.suspended_at = 0 AND account.removed_at = 0 AND login.confirmed_at > 0));
