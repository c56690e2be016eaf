-- What the rooms of care share. 0 stands for nobody and nothing.
-- Keys of threads, plans and people, wrapped with the server's key file; `master` is the number of the key that wrapped it.
-- A destroyed one has no row: what it sealed is gone with it.
CREATE TABLE record_key (
    id         BIGINT PRIMARY KEY,
    wrapped    TEXT NOT NULL,
    master     BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX record_key_by_master ON record_key (master, id);

-- What a person told about themselves to who cares for them, sealed with a key of their own.
CREATE TABLE record_person (
    account_id BIGINT PRIMARY KEY,
    key_id     BIGINT NOT NULL REFERENCES record_key (id),
    sealed     TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX record_person_by_key ON record_person (key_id);

-- The log of access: added to only. It has several parts, so that those who write at once seldom wait for each other; a
-- patient's entries are all in one. `number` counts within the part. No word of a record stands here.
CREATE TABLE record_access (
    id           BIGINT PRIMARY KEY,
    part         BIGINT NOT NULL,
    number       BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    person       BIGINT NOT NULL,
    organization BIGINT NOT NULL,
    patient      BIGINT NOT NULL,
    action       BIGINT NOT NULL CHECK (action BETWEEN 0 AND 4),
    what         TEXT NOT NULL,
    about        TEXT NOT NULL,
    refused      BOOLEAN NOT NULL,
    detail       TEXT NOT NULL,
    hash         TEXT NOT NULL,
    UNIQUE (part, number)
);
CREATE INDEX record_access_of ON record_access (patient, id);

-- Where each part stands: how many entries, the hash of the last, and the key of the next, sealed. `name` is drawn by lot.
CREATE TABLE record_chain (
    part       BIGINT PRIMARY KEY,
    name       TEXT NOT NULL,
    root_says  TEXT NOT NULL,
    entries    BIGINT NOT NULL,
    head       TEXT NOT NULL,
    sealed_key TEXT NOT NULL
);

-- Consents. `what` names rooms, separated by spaces; "" for all. discloser 0: every organization here.
CREATE TABLE record_consent (
    id           BIGINT PRIMARY KEY,
    patient      BIGINT NOT NULL,
    discloser    BIGINT NOT NULL,
    recipient    BIGINT NOT NULL,
    purpose      BIGINT NOT NULL CHECK (purpose BETWEEN 0 AND 3),
    what         TEXT NOT NULL,
    given_at     BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    withdrawn_at BIGINT NOT NULL
);
CREATE INDEX record_consent_of ON record_consent (patient, id);
CREATE INDEX record_consent_for ON record_consent (patient, recipient) WHERE withdrawn_at = 0;

-- What left for somebody else, and under which consent.
CREATE TABLE record_disclosure (
    id        BIGINT PRIMARY KEY,
    at        BIGINT NOT NULL,
    patient   BIGINT NOT NULL,
    discloser BIGINT NOT NULL,
    recipient BIGINT NOT NULL,
    person    BIGINT NOT NULL,
    what      TEXT NOT NULL,
    about     TEXT NOT NULL,
    consent   BIGINT NOT NULL
);
CREATE INDEX record_disclosure_of ON record_disclosure (patient, id);
