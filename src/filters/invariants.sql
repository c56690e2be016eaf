-- name: nothing_filters_for_nobody
SELECT k.id FROM filter_keyword k LEFT JOIN content_filter f ON f.id = k.filter_id WHERE f.id IS NULL
UNION ALL SELECT p.id FROM filter_post p LEFT JOIN content_filter f ON f.id = p.filter_id WHERE f.id IS NULL;
