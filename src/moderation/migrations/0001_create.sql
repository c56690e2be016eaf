-- A rule that was taken away stays: reports and decisions name it.
CREATE TABLE rule (
    id         BIGINT PRIMARY KEY,
    position   BIGINT NOT NULL,
    text       TEXT NOT NULL,
    hint       TEXT NOT NULL,
    removed_at BIGINT NOT NULL
);

CREATE TABLE report (
    id           BIGINT PRIMARY KEY,
    reporter_id  BIGINT NOT NULL REFERENCES account (id),
    target_id    BIGINT NOT NULL REFERENCES account (id),
    category     TEXT NOT NULL CHECK (category IN ('spam', 'legal', 'violation', 'other')),
    comment      TEXT NOT NULL,
    forwarded    BOOLEAN NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    assigned_id  BIGINT NOT NULL,  -- 0: nobody
    closed_at    BIGINT NOT NULL,  -- 0: open
    closed_by_id BIGINT NOT NULL
);
CREATE INDEX report_open ON report (id) WHERE closed_at = 0;
CREATE INDEX report_by_target ON report (target_id, id);
CREATE INDEX report_by_reporter ON report (reporter_id, id);

CREATE TABLE report_post (
    report_id BIGINT NOT NULL REFERENCES report (id),
    post_id   BIGINT NOT NULL,  -- posts is a higher room, so no reference
    PRIMARY KEY (report_id, post_id)
);
CREATE INDEX report_post_by_post ON report_post (post_id);

CREATE TABLE report_rule (
    report_id BIGINT NOT NULL REFERENCES report (id),
    rule_id   BIGINT NOT NULL REFERENCES rule (id),
    PRIMARY KEY (report_id, rule_id)
);

CREATE TABLE report_note (
    id         BIGINT PRIMARY KEY,
    report_id  BIGINT NOT NULL REFERENCES report (id),
    author_id  BIGINT NOT NULL REFERENCES account (id),
    text       TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX report_note_by_report ON report_note (report_id, id);

-- What a moderator decided about an account, with the statement of reasons that its owner reads.
CREATE TABLE decision (
    id           BIGINT PRIMARY KEY,
    target_id    BIGINT NOT NULL REFERENCES account (id),
    moderator_id BIGINT NOT NULL REFERENCES account (id),
    act          TEXT NOT NULL CHECK (act IN ('none', 'disable', 'sensitive', 'silence', 'suspend', 'delete_statuses', 'mark_statuses_as_sensitive')),
    reasons      TEXT NOT NULL,
    report_id    BIGINT NOT NULL,  -- 0: without a report
    link_hash    TEXT NOT NULL UNIQUE,  -- of the secret in the letter: whoever is shut out can read and appeal too
    created_at   BIGINT NOT NULL,
    overruled_at BIGINT NOT NULL   -- an appeal was granted
);
CREATE INDEX decision_by_target ON decision (target_id, id);

CREATE TABLE decision_post (
    decision_id BIGINT NOT NULL REFERENCES decision (id),
    post_id     BIGINT NOT NULL,
    words       TEXT NOT NULL,  -- how it began: the post may be gone
    PRIMARY KEY (decision_id, post_id)
);

CREATE TABLE decision_rule (
    decision_id BIGINT NOT NULL REFERENCES decision (id),
    rule_id     BIGINT NOT NULL REFERENCES rule (id),
    PRIMARY KEY (decision_id, rule_id)
);

CREATE TABLE appeal (
    id            BIGINT PRIMARY KEY,
    decision_id   BIGINT NOT NULL UNIQUE REFERENCES decision (id),
    text          TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    decided_at    BIGINT NOT NULL,  -- 0: waits
    decided_by_id BIGINT NOT NULL,
    granted       BOOLEAN NOT NULL,
    answer        TEXT NOT NULL
);
CREATE INDEX appeal_waiting ON appeal (id) WHERE decided_at = 0;

-- Nothing here is ever changed. Each entry's hash covers the entry before it.
CREATE TABLE audit_entry (
    number   BIGINT PRIMARY KEY,  -- 1, 2, 3, ...
    at       BIGINT NOT NULL,
    actor_id BIGINT NOT NULL,
    act      TEXT NOT NULL,       -- report.resolve, account.suspend, ip_block.add ...
    target   TEXT NOT NULL,       -- account:17, report:4, domain:far.example
    detail   TEXT NOT NULL,
    hash     TEXT NOT NULL
);
CREATE INDEX audit_entry_by_actor ON audit_entry (actor_id, number);
CREATE INDEX audit_entry_by_target ON audit_entry (target, number);

CREATE TABLE server_block (
    id              BIGINT PRIMARY KEY,
    domain          TEXT NOT NULL UNIQUE,
    severity        TEXT NOT NULL CHECK (severity IN ('silence', 'suspend', 'noop')),
    reject_media    BOOLEAN NOT NULL,
    reject_reports  BOOLEAN NOT NULL,
    obfuscate       BOOLEAN NOT NULL,
    private_comment TEXT NOT NULL,
    public_comment  TEXT NOT NULL,
    created_at      BIGINT NOT NULL
);

CREATE TABLE server_allow (
    id         BIGINT PRIMARY KEY,
    domain     TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE ip_block (
    id         BIGINT PRIMARY KEY,
    network    TEXT NOT NULL UNIQUE,  -- 192.0.2.0/24, 2001:db8::/32
    severity   TEXT NOT NULL CHECK (severity IN ('sign_up_requires_approval', 'sign_up_block', 'no_access')),
    comment    TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL        -- 0: never
);

CREATE TABLE email_domain_block (
    id         BIGINT PRIMARY KEY,
    domain     TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE canonical_email_block (
    id         BIGINT PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE,
    account_id BIGINT NOT NULL,  -- whose suspension made it; 0: a moderator did
    created_at BIGINT NOT NULL
);
CREATE INDEX canonical_email_block_by_account ON canonical_email_block (account_id) WHERE account_id <> 0;

-- On which days somebody was here: the only trace that measures need.
CREATE TABLE active_day (
    day        BIGINT NOT NULL,  -- days since 1970
    account_id BIGINT NOT NULL REFERENCES account (id),
    PRIMARY KEY (day, account_id)
);
CREATE INDEX active_day_by_account ON active_day (account_id);
