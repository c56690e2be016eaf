CREATE TABLE emoji (
    id                BIGINT PRIMARY KEY,
    shortcode         TEXT NOT NULL UNIQUE,
    category          TEXT NOT NULL,
    file              TEXT NOT NULL,
    still             TEXT NOT NULL,
    visible_in_picker BOOLEAN NOT NULL,
    enabled           BOOLEAN NOT NULL
);
