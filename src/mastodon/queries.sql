-- name: put_marker
INSERT INTO marker (account_id, timeline, last_read_id, version, updated_at) VALUES ($1, $2, $3, 1, $4)
ON CONFLICT (account_id, timeline) DO UPDATE
   SET last_read_id = excluded.last_read_id, version = marker.version + 1, updated_at = excluded.updated_at;

-- name: markers
SELECT timeline, last_read_id, version, updated_at FROM marker WHERE account_id = $1 ORDER BY timeline;

-- name: delete_markers
DELETE FROM marker WHERE account_id = $1;

-- name: measure_active_users
SELECT day, COUNT(*) FROM active_day WHERE day >= $1 AND day < $2 GROUP BY day;

-- name: count_active_users
SELECT COUNT(DISTINCT account_id) FROM active_day WHERE day >= $1 AND day < $2;

-- name: measure_new_users
SELECT id / 65536 / 86400000, COUNT(*) FROM account WHERE domain = '' AND removed_at = 0 AND id >= $1 AND id < $2 GROUP BY 1;

-- name: measure_interactions
SELECT day, CAST(SUM(times) AS BIGINT)
  FROM (SELECT id / 65536 / 86400000 AS day, COUNT(*) AS times FROM favourite WHERE id >= $1 AND id < $2 GROUP BY 1
        UNION ALL
        SELECT id / 65536 / 86400000 AS day, COUNT(*) AS times FROM post WHERE (boost_of_id <> 0 OR reply_to_id <> 0) AND id >= $1 AND id < $2 GROUP BY 1) AS both_kinds
 GROUP BY day;

-- name: measure_opened_reports
SELECT id / 65536 / 86400000, COUNT(*) FROM report WHERE id >= $1 AND id < $2 GROUP BY 1;

-- name: measure_resolved_reports
SELECT closed_at / 86400000, COUNT(*) FROM report WHERE closed_at >= $1 AND closed_at < $2 AND closed_at > 0 GROUP BY 1;

-- name: measure_tag_accounts
SELECT p.id / 65536 / 86400000, COUNT(DISTINCT p.author_id) FROM post_hashtag t JOIN post p ON p.id = t.post_id
 WHERE t.hashtag_id = $3 AND t.post_id >= $1 AND t.post_id < $2 GROUP BY 1;

-- name: measure_tag_uses
SELECT post_id / 65536 / 86400000, COUNT(*) FROM post_hashtag WHERE hashtag_id = $3 AND post_id >= $1 AND post_id < $2 GROUP BY 1;

-- name: measure_tag_servers
SELECT p.id / 65536 / 86400000, COUNT(DISTINCT a.domain) FROM post_hashtag t JOIN post p ON p.id = t.post_id JOIN account a ON a.id = p.author_id
 WHERE t.hashtag_id = $3 AND t.post_id >= $1 AND t.post_id < $2 GROUP BY 1;

-- name: measure_instance_accounts
SELECT id / 65536 / 86400000, COUNT(*) FROM account WHERE domain = $3 AND id >= $1 AND id < $2 GROUP BY 1;

-- name: measure_instance_statuses
SELECT p.id / 65536 / 86400000, COUNT(*) FROM account a JOIN post p ON p.author_id = a.id
 WHERE a.domain = $3 AND p.id >= $1 AND p.id < $2 GROUP BY 1;

-- name: measure_instance_media
SELECT m.id / 65536 / 86400000, CAST(SUM(m.bytes) AS BIGINT) FROM account a JOIN media_attachment m ON m.owner_id = a.id
 WHERE a.domain = $3 AND m.id >= $1 AND m.id < $2 GROUP BY 1;

-- name: measure_instance_reports
SELECT r.id / 65536 / 86400000, COUNT(*) FROM account a JOIN report r ON r.target_id = a.id
 WHERE a.domain = $3 AND r.id >= $1 AND r.id < $2 GROUP BY 1;

-- name: measure_instance_follows
SELECT f.id / 65536 / 86400000, COUNT(*) FROM account a JOIN follow f ON f.followed_id = a.id
 WHERE a.domain = $3 AND f.id >= $1 AND f.id < $2 GROUP BY 1;

-- name: measure_instance_followers
SELECT f.id / 65536 / 86400000, COUNT(*) FROM account a JOIN follow f ON f.follower_id = a.id
 WHERE a.domain = $3 AND f.id >= $1 AND f.id < $2 GROUP BY 1;

-- name: dimension_languages
SELECT a.language, COUNT(*) AS people FROM account a
 WHERE a.id IN (SELECT account_id FROM active_day WHERE day >= $1 AND day < $2) GROUP BY a.language ORDER BY people DESC, a.language LIMIT $3;

-- name: dimension_servers
SELECT a.domain, COUNT(*) AS times FROM post p JOIN account a ON a.id = p.author_id WHERE p.id >= $1 AND p.id < $2
 GROUP BY a.domain ORDER BY times DESC, a.domain LIMIT $3;

-- name: dimension_sources
-- By the app that signed somebody up.
SELECT COALESCE(o.name, 'web') AS source, COUNT(*) AS times
  FROM account a JOIN login l ON l.account_id = a.id LEFT JOIN oauth_app o ON o.id = l.app_id
 WHERE a.domain = '' AND a.removed_at = 0 AND a.id >= $1 AND a.id < $2 GROUP BY COALESCE(o.name, 'web') ORDER BY times DESC, source LIMIT $3;

-- name: dimension_tag_servers
SELECT a.domain, COUNT(*) AS times FROM post_hashtag t JOIN post p ON p.id = t.post_id JOIN account a ON a.id = p.author_id
 WHERE t.hashtag_id = $4 AND t.post_id >= $1 AND t.post_id < $2 GROUP BY a.domain ORDER BY times DESC, a.domain LIMIT $3;

-- name: dimension_tag_languages
SELECT p.language, COUNT(*) AS times FROM post_hashtag t JOIN post p ON p.id = t.post_id
 WHERE t.hashtag_id = $4 AND t.post_id >= $1 AND t.post_id < $2 GROUP BY p.language ORDER BY times DESC, p.language LIMIT $3;

-- name: dimension_instance_accounts
SELECT username, followers FROM account WHERE domain = $4 AND id >= $1 AND id < $2 ORDER BY followers DESC, username LIMIT $3;

-- name: dimension_instance_languages
SELECT p.language, COUNT(*) AS times FROM account a JOIN post p ON p.author_id = a.id
 WHERE a.domain = $4 AND p.id >= $1 AND p.id < $2 GROUP BY p.language ORDER BY times DESC, p.language LIMIT $3;

-- name: bytes_of_media
SELECT (SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM media_attachment) + (SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM media_picture);

-- name: retained
SELECT a.id / 65536 / 86400000, COALESCE(MAX(d.day), 0) FROM account a LEFT JOIN active_day d ON d.account_id = a.id
 WHERE a.domain = '' AND a.removed_at = 0 AND a.id >= $1 AND a.id < $2 GROUP BY a.id;

-- name: measure_posts
SELECT id / 65536 / 86400000, COUNT(*) FROM post WHERE boost_of_id = 0 AND id >= $1 AND id < $2 GROUP BY 1;

-- name: peers
SELECT DISTINCT domain FROM account WHERE domain <> '' AND suspended_at = 0 ORDER BY domain;
