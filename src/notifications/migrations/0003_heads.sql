-- A group's head is found without its other members: a post may have been liked, and an account followed, by thousands.
CREATE INDEX notification_head_of_group ON notification (account_id, kind, post_id, bucket) WHERE head AND bucket > 0;
