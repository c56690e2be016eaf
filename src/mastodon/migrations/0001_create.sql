-- How far somebody has read, kept so that their apps agree on it.
CREATE TABLE marker (
    account_id   BIGINT NOT NULL REFERENCES account (id),
    timeline     TEXT NOT NULL CHECK (timeline IN ('home', 'notifications')),
    last_read_id BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    PRIMARY KEY (account_id, timeline)
);
