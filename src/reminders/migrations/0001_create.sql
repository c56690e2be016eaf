-- What somebody is to be told, and when. A row goes in the change that tells it: so it is told once.
CREATE TABLE reminder (
    id     BIGINT PRIMARY KEY,
    person BIGINT NOT NULL,
    kind   TEXT NOT NULL,
    about  TEXT NOT NULL,
    at     BIGINT NOT NULL,
    UNIQUE (person, kind, about, at)
);
CREATE INDEX reminder_by_time ON reminder (at, id);

-- How somebody wants to be reminded; without a row as everybody is at first. lead: minutes, separated by commas.
-- calendar_hash: of the secret in the address of their calendar; "" for none.
CREATE TABLE reminder_choice (
    account_id    BIGINT PRIMARY KEY,
    lead          TEXT NOT NULL,
    push          BOOLEAN NOT NULL,
    mail          BOOLEAN NOT NULL,
    calendar_hash TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX reminder_choice_by_calendar ON reminder_choice (calendar_hash) WHERE calendar_hash <> '';

-- What was told at once, by its key: the same one twice is told once.
CREATE TABLE reminder_told (
    key TEXT PRIMARY KEY,
    at  BIGINT NOT NULL
);
CREATE INDEX reminder_told_by_time ON reminder_told (at);

-- Links that do one thing once, by the hash of their secret. used_at 0: not yet.
CREATE TABLE reminder_link (
    secret_hash TEXT PRIMARY KEY,
    person      BIGINT NOT NULL,
    act         TEXT NOT NULL,
    about       TEXT NOT NULL,
    ends_at     BIGINT NOT NULL,
    used_at     BIGINT NOT NULL
);
CREATE INDEX reminder_link_by_end ON reminder_link (ends_at);
CREATE INDEX reminder_link_by_person ON reminder_link (person);
