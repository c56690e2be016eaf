CREATE TABLE account (
    id BIGINT PRIMARY KEY,
    username TEXT NOT NULL,
    username_folded TEXT NOT NULL,
    domain TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL CHECK (kind IN ('person', 'professional', 'organization', 'group', 'service')),
    role TEXT NOT NULL CHECK (role IN ('member', 'moderator', 'admin')),
    name TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    avatar TEXT NOT NULL DEFAULT '',
    header TEXT NOT NULL DEFAULT '',
    locked BOOLEAN NOT NULL DEFAULT FALSE,
    discoverable BOOLEAN NOT NULL DEFAULT TRUE,
    indexable BOOLEAN NOT NULL DEFAULT TRUE,
    language TEXT NOT NULL DEFAULT 'en',
    followers BIGINT NOT NULL DEFAULT 0,
    following BIGINT NOT NULL DEFAULT 0,
    posts BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    suspended_at BIGINT NOT NULL DEFAULT 0,
    removed_at BIGINT NOT NULL DEFAULT 0,
    last_post_at BIGINT NOT NULL DEFAULT 0,
    UNIQUE (domain, username_folded)
);

CREATE TABLE account_field (
    account_id BIGINT NOT NULL REFERENCES account (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (account_id, position)
);

-- The folded words of a username and a name, spelled in hexadecimal: the only spelling that every engine and every
-- locale orders the same way, so that a prefix is a range.
CREATE TABLE account_word (
    account_id BIGINT NOT NULL REFERENCES account (id),
    word TEXT NOT NULL,
    PRIMARY KEY (account_id, word)
);
CREATE INDEX account_word_by_word ON account_word (word, account_id);

CREATE TABLE login (
    account_id BIGINT PRIMARY KEY REFERENCES account (id),
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    age TEXT NOT NULL CHECK (age IN ('unknown', 'minor', 'adult')),
    confirmed_at BIGINT NOT NULL DEFAULT 0
);

-- Secrets that were mailed: to confirm an address, to choose a new password.
CREATE TABLE letter_token (
    token_hash TEXT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('confirm', 'reset')),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX letter_token_by_account ON letter_token (account_id, purpose, created_at);

CREATE TABLE session (
    id BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    token_hash TEXT NOT NULL UNIQUE,
    browser TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);
CREATE INDEX session_by_account ON session (account_id, used_at);

CREATE TABLE oauth_app (
    id BIGINT PRIMARY KEY,
    client_id TEXT NOT NULL UNIQUE,
    secret_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    website TEXT NOT NULL DEFAULT '',
    redirect_uris TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- account_id is NULL for an app that acts for itself.
CREATE TABLE oauth_token (
    id BIGINT PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    app_id BIGINT NOT NULL REFERENCES oauth_app (id),
    account_id BIGINT REFERENCES account (id),
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL
);
CREATE INDEX oauth_token_by_account ON oauth_token (account_id, app_id);

-- A used code stays until it expires, to notice that it is used again; token_id is what it gave.
CREATE TABLE oauth_code (
    code_hash TEXT PRIMARY KEY,
    app_id BIGINT NOT NULL REFERENCES oauth_app (id),
    account_id BIGINT NOT NULL REFERENCES account (id),
    redirect_uri TEXT NOT NULL,
    scopes TEXT NOT NULL,
    challenge TEXT NOT NULL DEFAULT '',
    expires_at BIGINT NOT NULL,
    token_id BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX oauth_code_by_account ON oauth_code (account_id, app_id);
CREATE INDEX oauth_code_by_expiry ON oauth_code (expires_at);
