-- A poll belongs to its post and carries its id. The sums are kept beside the votes: a list of posts reads no votes.
CREATE TABLE poll (
    post_id     BIGINT PRIMARY KEY,
    author_id   BIGINT NOT NULL REFERENCES account (id),
    expires_at  BIGINT NOT NULL,
    multiple    BOOLEAN NOT NULL,
    hide_totals BOOLEAN NOT NULL,
    ended       BOOLEAN NOT NULL,
    votes       BIGINT NOT NULL CHECK (votes >= 0),
    voters      BIGINT NOT NULL CHECK (voters >= 0)
);
CREATE INDEX poll_by_author ON poll (author_id);

CREATE TABLE poll_option (
    post_id  BIGINT NOT NULL REFERENCES poll (post_id) ON DELETE CASCADE,
    position BIGINT NOT NULL CHECK (position >= 0),
    title    TEXT NOT NULL,
    votes    BIGINT NOT NULL CHECK (votes >= 0),
    PRIMARY KEY (post_id, position)
);

CREATE TABLE poll_vote (
    post_id  BIGINT NOT NULL,
    voter_id BIGINT NOT NULL REFERENCES account (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (post_id, voter_id, position),
    FOREIGN KEY (post_id, position) REFERENCES poll_option (post_id, position) ON DELETE CASCADE
);
CREATE INDEX poll_vote_by_voter ON poll_vote (voter_id, post_id);
CREATE INDEX poll_vote_by_option ON poll_vote (post_id, position);
