-- name: chains_count_their_entries
SELECT c.part FROM record_chain c WHERE c.entries <> (SELECT COUNT(*) FROM record_access a WHERE a.part = c.part);

-- name: consents_end
SELECT id FROM record_consent WHERE expires_at <= given_at;
