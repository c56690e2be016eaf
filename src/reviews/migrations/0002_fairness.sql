-- What the reviews of a place come to, written with each of them. weight_1 to weight_5: how much the reviews of so many stars
-- count together; what a kind of care's spread is made of.
CREATE TABLE review_score (
    location   BIGINT PRIMARY KEY,
    specialty  TEXT NOT NULL,
    mean       DOUBLE PRECISION NOT NULL,
    low        DOUBLE PRECISION NOT NULL,
    high       DOUBLE PRECISION NOT NULL,
    effective  DOUBLE PRECISION NOT NULL,
    reviews    BIGINT NOT NULL,
    count_1    BIGINT NOT NULL,
    count_2    BIGINT NOT NULL,
    count_3    BIGINT NOT NULL,
    count_4    BIGINT NOT NULL,
    count_5    BIGINT NOT NULL,
    weight_1   DOUBLE PRECISION NOT NULL,
    weight_2   DOUBLE PRECISION NOT NULL,
    weight_3   DOUBLE PRECISION NOT NULL,
    weight_4   DOUBLE PRECISION NOT NULL,
    weight_5   DOUBLE PRECISION NOT NULL,
    mark_1     DOUBLE PRECISION NOT NULL,
    mark_2     DOUBLE PRECISION NOT NULL,
    mark_3     DOUBLE PRECISION NOT NULL,
    mark_4     DOUBLE PRECISION NOT NULL,
    mark_5     DOUBLE PRECISION NOT NULL
);
CREATE INDEX review_score_by_mean ON review_score (specialty, mean) WHERE effective >= 15;

-- The spread of a kind of care: the sums of weight_1 to weight_5 of its places.
CREATE TABLE review_spread (
    specialty TEXT PRIMARY KEY,
    weight_1  DOUBLE PRECISION NOT NULL,
    weight_2  DOUBLE PRECISION NOT NULL,
    weight_3  DOUBLE PRECISION NOT NULL,
    weight_4  DOUBLE PRECISION NOT NULL,
    weight_5  DOUBLE PRECISION NOT NULL
);

-- A sign of fraud about reviews of one place, for a person to judge. standing: 0 waits, 1 kept, 2 dismissed: it counts no more.
CREATE TABLE review_signal (
    id         BIGINT PRIMARY KEY,
    location   BIGINT NOT NULL,
    kind       TEXT NOT NULL,
    why        TEXT NOT NULL,
    weight     DOUBLE PRECISION NOT NULL CHECK (weight BETWEEN 0 AND 1),
    found_at   BIGINT NOT NULL,
    standing   BIGINT NOT NULL CHECK (standing BETWEEN 0 AND 2),
    moderator  BIGINT NOT NULL,
    words      TEXT NOT NULL,
    decided_at BIGINT NOT NULL
);
CREATE INDEX review_signal_waiting ON review_signal (id) WHERE standing = 0;

-- Which reviews it is about.
CREATE TABLE review_signal_about (
    signal BIGINT NOT NULL REFERENCES review_signal (id),
    review BIGINT NOT NULL REFERENCES review (id),
    PRIMARY KEY (signal, review)
);
CREATE INDEX review_signal_about_review ON review_signal_about (review);
