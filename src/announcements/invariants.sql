-- name: reactions_are_counted
SELECT r.id FROM announcement_reaction r
 WHERE r.count <> (SELECT COUNT(*) FROM announcement_reactor a WHERE a.reaction_id = r.id);
