-- What left this server, or is on its way: who deletes or changes it later is heard by the same people. gone_at 0: still there.
DROP TABLE gone_post;
CREATE TABLE told_post (
    post_id BIGINT PRIMARY KEY,
    author_id BIGINT NOT NULL,
    boost BOOLEAN NOT NULL,
    direct BOOLEAN NOT NULL,
    hash TEXT NOT NULL,
    gone_at BIGINT NOT NULL
);
CREATE INDEX told_post_by_author ON told_post (author_id);

-- How often somebody did the same to the same target: each time is an activity with an id of its own.
CREATE TABLE deed (
    account_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    target_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (account_id, kind, target_id)
);
CREATE INDEX deed_by_target ON deed (target_id);
