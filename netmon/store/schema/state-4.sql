-- What people know better about a municipality's past, beside the event log; of several about a moment the last holds.

CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    municipality TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    counts_as TEXT NOT NULL,
    reason TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX corrections_by_end ON corrections ("end");

CREATE TRIGGER corrections_are_never_changed BEFORE UPDATE ON corrections
BEGIN
    SELECT RAISE(ABORT, 'corrections are append-only');
END;

CREATE TRIGGER corrections_are_never_taken_back BEFORE DELETE ON corrections
BEGIN
    SELECT RAISE(ABORT, 'corrections are append-only');
END;


-- How often links and devices changed of late (netmon.judgement.flapping).
CREATE TABLE penalties (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

-- What people were told of lately, and what they still have to hear (netmon.alerting.damping).
CREATE TABLE episodes (
    subject_id TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A work with a length is flexible: it begins with the first outage of its scope inside the frame from start to end.
-- What was called off stays on record, with the moment from which it excuses nothing more.
ALTER TABLE maintenance ADD COLUMN length INTEGER;
ALTER TABLE maintenance ADD COLUMN cancelled INTEGER;
