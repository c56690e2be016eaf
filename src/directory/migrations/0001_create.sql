-- What an organization says of itself beyond its account. `listed_at`: a moderator entered it from a public register, and
-- nobody runs it yet; 0 for who signed up by themselves, or once it was claimed.
CREATE TABLE directory_organization (
    account_id BIGINT NOT NULL PRIMARY KEY,
    hue INTEGER NOT NULL DEFAULT 0 CHECK (hue >= 0 AND hue < 12),
    phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    website TEXT NOT NULL DEFAULT '',
    listed_at BIGINT NOT NULL DEFAULT 0,
    verified_at BIGINT NOT NULL DEFAULT 0,
    verified_by BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE directory_location (
    id BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    description TEXT NOT NULL,
    specialty TEXT NOT NULL,
    street TEXT NOT NULL,
    city TEXT NOT NULL,
    region TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country TEXT NOT NULL,
    latitude DOUBLE PRECISION NOT NULL CHECK (latitude >= -90 AND latitude <= 90),
    longitude DOUBLE PRECISION NOT NULL CHECK (longitude >= -180 AND longitude <= 180),
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    website TEXT NOT NULL,
    zone TEXT NOT NULL,
    hours TEXT NOT NULL,
    exceptions TEXT NOT NULL,
    languages TEXT NOT NULL,
    access TEXT NOT NULL,
    insurance TEXT NOT NULL,
    price TEXT NOT NULL,
    accepts_new BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    score_mean DOUBLE PRECISION NOT NULL DEFAULT 0,
    score_low DOUBLE PRECISION NOT NULL DEFAULT 0,
    score_high DOUBLE PRECISION NOT NULL DEFAULT 0,
    score_effective DOUBLE PRECISION NOT NULL DEFAULT 0,
    score_reviews BIGINT NOT NULL DEFAULT 0,
    score_first DOUBLE PRECISION NOT NULL DEFAULT 0,
    score_second DOUBLE PRECISION NOT NULL DEFAULT 0,
    score_third DOUBLE PRECISION NOT NULL DEFAULT 0,
    score_fourth DOUBLE PRECISION NOT NULL DEFAULT 0,
    score_fifth DOUBLE PRECISION NOT NULL DEFAULT 0
);
CREATE INDEX directory_location_of ON directory_location (account_id, folded, id);
CREATE TABLE directory_service (
    id BIGINT NOT NULL PRIMARY KEY,
    location_id BIGINT NOT NULL REFERENCES directory_location (id),
    specialty TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    price TEXT NOT NULL,
    by_referral BOOLEAN NOT NULL,
    in_person BOOLEAN NOT NULL,
    video BOOLEAN NOT NULL,
    phone BOOLEAN NOT NULL
);
CREATE INDEX directory_service_of ON directory_service (location_id, id);
CREATE TABLE directory_staff (
    id BIGINT NOT NULL PRIMARY KEY,
    location_id BIGINT NOT NULL REFERENCES directory_location (id),
    account_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    specialty TEXT NOT NULL,
    languages TEXT NOT NULL,
    credential TEXT NOT NULL,
    registry TEXT NOT NULL,
    verified_at BIGINT NOT NULL DEFAULT 0,
    verified_by BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX directory_staff_of ON directory_staff (location_id, id);
CREATE INDEX directory_staff_by_account ON directory_staff (account_id, location_id) WHERE account_id <> 0;
CREATE INDEX directory_staff_unchecked ON directory_staff (id) WHERE verified_at = 0;
-- Somebody asks to run an organization, or that it gets the mark. What proves it is sealed, for moderators only.
CREATE TABLE directory_claim (
    id BIGINT NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('run', 'mark')),
    evidence_sealed TEXT NOT NULL,
    file_sealed TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    decided_at BIGINT NOT NULL DEFAULT 0,
    decided_by BIGINT NOT NULL DEFAULT 0,
    granted BOOLEAN NOT NULL DEFAULT FALSE,
    answer TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX directory_claim_waiting_of ON directory_claim (account_id, person_id) WHERE decided_at = 0;
CREATE INDEX directory_claim_waiting ON directory_claim (id) WHERE decided_at = 0;
CREATE INDEX directory_claim_of ON directory_claim (account_id, id);
CREATE INDEX directory_claim_by ON directory_claim (person_id, id);
