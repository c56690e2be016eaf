-- name: an_alert_replaces_one_that_knows_it
SELECT a.id FROM alert a JOIN alert b ON b.id = a.replaces WHERE b.replaced_by = 0;

-- name: who_is_replaced_is_over
SELECT id FROM alert WHERE replaced_by <> 0 AND ended_at = 0;

-- name: a_draft_that_was_issued_has_its_alert
SELECT id FROM alert_draft WHERE (state = 2) <> (issued_as <> 0);

-- name: what_we_issued_is_on_record
SELECT id FROM alert WHERE issuer <> 0 AND NOT EXISTS (SELECT 1 FROM alert_record r WHERE r.alert = alert.id);
