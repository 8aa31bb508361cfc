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
