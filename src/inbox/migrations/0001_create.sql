-- What waits for an answer of an organization. 0 stands for nobody, nothing and no moment. kind: 0 mention, 1 message,
-- 2 review, 3 question. `about` names the thing in its room, `part` what made it wait last. No words of it are kept.
CREATE TABLE inbox_item (
    id            BIGINT PRIMARY KEY,
    organization  BIGINT NOT NULL,
    kind          BIGINT NOT NULL,
    about         TEXT NOT NULL,
    part          BIGINT NOT NULL,
    arrived_at    BIGINT NOT NULL,
    due_at        BIGINT NOT NULL,
    answered_at   BIGINT NOT NULL,
    answered_by   BIGINT NOT NULL,
    put_away      BOOLEAN NOT NULL,
    claimed_by    BIGINT NOT NULL,
    claimed_at    BIGINT NOT NULL,
    claimed_until BIGINT NOT NULL,
    assigned_to   BIGINT NOT NULL,
    UNIQUE (kind, about, organization)
);
CREATE INDEX inbox_item_waiting ON inbox_item (organization, due_at, id) WHERE answered_at = 0;
CREATE INDEX inbox_item_closed ON inbox_item (organization, answered_at, id) WHERE answered_at <> 0;
CREATE INDEX inbox_item_part ON inbox_item (kind, part) WHERE part <> 0;
CREATE INDEX inbox_item_claimed ON inbox_item (claimed_by) WHERE claimed_by <> 0;
CREATE INDEX inbox_item_closed_by ON inbox_item (answered_by) WHERE answered_by <> 0;
CREATE INDEX inbox_item_assigned ON inbox_item (assigned_to) WHERE assigned_to <> 0;

-- How long each wait took: stays when the thing itself is deleted.
CREATE TABLE inbox_answer (
    id           BIGINT PRIMARY KEY,
    organization BIGINT NOT NULL,
    kind         BIGINT NOT NULL,
    arrived_at   BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    answered_at  BIGINT NOT NULL,
    answered_by  BIGINT NOT NULL
);
CREATE INDEX inbox_answer_by_arrival ON inbox_answer (organization, arrived_at);
CREATE INDEX inbox_answer_by_person ON inbox_answer (answered_by) WHERE answered_by <> 0;

-- What colleagues tell each other about an item; `handed_to` when it came with a handover.
CREATE TABLE inbox_note (
    id        BIGINT PRIMARY KEY,
    item      BIGINT NOT NULL REFERENCES inbox_item (id),
    author    BIGINT NOT NULL,
    handed_to BIGINT NOT NULL,
    text      TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE INDEX inbox_note_by_item ON inbox_note (item, id);
CREATE INDEX inbox_note_by_author ON inbox_note (author, id) WHERE author <> 0;

CREATE TABLE inbox_saved_answer (
    id           BIGINT PRIMARY KEY,
    organization BIGINT NOT NULL,
    title        TEXT NOT NULL,
    text         TEXT NOT NULL
);
CREATE INDEX inbox_saved_answer_by_organization ON inbox_saved_answer (organization, title, id);

-- Within how many minutes each kind is to be answered. Without a row: what inbox.hpp says.
CREATE TABLE inbox_target (
    organization BIGINT NOT NULL,
    kind         BIGINT NOT NULL,
    minutes      BIGINT NOT NULL,
    PRIMARY KEY (organization, kind)
);

-- When the team is there: minutes since local midnight. No rows: the clock never stops.
CREATE TABLE inbox_office (
    organization BIGINT PRIMARY KEY,
    zone         TEXT NOT NULL
);
CREATE TABLE inbox_hours (
    organization BIGINT NOT NULL,
    day          BIGINT NOT NULL,
    from_minute  BIGINT NOT NULL,
    to_minute    BIGINT NOT NULL,
    PRIMARY KEY (organization, day)
);
