-- Where somebody went on: the account that stands in for this one. moved_at stays when they come back: it spaces moves.
ALTER TABLE account ADD COLUMN moved_to BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN moved_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX account_moved ON account (moved_to) WHERE moved_to > 0;

-- Other accounts that somebody says are theirs, as ActivityPub's alsoKnownAs: a move needs the target's word.
CREATE TABLE account_alias (
    account_id BIGINT NOT NULL REFERENCES account (id),
    alias_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, alias_id)
);
CREATE INDEX account_alias_by_alias ON account_alias (alias_id);

-- When a line's page was seen to link back; 0 for never.
ALTER TABLE account_field ADD COLUMN verified_at BIGINT NOT NULL DEFAULT 0;
