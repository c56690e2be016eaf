-- What people uploaded. Files are named by their content, so that several pictures may be one file.
CREATE TABLE media_picture (
    id BIGINT PRIMARY KEY,
    owner_id BIGINT NOT NULL,
    shape TEXT NOT NULL CHECK (shape IN ('avatar', 'header')),
    file TEXT NOT NULL CHECK (file <> ''),
    width BIGINT NOT NULL CHECK (width > 0),
    height BIGINT NOT NULL CHECK (height > 0),
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX media_picture_owner ON media_picture (owner_id, shape);
CREATE INDEX media_picture_file ON media_picture (file);
