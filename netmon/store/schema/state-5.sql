-- The figures of a month as they were given away, each version a row of its own; `figures` is what `sha256` is of.
CREATE TABLE publications (
    id INTEGER PRIMARY KEY,
    month TEXT NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    events INTEGER NOT NULL,
    last_event INTEGER NOT NULL,
    corrections INTEGER NOT NULL,
    last_correction INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    figures TEXT NOT NULL,
    UNIQUE (month, version)
) STRICT;

CREATE TRIGGER publications_are_never_changed BEFORE UPDATE ON publications
BEGIN
    SELECT RAISE(ABORT, 'publications are append-only');
END;

CREATE TRIGGER publications_are_never_taken_back BEFORE DELETE ON publications
BEGIN
    SELECT RAISE(ABORT, 'publications are append-only');
END;

-- Messages that were given up, found by when.
CREATE INDEX notifications_given_up ON notifications (next_at) WHERE state = 'dead';

-- Subjects that people are called about: the plan in force when the first call went out, and who was called.
CREATE TABLE cases (
    subject_id TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

-- What a digest of the outbox speaks of, and what it says of it.
CREATE TABLE digested (
    dedup_key TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (dedup_key, subject_id, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX digested_subjects ON digested (subject_id);

-- Who has taken which incident until when; `severity` is what it had then. The timeline has the same as a note.
CREATE TABLE acknowledgements (
    id INTEGER PRIMARY KEY,
    incident TEXT NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    severity TEXT NOT NULL,
    author TEXT NOT NULL
) STRICT;

CREATE INDEX acknowledgements_of_incident ON acknowledgements (incident, id);

-- What was taken before there was a time for it: four hours from then.
INSERT INTO acknowledgements (incident, at, until, severity, author)
SELECT notes.incident, notes.at, notes.at + 14400000, incidents.body ->> 'severity', notes.author
FROM notes JOIN incidents ON incidents.id = notes.incident
WHERE notes.kind = 'acknowledged' ORDER BY notes.id;

-- Links of messages that somebody has used; `address` is whom the link was sent to. Kept for a day after they expire.
CREATE TABLE used_links (
    incident TEXT NOT NULL,
    address TEXT NOT NULL,
    expires INTEGER NOT NULL,
    used INTEGER NOT NULL,
    PRIMARY KEY (incident, address, expires)
) STRICT, WITHOUT ROWID;

-- What nobody is to be told about for a time; `hushed` says what, `ended` when somebody ended it early.
CREATE TABLE silences (
    id INTEGER PRIMARY KEY,
    hushed TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    ended INTEGER
) STRICT;
