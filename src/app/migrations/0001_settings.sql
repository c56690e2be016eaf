-- Settings that were changed on a page: each wins over the file and the environment until it is taken back.
CREATE TABLE app_setting (
    name       TEXT PRIMARY KEY,
    value      TEXT NOT NULL,
    changed_by BIGINT NOT NULL REFERENCES account (id),
    changed_at BIGINT NOT NULL
);
