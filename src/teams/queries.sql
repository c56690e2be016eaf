-- name: member
SELECT person_id, role, since FROM team_member WHERE organization_id = $1 AND person_id = $2;

-- name: members
SELECT person_id, role, since FROM team_member WHERE organization_id = $1 ORDER BY role, since, person_id;

-- name: memberships
SELECT organization_id, role FROM team_member WHERE person_id = $1 ORDER BY organization_id;

-- name: count_owners
SELECT COUNT(*) FROM team_member WHERE organization_id = $1 AND role = 0;

-- name: count_people
SELECT (SELECT COUNT(*) FROM team_member WHERE organization_id = $1) + (SELECT COUNT(*) FROM team_invitation WHERE organization_id = $1);

-- name: put_member
INSERT INTO team_member (organization_id, person_id, role, since) VALUES ($1, $2, $3, $4)
ON CONFLICT (organization_id, person_id) DO UPDATE SET role = excluded.role;

-- name: delete_member
DELETE FROM team_member WHERE organization_id = $1 AND person_id = $2;

-- name: put_invitation
INSERT INTO team_invitation (organization_id, person_id, role, invited_by, invited_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (organization_id, person_id) DO UPDATE SET role = excluded.role, invited_by = excluded.invited_by, invited_at = excluded.invited_at;

-- name: invitation
SELECT organization_id, person_id, role, invited_by, invited_at FROM team_invitation WHERE organization_id = $1 AND person_id = $2;

-- name: invitations_of
SELECT organization_id, person_id, role, invited_by, invited_at FROM team_invitation WHERE organization_id = $1 ORDER BY invited_at, person_id;

-- name: invitations_to
SELECT organization_id, person_id, role, invited_by, invited_at FROM team_invitation WHERE person_id = $1 ORDER BY organization_id;

-- name: delete_invitation
DELETE FROM team_invitation WHERE organization_id = $1 AND person_id = $2;

-- name: delete_memberships
DELETE FROM team_member WHERE person_id = $1 OR organization_id = $1;

-- name: delete_invitations
DELETE FROM team_invitation WHERE person_id = $1 OR organization_id = $1;

-- name: delete_deeds
DELETE FROM team_deed WHERE organization_id = $1;

-- name: insert_deed
INSERT INTO team_deed (id, organization_id, at, person_id, act, about, detail) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: deeds
SELECT id, at, person_id, act, about, detail FROM team_deed WHERE organization_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3;

-- name: author_of
SELECT person_id FROM team_deed WHERE organization_id = $1 AND about = $2 ORDER BY id LIMIT 1;
