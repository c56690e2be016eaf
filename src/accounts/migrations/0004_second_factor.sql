-- The second step of signing in. The authenticator's secret is sealed; until totp_since it waits for its first code.
-- totp_step: the 30 seconds whose code was used last, so that no code is worth anything twice.
CREATE TABLE second_factor (
    account_id BIGINT PRIMARY KEY REFERENCES account (id),
    totp_sealed TEXT NOT NULL DEFAULT '',
    totp_since BIGINT NOT NULL DEFAULT 0,
    totp_step BIGINT NOT NULL DEFAULT 0,
    email_since BIGINT NOT NULL DEFAULT 0
);

-- Unused ones only: a used code is deleted.
CREATE TABLE recovery_code (
    account_id BIGINT NOT NULL REFERENCES account (id),
    code_hash TEXT NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);

-- Somebody whose password was right and who has not given the second step yet.
CREATE TABLE sign_in_step (
    token_hash TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    code_hash TEXT NOT NULL DEFAULT '',
    tries BIGINT NOT NULL DEFAULT 0,
    letters BIGINT NOT NULL DEFAULT 0,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_step_by_account ON sign_in_step (account_id);
CREATE INDEX sign_in_step_by_expiry ON sign_in_step (expires_at);

-- Keys on people's own devices (WebAuthn). public_key is libfido2's raw form, in base64; algorithm is COSE's number.
CREATE TABLE passkey (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    credential_id TEXT NOT NULL UNIQUE,
    algorithm BIGINT NOT NULL,
    public_key TEXT NOT NULL,
    uses BIGINT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX passkey_by_account ON passkey (account_id);

-- What a device was asked to sign: used once. account_id is 0 where anybody may answer.
CREATE TABLE passkey_challenge (
    token_hash TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL,
    challenge TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_challenge_by_expiry ON passkey_challenge (expires_at);
