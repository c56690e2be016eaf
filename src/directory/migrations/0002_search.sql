-- What other registers call a place: bringing the same file in again finds what it brought before.
CREATE TABLE directory_identifier (
    account_id BIGINT NOT NULL,
    system TEXT NOT NULL,
    value TEXT NOT NULL,
    location_id BIGINT NOT NULL REFERENCES directory_location (id),
    PRIMARY KEY (account_id, system, value)
);
CREATE INDEX directory_identifier_of ON directory_identifier (location_id);
