-- What people say of care. Nothing here names who said it: `reviewer` is a pseudonym that only the server's key makes, and the
-- day of publication is all that is kept of when. Ids are drawn by lot. 0 stands for nobody and nothing.
-- The key of pseudonyms, sealed with the server's key file: who holds the data alone cannot make one.
CREATE TABLE review_key (
    number BIGINT PRIMARY KEY,
    sealed TEXT NOT NULL
);

-- Written or changed, not yet public: a change has the id of what it is to replace. `due_at` is a moment drawn by lot, a whole number of six hours: the moment of writing is not kept.
CREATE TABLE review_waiting (
    id        BIGINT PRIMARY KEY,
    location  BIGINT NOT NULL,
    reviewer  TEXT NOT NULL,
    overall   BIGINT NOT NULL CHECK (overall BETWEEN 1 AND 5),
    mark_1    BIGINT NOT NULL CHECK (mark_1 BETWEEN 0 AND 5),
    mark_2    BIGINT NOT NULL CHECK (mark_2 BETWEEN 0 AND 5),
    mark_3    BIGINT NOT NULL CHECK (mark_3 BETWEEN 0 AND 5),
    mark_4    BIGINT NOT NULL CHECK (mark_4 BETWEEN 0 AND 5),
    mark_5    BIGINT NOT NULL CHECK (mark_5 BETWEEN 0 AND 5),
    told      TEXT NOT NULL,
    month     TEXT NOT NULL,
    signed_as TEXT NOT NULL,
    language  TEXT NOT NULL,
    verified  BOOLEAN NOT NULL,
    key_hash  TEXT NOT NULL,
    due_at    BIGINT NOT NULL
);
CREATE INDEX review_waiting_by_due ON review_waiting (due_at);
CREATE INDEX review_waiting_by_reviewer ON review_waiting (reviewer);

-- Public. Rows come in shuffled batches, so that not even the order in which they lie tells the order of writing.
-- standing: 0 shown, 1 held, 2 removed, 3 withdrawn. published and changed are days. leaves_at: its author's account is gone,
-- and it follows at a moment drawn by lot.
CREATE TABLE review (
    id          BIGINT PRIMARY KEY,
    location    BIGINT NOT NULL,
    reviewer    TEXT NOT NULL,
    overall     BIGINT NOT NULL CHECK (overall BETWEEN 1 AND 5),
    mark_1      BIGINT NOT NULL CHECK (mark_1 BETWEEN 0 AND 5),
    mark_2      BIGINT NOT NULL CHECK (mark_2 BETWEEN 0 AND 5),
    mark_3      BIGINT NOT NULL CHECK (mark_3 BETWEEN 0 AND 5),
    mark_4      BIGINT NOT NULL CHECK (mark_4 BETWEEN 0 AND 5),
    mark_5      BIGINT NOT NULL CHECK (mark_5 BETWEEN 0 AND 5),
    told        TEXT NOT NULL,
    month       TEXT NOT NULL,
    signed_as   TEXT NOT NULL,
    language    TEXT NOT NULL,
    verified    BOOLEAN NOT NULL,
    key_hash    TEXT NOT NULL,
    standing    BIGINT NOT NULL CHECK (standing BETWEEN 0 AND 3),
    removed_for TEXT NOT NULL,
    published   TEXT NOT NULL,
    changed     TEXT NOT NULL,
    weight      DOUBLE PRECISION NOT NULL,
    helpful     BIGINT NOT NULL,
    unhelpful   BIGINT NOT NULL,
    usefulness  DOUBLE PRECISION NOT NULL,
    leaves_at   BIGINT NOT NULL
);
CREATE INDEX review_by_use ON review (location, usefulness DESC, published DESC, id DESC) WHERE standing IN (0, 2);
CREATE INDEX review_by_day ON review (location, published DESC, id DESC) WHERE standing IN (0, 2);
CREATE INDEX review_by_mark ON review (location, overall, published DESC, id DESC) WHERE standing IN (0, 2);
CREATE INDEX review_of_location ON review (location, standing, published);
CREATE INDEX review_by_reviewer ON review (reviewer) WHERE reviewer <> '';
CREATE INDEX review_leaving ON review (leaves_at) WHERE leaves_at > 0;
CREATE INDEX review_by_published ON review (published);

