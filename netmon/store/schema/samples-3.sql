-- Roll-ups of five minutes and of an hour. `fields` is JSON: field to [n, mean, largest, 95th percentile], without
-- those at its end that are the same as the one before. Seconds are null where nothing says what is up.

DROP TABLE hours;

CREATE TABLE rollups (
    series INTEGER NOT NULL REFERENCES series (id),
    width INTEGER NOT NULL,
    time INTEGER NOT NULL,
    n INTEGER NOT NULL,
    known_s INTEGER,
    up_s INTEGER,
    fields TEXT NOT NULL,
    PRIMARY KEY (series, width, time)
) STRICT, WITHOUT ROWID;

-- The five minutes that got a sample after they had been rolled up.
CREATE TABLE late (
    series INTEGER NOT NULL REFERENCES series (id),
    time INTEGER NOT NULL,
    PRIMARY KEY (series, time)
) STRICT, WITHOUT ROWID;

-- What was settled before there were roll-ups is rolled up by and by.
UPDATE series SET rolled = min(
    rolled, coalesce((SELECT min(time) FROM settled WHERE series = series.id) / 3600000 * 3600000, rolled)
);

-- Where the lines of a chunk go: the policy of InfluxDB, '' for the one of samples.
ALTER TABLE chunks ADD COLUMN policy TEXT NOT NULL DEFAULT '';
CREATE INDEX chunks_by_policy ON chunks (policy, id);
