-- name: put_schedule
INSERT INTO appointment_schedule (id, organization, location, service, staff, practitioner, specialty, name, zone, weekly, from_day, until_day, minutes, before_minutes, after_minutes, places,
    lead_minutes, ahead_days, cancel_minutes, modes, video_address, instructions, needs_phone, active, part2, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
ON CONFLICT (id) DO UPDATE SET service = excluded.service, staff = excluded.staff, practitioner = excluded.practitioner, specialty = excluded.specialty, name = excluded.name, zone = excluded.zone,
    weekly = excluded.weekly, from_day = excluded.from_day, until_day = excluded.until_day, minutes = excluded.minutes, before_minutes = excluded.before_minutes, after_minutes = excluded.after_minutes,
    places = excluded.places, lead_minutes = excluded.lead_minutes, ahead_days = excluded.ahead_days, cancel_minutes = excluded.cancel_minutes, modes = excluded.modes, video_address = excluded.video_address,
    instructions = excluded.instructions, needs_phone = excluded.needs_phone, active = excluded.active, part2 = excluded.part2, updated_at = excluded.updated_at;

-- name: delete_exceptions
DELETE FROM appointment_exception WHERE schedule = $1;

-- name: put_exception
INSERT INTO appointment_exception (schedule, day, reason, hours) VALUES ($1, $2, $3, $4);

-- name: exceptions_of
SELECT day, reason, hours FROM appointment_exception WHERE schedule = $1 ORDER BY day;

-- name: find_schedule
SELECT id, organization, location, service, staff, name, zone, weekly, from_day, until_day, minutes, before_minutes, after_minutes, places, lead_minutes, ahead_days, cancel_minutes, modes,
    video_address, instructions, needs_phone, active, part2, updated_at FROM appointment_schedule WHERE id = $1;

-- name: schedules_of
SELECT id, organization, location, service, staff, name, zone, weekly, from_day, until_day, minutes, before_minutes, after_minutes, places, lead_minutes, ahead_days, cancel_minutes, modes,
    video_address, instructions, needs_phone, active, part2, updated_at FROM appointment_schedule WHERE location = $1 AND active = TRUE ORDER BY id;

-- name: schedules_by
SELECT id, organization, location, service, staff, name, zone, weekly, from_day, until_day, minutes, before_minutes, after_minutes, places, lead_minutes, ahead_days, cancel_minutes, modes,
    video_address, instructions, needs_phone, active, part2, updated_at FROM appointment_schedule WHERE organization = $1 ORDER BY id;

-- name: list_schedules
SELECT id, organization, location, service, staff, name, zone, weekly, from_day, until_day, minutes, before_minutes, after_minutes, places, lead_minutes, ahead_days, cancel_minutes, modes,
    video_address, instructions, needs_phone, active, part2, updated_at FROM appointment_schedule WHERE id > $1 AND active = TRUE ORDER BY id LIMIT $2;

-- name: schedules_with
SELECT id, organization, location, service, staff, name, zone, weekly, from_day, until_day, minutes, before_minutes, after_minutes, places, lead_minutes, ahead_days, cancel_minutes, modes,
    video_address, instructions, needs_phone, active, part2, updated_at FROM appointment_schedule WHERE practitioner = $1 AND practitioner <> 0 AND active = TRUE ORDER BY id;

-- name: active_schedules
SELECT id FROM appointment_schedule WHERE active = TRUE ORDER BY id;

-- name: practitioner_of
SELECT practitioner FROM appointment_schedule WHERE id = $1;

-- name: insert_slot
INSERT INTO appointment_slot (id, schedule, start_at, end_at, state, taken, places, updated_at) VALUES ($1, $2, $3, $4, 0, 0, $5, $6) ON CONFLICT (schedule, start_at) DO NOTHING;

-- name: spans_of
SELECT start_at, end_at FROM appointment_slot WHERE schedule = $1 AND start_at >= $2 ORDER BY start_at;

-- name: delete_empty_slots
DELETE FROM appointment_slot WHERE schedule = $1 AND start_at > $2 AND taken = 0
    AND NOT EXISTS (SELECT 1 FROM appointment_hold h WHERE h.slot = appointment_slot.id) AND NOT EXISTS (SELECT 1 FROM appointment a WHERE a.slot = appointment_slot.id);

-- name: find_slot
SELECT id, schedule, start_at, end_at, state, taken, updated_at FROM appointment_slot WHERE id = $1;

-- name: free_slots
SELECT id, schedule, start_at, end_at, state, taken, updated_at FROM appointment_slot WHERE schedule = $1 AND state = 0 AND start_at >= $2 AND start_at < $3 AND start_at > $4 ORDER BY start_at LIMIT $5;

-- name: slots_of
SELECT id, schedule, start_at, end_at, state, taken, updated_at FROM appointment_slot WHERE schedule = $1 AND start_at >= $2 AND start_at < $3 AND start_at > $4 ORDER BY start_at LIMIT $5;

-- name: soonest_by_specialty
SELECT id, soonest FROM (SELECT s.id AS id, s.lead_minutes AS lead_minutes, (SELECT MIN(f.start_at) FROM appointment_slot f
    WHERE f.schedule = s.id AND f.state = 0 AND f.start_at >= $2 AND f.start_at >= $4 + s.lead_minutes * 60000 AND f.start_at < $3) AS soonest
  FROM appointment_schedule s WHERE s.active = TRUE AND s.specialty = $1 AND ($5 = '' OR s.modes LIKE $5)) AS found WHERE soonest IS NOT NULL ORDER BY soonest, id LIMIT $6;

-- name: soonest_at_places
SELECT id, soonest FROM (SELECT s.id AS id, (SELECT MIN(f.start_at) FROM appointment_slot f
    WHERE f.schedule = s.id AND f.state = 0 AND f.start_at >= $2 AND f.start_at >= $4 + s.lead_minutes * 60000 AND f.start_at < $3) AS soonest
  FROM appointment_schedule s WHERE s.active = TRUE AND s.location IN LIST($1) AND ($5 = '' OR s.modes LIKE $5)) AS found WHERE soonest IS NOT NULL ORDER BY soonest, id LIMIT $6;

-- name: slot_at
SELECT id, schedule, start_at, end_at, state, taken, updated_at FROM appointment_slot WHERE schedule = $1 AND start_at = $2;

-- name: take_place
UPDATE appointment_slot SET taken = taken + 1, updated_at = $2 WHERE id = $1 AND taken < places AND state <> 3;

-- name: give_place_back
UPDATE appointment_slot SET taken = taken - 1, updated_at = $2 WHERE id = $1 AND taken > 0;

-- name: settle_slot
UPDATE appointment_slot SET updated_at = $2, state = CASE WHEN state = 3 THEN 3 WHEN taken >= places THEN 2
    WHEN taken + (SELECT COUNT(*) FROM appointment_hold h WHERE h.slot = appointment_slot.id) >= places THEN 1 ELSE 0 END WHERE id = $1;

-- name: others_hold
SELECT COUNT(*) FROM appointment_hold WHERE slot = $1 AND person <> $2;

-- name: slot_room
SELECT places - taken FROM appointment_slot WHERE id = $1 AND state <> 3;

-- name: put_hold
INSERT INTO appointment_hold (slot, person, until, wait) VALUES ($1, $2, $3, $4) ON CONFLICT (slot, person) DO UPDATE SET until = excluded.until;

-- name: delete_hold
DELETE FROM appointment_hold WHERE slot = $1 AND person = $2;

-- name: holds_by
SELECT slot FROM appointment_hold WHERE person = $1 AND wait = 0 AND slot <> $2 ORDER BY slot;

-- name: hold_of
SELECT until FROM appointment_hold WHERE slot = $1 AND person = $2;

-- name: ended_holds
SELECT slot, person, wait FROM appointment_hold WHERE until <= $1 ORDER BY until, slot LIMIT 500;

-- name: insert_appointment
INSERT INTO appointment (id, slot, schedule, patient, organization, location, start_at, end_at, mode, status, reason_sealed, phone_sealed, why_sealed, sequence, cancelled_by, confirmed, key, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, '', 0, 0, FALSE, $12, $13, $13);

-- name: find_appointment
SELECT id, slot, schedule, patient, organization, location, start_at, end_at, mode, status, sequence, cancelled_by, confirmed, created_at, updated_at, reason_sealed, phone_sealed, why_sealed FROM appointment WHERE id = $1;

-- name: find_by_key
SELECT id FROM appointment WHERE patient = $1 AND key = $2 AND key <> '';

-- name: coming_of_patient
SELECT id, slot, schedule, patient, organization, location, start_at, end_at, mode, status, sequence, cancelled_by, confirmed, created_at, updated_at, reason_sealed, phone_sealed, why_sealed FROM appointment
 WHERE patient = $1 AND end_at > $2 AND status IN (0, 1) AND (start_at, id) > ($3, $4) ORDER BY start_at, id LIMIT $5;

-- name: past_of_patient
SELECT id, slot, schedule, patient, organization, location, start_at, end_at, mode, status, sequence, cancelled_by, confirmed, created_at, updated_at, reason_sealed, phone_sealed, why_sealed FROM appointment
 WHERE patient = $1 AND (end_at <= $2 OR status IN (2, 3, 4)) AND (start_at, id) < ($3, $4) ORDER BY start_at DESC, id DESC LIMIT $5;

-- name: of_organization
SELECT id, slot, schedule, patient, organization, location, start_at, end_at, mode, status, sequence, cancelled_by, confirmed, created_at, updated_at, '', '', '' FROM appointment
 WHERE organization = $1 AND start_at >= $2 AND start_at < $3 AND (start_at, id) > ($4, $5) ORDER BY start_at, id LIMIT $6;

-- name: patients_of
SELECT DISTINCT patient FROM appointment WHERE organization = $1 AND patient > $2 ORDER BY patient LIMIT $3;

-- name: not_seen_since
-- Who was there and is not to come again, longest ago first.
SELECT patient FROM appointment WHERE organization = $1 AND patient <> 0 AND status IN (0, 1, 2) GROUP BY patient HAVING MAX(start_at) < $2 ORDER BY MAX(start_at), patient LIMIT $3;

-- name: is_patient
SELECT COUNT(*) FROM appointment WHERE organization = $1 AND patient = $2;

-- name: at_that_time
SELECT start_at FROM appointment WHERE patient = $1 AND status IN (0, 1) AND start_at < $3 AND end_at > $2 AND id <> $4 ORDER BY start_at LIMIT 1;

-- name: practitioner_busy
SELECT COUNT(*) FROM appointment a JOIN appointment_schedule s ON s.id = a.schedule
 WHERE s.practitioner = $1 AND a.status IN (0, 1) AND a.start_at < $3 AND a.end_at > $2 AND a.slot <> $4;

-- name: move_appointment
UPDATE appointment SET slot = $2, schedule = $3, start_at = $4, end_at = $5, sequence = sequence + 1, confirmed = FALSE, updated_at = $6 WHERE id = $1;

-- name: set_status
UPDATE appointment SET status = $2, updated_at = $3 WHERE id = $1;

-- name: cancel_appointment
UPDATE appointment SET status = 3, cancelled_by = $2, why_sealed = $3, sequence = sequence + 1, updated_at = $4 WHERE id = $1;

-- name: confirm_appointment
UPDATE appointment SET confirmed = TRUE, updated_at = $2 WHERE id = $1;

-- name: coming_ids
SELECT id FROM appointment WHERE patient = $1 AND start_at > $2 AND status = 0 ORDER BY id;

-- name: insert_wait
INSERT INTO appointment_wait (id, patient, schedule, from_at, to_at, created_at, offered, offered_until) VALUES ($1, $2, $3, $4, $5, $6, 0, 0);

-- name: find_wait
SELECT id, patient, schedule, from_at, to_at, created_at, offered, offered_until FROM appointment_wait WHERE id = $1;

-- name: wait_of_for
SELECT id, patient, schedule, from_at, to_at, created_at, offered, offered_until FROM appointment_wait WHERE patient = $1 AND schedule = $2;

-- name: waits_of
SELECT id, patient, schedule, from_at, to_at, created_at, offered, offered_until FROM appointment_wait WHERE patient = $1 ORDER BY id LIMIT 100;

-- name: waits_for
SELECT id, patient, schedule, from_at, to_at, created_at, offered, offered_until FROM appointment_wait WHERE schedule = $1 ORDER BY id LIMIT 1000;

-- name: next_wait
SELECT id, patient, schedule, from_at, to_at, created_at, offered, offered_until FROM appointment_wait w WHERE schedule = $1 AND from_at <= $2 AND to_at >= $2 AND offered = 0
   AND NOT EXISTS (SELECT 1 FROM appointment_declined d WHERE d.wait = w.id AND d.slot = $3) ORDER BY id LIMIT 1;

-- name: offer
UPDATE appointment_wait SET offered = $2, offered_until = $3 WHERE id = $1;

-- name: put_declined
INSERT INTO appointment_declined (wait, slot) VALUES ($1, $2) ON CONFLICT (wait, slot) DO NOTHING;

-- name: delete_declined
DELETE FROM appointment_declined WHERE wait = $1;

-- name: delete_wait
DELETE FROM appointment_wait WHERE id = $1;

-- name: holds_of
SELECT slot FROM appointment_hold WHERE person = $1 ORDER BY slot;

-- name: waits_over
SELECT id, patient, schedule, from_at, to_at, created_at, offered, offered_until FROM appointment_wait WHERE to_at < $1 ORDER BY id LIMIT 500;

-- name: is_of_specialty
SELECT COUNT(*) FROM appointment_schedule WHERE id = $1 AND specialty = $2;

-- name: end_schedules_of
UPDATE appointment_schedule SET active = FALSE WHERE organization = $1;
