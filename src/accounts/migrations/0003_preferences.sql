-- How somebody's posts begin, and how their apps should show others'. No row: all as it is by default.
CREATE TABLE account_preference (
    account_id BIGINT PRIMARY KEY REFERENCES account (id),
    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'unlisted', 'private')),
    sensitive BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    quote_policy TEXT NOT NULL CHECK (quote_policy IN ('public', 'followers', 'nobody')),
    expand_media TEXT NOT NULL CHECK (expand_media IN ('default', 'show_all', 'hide_all')),
    expand_spoilers BOOLEAN NOT NULL,
    autoplay BOOLEAN NOT NULL
);
