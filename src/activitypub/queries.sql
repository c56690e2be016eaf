-- say

-- name: put_key
INSERT INTO signing_key (account_id, public_pem, sealed, created_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id) DO UPDATE SET public_pem = excluded.public_pem, sealed = excluded.sealed, created_at = excluded.created_at;

-- name: put_first_key
INSERT INTO signing_key (account_id, public_pem, sealed, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (account_id) DO NOTHING;

-- name: key
SELECT public_pem, sealed FROM signing_key WHERE account_id = $1;

-- name: delete_key
DELETE FROM signing_key WHERE account_id = $1;

-- name: put_follow
INSERT INTO received_follow (follower_id, followed_id, uri) VALUES ($1, $2, $3)
ON CONFLICT (follower_id, followed_id) DO UPDATE SET uri = excluded.uri;

-- name: follow_uri
SELECT uri FROM received_follow WHERE follower_id = $1 AND followed_id = $2;

-- name: delete_follow
DELETE FROM received_follow WHERE follower_id = $1 AND followed_id = $2;

-- name: delete_follows_around
DELETE FROM received_follow WHERE follower_id = $1 OR followed_id = $1;

-- name: put_quote_request
INSERT INTO received_quote_request (post_id, uri, granted) VALUES ($1, $2, FALSE)
ON CONFLICT (post_id) DO UPDATE SET uri = excluded.uri;

-- name: quote_request
SELECT uri, granted FROM received_quote_request WHERE post_id = $1;

-- name: set_quote_request
UPDATE received_quote_request SET granted = $2 WHERE post_id = $1;

-- name: delete_quote_request
DELETE FROM received_quote_request WHERE post_id = $1;

-- name: put_stamp
INSERT INTO quote_stamp (post_id, uri) VALUES ($1, $2) ON CONFLICT (post_id) DO UPDATE SET uri = excluded.uri;

-- name: stamp_of
SELECT uri FROM quote_stamp WHERE post_id = $1;

-- name: post_with_stamp
SELECT post_id FROM quote_stamp WHERE uri = $1;

-- name: delete_stamp
DELETE FROM quote_stamp WHERE post_id = $1;

-- name: told_actor
SELECT hash FROM told_actor WHERE account_id = $1;

-- name: is_told_actor
SELECT COUNT(*) FROM told_actor WHERE account_id = $1;

-- name: active_people
SELECT COUNT(DISTINCT account_id) FROM active_day WHERE day >= $1;

-- name: has_audience
SELECT 1 FROM audience WHERE author_id = $1 LIMIT 1;

-- name: name_of_account
SELECT username, removed_at FROM account WHERE id = $1 AND domain = '';

-- name: is_gone
SELECT COUNT(*) FROM account WHERE domain = '' AND username_folded = $1 AND removed_at > 0;

-- name: put_told_actor
INSERT INTO told_actor (account_id, hash) VALUES ($1, $2) ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash;

-- name: delete_told_actor
DELETE FROM told_actor WHERE account_id = $1;

-- name: put_told_post
INSERT INTO told_post (post_id, author_id, boost, direct, hash, gone_at) VALUES ($1, $2, $3, $4, $5, 0) ON CONFLICT (post_id) DO NOTHING;

-- name: told_post
SELECT author_id, boost, direct, hash, gone_at FROM told_post WHERE post_id = $1;

-- name: set_told_hash
UPDATE told_post SET hash = $2 WHERE post_id = $1;

-- name: set_gone
UPDATE told_post SET gone_at = $2 WHERE post_id = $1;

-- name: delete_told_post
DELETE FROM told_post WHERE post_id = $1;

-- name: delete_told_posts
DELETE FROM told_post WHERE author_id = $1;

-- name: count_deed
INSERT INTO deed (account_id, kind, target_id, number) VALUES ($1, $2, $3, 1)
ON CONFLICT (account_id, kind, target_id) DO UPDATE SET number = deed.number + 1;

-- name: deeds
SELECT number FROM deed WHERE account_id = $1 AND kind = $2 AND target_id = $3;

-- name: delete_deeds_around
DELETE FROM deed WHERE account_id = $1 OR target_id = $1;

-- name: put_first_told_actor
INSERT INTO told_actor (account_id, hash) VALUES ($1, $2) ON CONFLICT (account_id) DO NOTHING;

-- name: groups_of_post
SELECT group_id FROM group_post WHERE post_id = $1 ORDER BY group_id;

-- name: put_group_post
INSERT INTO group_post (post_id, group_id) VALUES ($1, $2) ON CONFLICT (post_id, group_id) DO NOTHING;

-- name: forget_post_in_groups
DELETE FROM group_post WHERE post_id = $1;

-- name: forget_group
DELETE FROM group_post WHERE group_id = $1;

-- hear

-- name: actor_by_uri
SELECT account_id, uri, host, inbox, shared_inbox, followers, key_id, key_pem, fetched_at, outbox, featured, moved_at FROM actor WHERE uri = $1;

-- name: actor_by_key
SELECT account_id, uri, host, inbox, shared_inbox, followers, key_id, key_pem, fetched_at, outbox, featured, moved_at FROM actor WHERE key_id = $1;

-- name: actor_of_account
SELECT account_id, uri, host, inbox, shared_inbox, followers, key_id, key_pem, fetched_at, outbox, featured, moved_at FROM actor WHERE account_id = $1;

-- name: put_actor
INSERT INTO actor (account_id, uri, host, inbox, shared_inbox, inbox_id, followers, outbox, featured, key_id, key_pem, fetched_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (account_id) DO UPDATE SET host = excluded.host, inbox = excluded.inbox, shared_inbox = excluded.shared_inbox, inbox_id = excluded.inbox_id,
    followers = excluded.followers, outbox = excluded.outbox, featured = excluded.featured, key_id = excluded.key_id, key_pem = excluded.key_pem,
    fetched_at = excluded.fetched_at;

-- name: inbox_id_of_actor
SELECT inbox_id FROM actor WHERE account_id = $1;

-- name: set_actor_asked
UPDATE actor SET fetched_at = $2 WHERE account_id = $1;

-- name: set_actor_moved
UPDATE actor SET moved_at = $2 WHERE account_id = $1;

-- name: delete_actor
DELETE FROM actor WHERE account_id = $1;

-- name: is_followed_here
SELECT 1 FROM follow f JOIN account a ON a.id = f.follower_id WHERE f.followed_id = $1 AND a.domain = '' LIMIT 1;

-- name: note_activity
INSERT INTO received_activity (uri, received_at) VALUES ($1, $2) ON CONFLICT (uri) DO NOTHING;

-- name: has_activity
SELECT 1 FROM received_activity WHERE uri = $1;

-- name: forget_old_activities
DELETE FROM received_activity WHERE received_at < $1;

-- name: await_parent
INSERT INTO awaited_parent (post_id, uri) VALUES ($1, $2) ON CONFLICT (post_id) DO UPDATE SET uri = excluded.uri;

-- name: await_no_more
DELETE FROM awaited_parent WHERE post_id = $1;

-- name: awaiting_parent
SELECT post_id FROM awaited_parent WHERE uri = $1 ORDER BY post_id;

-- name: forget_awaited
DELETE FROM awaited_parent WHERE uri = $1;

-- name: sweep_position
SELECT after FROM sweep_position WHERE name = $1;

-- name: set_sweep_position
INSERT INTO sweep_position (name, after) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET after = excluded.after;

-- name: remote_posts_after
SELECT id, author_id FROM post WHERE uri <> '' AND id > $1 AND id < $2 ORDER BY id LIMIT $3;

-- name: is_post_needed
-- Its author is followed here; somebody here boosted, quoted, kept, reported, voted in or supported it, is named in it or took
-- part in its conversation; or something else that is there leads to it.
SELECT 1 FROM post p WHERE p.id = $1 AND (
       EXISTS (SELECT 1 FROM follow f JOIN account a ON a.id = f.follower_id WHERE f.followed_id = p.author_id AND a.domain = '')
    OR EXISTS (SELECT 1 FROM follow_request r JOIN account a ON a.id = r.follower_id WHERE r.followed_id = p.author_id AND a.domain = '')
    OR EXISTS (SELECT 1 FROM post o WHERE o.boost_of_id = p.id AND o.boost_of_id <> 0)
    OR EXISTS (SELECT 1 FROM post o WHERE o.quoted_id = p.id AND o.quoted_id <> 0)
    OR EXISTS (SELECT 1 FROM post o WHERE o.reply_to_id = p.id AND o.reply_to_id <> 0)
    OR EXISTS (SELECT 1 FROM post o JOIN account a ON a.id = o.author_id WHERE o.id IN (p.boost_of_id, p.quoted_id, p.reply_to_id, p.thread_id) AND a.domain = '')
    OR EXISTS (SELECT 1 FROM post o JOIN account a ON a.id = o.author_id WHERE o.thread_id = p.thread_id AND o.thread_id <> o.id AND a.domain = '')
    OR EXISTS (SELECT 1 FROM post_mention m JOIN account a ON a.id = m.account_id WHERE m.post_id = p.id AND a.domain = '')
    OR EXISTS (SELECT 1 FROM favourite m JOIN account a ON a.id = m.account_id WHERE m.post_id = p.id AND a.domain = '')
    OR EXISTS (SELECT 1 FROM bookmark m WHERE m.post_id = p.id)
    OR EXISTS (SELECT 1 FROM poll_vote v JOIN account a ON a.id = v.voter_id WHERE v.post_id = p.id AND a.domain = '')
    OR EXISTS (SELECT 1 FROM collection_post c WHERE c.post_id = p.id)
    OR EXISTS (SELECT 1 FROM filter_post c WHERE c.post_id = p.id)
    OR EXISTS (SELECT 1 FROM conversation c WHERE c.last_post_id = p.id)
    OR EXISTS (SELECT 1 FROM notification n WHERE n.post_id = p.id AND n.post_id <> 0)
    OR EXISTS (SELECT 1 FROM report_post r WHERE r.post_id = p.id));

-- name: actors_after
SELECT account_id, fetched_at FROM actor WHERE account_id > $1 ORDER BY account_id LIMIT $2;

-- name: is_account_needed
SELECT 1 FROM account x WHERE x.id = $1 AND (
       x.suspended_at > 0 OR x.silenced_at > 0 OR x.sensitized_at > 0 OR x.moved_to <> 0
    OR EXISTS (SELECT 1 FROM post p WHERE p.author_id = x.id)
    OR EXISTS (SELECT 1 FROM post_mention m WHERE m.account_id = x.id)
    OR EXISTS (SELECT 1 FROM favourite f WHERE f.account_id = x.id)
    OR EXISTS (SELECT 1 FROM follow f WHERE f.followed_id = x.id OR f.follower_id = x.id)
    OR EXISTS (SELECT 1 FROM follow_request f WHERE f.followed_id = x.id OR f.follower_id = x.id)
    OR EXISTS (SELECT 1 FROM block b WHERE b.account_id = x.id OR b.other_id = x.id)
    OR EXISTS (SELECT 1 FROM mute b WHERE b.account_id = x.id OR b.other_id = x.id)
    OR EXISTS (SELECT 1 FROM account_note n WHERE n.other_id = x.id)
    OR EXISTS (SELECT 1 FROM endorsement e WHERE e.other_id = x.id)
    OR EXISTS (SELECT 1 FROM list_member l WHERE l.account_id = x.id)
    OR EXISTS (SELECT 1 FROM account_alias l WHERE l.alias_id = x.id)
    OR EXISTS (SELECT 1 FROM account o WHERE o.moved_to = x.id AND o.moved_to > 0)
    OR EXISTS (SELECT 1 FROM notification n WHERE n.from_id = x.id)
    OR EXISTS (SELECT 1 FROM poll_vote v WHERE v.voter_id = x.id)
    OR EXISTS (SELECT 1 FROM report r WHERE r.target_id = x.id OR r.reporter_id = x.id)
    OR EXISTS (SELECT 1 FROM decision d WHERE d.target_id = x.id));

-- send

-- name: put_inbox
INSERT INTO inbox (id, address, host, refusals, refused_since, dead) VALUES ($1, $2, $3, 0, 0, FALSE) ON CONFLICT (address) DO NOTHING;

-- name: inbox_named
SELECT id, dead FROM inbox WHERE address = $1;

-- name: revive_inbox
UPDATE inbox SET refusals = 0, refused_since = 0, dead = FALSE WHERE id = $1 AND refusals > 0;

-- name: refuse_inbox
UPDATE inbox SET refusals = refusals + 1, refused_since = CASE WHEN refusals = 0 THEN CAST($2 AS BIGINT) ELSE refused_since END WHERE id = $1;

-- name: bury_inbox
UPDATE inbox SET dead = TRUE WHERE id = $1 AND refusals >= $2 AND refused_since <= $3 AND dead = FALSE;

-- name: delete_deliveries_to
DELETE FROM delivery WHERE inbox_id = $1 AND host = (SELECT host FROM inbox WHERE id = $1);

-- name: put_peer
INSERT INTO peer (host, software, scheme, refused, state, failing_since, attempts, retry_at, last_delivered_at, created_at)
VALUES ($1, '', '', $2, 'open', 0, 0, 0, 0, $3) ON CONFLICT (host) DO NOTHING;

-- name: put_outgoing
INSERT INTO outgoing (id, author_id, activity, about, urgent, to_followers, leaves_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: leaves_last
SELECT COALESCE(MAX(leaves_at), 0) FROM outgoing WHERE about = $1 AND leaves_at > $2;

-- name: queue_to_people
INSERT INTO delivery (outgoing_id, inbox_id, host, late, run_at, attempts)
SELECT DISTINCT CAST($1 AS BIGINT), i.id, i.host, CAST($2 AS BIGINT), CAST($3 AS BIGINT), 0
  FROM actor a JOIN inbox i ON i.id = a.inbox_id JOIN peer p ON p.host = i.host
 WHERE a.account_id IN LIST($4) AND i.dead = FALSE AND p.refused = FALSE AND p.state <> 'parked'
ON CONFLICT (outgoing_id, inbox_id) DO NOTHING;

-- name: queue_to_followers
INSERT INTO delivery (outgoing_id, inbox_id, host, late, run_at, attempts)
SELECT CAST($1 AS BIGINT), i.id, i.host, CAST($2 AS BIGINT), CAST($3 AS BIGINT), 0
  FROM audience a JOIN inbox i ON i.id = a.inbox_id JOIN peer p ON p.host = i.host
 WHERE a.author_id = $4 AND i.dead = FALSE AND p.refused = FALSE AND p.state <> 'parked'
ON CONFLICT (outgoing_id, inbox_id) DO NOTHING;

-- name: queue_where_it_went
INSERT INTO delivery (outgoing_id, inbox_id, host, late, run_at, attempts)
SELECT CAST($1 AS BIGINT), i.id, i.host, CAST($2 AS BIGINT), CAST($3 AS BIGINT), 0
  FROM reach r JOIN inbox i ON i.id = r.inbox_id JOIN peer p ON p.host = i.host
 WHERE r.post_id = $4 AND i.dead = FALSE AND p.refused = FALSE AND p.state <> 'parked'
ON CONFLICT (outgoing_id, inbox_id) DO NOTHING;

-- name: queue_everywhere
-- One inbox a server is enough to tell it.
INSERT INTO delivery (outgoing_id, inbox_id, host, late, run_at, attempts)
SELECT CAST($1 AS BIGINT), MIN(i.id), i.host, CAST($2 AS BIGINT), CAST($3 AS BIGINT), 0
  FROM inbox i JOIN peer p ON p.host = i.host
 WHERE i.dead = FALSE AND p.refused = FALSE AND p.state <> 'parked' GROUP BY i.host
ON CONFLICT (outgoing_id, inbox_id) DO NOTHING;

-- name: count_reach
SELECT COUNT(*) FROM reach WHERE post_id = $1;

-- name: note_reach
INSERT INTO reach (post_id, inbox_id, outgoing_id)
SELECT CAST($2 AS BIGINT), inbox_id, outgoing_id FROM delivery WHERE outgoing_id = $1
ON CONFLICT (post_id, inbox_id) DO NOTHING;

-- name: forget_reach_not_left
DELETE FROM reach WHERE post_id = $1 AND EXISTS (
    SELECT 1 FROM delivery d WHERE d.outgoing_id = reach.outgoing_id AND d.inbox_id = reach.inbox_id AND d.run_at > $2 AND d.attempts = 0);

-- name: forget_reach
DELETE FROM reach WHERE post_id = $1;

-- name: delete_deliveries_about
DELETE FROM delivery WHERE outgoing_id IN (SELECT id FROM outgoing WHERE about = $1);

-- name: delete_outgoing_about
DELETE FROM outgoing WHERE about = $1;

-- name: inbox_of_follower
SELECT a.inbox_id, c.uri FROM actor a JOIN account c ON c.id = a.account_id WHERE a.account_id = $1;

-- name: put_audience_member
INSERT INTO audience_member (author_id, follower_id, inbox_id, host) VALUES ($1, $2, $3, $4) ON CONFLICT (author_id, follower_id) DO NOTHING;

-- name: audience_member
SELECT inbox_id, host FROM audience_member WHERE author_id = $1 AND follower_id = $2;

-- name: delete_audience_member
DELETE FROM audience_member WHERE author_id = $1 AND follower_id = $2;

-- name: move_audience_member
UPDATE audience_member SET inbox_id = $3 WHERE author_id = $1 AND follower_id = $2;

-- name: heard_by_follower
SELECT author_id, inbox_id FROM audience_member WHERE follower_id = $1;

-- name: count_audience
INSERT INTO audience (author_id, inbox_id, members) VALUES ($1, $2, 1)
ON CONFLICT (author_id, inbox_id) DO UPDATE SET members = audience.members + 1;

-- name: uncount_audience
UPDATE audience SET members = members - 1 WHERE author_id = $1 AND inbox_id = $2;

-- name: drop_empty_audience
DELETE FROM audience WHERE author_id = $1 AND inbox_id = $2 AND members <= 0;

-- name: follower_digest
SELECT digest, members FROM follower_digest WHERE author_id = $1 AND host = $2;

-- name: put_follower_digest
INSERT INTO follower_digest (author_id, host, digest, members) VALUES ($1, $2, $3, $4)
ON CONFLICT (author_id, host) DO UPDATE SET digest = excluded.digest, members = excluded.members;

-- name: delete_follower_digest
DELETE FROM follower_digest WHERE author_id = $1 AND host = $2;

-- name: followers_on_host
SELECT c.id, c.uri FROM audience_member m JOIN account c ON c.id = m.follower_id
 WHERE m.author_id = $1 AND m.host = $2 AND m.follower_id > $3 ORDER BY m.follower_id LIMIT $4;

-- name: local_followers_of
-- Who lives here and follows somebody elsewhere.
SELECT f.follower_id, a.username FROM follow f JOIN account a ON a.id = f.follower_id
 WHERE f.followed_id = $1 AND a.domain = '' AND f.id > $2 ORDER BY f.id LIMIT $3;

-- name: forget_audience_of_author
DELETE FROM audience WHERE author_id = $1;

-- name: forget_members_of_author
DELETE FROM audience_member WHERE author_id = $1;

-- name: forget_digests_of_author
DELETE FROM follower_digest WHERE author_id = $1;

-- name: peer
SELECT host, software, scheme, refused, state, failing_since, attempts, retry_at, last_delivered_at FROM peer WHERE host = $1;

-- name: peers_in_trouble
SELECT host, software, scheme, refused, state, failing_since, attempts, retry_at, last_delivered_at FROM peer
 WHERE failing_since > 0 ORDER BY failing_since, host LIMIT $1;

-- name: peers_not_open
SELECT host, software, scheme, refused, state, failing_since, attempts, retry_at, last_delivered_at FROM peer
 WHERE state <> 'open' ORDER BY host LIMIT $1;

-- name: all_peers
SELECT host, software, scheme, refused, state, failing_since, attempts, retry_at, last_delivered_at FROM peer
 WHERE host > $1 ORDER BY host LIMIT $2;

-- name: settle_peer
UPDATE peer SET state = CASE WHEN state = 'held' THEN 'held' ELSE $2 END, failing_since = $3, attempts = $4, retry_at = $5,
       last_delivered_at = CASE WHEN CAST($6 AS BIGINT) > 0 THEN $6 ELSE last_delivered_at END,
       scheme = CASE WHEN $7 <> '' THEN $7 ELSE scheme END
 WHERE host = $1;

-- name: revive_peer
UPDATE peer SET state = 'open', failing_since = 0, attempts = 0, retry_at = 0 WHERE host = $1 AND failing_since > 0 AND state <> 'held';

-- name: open_peer
UPDATE peer SET state = 'open', attempts = 0, retry_at = 0 WHERE host = $1;

-- name: hold_peer
UPDATE peer SET state = 'held' WHERE host = $1;

-- name: set_peer_refused
UPDATE peer SET refused = $2 WHERE host = $1;

-- name: set_peer_software
UPDATE peer SET software = $2 WHERE host = $1 AND software <> $2;

-- name: delete_deliveries_to_host
DELETE FROM delivery WHERE host = $1;

-- name: delete_idle_outgoing
DELETE FROM outgoing WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.outgoing_id = outgoing.id);

-- name: delete_all_idle_outgoing
DELETE FROM outgoing WHERE id < $1 AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.outgoing_id = outgoing.id);

-- name: end_delivery
DELETE FROM delivery WHERE outgoing_id = $1 AND inbox_id = $2;

-- name: postpone_delivery
UPDATE delivery SET attempts = attempts + 1, run_at = $3 WHERE outgoing_id = $1 AND inbox_id = $2;

-- name: outgoing_after
SELECT id, leaves_at FROM outgoing WHERE id > $1 ORDER BY id LIMIT $2;

-- name: deliveries_of
SELECT d.outgoing_id, d.inbox_id, d.host, d.late, d.run_at, d.attempts, i.address
  FROM delivery d JOIN inbox i ON i.id = d.inbox_id WHERE d.outgoing_id = $1;

-- name: due_at_host
SELECT d.outgoing_id, d.inbox_id, d.host, d.late, d.run_at, d.attempts, i.address
  FROM delivery d JOIN inbox i ON i.id = d.inbox_id
 WHERE d.host = $1 AND d.late = $2 AND d.run_at <= $3 ORDER BY d.run_at, d.outgoing_id LIMIT $4;

-- name: next_at_host
SELECT MIN(run_at) FROM delivery WHERE host = $1 AND late = $2 AND run_at > $3;

-- name: hosts_with_deliveries
-- One step down the index for each host, however much waits there.
WITH RECURSIVE waiting (host) AS (
    SELECT MIN(host) FROM delivery
    UNION ALL
    SELECT (SELECT MIN(d.host) FROM delivery d WHERE d.host > waiting.host) FROM waiting WHERE waiting.host IS NOT NULL
) SELECT host FROM waiting WHERE host IS NOT NULL;

-- name: newest_outgoing
SELECT COALESCE(MAX(id), 0) FROM outgoing;

-- name: outgoing
SELECT author_id, activity, urgent, to_followers FROM outgoing WHERE id = $1;

-- name: waiting_at_host
SELECT COUNT(*), MIN(outgoing_id) FROM delivery WHERE host = $1;

-- name: count_waiting
SELECT COUNT(*) FROM delivery;

-- name: hosts_by_waiting
SELECT host, COUNT(*) AS waiting, MIN(outgoing_id) FROM delivery GROUP BY host ORDER BY waiting DESC, host LIMIT $1;

-- name: take_deliverer
INSERT INTO deliverer (one, holder, held_until) VALUES (1, $1, $2)
ON CONFLICT (one) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until
 WHERE deliverer.holder = excluded.holder OR deliverer.held_until < $3;

-- name: leave_deliverer
DELETE FROM deliverer WHERE holder = $1;

-- name: hosts_failing_before
SELECT host FROM peer WHERE failing_since > 0 AND failing_since < $1 ORDER BY failing_since, host LIMIT $2;

-- name: count_failing
SELECT COUNT(*) FROM peer WHERE failing_since > 0;

-- name: domains_known
-- One step down the index for each server that people are known of.
WITH RECURSIVE known (domain) AS (
    SELECT MIN(domain) FROM account WHERE domain <> ''
    UNION ALL
    SELECT (SELECT MIN(a.domain) FROM account a WHERE a.domain <> '' AND a.domain > known.domain) FROM known WHERE known.domain IS NOT NULL
) SELECT domain FROM known WHERE domain IS NOT NULL;

-- name: accounts_to_hide
SELECT id FROM account WHERE domain = $1 AND domain <> '' AND suspended_at = 0 AND removed_at = 0 ORDER BY id LIMIT $2;

-- name: accounts_to_silence
SELECT id FROM account WHERE domain = $1 AND domain <> '' AND silenced_at = 0 AND removed_at = 0 ORDER BY id LIMIT $2;

-- name: accounts_to_show
-- Those whom a moderator's decision hides stay hidden.
SELECT a.id FROM account a WHERE a.domain = $1 AND a.domain <> '' AND a.suspended_at > 0 AND a.removed_at = 0 AND a.id > $3
   AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.target_id = a.id AND d.act = 'suspend' AND d.overruled_at = 0) ORDER BY a.id LIMIT $2;

-- name: accounts_to_hear
SELECT a.id FROM account a WHERE a.domain = $1 AND a.domain <> '' AND a.silenced_at > 0 AND a.removed_at = 0 AND a.id > $3
   AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.target_id = a.id AND d.act = 'silence' AND d.overruled_at = 0) ORDER BY a.id LIMIT $2;

-- name: accounts_of_domain
SELECT id FROM account WHERE domain = $1 AND domain <> '' AND removed_at = 0 ORDER BY id LIMIT $2;

-- name: delete_actors_of_host
DELETE FROM actor WHERE account_id IN (SELECT id FROM account WHERE domain = $1 AND domain <> '' AND removed_at > 0);

-- name: delete_reach_of_host
DELETE FROM reach WHERE inbox_id IN (SELECT id FROM inbox WHERE host = $1);

-- name: delete_inboxes_of_host
DELETE FROM inbox WHERE host = $1;

-- name: delete_peer
DELETE FROM peer WHERE host = $1;
