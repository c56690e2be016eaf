-- name: a_checked_credential_names_who_checked_it
SELECT id FROM directory_staff WHERE (verified_at <> 0 AND verified_by = 0) OR (verified_at = 0 AND verified_by <> 0);

-- name: a_decided_claim_names_who_decided
SELECT id FROM directory_claim WHERE decided_at <> 0 AND decided_by = 0;
