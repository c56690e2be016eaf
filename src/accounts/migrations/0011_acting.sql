-- Whom a grant of an organization's account was given to: a person who acts for it under their own name. 0: the account itself.
ALTER TABLE session ADD COLUMN by_account BIGINT NOT NULL DEFAULT 0;
ALTER TABLE oauth_code ADD COLUMN by_account BIGINT NOT NULL DEFAULT 0;
ALTER TABLE oauth_token ADD COLUMN by_account BIGINT NOT NULL DEFAULT 0;
CREATE INDEX session_by ON session (by_account, account_id) WHERE by_account <> 0;
CREATE INDEX oauth_token_by ON oauth_token (by_account, account_id) WHERE by_account <> 0;
