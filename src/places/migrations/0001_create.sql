-- Where people want to be warned. What a place is stands in the sealed text alone, so that nobody who holds the data knows.
CREATE TABLE place (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    sealed     TEXT NOT NULL
);
CREATE INDEX place_by_account ON place (account_id, id);

-- Of what, and how. Nobody has a row who changed nothing.
CREATE TABLE place_wishes (
    account_id    BIGINT PRIMARY KEY REFERENCES account (id),
    topics_sealed TEXT NOT NULL,
    push          BOOLEAN NOT NULL,
    mail          BIGINT NOT NULL CHECK (mail BETWEEN 0 AND 2),
    mail_from     BIGINT NOT NULL CHECK (mail_from BETWEEN 0 AND 4)
);
