-- A ready-made filter: what it looks for is known to the program; '' for filters of one's own words.
ALTER TABLE content_filter ADD COLUMN shield TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX content_filter_shield ON content_filter (account_id, shield) WHERE shield <> '';
