-- Care plans. Every word and number of a person (titles, texts, dates, times, answers, values) is sealed with the plan's own
-- key, `record_key`, which is destroyed with the plan. 0 stands for nobody and no moment.
-- status: 0 active, 1 on hold, 2 completed, 3 revoked.
CREATE TABLE care_plan (
    id            BIGINT PRIMARY KEY,
    patient       BIGINT NOT NULL,
    organization  BIGINT NOT NULL,
    author        BIGINT NOT NULL,
    record_key    BIGINT NOT NULL,
    title         TEXT NOT NULL,
    description   TEXT NOT NULL,
    status        BIGINT NOT NULL,
    part2         BOOLEAN NOT NULL,
    hides_numbers BOOLEAN NOT NULL,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL
);
CREATE INDEX care_plan_by_patient ON care_plan (patient, id);
CREATE INDEX care_plan_by_organization ON care_plan (organization, id);
CREATE INDEX care_plan_by_author ON care_plan (author, id) WHERE author <> 0;

-- kind: 0 goal, 1 task, 2 reading, 3 check-in, 4 measure, 5 medicine. `laid_at`: when a medicine's reminders were last laid ahead.
CREATE TABLE care_plan_item (
    id         BIGINT PRIMARY KEY,
    plan       BIGINT NOT NULL REFERENCES care_plan (id),
    kind       BIGINT NOT NULL,
    text       TEXT NOT NULL,
    note       TEXT NOT NULL,
    link       TEXT NOT NULL,
    due        TEXT NOT NULL,
    times      TEXT NOT NULL,
    every_days BIGINT NOT NULL,
    done       BOOLEAN NOT NULL,
    done_at    BIGINT NOT NULL,
    done_by    BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    laid_at    BIGINT NOT NULL
);
CREATE INDEX care_plan_item_by_plan ON care_plan_item (plan, id);
CREATE INDEX care_plan_item_to_lay ON care_plan_item (laid_at, id) WHERE kind = 5 AND done = FALSE;
CREATE INDEX care_plan_item_by_doer ON care_plan_item (done_by) WHERE done_by <> 0;

-- A medicine that was taken: the moment it was due names it.
CREATE TABLE care_plan_dose (
    item     BIGINT NOT NULL REFERENCES care_plan_item (id),
    due_at   BIGINT NOT NULL,
    taken_at BIGINT NOT NULL,
    PRIMARY KEY (item, due_at)
);

-- `item` 0: about the plan as a whole.
CREATE TABLE care_plan_comment (
    id      BIGINT PRIMARY KEY,
    plan    BIGINT NOT NULL REFERENCES care_plan (id),
    item    BIGINT NOT NULL,
    author  BIGINT NOT NULL,
    by_team BOOLEAN NOT NULL,
    text    TEXT NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX care_plan_comment_by_plan ON care_plan_comment (plan, id);
CREATE INDEX care_plan_comment_by_author ON care_plan_comment (author, id) WHERE author <> 0;

-- Which questionnaire it was is sealed with the answers. `seen_at`: when somebody of the team looked at it.
CREATE TABLE care_plan_response (
    id      BIGINT PRIMARY KEY,
    plan    BIGINT NOT NULL REFERENCES care_plan (id),
    patient BIGINT NOT NULL,
    answers TEXT NOT NULL,
    at      BIGINT NOT NULL,
    seen_by BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);
CREATE INDEX care_plan_response_by_plan ON care_plan_response (plan, id);
CREATE INDEX care_plan_response_by_seer ON care_plan_response (seen_by) WHERE seen_by <> 0;

-- What was measured is sealed with its value.
CREATE TABLE care_plan_measurement (
    id      BIGINT PRIMARY KEY,
    plan    BIGINT NOT NULL REFERENCES care_plan (id),
    patient BIGINT NOT NULL,
    value   TEXT NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX care_plan_measurement_by_plan ON care_plan_measurement (plan, at, id);

-- A day (counted from 1970) on which somebody who has it under a consent opened a plan: told to the patient once a day.
CREATE TABLE care_plan_opening (
    plan   BIGINT NOT NULL REFERENCES care_plan (id),
    person BIGINT NOT NULL,
    day    BIGINT NOT NULL,
    PRIMARY KEY (plan, person, day)
);

-- One message to those of a group who let themselves be asked back. `token`: a form that is sent twice does it once.
CREATE TABLE care_plan_outreach (
    id              BIGINT PRIMARY KEY,
    organization    BIGINT NOT NULL,
    person          BIGINT NOT NULL,
    record_key      BIGINT NOT NULL,
    subject         TEXT NOT NULL,
    text            TEXT NOT NULL,
    token           TEXT NOT NULL,
    at              BIGINT NOT NULL,
    sent            BIGINT NOT NULL,
    without_consent BIGINT NOT NULL,
    UNIQUE (organization, token)
);
CREATE INDEX care_plan_outreach_by_organization ON care_plan_outreach (organization, id);
CREATE INDEX care_plan_outreach_by_person ON care_plan_outreach (person) WHERE person <> 0;
CREATE TABLE care_plan_outreach_to (
    outreach BIGINT NOT NULL REFERENCES care_plan_outreach (id),
    patient  BIGINT NOT NULL,
    PRIMARY KEY (outreach, patient)
);
CREATE INDEX care_plan_outreach_to_patient ON care_plan_outreach_to (patient);
