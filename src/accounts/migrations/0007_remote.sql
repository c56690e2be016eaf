-- Accounts of other servers: what their server calls them, and where their page is there. '' for those of this one.
ALTER TABLE account ADD COLUMN uri TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN url TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX account_by_uri ON account (uri) WHERE uri <> '';
CREATE INDEX account_by_domain ON account (domain, id) WHERE domain <> '';
