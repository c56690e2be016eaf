-- Alerts that an organization keeps for the next time: texts with blanks.
CREATE TABLE alert_template (
    id           BIGINT PRIMARY KEY,
    organization BIGINT NOT NULL REFERENCES alert_right (organization) ON DELETE CASCADE,
    name         TEXT NOT NULL,
    hours        BIGINT NOT NULL,
    message      TEXT NOT NULL,
    changed_at   BIGINT NOT NULL,
    UNIQUE (organization, name)
);
