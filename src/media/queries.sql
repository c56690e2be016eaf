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
SELECT 1 FROM media_picture WHERE file = $1 LIMIT 1;
