-- Which interface is which, over re-indexing, renaming and swapping: replaced device by device.

CREATE TABLE identities (
    device TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was found to be called otherwise, and devices that were replaced (their interface is empty).
CREATE TABLE moves (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    device TEXT NOT NULL,
    interface TEXT NOT NULL,
    previous TEXT NOT NULL,
    present TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE INDEX moves_by_device ON moves (device, id);