-- What a story is about: the words are found in it, see themes.cpp.
CREATE TABLE review_theme (
    review BIGINT NOT NULL REFERENCES review (id),
    theme  TEXT NOT NULL,
    PRIMARY KEY (review, theme)
);

-- One-time rights to review a visit: the hash alone, without whom it was given to, and never joined to the review it became.
CREATE TABLE review_visit (
    token_hash TEXT PRIMARY KEY,
    location   BIGINT NOT NULL,
    month      TEXT NOT NULL,
    issued     TEXT NOT NULL,
    used       BOOLEAN NOT NULL
);
CREATE INDEX review_visit_by_location ON review_visit (location, issued);
CREATE INDEX review_visit_by_issued ON review_visit (issued);

-- Once a person and review; the voter is a pseudonym of this one review.
CREATE TABLE review_vote (
    review  BIGINT NOT NULL REFERENCES review (id),
    voter   TEXT NOT NULL,
    helpful BOOLEAN NOT NULL,
    PRIMARY KEY (review, voter)
);

-- How many were written from an address today: the bucket is made with the key, and gone tomorrow.
CREATE TABLE review_flood (
    bucket  TEXT PRIMARY KEY,
    day     TEXT NOT NULL,
    written BIGINT NOT NULL
);

-- What moderators are told of one. reporter 0: gone. organization: the provider itself reported it; 0 for anybody else.
CREATE TABLE review_report (
    id           BIGINT PRIMARY KEY,
    review       BIGINT NOT NULL REFERENCES review (id),
    reporter     BIGINT NOT NULL,
    organization BIGINT NOT NULL,
    reason       TEXT NOT NULL,
    words        TEXT NOT NULL,
    at           BIGINT NOT NULL,
    decision     BIGINT NOT NULL
);
CREATE INDEX review_report_open ON review_report (id) WHERE decision = 0;
CREATE INDEX review_report_by_review ON review_report (review, id);
CREATE INDEX review_report_by_reporter ON review_report (reporter) WHERE reporter <> 0;

-- What a moderator decided. act: 0 kept, 1 removed, 2 put back. An act that was overruled has the number of what overruled it.
CREATE TABLE review_decision (
    id        BIGINT PRIMARY KEY,
    review    BIGINT NOT NULL REFERENCES review (id),
    act       BIGINT NOT NULL CHECK (act BETWEEN 0 AND 2),
    moderator BIGINT NOT NULL,
    reason    TEXT NOT NULL,
    words     TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE INDEX review_decision_by_review ON review_decision (review, id);

-- Against a decision, once from each side: by the author through the key, of whom nothing is kept, or by the provider.
CREATE TABLE review_appeal (
    id           BIGINT PRIMARY KEY,
    decision     BIGINT NOT NULL REFERENCES review_decision (id),
    organization BIGINT NOT NULL,
    words        TEXT NOT NULL,
    day          TEXT NOT NULL,
    decided_by   BIGINT NOT NULL,
    decided_at   BIGINT NOT NULL,
    granted      BOOLEAN NOT NULL,
    answer       TEXT NOT NULL,
    UNIQUE (decision)
);
CREATE INDEX review_appeal_waiting ON review_appeal (id) WHERE decided_by = 0;

-- What is asked of a kind of care, where an administrator chose: until then, and for other kinds, the usual five.
CREATE TABLE review_dimension (
    specialty TEXT NOT NULL,
    position  BIGINT NOT NULL CHECK (position BETWEEN 1 AND 5),
    code      TEXT NOT NULL,
    words     TEXT NOT NULL,
    PRIMARY KEY (specialty, position)
);
