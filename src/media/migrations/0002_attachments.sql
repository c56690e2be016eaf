-- What people attach to posts. post_id 0: it waits for one, and goes a day after loose_since.
-- While it is processing, `source` names the upload it is made from. file and preview are what any app can show; beside
-- a picture's lies the same as WebP.
CREATE TABLE media_attachment (
    id BIGINT PRIMARY KEY,
    owner_id BIGINT NOT NULL,
    post_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('image', 'gifv', 'video', 'audio', 'unknown')),
    state TEXT NOT NULL CHECK (state IN ('processing', 'ready', 'failed')),
    upload_hash TEXT NOT NULL,
    upload_key TEXT NOT NULL,
    source TEXT NOT NULL,
    file TEXT NOT NULL,
    preview TEXT NOT NULL,
    type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    preview_width BIGINT NOT NULL,
    preview_height BIGINT NOT NULL,
    seconds DOUBLE PRECISION NOT NULL,
    frames_per_second DOUBLE PRECISION NOT NULL,
    bits_per_second BIGINT NOT NULL,
    blurhash TEXT NOT NULL,
    description TEXT NOT NULL,
    focus_x DOUBLE PRECISION NOT NULL CHECK (focus_x BETWEEN -1 AND 1),
    focus_y DOUBLE PRECISION NOT NULL CHECK (focus_y BETWEEN -1 AND 1),
    created_at BIGINT NOT NULL,
    loose_since BIGINT NOT NULL
);
CREATE INDEX media_attachment_post ON media_attachment (post_id, position) WHERE post_id <> 0;
CREATE INDEX media_attachment_loose ON media_attachment (loose_since, id) WHERE post_id = 0;
CREATE INDEX media_attachment_owner ON media_attachment (owner_id, id);
CREATE INDEX media_attachment_upload ON media_attachment (owner_id, upload_hash) WHERE post_id = 0;
CREATE INDEX media_attachment_key ON media_attachment (owner_id, upload_key) WHERE upload_key <> '';
CREATE INDEX media_attachment_file ON media_attachment (file) WHERE file <> '';
CREATE INDEX media_attachment_preview ON media_attachment (preview) WHERE preview <> '';
CREATE INDEX media_attachment_source ON media_attachment (source) WHERE source <> '';

-- Every file that was put, so that one is only removed when nobody can be about to use it.
CREATE TABLE media_file (
    name TEXT PRIMARY KEY,
    put_at BIGINT NOT NULL,
    doomed BOOLEAN NOT NULL
);
CREATE INDEX media_file_put ON media_file (put_at, name);

-- Uploads that arrive in pieces. What has arrived is the size of the file.
CREATE TABLE media_upload (
    id BIGINT PRIMARY KEY,
    owner_id BIGINT NOT NULL,
    upload_key TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes > 0),
    created_at BIGINT NOT NULL,
    media_id BIGINT NOT NULL
);
CREATE INDEX media_upload_owner ON media_upload (owner_id, upload_key);
CREATE INDEX media_upload_name ON media_upload (name);
CREATE INDEX media_upload_created ON media_upload (created_at, id);

-- Files that other rooms hold: emoji, pictures of linked pages.
CREATE TABLE media_held (
    file TEXT PRIMARY KEY,
    times BIGINT NOT NULL CHECK (times > 0)
);
