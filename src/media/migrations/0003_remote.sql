-- What posts of other servers show. remote_address: where it is there, '' for uploads. asked_at: when our copy was made, or
-- could not be. Without a copy the row is `processing`; `failed` when it is nothing that can be shown.
ALTER TABLE media_attachment ADD COLUMN remote_address TEXT NOT NULL DEFAULT '';
ALTER TABLE media_attachment ADD COLUMN asked_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX media_attachment_copied ON media_attachment (asked_at, id) WHERE remote_address <> '' AND file <> '';
