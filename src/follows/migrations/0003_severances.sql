-- Follows that ended at once because a server was blocked or an account suspended: what the notification about it says.
CREATE TABLE severance (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    cause      TEXT NOT NULL CHECK (cause IN ('domain_block', 'user_domain_block', 'account_suspension')),
    target     TEXT NOT NULL,  -- the server, or the account's name
    followers  BIGINT NOT NULL,
    following  BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX severance_by_account ON severance (account_id, id);
