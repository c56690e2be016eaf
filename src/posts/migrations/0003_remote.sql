-- Posts of other servers: what their server calls them, and where they are read there. '' for those of this one.
ALTER TABLE post ADD COLUMN uri TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN url TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX post_by_uri ON post (uri) WHERE uri <> '';
