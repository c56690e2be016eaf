-- What moderators decide about an account. silenced: shown to followers and by address only; sensitized: its media are
-- covered; disabled: it cannot be used, and stays as it is; pending: nobody has let it in yet.
ALTER TABLE account ADD COLUMN silenced_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN sensitized_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN disabled_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN pending BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX account_pending ON account (id) WHERE pending = TRUE;

-- Why somebody wants to join, asked where people are let in one by one; whose invitation brought them.
ALTER TABLE login ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE login ADD COLUMN invited_by BIGINT NOT NULL DEFAULT 0;
CREATE INDEX login_invited ON login (invited_by) WHERE invited_by > 0;

-- From where somebody signed up and in: kept for accounts.address_days after the last use, for moderators only.
CREATE TABLE sign_in_address (
    account_id BIGINT NOT NULL REFERENCES account (id),
    address TEXT NOT NULL,
    at_sign_up BOOLEAN NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, address)
);
CREATE INDEX sign_in_address_by_address ON sign_in_address (address);
CREATE INDEX sign_in_address_by_use ON sign_in_address (used_at);
