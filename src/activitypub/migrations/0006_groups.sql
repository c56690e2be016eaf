-- What was posted to groups (FEP-1b12): to those of this server by their members, to those of others by anybody.
CREATE TABLE group_post (
    post_id  BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    PRIMARY KEY (post_id, group_id)
);
CREATE INDEX group_post_by_group ON group_post (group_id);
