-- name: counts_are_not_negative
SELECT id FROM account WHERE followers < 0 OR following < 0 OR posts < 0;

-- name: everyone_here_can_sign_in
SELECT id FROM account
 WHERE domain = '' AND removed_at = 0 AND id NOT IN (SELECT account_id FROM login);

-- name: nothing_personal_outlives_an_account
SELECT id FROM account
 WHERE removed_at > 0
   AND (name <> '' OR note <> '' OR avatar <> '' OR header <> ''
        OR id IN (SELECT account_id FROM login)
        OR id IN (SELECT account_id FROM account_field)
        OR id IN (SELECT account_id FROM account_word)
        OR id IN (SELECT account_id FROM letter_token)
        OR id IN (SELECT account_id FROM session)
        OR id IN (SELECT account_id FROM sign_in_address)
        OR id IN (SELECT account_id FROM account_preference)
        OR id IN (SELECT account_id FROM account_alias)
        OR id IN (SELECT account_id FROM invitation)
        OR id IN (SELECT account_id FROM second_factor)
        OR id IN (SELECT account_id FROM recovery_code)
        OR id IN (SELECT account_id FROM sign_in_step)
        OR id IN (SELECT account_id FROM passkey)
        OR id IN (SELECT account_id FROM passkey_challenge)
        OR id IN (SELECT account_id FROM oauth_code)
        OR id IN (SELECT account_id FROM oauth_token WHERE account_id IS NOT NULL));

-- name: the_suspended_and_disabled_are_not_signed_in
SELECT id FROM account
 WHERE (suspended_at > 0 OR disabled_at > 0)
   AND (id IN (SELECT account_id FROM session)
        OR id IN (SELECT account_id FROM oauth_code WHERE token_id = 0)
        OR id IN (SELECT account_id FROM oauth_token WHERE account_id IS NOT NULL));

-- name: the_unconfirmed_are_not_signed_in
SELECT account_id FROM login WHERE confirmed_at = 0 AND account_id IN (SELECT account_id FROM session);

-- name: the_pending_are_not_signed_in
SELECT id FROM account WHERE pending = TRUE AND id IN (SELECT account_id FROM session);

-- name: everyone_here_is_found_by_their_username
SELECT id FROM account
 WHERE removed_at = 0 AND id NOT IN (SELECT account_id FROM account_word);
