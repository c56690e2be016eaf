-- name: every_outline_has_corners
SELECT o.id FROM area_outline o LEFT JOIN area_corners c ON c.outline_id = o.id WHERE c.outline_id IS NULL;
