-- What the organization says below a story. One a review: `told` is what everybody reads ("" before it was published, or after
-- it was taken back), `draft` what waits. state of the draft: 0 none, 1 written, 2 a colleague is to look at it.
-- published, changed: days. first_day stays when it is taken back and published again: the figures cannot be made better so.
CREATE TABLE review_reply (
    review       BIGINT PRIMARY KEY REFERENCES review (id),
    organization BIGINT NOT NULL,
    location     BIGINT NOT NULL,
    told         TEXT NOT NULL,
    author       BIGINT NOT NULL,
    approved_by  BIGINT NOT NULL,
    published    TEXT NOT NULL,
    first_day    TEXT NOT NULL,
    changed      TEXT NOT NULL,
    draft        TEXT NOT NULL,
    draft_by     BIGINT NOT NULL,
    draft_state  BIGINT NOT NULL CHECK (draft_state BETWEEN 0 AND 2)
);
CREATE INDEX review_reply_drafts ON review_reply (organization, review) WHERE draft_state <> 0;
CREATE INDEX review_reply_by_author ON review_reply (author) WHERE author <> 0;
CREATE INDEX review_reply_by_drafter ON review_reply (draft_by) WHERE draft_by <> 0;

-- Every text that was public, for the team.
CREATE TABLE review_reply_version (
    id     BIGINT PRIMARY KEY,
    review BIGINT NOT NULL REFERENCES review (id),
    told   TEXT NOT NULL,
    author BIGINT NOT NULL,
    day    TEXT NOT NULL
);
CREATE INDEX review_reply_version_of ON review_reply_version (review, id);
CREATE INDEX review_reply_version_by_author ON review_reply_version (author) WHERE author <> 0;

-- What became of a story. kind: 0 planned, 1 changed.
CREATE TABLE review_step (
    review       BIGINT NOT NULL REFERENCES review (id),
    kind         BIGINT NOT NULL CHECK (kind BETWEEN 0 AND 1),
    organization BIGINT NOT NULL,
    location     BIGINT NOT NULL,
    told         TEXT NOT NULL,
    author       BIGINT NOT NULL,
    day          TEXT NOT NULL,
    changed      TEXT NOT NULL,
    PRIMARY KEY (review, kind)
);
CREATE INDEX review_step_at ON review_step (location, kind, day, review);
CREATE INDEX review_step_by ON review_step (organization, kind, day, review);
CREATE INDEX review_step_by_author ON review_step (author) WHERE author <> 0;
