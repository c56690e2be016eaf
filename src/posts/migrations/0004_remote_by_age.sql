-- Those of other servers by age: what nobody here needs is let go, without a look at what was written here.
CREATE INDEX post_remote ON post (id) WHERE uri <> '';
