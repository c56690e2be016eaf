-- name: put_outline
INSERT INTO area_outline (id, scheme, code, name, folded, within, country, south, west, north, east, mark)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (scheme, code) DO UPDATE SET name = excluded.name, folded = excluded.folded, within = excluded.within,
    country = excluded.country, south = excluded.south, west = excluded.west, north = excluded.north, east = excluded.east,
    mark = excluded.mark;

-- name: put_corners
INSERT INTO area_corners (outline_id, corners) SELECT id, $3 FROM area_outline WHERE scheme = $1 AND code = $2
ON CONFLICT (outline_id) DO UPDATE SET corners = excluded.corners;

-- name: outline_by_code
SELECT id, scheme, code, name, within, country, mark FROM area_outline WHERE scheme = $1 AND code = $2;

-- name: outline_by_id
SELECT id, scheme, code, name, within, country, mark FROM area_outline WHERE id = $1;

-- name: outlines_within
SELECT id, scheme, code, name, within, country, mark FROM area_outline WHERE within = $1 ORDER BY folded, id;

-- name: outlines_of_scheme
SELECT id, scheme, code, name, within, country, mark FROM area_outline WHERE scheme = $1 ORDER BY folded, id;

-- name: outlines_with_others
SELECT o.id, o.scheme, o.code, o.name, o.within, o.country, o.mark FROM area_outline o
 WHERE o.scheme IN ('ISO3166-1', 'ISO3166-2') AND EXISTS (SELECT 1 FROM area_outline i WHERE i.within = o.code)
 ORDER BY o.scheme, o.folded, o.id;

-- name: search_outlines
SELECT id, scheme, code, name, within, country, mark FROM area_outline
 WHERE folded COLLATE BINARY >= $1 AND folded COLLATE BINARY < $2 ORDER BY folded COLLATE BINARY, id LIMIT $3;

-- name: corners_of
SELECT corners FROM area_corners WHERE outline_id = $1;

-- name: outlines_meeting_box
-- A box crosses the antimeridian where its west is greater than its east: both, ours or theirs.
SELECT id, scheme, code, name, within, country, mark, south, west, north, east FROM area_outline
 WHERE south <= $3 AND north >= $1
   AND ((west <= east AND CAST($2 AS DOUBLE PRECISION) <= CAST($4 AS DOUBLE PRECISION) AND west <= $4 AND east >= $2)
     OR (west <= east AND CAST($2 AS DOUBLE PRECISION) > CAST($4 AS DOUBLE PRECISION) AND (west <= $4 OR east >= $2))
     OR (west > east AND CAST($2 AS DOUBLE PRECISION) <= CAST($4 AS DOUBLE PRECISION) AND (west <= $4 OR east >= $2))
     OR (west > east AND CAST($2 AS DOUBLE PRECISION) > CAST($4 AS DOUBLE PRECISION)));

-- name: mark_of_file
SELECT mark FROM area_file WHERE name = $1;

-- name: set_mark_of_file
INSERT INTO area_file (name, mark) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET mark = excluded.mark;
