-- name: places_are_counted
SELECT s.id FROM appointment_slot s WHERE s.taken <> (SELECT COUNT(*) FROM appointment a WHERE a.slot = s.id AND a.status <> 3);

-- name: no_free_slot_is_full
SELECT id FROM appointment_slot WHERE state = 0 AND taken >= places;
