-- name: no_picture_is_larger_than_its_shape
SELECT id FROM media_picture
 WHERE (shape = 'avatar' AND (width > 400 OR width <> height)) OR (shape = 'header' AND (width > 1500 OR height > 500));

-- name: files_are_named_by_content
SELECT id FROM media_picture WHERE LENGTH(file) <> 70 OR SUBSTR(file, 3, 1) <> '/' OR SUBSTR(file, 66) <> '.webp';
