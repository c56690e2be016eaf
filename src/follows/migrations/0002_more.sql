-- Languages of somebody's posts that come home, separated by spaces; '' for all.
ALTER TABLE follow ADD COLUMN languages TEXT NOT NULL DEFAULT '';
ALTER TABLE follow_request ADD COLUMN languages TEXT NOT NULL DEFAULT '';

-- What somebody noted about another, for their own eyes.
CREATE TABLE account_note (
    account_id BIGINT NOT NULL REFERENCES account (id),
    other_id   BIGINT NOT NULL REFERENCES account (id),
    text       TEXT NOT NULL CHECK (text <> ''),
    PRIMARY KEY (account_id, other_id)
);
CREATE INDEX account_note_by_other ON account_note (other_id);

-- Whom somebody recommends on their profile, among those they follow.
CREATE TABLE endorsement (
    id         BIGINT PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES account (id),
    other_id   BIGINT NOT NULL REFERENCES account (id),
    UNIQUE (account_id, other_id)
);
CREATE INDEX endorsement_by_account ON endorsement (account_id, id);
CREATE INDEX endorsement_by_other ON endorsement (other_id);

CREATE TABLE suggestion_dismissed (
    account_id BIGINT NOT NULL REFERENCES account (id),
    other_id   BIGINT NOT NULL REFERENCES account (id),
    PRIMARY KEY (account_id, other_id)
);
CREATE INDEX suggestion_dismissed_by_other ON suggestion_dismissed (other_id);

-- The directory's two orders and the most followed, as far as people want to be found.
CREATE INDEX account_by_activity ON account (last_post_at, id) WHERE discoverable = TRUE;
CREATE INDEX account_by_followers ON account (followers, id) WHERE discoverable = TRUE;
