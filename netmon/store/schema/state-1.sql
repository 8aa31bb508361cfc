-- What judgement remembers: replaced row by row, restored after a kill.

CREATE TABLE heartbeat (
    single INTEGER PRIMARY KEY CHECK (single = 1),
    at INTEGER NOT NULL
) STRICT;

CREATE TABLE tracks (
    device TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE ports (
    device TEXT NOT NULL,
    interface TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (device, interface)
) STRICT, WITHOUT ROWID;

CREATE TABLE standings (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    state INTEGER NOT NULL,
    since INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE alerts (
    rule TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (rule, kind, name)
) STRICT, WITHOUT ROWID;

-- History: rows are added and never changed. A transition that is back-dated before older rows
-- of its entity supersedes them; they stay, as a record of what was believed.

CREATE TABLE entities (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (kind, name)
) STRICT;

CREATE TABLE transitions (
    id INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL REFERENCES entities (id),
    old INTEGER,
    new INTEGER NOT NULL,
    at INTEGER NOT NULL,
    known_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    superseded INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX transitions_by_time ON transitions (entity, at) WHERE superseded = 0;

CREATE TRIGGER transitions_supersede BEFORE INSERT ON transitions
BEGIN
    UPDATE transitions SET superseded = 1
    WHERE entity = NEW.entity AND at >= NEW.at AND superseded = 0;
END;

CREATE TABLE incidents (
    id TEXT PRIMARY KEY,
    started INTEGER NOT NULL,
    ended INTEGER,
    body TEXT NOT NULL
) STRICT;

CREATE INDEX incidents_by_start ON incidents (started);
CREATE INDEX incidents_open ON incidents (started) WHERE ended IS NULL;

CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incidents (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    author TEXT NOT NULL
) STRICT;

CREATE INDEX notes_by_incident ON notes (incident, at);

-- Messages on their way to people.

CREATE TABLE notifications (
    id INTEGER PRIMARY KEY,
    subject_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    dedup_key TEXT NOT NULL UNIQUE,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    delivered INTEGER,
    error TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX notifications_by_subject ON notifications (subject_id, channel, address);
CREATE INDEX notifications_waiting ON notifications (next_at) WHERE state IN ('new', 'sending');
CREATE INDEX notifications_dead ON notifications (id) WHERE state = 'dead';

-- What people and the inventory planned.

CREATE TABLE maintenance (
    id INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    author TEXT NOT NULL,
    approved INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE INDEX maintenance_by_end ON maintenance ("end");

CREATE TABLE recurring_windows (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    digest TEXT NOT NULL,
    body TEXT NOT NULL,
    approved INTEGER NOT NULL,
    retired INTEGER
) STRICT;

CREATE UNIQUE INDEX recurring_windows_in_force ON recurring_windows (name) WHERE retired IS NULL;

-- People and what they did.

CREATE TABLE accounts (
    name TEXT PRIMARY KEY,
    full_name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name),
    csrf_token TEXT NOT NULL,
    created INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE login_links (
    token_hash TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (name),
    expires INTEGER NOT NULL,
    used INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    account TEXT NOT NULL,
    source TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
