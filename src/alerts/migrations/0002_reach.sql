-- How far telling people of an alert has come. position: the last account, in order, that is done; busy_until: somebody is
-- at work and gives signs of life; done_at: 0 while it goes on.
CREATE TABLE alert_telling (
    alert      BIGINT NOT NULL,
    way        TEXT NOT NULL CHECK (way IN ('push', 'mail')),
    position   BIGINT NOT NULL,
    busy_until BIGINT NOT NULL,
    done_at    BIGINT NOT NULL,
    PRIMARY KEY (alert, way)
);
CREATE INDEX alert_telling_open ON alert_telling (busy_until) WHERE done_at = 0;

-- Who was told of a chain by which way, and of which of its alerts last: an update and the end go to them, too. The rows go
-- when that time is over.
CREATE TABLE alert_told (
    chain   BIGINT NOT NULL,
    way     TEXT NOT NULL CHECK (way IN ('push', 'mail')),
    account BIGINT NOT NULL,
    alert   BIGINT NOT NULL,
    PRIMARY KEY (chain, way, account)
);
CREATE INDEX alert_told_by_account ON alert_told (account);

-- Messages that a push service wants later.
CREATE TABLE alert_push_again (
    alert        BIGINT NOT NULL,
    subscription BIGINT NOT NULL,
    attempts     BIGINT NOT NULL,
    due_at       BIGINT NOT NULL,
    PRIMARY KEY (alert, subscription)
);
CREATE INDEX alert_push_again_due ON alert_push_again (due_at);

-- What waits for somebody's daily letter.
CREATE TABLE alert_digest (
    account BIGINT NOT NULL,
    alert   BIGINT NOT NULL,
    PRIMARY KEY (account, alert)
);

-- How many were reached, and never who.
CREATE TABLE alert_count (
    alert   BIGINT NOT NULL,
    channel TEXT NOT NULL,
    count   BIGINT NOT NULL,
    PRIMARY KEY (alert, channel)
);
