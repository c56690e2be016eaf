-- Links that people bring others in with. most_uses and expires_at: 0 for no end. The code is no secret of anybody's: its
-- maker sees it again to pass it on.
CREATE TABLE invitation (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES account (id),
    uses BIGINT NOT NULL DEFAULT 0,
    most_uses BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX invitation_by_account ON invitation (account_id, id);

-- Which invitation brought somebody, and which app signed them up.
ALTER TABLE login ADD COLUMN invitation_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE login ADD COLUMN app_id BIGINT NOT NULL DEFAULT 0;
