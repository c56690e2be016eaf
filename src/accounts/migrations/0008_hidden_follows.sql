-- Whether others see whom somebody follows and who follows them. The counts stay public.
ALTER TABLE account ADD COLUMN hide_collections BOOLEAN NOT NULL DEFAULT FALSE;
