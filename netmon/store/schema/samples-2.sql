-- New samples are written in the order in which they come, minute by minute: one page takes many series. The hourly
-- roll-up moves them to `settled`, in the order in which they are read: one page holds hours of one series.

ALTER TABLE samples RENAME TO settled;

CREATE TABLE fresh (
    minute INTEGER NOT NULL,
    series INTEGER NOT NULL REFERENCES series (id),
    time INTEGER NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (minute, series, time)
) STRICT, WITHOUT ROWID;

-- The minutes that `fresh` has samples of: who looks for a series looks into each of them.
CREATE TABLE minutes (
    minute INTEGER PRIMARY KEY
) STRICT;

CREATE VIEW freshest AS
    SELECT fresh.series, fresh.time, fresh.fields FROM minutes CROSS JOIN fresh ON fresh.minute = minutes.minute;

CREATE VIEW samples AS
    SELECT series, time, fields FROM settled UNION ALL SELECT series, time, fields FROM freshest;
