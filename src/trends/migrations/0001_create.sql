-- What trends now: replaced as a whole every few minutes.
CREATE TABLE trend (
    kind    TEXT NOT NULL CHECK (kind IN ('tag', 'post', 'link')),
    subject BIGINT NOT NULL,
    score   DOUBLE PRECISION NOT NULL,
    people  BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
);
CREATE INDEX trend_by_score ON trend (kind, score);

-- What staff decided, kept for the next time the same subject trends.
CREATE TABLE trend_review (
    kind        TEXT NOT NULL CHECK (kind IN ('tag', 'post', 'link')),
    subject     BIGINT NOT NULL,
    allowed     BOOLEAN NOT NULL,
    reviewed_by BIGINT NOT NULL REFERENCES account (id),
    reviewed_at BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
);
