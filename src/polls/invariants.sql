-- name: votes_for_options_are_counted
SELECT o.post_id, o.position FROM poll_option o JOIN poll p ON p.post_id = o.post_id JOIN account a ON a.id = p.author_id
 WHERE a.domain = '' AND o.votes <> (SELECT COUNT(*) FROM poll_vote v WHERE v.post_id = o.post_id AND v.position = o.position);

-- name: votes_and_voters_of_polls_are_counted
SELECT p.post_id FROM poll p JOIN account a ON a.id = p.author_id
 WHERE a.domain = ''
   AND (p.votes <> (SELECT COUNT(*) FROM poll_vote v WHERE v.post_id = p.post_id)
        OR p.voters <> (SELECT COUNT(DISTINCT v.voter_id) FROM poll_vote v WHERE v.post_id = p.post_id));

-- name: one_choice_is_one_vote
SELECT v.post_id, v.voter_id FROM poll_vote v JOIN poll p ON p.post_id = v.post_id
 WHERE NOT p.multiple GROUP BY v.post_id, v.voter_id HAVING COUNT(*) > 1;

-- name: nobody_votes_in_their_own_poll
SELECT v.post_id FROM poll_vote v JOIN poll p ON p.post_id = v.post_id AND p.author_id = v.voter_id;

-- name: a_poll_has_choices
SELECT p.post_id FROM poll p WHERE (SELECT COUNT(*) FROM poll_option o WHERE o.post_id = p.post_id) < 2;
