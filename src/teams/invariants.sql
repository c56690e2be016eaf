-- name: member_of_itself
SELECT organization_id FROM team_member WHERE organization_id = person_id;
