-- name: what_is_erased_has_no_words_and_no_key
SELECT t.id FROM care_thread t WHERE t.erased_at <> 0 AND (t.record_key <> 0 OR t.subject <> '' OR EXISTS (SELECT 1 FROM care_message m WHERE m.thread = t.id));

-- name: what_is_not_erased_has_a_key
SELECT t.id FROM care_thread t WHERE t.erased_at = 0 AND NOT EXISTS (SELECT 1 FROM record_key k WHERE k.id = t.record_key);

-- name: unread_messages_are_counted
SELECT t.id FROM care_thread t
 WHERE t.unread_patient <> (SELECT COUNT(*) FROM care_message m WHERE m.thread = t.id AND m.by_team = TRUE AND m.read_at = 0)
    OR t.unread_team <> (SELECT COUNT(*) FROM care_message m WHERE m.thread = t.id AND m.by_team = FALSE AND m.read_at = 0);

-- name: a_file_lies_in_the_thread_of_its_message
SELECT f.id FROM care_message_file f JOIN care_message m ON m.id = f.message WHERE m.thread <> f.thread;

-- name: what_is_automatic_is_the_teams
SELECT id FROM care_message WHERE automatic = TRUE AND by_team = FALSE;

-- name: read_later_than_written
SELECT id FROM care_message WHERE read_at <> 0 AND read_at < at;

-- name: nobody_is_asked_about_where_it_is
SELECT id FROM care_thread WHERE asked_to = organization AND asked_to <> 0;
