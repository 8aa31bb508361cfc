-- Passwords that age, are remembered, or were made for somebody; accounts for emergencies.

ALTER TABLE accounts ADD COLUMN password_set INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN temporary INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN break_glass INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN last_login INTEGER;

-- When the passwords before this were set, nobody wrote down: they count from now.
UPDATE accounts SET
    password_set = unixepoch() * 1000,
    last_login = (SELECT max(at) FROM audit WHERE action = 'OpenSession' AND audit.account = accounts.name);

-- The passwords before the present one, oldest first; as many as must not be used again.
CREATE TABLE former_passwords (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name),
    password_hash TEXT NOT NULL
) STRICT;

CREATE INDEX former_passwords_by_account ON former_passwords (account, id);
