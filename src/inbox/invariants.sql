-- name: what_is_answered_is_held_by_nobody
SELECT id FROM inbox_item WHERE answered_at <> 0 AND claimed_by <> 0;

-- name: a_claim_has_an_end
SELECT id FROM inbox_item WHERE (claimed_by <> 0) <> (claimed_until > claimed_at);

-- name: nothing_is_answered_before_it_came
SELECT id FROM inbox_answer WHERE answered_at < arrived_at;

-- name: what_is_due_is_due_after_it_came
SELECT id FROM inbox_item WHERE due_at < arrived_at;
