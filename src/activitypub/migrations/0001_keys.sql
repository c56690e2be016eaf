-- Whose key signs: one for each account that lives here, 0 for the server's own actor. The secret is sealed.
CREATE TABLE signing_key (
    account_id BIGINT PRIMARY KEY,
    public_pem TEXT NOT NULL,
    sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- What people of other servers asked of people here, by the names their servers gave it: the answer must name it.
CREATE TABLE received_follow (
    follower_id BIGINT NOT NULL,
    followed_id BIGINT NOT NULL,
    uri TEXT NOT NULL,
    PRIMARY KEY (follower_id, followed_id)
);
CREATE INDEX received_follow_by_followed ON received_follow (followed_id);
CREATE TABLE received_quote_request (
    post_id BIGINT PRIMARY KEY,
    uri TEXT NOT NULL,
    granted BOOLEAN NOT NULL
);
-- Where another server says that a post of this one may quote one of theirs.
CREATE TABLE quote_stamp (
    post_id BIGINT PRIMARY KEY,
    uri TEXT NOT NULL
);
CREATE INDEX quote_stamp_by_uri ON quote_stamp (uri);

-- What the other servers know of an actor: an Update is sent only when the document differs.
CREATE TABLE told_actor (
    account_id BIGINT PRIMARY KEY,
    hash TEXT NOT NULL
);
-- Posts that were deleted here after they could be known elsewhere.
CREATE TABLE gone_post (
    post_id BIGINT PRIMARY KEY,
    author_id BIGINT NOT NULL,
    gone_at BIGINT NOT NULL
);
CREATE INDEX gone_post_by_author ON gone_post (author_id);
