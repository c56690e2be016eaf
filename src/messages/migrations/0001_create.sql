-- Messages between a person and a care team. Every word and file is sealed with the thread's own key, `record_key`, which is
-- destroyed when the thread is erased: then it is 0, and of the thread nothing but this row is left. 0 stands for nobody and
-- no moment.
CREATE TABLE care_desk (
    organization BIGINT PRIMARY KEY,
    open         BOOLEAN NOT NULL,
    hours_note   TEXT NOT NULL,
    away_text    TEXT NOT NULL,
    away_until   BIGINT NOT NULL
);

-- `unread_patient`, `unread_team`: how many messages that side has not read. `away_told`: the absence that was told in it.
-- `asked_to`: the organization that the team would hand it to, once the patient agrees.
CREATE TABLE care_thread (
    id             BIGINT PRIMARY KEY,
    patient        BIGINT NOT NULL,
    organization   BIGINT NOT NULL,
    record_key     BIGINT NOT NULL,
    subject        TEXT NOT NULL,
    closed         BOOLEAN NOT NULL,
    part2          BOOLEAN NOT NULL,
    created_at     BIGINT NOT NULL,
    last_at        BIGINT NOT NULL,
    last_by        BIGINT NOT NULL,
    unread_patient BIGINT NOT NULL,
    unread_team    BIGINT NOT NULL,
    away_told      BIGINT NOT NULL,
    asked_to       BIGINT NOT NULL,
    asked_by       BIGINT NOT NULL,
    erased_at      BIGINT NOT NULL
);
CREATE INDEX care_thread_by_patient ON care_thread (patient, last_at, id);
CREATE INDEX care_thread_by_organization ON care_thread (organization, last_at, id);
CREATE INDEX care_thread_unread ON care_thread (patient) WHERE unread_patient > 0;
CREATE INDEX care_thread_unread_by_team ON care_thread (organization) WHERE unread_team > 0;
CREATE INDEX care_thread_by_last ON care_thread (last_by) WHERE last_by <> 0;
CREATE INDEX care_thread_asked_by ON care_thread (asked_by) WHERE asked_by <> 0;
CREATE INDEX care_thread_asked_to ON care_thread (asked_to) WHERE asked_to <> 0;

-- `token`: a form that is sent twice writes one message.
CREATE TABLE care_message (
    id        BIGINT PRIMARY KEY,
    thread    BIGINT NOT NULL REFERENCES care_thread (id),
    author    BIGINT NOT NULL,
    by_team   BOOLEAN NOT NULL,
    automatic BOOLEAN NOT NULL,
    text      TEXT NOT NULL,
    at        BIGINT NOT NULL,
    read_at   BIGINT NOT NULL,
    token     TEXT NOT NULL
);
CREATE INDEX care_message_by_thread ON care_message (thread, id);
CREATE INDEX care_message_by_author ON care_message (author, id) WHERE author <> 0;
CREATE UNIQUE INDEX care_message_by_token ON care_message (author, token) WHERE token <> '';

-- `name`: sealed, with the type. `content`: sealed.
CREATE TABLE care_message_file (
    id      BIGINT PRIMARY KEY,
    message BIGINT NOT NULL REFERENCES care_message (id),
    thread  BIGINT NOT NULL REFERENCES care_thread (id),
    name    TEXT NOT NULL,
    bytes   BIGINT NOT NULL,
    content TEXT NOT NULL
);
CREATE INDEX care_message_file_by_message ON care_message_file (message, id);
CREATE INDEX care_message_file_by_thread ON care_message_file (thread, message);
