-- name: nobody_answers_an_appeal_against_themselves
SELECT a.id FROM appeal a JOIN decision d ON d.id = a.decision_id WHERE a.decided_at > 0 AND a.decided_by_id = d.moderator_id;

-- name: nobody_decides_about_themselves
SELECT id FROM decision WHERE moderator_id = target_id;

-- name: a_granted_appeal_overrules_its_decision
SELECT a.id FROM appeal a JOIN decision d ON d.id = a.decision_id WHERE (a.granted AND d.overruled_at = 0) OR (d.overruled_at > 0 AND NOT a.granted);

-- name: the_record_has_no_gap
SELECT number FROM audit_entry WHERE number > 1 AND number - 1 NOT IN (SELECT number FROM audit_entry);

-- name: who_closed_a_report_is_known
SELECT id FROM report WHERE (closed_at > 0) <> (closed_by_id > 0);
