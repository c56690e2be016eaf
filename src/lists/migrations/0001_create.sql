CREATE TABLE list (
    id        BIGINT PRIMARY KEY,
    owner_id  BIGINT NOT NULL REFERENCES account (id),
    title     TEXT NOT NULL CHECK (title <> ''),
    replies   TEXT NOT NULL CHECK (replies IN ('followed', 'list', 'none')),
    exclusive BOOLEAN NOT NULL
);
CREATE INDEX list_by_owner ON list (owner_id, id);

CREATE TABLE list_member (
    id         BIGINT PRIMARY KEY,
    list_id    BIGINT NOT NULL REFERENCES list (id),
    owner_id   BIGINT NOT NULL REFERENCES account (id),  -- of the list
    account_id BIGINT NOT NULL REFERENCES account (id),
    UNIQUE (list_id, account_id)
);
CREATE INDEX list_member_by_list ON list_member (list_id, id);
CREATE INDEX list_member_by_owner ON list_member (owner_id, account_id);
CREATE INDEX list_member_by_account ON list_member (account_id);
