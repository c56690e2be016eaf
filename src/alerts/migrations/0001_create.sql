-- Warnings, ours and other agencies'. What one says never changes; 0 stands for no alert, no account and no moment.
CREATE TABLE alert (
    id          BIGINT PRIMARY KEY,
    chain       BIGINT NOT NULL,
    replaces    BIGINT NOT NULL,
    replaced_by BIGINT NOT NULL,
    issuer      BIGINT NOT NULL,
    source      BIGINT NOT NULL,
    source_name TEXT NOT NULL,
    source_url  TEXT NOT NULL,
    sender      TEXT NOT NULL,
    identifier  TEXT NOT NULL,
    sent        BIGINT NOT NULL,
    rank        BIGINT NOT NULL,
    message     TEXT NOT NULL,
    changed     TEXT NOT NULL,
    why         TEXT NOT NULL,
    issued_at   BIGINT NOT NULL,
    ends_at     BIGINT NOT NULL,
    ended_at    BIGINT NOT NULL,
    post        BIGINT NOT NULL,
    UNIQUE (sender, identifier, sent)
);
CREATE INDEX alert_in_force ON alert (rank, id) WHERE ended_at = 0;
CREATE INDEX alert_by_issuer ON alert (issuer, id);
CREATE INDEX alert_by_chain ON alert (chain, id);

-- Of imported ones: the document as it came.
CREATE TABLE alert_document (
    alert BIGINT PRIMARY KEY REFERENCES alert (id),
    xml   TEXT NOT NULL
);

CREATE TABLE alert_right (
    organization   BIGINT PRIMARY KEY REFERENCES account (id),
    sender         TEXT NOT NULL UNIQUE,
    needs_approval BOOLEAN NOT NULL,
    since          BIGINT NOT NULL
);

CREATE TABLE alert_member (
    organization BIGINT NOT NULL REFERENCES alert_right (organization) ON DELETE CASCADE,
    person       BIGINT NOT NULL REFERENCES account (id),
    composes     BOOLEAN NOT NULL,
    approves     BOOLEAN NOT NULL,
    PRIMARY KEY (organization, person)
);
CREATE INDEX alert_member_by_person ON alert_member (person);

-- state: 0 writing, 1 waiting for approval, 2 issued, 3 dropped.
CREATE TABLE alert_draft (
    id           BIGINT PRIMARY KEY,
    version      BIGINT NOT NULL,
    organization BIGINT NOT NULL,
    author       BIGINT NOT NULL,
    message      TEXT NOT NULL,
    replaces     BIGINT NOT NULL,
    changed      TEXT NOT NULL,
    why          TEXT NOT NULL,
    sent_back    TEXT NOT NULL,
    state        BIGINT NOT NULL,
    approved_by  BIGINT NOT NULL,
    issued_as    BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL
);
CREATE INDEX alert_draft_open ON alert_draft (organization, id) WHERE state < 2;

-- The public record: each entry holds the hash of the one before. A text may have to go by law; its hash stays.
CREATE TABLE alert_record (
    number    BIGINT PRIMARY KEY,
    at        BIGINT NOT NULL,
    kind      TEXT NOT NULL,
    alert     BIGINT NOT NULL,
    text      TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    hash      TEXT NOT NULL
);
CREATE INDEX alert_record_by_alert ON alert_record (alert, number);
