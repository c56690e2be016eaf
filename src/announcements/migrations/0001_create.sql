-- What the people who run the server tell everybody. 0 stands for no moment; published_at 0 is not published.
CREATE TABLE announcement (
    id           BIGINT PRIMARY KEY,
    text         TEXT NOT NULL,
    starts_at    BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,
    all_day      BOOLEAN NOT NULL,
    published_at BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL
);

CREATE TABLE announcement_read (
    announcement_id BIGINT NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
    account_id      BIGINT NOT NULL REFERENCES account (id),
    PRIMARY KEY (announcement_id, account_id)
);
CREATE INDEX announcement_read_by_account ON announcement_read (account_id);

-- A reaction is one emoji under one announcement, with how many gave it.
CREATE TABLE announcement_reaction (
    id              BIGINT PRIMARY KEY,
    announcement_id BIGINT NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
    name            TEXT NOT NULL,
    count           BIGINT NOT NULL CHECK (count >= 0),
    UNIQUE (announcement_id, name)
);

CREATE TABLE announcement_reactor (
    reaction_id BIGINT NOT NULL REFERENCES announcement_reaction (id) ON DELETE CASCADE,
    account_id  BIGINT NOT NULL REFERENCES account (id),
    PRIMARY KEY (reaction_id, account_id)
);
CREATE INDEX announcement_reactor_by_account ON announcement_reactor (account_id);
