-- name: tag_uses
-- $1 is the first id of the last two days: ids carry their moment.
SELECT t.hashtag_id, p.author_id, MAX(p.id)
  FROM post p JOIN post_hashtag t ON t.post_id = p.id JOIN account a ON a.id = p.author_id
 WHERE p.id > $1 AND p.visibility = 'public' AND p.boost_of_id = 0 AND a.suspended_at = 0 AND a.silenced_at = 0
 GROUP BY t.hashtag_id, p.author_id;

-- name: link_uses
SELECT l.card_id, p.author_id, MAX(p.id)
  FROM post p JOIN link_of_post l ON l.post_id = p.id JOIN link_card c ON c.id = l.card_id JOIN account a ON a.id = p.author_id
 WHERE p.id > $1 AND p.visibility = 'public' AND c.title <> '' AND a.suspended_at = 0 AND a.silenced_at = 0
 GROUP BY l.card_id, p.author_id;

-- name: post_uses
-- Answers, covered posts and those of people who do not want to be found do not trend.
SELECT u.post_id, u.account_id, MAX(u.id)
  FROM (SELECT f.post_id AS post_id, f.account_id AS account_id, f.id AS id FROM favourite f WHERE f.id > $1
        UNION ALL SELECT b.boost_of_id, b.author_id, b.id FROM post b WHERE b.id > $1 AND b.boost_of_id <> 0) u
  JOIN post p ON p.id = u.post_id JOIN account a ON a.id = p.author_id JOIN account w ON w.id = u.account_id
 WHERE p.visibility = 'public' AND p.reply_to_author_id = 0 AND NOT p.sensitive AND u.account_id <> p.author_id
   AND a.discoverable AND a.suspended_at = 0 AND a.silenced_at = 0 AND w.suspended_at = 0 AND w.silenced_at = 0
 GROUP BY u.post_id, u.account_id;

-- name: clear
DELETE FROM trend;

-- name: put
INSERT INTO trend (kind, subject, score, people) VALUES ($1, $2, $3, $4);

-- name: all_trends
SELECT t.subject, t.score, t.people, r.allowed
  FROM trend t LEFT JOIN trend_review r ON r.kind = t.kind AND r.subject = t.subject
 WHERE t.kind = $1 ORDER BY t.score DESC, t.subject LIMIT $2;

-- name: shown_topics
SELECT h.name, t.people
  FROM trend t JOIN hashtag h ON h.id = t.subject LEFT JOIN trend_review r ON r.kind = t.kind AND r.subject = t.subject
 WHERE t.kind = 'tag' AND COALESCE(r.allowed, $1) ORDER BY t.score DESC, t.subject LIMIT $2;

-- name: one_trend
SELECT t.subject, t.score, t.people, r.allowed
  FROM trend t LEFT JOIN trend_review r ON r.kind = t.kind AND r.subject = t.subject
 WHERE t.kind = $1 AND t.subject = $2;

-- name: exists_tag
SELECT COUNT(*) FROM hashtag WHERE id = $1;

-- name: exists_post
SELECT COUNT(*) FROM post WHERE id = $1 AND visibility = 'public' AND boost_of_id = 0;

-- name: exists_link
SELECT COUNT(*) FROM link_card WHERE id = $1;

-- name: decision
SELECT allowed FROM trend_review WHERE kind = $1 AND subject = $2;

-- name: put_review
INSERT INTO trend_review (kind, subject, allowed, reviewed_by, reviewed_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (kind, subject) DO UPDATE SET allowed = excluded.allowed, reviewed_by = excluded.reviewed_by, reviewed_at = excluded.reviewed_at;

-- name: link_days
-- 5662310400000 is a day of ids (base/id.hpp).
SELECT p.id / 5662310400000, COUNT(*), COUNT(DISTINCT p.author_id)
  FROM link_of_post l JOIN post p ON p.id = l.post_id
 WHERE l.card_id = $1 AND l.post_id > $2 AND p.visibility = 'public' GROUP BY p.id / 5662310400000;
