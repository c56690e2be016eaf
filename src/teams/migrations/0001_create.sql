CREATE TABLE team_member (
    organization_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    role INTEGER NOT NULL CHECK (role >= 0 AND role < 4),
    since BIGINT NOT NULL,
    PRIMARY KEY (organization_id, person_id)
);
CREATE INDEX team_member_by_person ON team_member (person_id, organization_id);
CREATE TABLE team_invitation (
    organization_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    role INTEGER NOT NULL CHECK (role >= 0 AND role < 4),
    invited_by BIGINT NOT NULL,
    invited_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, person_id)
);
CREATE INDEX team_invitation_by_person ON team_invitation (person_id, organization_id);
-- Who did what in the name of the organization. Entries are added only; they outlast who did it.
CREATE TABLE team_deed (
    id BIGINT NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    about TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX team_deed_of ON team_deed (organization_id, id);
CREATE INDEX team_deed_about ON team_deed (organization_id, about, id);
