-- What a row says, summed up (netmon.store.seals): a byte that changes in a file that SQLite can still read is found.
-- Rows of before are sealed when the file is first opened. An audit row has its hash.
ALTER TABLE notifications ADD COLUMN crc INTEGER;
ALTER TABLE transitions ADD COLUMN crc INTEGER;
