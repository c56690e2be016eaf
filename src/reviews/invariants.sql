-- name: what_is_withdrawn_holds_nothing_of_anybody
SELECT id FROM review WHERE standing = 3 AND (reviewer <> '' OR told <> '' OR signed_as <> '' OR key_hash <> '');

-- name: what_was_removed_says_why
SELECT id FROM review WHERE standing = 2 AND removed_for = '';

-- name: votes_are_counted
SELECT r.id FROM review r WHERE r.helpful <> (SELECT COUNT(*) FROM review_vote v WHERE v.review = r.id AND v.helpful = TRUE)
    OR r.unhelpful <> (SELECT COUNT(*) FROM review_vote v WHERE v.review = r.id AND v.helpful = FALSE);

-- name: what_is_replied_stands_among_its_versions
SELECT p.review FROM review_reply p WHERE p.told <> '' AND NOT EXISTS (SELECT 1 FROM review_reply_version v WHERE v.review = p.review AND v.told = p.told);

-- name: who_decided_does_not_decide_about_the_appeal
SELECT a.id FROM review_appeal a JOIN review_decision d ON d.id = a.decision WHERE a.decided_by <> 0 AND a.decided_by = d.moderator;
