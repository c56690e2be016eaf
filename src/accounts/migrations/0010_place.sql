-- The clock somebody goes by and the country whose help they are offered: with their login, so that both go with it.
ALTER TABLE login ADD COLUMN zone TEXT NOT NULL DEFAULT '';
ALTER TABLE login ADD COLUMN region TEXT NOT NULL DEFAULT '';
