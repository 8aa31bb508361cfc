-- For which municipalities an account of the role `municipality` speaks.
CREATE TABLE account_municipalities (
    account TEXT NOT NULL REFERENCES accounts (name),
    municipality TEXT NOT NULL,
    PRIMARY KEY (account, municipality)
) STRICT, WITHOUT ROWID;
