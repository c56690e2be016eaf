CREATE TABLE block (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    other_id   BIGINT NOT NULL REFERENCES account (id),
    UNIQUE (account_id, other_id),
    CHECK (account_id <> other_id)
);
CREATE INDEX block_by_account ON block (account_id, id);
CREATE INDEX block_by_other ON block (other_id, account_id);

CREATE TABLE mute (
    id            BIGINT PRIMARY KEY,
    account_id    BIGINT NOT NULL REFERENCES account (id),
    other_id      BIGINT NOT NULL REFERENCES account (id),
    notifications BOOLEAN NOT NULL,
    until         BIGINT NOT NULL,  -- 0: until it is taken back
    UNIQUE (account_id, other_id),
    CHECK (account_id <> other_id)
);
CREATE INDEX mute_by_account ON mute (account_id, id);
CREATE INDEX mute_by_other ON mute (other_id);
CREATE INDEX mute_by_end ON mute (until) WHERE until > 0;

CREATE TABLE domain_block (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    name       TEXT NOT NULL,
    UNIQUE (account_id, name)
);
CREATE INDEX domain_block_by_account ON domain_block (account_id, id);

-- Whom somebody chose not to hear from. Timed mutes count until they are swept, within a minute of their end.
CREATE VIEW shunned AS
    SELECT account_id, other_id FROM block
    UNION ALL SELECT account_id, other_id FROM mute
    UNION ALL SELECT d.account_id, a.id FROM domain_block d JOIN account a ON a.domain = d.name;

-- Whose posts lists leave out for somebody: the same, and those who blocked them.
CREATE VIEW unheard AS
    SELECT account_id, other_id FROM block
    UNION ALL SELECT other_id, account_id FROM block
    UNION ALL SELECT account_id, other_id FROM mute
    UNION ALL SELECT d.account_id, a.id FROM domain_block d JOIN account a ON a.domain = d.name;
