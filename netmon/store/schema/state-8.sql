-- The second factor of an account: what its codes are made of, and the step whose code was taken last.
CREATE TABLE second_factors (
    account TEXT PRIMARY KEY REFERENCES accounts (name),
    secret TEXT NOT NULL,
    last_step INTEGER NOT NULL,
    since INTEGER NOT NULL
) STRICT;

-- What opens the door once each, when the telephone is lost.
CREATE TABLE recovery_codes (
    account TEXT NOT NULL REFERENCES accounts (name),
    code_hash TEXT NOT NULL,
    PRIMARY KEY (account, code_hash)
) STRICT;

-- What programs ask with in the name of an account; `scopes` is a JSON list. Kept for a time after it is over.
CREATE TABLE api_tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES accounts (name),
    label TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    last_used INTEGER,
    revoked INTEGER
) STRICT;

CREATE INDEX api_tokens_by_account ON api_tokens (account, id);

-- Where a session was opened from.
ALTER TABLE sessions ADD COLUMN source TEXT NOT NULL DEFAULT '';
