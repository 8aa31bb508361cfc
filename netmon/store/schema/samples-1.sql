-- One series is one measurement with one set of tags. `rolled` is how far its hours are rolled up.

CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    tags TEXT NOT NULL,
    device TEXT GENERATED ALWAYS AS (tags ->> 'device') VIRTUAL,
    rolled INTEGER NOT NULL,
    UNIQUE (name, tags)
) STRICT;

CREATE INDEX series_by_device ON series (device);
CREATE INDEX series_by_rolled ON series (rolled);

CREATE TABLE samples (
    series INTEGER NOT NULL REFERENCES series (id),
    time INTEGER NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (series, time)
) STRICT, WITHOUT ROWID;

CREATE TABLE hours (
    series INTEGER NOT NULL REFERENCES series (id),
    hour INTEGER NOT NULL,
    field TEXT NOT NULL,
    n INTEGER NOT NULL,
    average REAL NOT NULL,
    maximum REAL NOT NULL,
    PRIMARY KEY (series, hour, field)
) STRICT, WITHOUT ROWID;

-- Line protocol on its way to InfluxDB: zlib chunks, deleted once InfluxDB has confirmed them.
-- Ids are never used twice: a batch in flight names its chunks by them.

CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    expendable INTEGER NOT NULL,
    lines INTEGER NOT NULL,
    created INTEGER NOT NULL,
    body BLOB NOT NULL
) STRICT;

CREATE INDEX chunks_expendable ON chunks (id) WHERE expendable = 1;

CREATE TABLE backlog (
    single INTEGER PRIMARY KEY CHECK (single = 1),
    lines INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    dropped INTEGER NOT NULL
) STRICT;

INSERT INTO backlog (single, lines, bytes, dropped) VALUES (1, 0, 0, 0);

CREATE TRIGGER chunks_added AFTER INSERT ON chunks
BEGIN
    UPDATE backlog SET lines = lines + NEW.lines, bytes = bytes + length(NEW.body);
END;

CREATE TRIGGER chunks_removed AFTER DELETE ON chunks
BEGIN
    UPDATE backlog SET lines = lines - OLD.lines, bytes = bytes - length(OLD.body);
END;

CREATE TABLE dead_lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    line TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
