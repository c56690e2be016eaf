-- name: nobody_is_told_of_their_own_doing
SELECT id FROM notification WHERE account_id = from_id;
