-- When care is to be had, and who has it. 0 stands for nobody and nothing.
-- hours: "1:540-1020 2:540-720": ISO weekday, minutes of the place's clocks. practitioner: the account of who is there, or
-- the staff's number when they have none; 0 for a service as a whole.
CREATE TABLE appointment_schedule (
    id             BIGINT PRIMARY KEY,
    organization   BIGINT NOT NULL,
    location       BIGINT NOT NULL,
    service        BIGINT NOT NULL,
    staff          BIGINT NOT NULL,
    practitioner   BIGINT NOT NULL,
    specialty      TEXT NOT NULL,
    name           TEXT NOT NULL,
    zone           TEXT NOT NULL,
    weekly         TEXT NOT NULL,
    from_day       TEXT NOT NULL,
    until_day      TEXT NOT NULL,
    minutes        BIGINT NOT NULL CHECK (minutes BETWEEN 5 AND 480),
    before_minutes BIGINT NOT NULL CHECK (before_minutes BETWEEN 0 AND 240),
    after_minutes  BIGINT NOT NULL CHECK (after_minutes BETWEEN 0 AND 240),
    places         BIGINT NOT NULL CHECK (places BETWEEN 1 AND 200),
    lead_minutes   BIGINT NOT NULL,
    ahead_days     BIGINT NOT NULL CHECK (ahead_days BETWEEN 1 AND 366),
    cancel_minutes BIGINT NOT NULL,
    modes          TEXT NOT NULL,
    video_address  TEXT NOT NULL,
    instructions   TEXT NOT NULL,
    needs_phone    BOOLEAN NOT NULL,
    active         BOOLEAN NOT NULL,
    part2          BOOLEAN NOT NULL,
    updated_at     BIGINT NOT NULL
);
CREATE INDEX appointment_schedule_of ON appointment_schedule (location, id);
CREATE INDEX appointment_schedule_by_organization ON appointment_schedule (organization, id);
CREATE INDEX appointment_schedule_by_practitioner ON appointment_schedule (practitioner, id) WHERE practitioner <> 0;
CREATE INDEX appointment_schedule_by_specialty ON appointment_schedule (specialty, id) WHERE active = TRUE;

-- A day with hours of its own: "540-720 780-900"; "" when nobody is there.
CREATE TABLE appointment_exception (
    schedule BIGINT NOT NULL REFERENCES appointment_schedule (id),
    day      TEXT NOT NULL,
    reason   TEXT NOT NULL,
    hours    TEXT NOT NULL,
    PRIMARY KEY (schedule, day)
);

-- state: 0 free, 1 held, 2 busy, 3 blocked. taken: how many of its places are booked.
CREATE TABLE appointment_slot (
    id         BIGINT PRIMARY KEY,
    schedule   BIGINT NOT NULL REFERENCES appointment_schedule (id),
    start_at   BIGINT NOT NULL,
    end_at     BIGINT NOT NULL,
    state      BIGINT NOT NULL CHECK (state BETWEEN 0 AND 3),
    taken      BIGINT NOT NULL CHECK (taken >= 0),
    places     BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (schedule, start_at),
    CHECK (taken <= places),
    CHECK (end_at > start_at)
);
CREATE INDEX appointment_slot_free ON appointment_slot (schedule, start_at) WHERE state = 0;

-- Kept for one person while they fill in the form, or while they are offered what came free (wait: which wish).
CREATE TABLE appointment_hold (
    slot   BIGINT NOT NULL REFERENCES appointment_slot (id),
    person BIGINT NOT NULL,
    until  BIGINT NOT NULL,
    wait   BIGINT NOT NULL,
    PRIMARY KEY (slot, person)
);
CREATE INDEX appointment_hold_by_end ON appointment_hold (until);
CREATE INDEX appointment_hold_by_person ON appointment_hold (person);

-- status: 0 booked, 1 arrived, 2 fulfilled, 3 cancelled, 4 noshow. What people wrote is sealed with the patient's own key.
CREATE TABLE appointment (
    id            BIGINT PRIMARY KEY,
    slot          BIGINT NOT NULL REFERENCES appointment_slot (id),
    schedule      BIGINT NOT NULL REFERENCES appointment_schedule (id),
    patient       BIGINT NOT NULL,
    organization  BIGINT NOT NULL,
    location      BIGINT NOT NULL,
    start_at      BIGINT NOT NULL,
    end_at        BIGINT NOT NULL,
    mode          BIGINT NOT NULL CHECK (mode BETWEEN 0 AND 2),
    status        BIGINT NOT NULL CHECK (status BETWEEN 0 AND 4),
    reason_sealed TEXT NOT NULL,
    phone_sealed  TEXT NOT NULL,
    why_sealed    TEXT NOT NULL,
    sequence      BIGINT NOT NULL,
    cancelled_by  BIGINT NOT NULL,
    confirmed     BOOLEAN NOT NULL,
    key           TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL
);
CREATE INDEX appointment_of_patient ON appointment (patient, start_at, id);
CREATE INDEX appointment_of_organization ON appointment (organization, start_at, id);
CREATE INDEX appointment_of_schedule ON appointment (schedule, start_at);
CREATE INDEX appointment_of_slot ON appointment (slot);
CREATE UNIQUE INDEX appointment_once ON appointment (patient, key) WHERE key <> '';

-- Who would like what comes free, in the order of their numbers. from_at, to_at: between which moments.
CREATE TABLE appointment_wait (
    id            BIGINT PRIMARY KEY,
    patient       BIGINT NOT NULL,
    schedule      BIGINT NOT NULL REFERENCES appointment_schedule (id),
    from_at       BIGINT NOT NULL,
    to_at         BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    offered       BIGINT NOT NULL,
    offered_until BIGINT NOT NULL,
    UNIQUE (patient, schedule)
);
CREATE INDEX appointment_wait_for ON appointment_wait (schedule, id);
CREATE INDEX appointment_wait_offered ON appointment_wait (offered_until) WHERE offered <> 0;
-- Whom a slot was offered to before: it is not offered to them again.
CREATE TABLE appointment_declined (
    wait BIGINT NOT NULL REFERENCES appointment_wait (id),
    slot BIGINT NOT NULL,
    PRIMARY KEY (wait, slot)
);
