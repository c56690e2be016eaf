CREATE TABLE push_subscription (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    grant_id   BIGINT NOT NULL,   -- the token or session that asked for it, and ends it
    endpoint   TEXT NOT NULL,
    p256dh     TEXT NOT NULL,     -- the receiver's public key, base64url
    auth       TEXT NOT NULL,     -- the secret shared with it, base64url
    standard   BOOLEAN NOT NULL,  -- RFC 8291; else the draft that came before it
    alerts     TEXT NOT NULL,     -- ",mention,follow,": the kinds that are sent
    policy     TEXT NOT NULL CHECK (policy IN ('all', 'followed', 'follower', 'none')),
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, grant_id)
);
CREATE INDEX push_subscription_by_grant ON push_subscription (grant_id);
