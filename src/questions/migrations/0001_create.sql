-- What people ask under the alerts of a chain, and what the agency answers. 0 stands for nobody, nothing and no moment.
-- state: 0 waiting, 1 taken up (public), 2 answered, 3 declined. declined: which reason, from 1.
CREATE TABLE question (
    id           BIGINT PRIMARY KEY,
    chain        BIGINT NOT NULL,
    alert        BIGINT NOT NULL,
    organization BIGINT NOT NULL,
    asker        BIGINT NOT NULL,
    named        BOOLEAN NOT NULL,
    text         TEXT NOT NULL,
    wording      TEXT NOT NULL,
    asked_at     BIGINT NOT NULL,
    merged_into  BIGINT NOT NULL,
    state        BIGINT NOT NULL,
    declined     BIGINT NOT NULL,
    next_update  BIGINT NOT NULL
);
CREATE INDEX question_by_chain ON question (chain, id);
CREATE INDEX question_unanswered ON question (organization, id) WHERE state < 2 AND merged_into = 0;
CREATE INDEX question_promised ON question (organization, next_update) WHERE next_update > 0;
CREATE INDEX question_merged ON question (merged_into) WHERE merged_into <> 0;
CREATE INDEX question_by_asker ON question (asker, id) WHERE asker <> 0;

-- Who has the question: who asked, and who said so.
CREATE TABLE question_voice (
    question BIGINT NOT NULL REFERENCES question (id),
    account  BIGINT NOT NULL,
    since    BIGINT NOT NULL,
    PRIMARY KEY (question, account)
);
CREATE INDEX question_voice_by_account ON question_voice (account, question);

-- Every version stays. `entry` is its number in the public record of alerts.
CREATE TABLE question_answer (
    question    BIGINT NOT NULL REFERENCES question (id),
    version     BIGINT NOT NULL,
    author      BIGINT NOT NULL,
    known       TEXT NOT NULL,
    not_known   TEXT NOT NULL,
    doing       TEXT NOT NULL,
    next_update BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    entry       BIGINT NOT NULL UNIQUE,
    taken_away  BOOLEAN NOT NULL,
    PRIMARY KEY (question, version)
);
