-- Where another server has somebody's pictures: avatar and header hold the addresses of our own copies.
ALTER TABLE account ADD COLUMN avatar_source TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN header_source TEXT NOT NULL DEFAULT '';
