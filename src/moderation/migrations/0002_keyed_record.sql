-- Entries from here on are made with keys; those before are plain hashes, which the first keyed entry covers.
ALTER TABLE audit_entry ADD COLUMN keyed BOOLEAN NOT NULL DEFAULT FALSE;

-- The key that the next entry will be made with, and what signs checkpoints: both sealed with the server's key.
CREATE TABLE audit_chain (
    id            BIGINT PRIMARY KEY CHECK (id = 1),
    name          TEXT NOT NULL,    -- random: the root gives each chain other keys
    plain_entries BIGINT NOT NULL,  -- those from before there were keys
    root_says     TEXT NOT NULL,    -- made with the root from the name and that number: neither can be changed
    keyed_entries BIGINT NOT NULL,
    key           TEXT NOT NULL,
    signer        TEXT NOT NULL,
    signer_public TEXT NOT NULL
);

-- How far the record went at a moment, signed.
CREATE TABLE audit_checkpoint (
    number    BIGINT PRIMARY KEY,
    at        BIGINT NOT NULL,
    head      TEXT NOT NULL,
    signature TEXT NOT NULL
);

-- What the last verification of the whole record found.
CREATE TABLE audit_check (
    id        BIGINT PRIMARY KEY CHECK (id = 1),
    at        BIGINT NOT NULL,
    entries   BIGINT NOT NULL,
    first_bad BIGINT NOT NULL,
    has_root  BOOLEAN NOT NULL
);

-- Refused sign-ups with a blocked mailbox, by days since 1970.
CREATE TABLE email_domain_attempt (
    block_id  BIGINT NOT NULL REFERENCES email_domain_block (id),
    day       BIGINT NOT NULL,
    uses      BIGINT NOT NULL,
    addresses BIGINT NOT NULL,
    PRIMARY KEY (block_id, day)
);
