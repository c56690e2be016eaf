-- name: find
SELECT id, owner_id, shape, file, width, height, bytes, created_at FROM media_picture WHERE owner_id = $1 AND shape = $2;

-- name: files_of
SELECT file FROM media_picture WHERE owner_id = $1;

-- name: insert
INSERT INTO media_picture (id, owner_id, shape, file, width, height, bytes, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: remove
DELETE FROM media_picture WHERE owner_id = $1 AND shape = $2;

-- name: remove_all
DELETE FROM media_picture WHERE owner_id = $1;

-- name: is_used
-- $2 and $3: the names of files that $1, a WebP, may lie beside.
SELECT 1 FROM media_picture WHERE file = $1
 UNION ALL SELECT 1 FROM media_attachment WHERE file <> '' AND file IN ($1, $2, $3)
 UNION ALL SELECT 1 FROM media_attachment WHERE preview <> '' AND preview IN ($1, $2, $3)
 UNION ALL SELECT 1 FROM media_held WHERE file IN ($1, $2, $3)
 LIMIT 1;

-- name: insert_attachment
INSERT INTO media_attachment (id, owner_id, post_id, position, kind, state, upload_hash, upload_key, source, file, preview, type, bytes,
    width, height, preview_width, preview_height, seconds, frames_per_second, bits_per_second, blurhash, description, focus_x, focus_y, created_at, loose_since)
VALUES ($1, $2, 0, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $23);

-- name: attachments_of
SELECT id, owner_id, post_id, position, kind, state, file, preview, description, blurhash, focus_x, focus_y, width, height,
       preview_width, preview_height, seconds, frames_per_second, bits_per_second, type, bytes, created_at, remote_address
  FROM media_attachment WHERE post_id <> 0 AND post_id IN LIST($1) ORDER BY post_id, position;

-- name: own_attachments
SELECT id, owner_id, post_id, position, kind, state, file, preview, description, blurhash, focus_x, focus_y, width, height,
       preview_width, preview_height, seconds, frames_per_second, bits_per_second, type, bytes, created_at, remote_address
  FROM media_attachment WHERE id IN LIST($1) AND owner_id = $2;

-- name: attachments_of_owner
SELECT id, owner_id, post_id, position, kind, state, file, preview, description, blurhash, focus_x, focus_y, width, height,
       preview_width, preview_height, seconds, frames_per_second, bits_per_second, type, bytes, created_at, remote_address
  FROM media_attachment WHERE owner_id = $1 AND id > $2 ORDER BY id LIMIT $3;

-- name: attachment
SELECT id, owner_id, post_id, position, kind, state, file, preview, description, blurhash, focus_x, focus_y, width, height,
       preview_width, preview_height, seconds, frames_per_second, bits_per_second, type, bytes, created_at, remote_address
  FROM media_attachment WHERE id = $1;

-- name: source_of
SELECT source FROM media_attachment WHERE id = $1;

-- name: uploaded_lately
SELECT id FROM media_attachment
 WHERE owner_id = $1 AND upload_hash = $2 AND post_id = 0 AND state <> 'failed' AND created_at > $3 ORDER BY id DESC LIMIT 1;

-- name: uploaded_with_key
SELECT id FROM media_attachment WHERE owner_id = $1 AND upload_key = $2 AND upload_key <> '' AND created_at > $3 ORDER BY id DESC LIMIT 1;

-- name: let_go
UPDATE media_attachment SET post_id = 0, position = 0, loose_since = $2 WHERE post_id <> 0 AND post_id = $1;

-- name: give_to_post
UPDATE media_attachment SET post_id = $2, position = $3 WHERE id = $1;

-- name: hand_over
UPDATE media_attachment SET owner_id = $3 WHERE id = $1 AND owner_id = $2 AND post_id = 0;

-- name: set_details
UPDATE media_attachment SET description = $2, focus_x = $3, focus_y = $4 WHERE id = $1;

-- name: set_result
UPDATE media_attachment SET kind = $2, state = $3, source = '', file = $4, preview = $5, type = $6, bytes = $7, width = $8, height = $9,
       preview_width = $10, preview_height = $11, seconds = $12, frames_per_second = $13, bits_per_second = $14, blurhash = $15
 WHERE id = $1;

-- name: set_preview
UPDATE media_attachment SET preview = $2, preview_width = $3, preview_height = $4, blurhash = $5 WHERE id = $1;

-- name: reserve
UPDATE media_attachment SET loose_since = $3 WHERE id = $1 AND owner_id = $2 AND post_id = 0;

-- name: remove_attachment
DELETE FROM media_attachment WHERE id = $1;

-- name: orphans
SELECT id FROM media_attachment WHERE post_id = 0 AND loose_since < $1 ORDER BY loose_since, id LIMIT $2;

-- name: put_file
INSERT INTO media_file (name, put_at, doomed) VALUES ($1, $2, FALSE)
ON CONFLICT (name) DO UPDATE SET put_at = excluded.put_at WHERE NOT media_file.doomed;

-- name: doom_file
INSERT INTO media_file (name, put_at, doomed) VALUES ($1, 0, TRUE)
ON CONFLICT (name) DO UPDATE SET doomed = TRUE WHERE media_file.put_at <= $2;

-- name: remove_file
DELETE FROM media_file WHERE name = $1 AND doomed;

-- name: knows_file
SELECT 1 FROM media_file WHERE name = $1;

-- name: old_files
SELECT name, put_at FROM media_file WHERE put_at < $1 AND (put_at, name) > ($2, $3) ORDER BY put_at, name LIMIT $4;

-- name: incoming_is_used
SELECT 1 FROM media_attachment WHERE source <> '' AND source = $1 UNION ALL SELECT 1 FROM media_upload WHERE name = $1 LIMIT 1;

-- name: insert_upload
INSERT INTO media_upload (id, owner_id, upload_key, name, bytes, created_at, media_id) VALUES ($1, $2, $3, $4, $5, $6, 0);

-- name: upload
SELECT id, owner_id, name, bytes, created_at, media_id FROM media_upload WHERE id = $1 AND owner_id = $2;

-- name: upload_with_key
SELECT id FROM media_upload WHERE owner_id = $1 AND upload_key = $2 AND upload_key <> '' AND created_at > $3 ORDER BY id DESC LIMIT 1;

-- name: count_uploads
SELECT COUNT(*) FROM media_upload WHERE owner_id = $1 AND media_id = 0;

-- name: finish_upload
UPDATE media_upload SET media_id = $2 WHERE id = $1;

-- name: remove_upload
DELETE FROM media_upload WHERE id = $1;

-- name: uploads_of
SELECT id, name FROM media_upload WHERE owner_id = $1;

-- name: old_uploads
SELECT id FROM media_upload WHERE created_at < $1 ORDER BY created_at, id LIMIT $2;

-- name: hold
INSERT INTO media_held (file, times) VALUES ($1, 1) ON CONFLICT (file) DO UPDATE SET times = media_held.times + 1;

-- name: held_last
DELETE FROM media_held WHERE file = $1 AND times = 1;

-- name: held_less
UPDATE media_held SET times = times - 1 WHERE file = $1 AND times > 1;

-- name: insert_remote
INSERT INTO media_attachment (id, owner_id, post_id, position, kind, state, upload_hash, upload_key, source, file, preview, type, bytes,
    width, height, preview_width, preview_height, seconds, frames_per_second, bits_per_second, blurhash, description, focus_x, focus_y, created_at, loose_since, remote_address)
VALUES ($1, $2, 0, 0, $3, $4, '', '', '', '', '', $5, 0, $6, $7, 0, 0, 0, 0, 0, $8, $9, $10, $11, $12, $12, $13);

-- name: lately_asked
SELECT asked_at FROM media_attachment WHERE id = $1;

-- name: set_asked
UPDATE media_attachment SET asked_at = $2 WHERE id = $1;

-- name: set_source
UPDATE media_attachment SET source = $2, state = 'processing' WHERE id = $1;

-- name: cannot_be_shown
UPDATE media_attachment SET kind = 'unknown', state = 'failed' WHERE id = $1 AND file = '';

-- name: old_copies
SELECT id FROM media_attachment WHERE remote_address <> '' AND file <> '' AND asked_at < $1 ORDER BY asked_at, id LIMIT $2;

-- name: let_copy_go
UPDATE media_attachment SET file = '', preview = '', state = 'processing' WHERE id = $1;
