-- Who put an alert away in their app, for as long as it holds.
CREATE TABLE alert_dismissed (
    alert      BIGINT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES account (id),
    PRIMARY KEY (alert, account_id)
);
CREATE INDEX alert_dismissed_by_account ON alert_dismissed (account_id);
