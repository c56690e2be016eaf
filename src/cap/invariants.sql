-- name: a_silent_source_is_not_paused
SELECT id FROM cap_source WHERE paused AND silent_since > 0;

-- name: a_subscriber_has_a_lease
SELECT id FROM cap_subscriber WHERE lease_until <= 0;
