-- name: what_is_done_was_done_some_time
SELECT id FROM care_plan_item WHERE done <> (done_at > 0);

-- name: answers_are_those_of_the_plans_patient
SELECT r.id FROM care_plan_response r JOIN care_plan p ON p.id = r.plan WHERE r.patient <> p.patient;

-- name: measurements_are_those_of_the_plans_patient
SELECT m.id FROM care_plan_measurement m JOIN care_plan p ON p.id = m.plan WHERE m.patient <> p.patient;

-- name: what_was_looked_at_was_looked_at_later
SELECT id FROM care_plan_response WHERE seen_at <> 0 AND seen_at < at;

-- name: a_comment_belongs_to_an_item_of_its_plan
SELECT c.id FROM care_plan_comment c JOIN care_plan_item i ON i.id = c.item WHERE i.plan <> c.plan;

-- name: doses_are_those_of_medicines
SELECT d.item FROM care_plan_dose d JOIN care_plan_item i ON i.id = d.item WHERE i.kind <> 5;

-- name: those_who_were_asked_back_are_counted
SELECT o.id FROM care_plan_outreach o WHERE o.sent < (SELECT COUNT(*) FROM care_plan_outreach_to t WHERE t.outreach = o.id);
