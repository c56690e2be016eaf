-- Areas that have a name. Their corners stand apart: looking for a box or a name reads no corners.
CREATE TABLE area_outline (
    id      BIGINT PRIMARY KEY,
    scheme  TEXT NOT NULL,
    code    TEXT NOT NULL,
    name    TEXT NOT NULL,
    folded  TEXT NOT NULL,
    within  TEXT NOT NULL,
    country TEXT NOT NULL,
    south   DOUBLE PRECISION NOT NULL,
    west    DOUBLE PRECISION NOT NULL,
    north   DOUBLE PRECISION NOT NULL,
    east    DOUBLE PRECISION NOT NULL,
    mark    BIGINT NOT NULL,
    UNIQUE (scheme, code),
    CHECK (south <= north AND south >= -90 AND north <= 90)
);
CREATE INDEX area_outline_within ON area_outline (within, folded);
CREATE INDEX area_outline_folded ON area_outline (folded COLLATE BINARY, id);

CREATE TABLE area_corners (
    outline_id BIGINT PRIMARY KEY REFERENCES area_outline (id),
    corners    TEXT NOT NULL
);

-- Files that were imported by the program itself, and as what they were read last.
CREATE TABLE area_file (
    name TEXT PRIMARY KEY,
    mark TEXT NOT NULL
);
