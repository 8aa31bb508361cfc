"""What an InfluxDB 1.x server needs before netmon writes to it: a database, retention policies, and users.

The database `netmon` with the policies `autogen`, `5m` and `1h` is what 1.8 takes the buckets `netmon`, `netmon/5m` and
`netmon/1h` for. Where the server lets nobody in without a password, each holder gets a user that may do one thing.
"""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from netmon.clock import DAY, HOUR, Millis
from netmon.errors import StoreError
from netmon.phrase import Phrase
from netmon.secret import Secret
from netmon.store.influx.asking import Server, UnansweredError
from netmon.store.influx.grants import GRANTS, KEPT, MADE, PUT_RIGHT, RETENTION, Grant, write_private
from netmon.store.influx.querying import ask, execute, identifier, is_denied, literal

DATABASE = "netmon"
DEFAULT = "autogen"
"""What dashboards call the policy of raw points: it is InfluxDB's own name for the first one."""
DURATION = re.compile(r"(?:([0-9]+)h)?(?:[0-9]+m)?(?:[0-9]+s)?")


@dataclass(frozen=True, slots=True)
class Policy:
    """How long points are kept, and whether whoever names no policy means this one."""

    keep: Millis
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What is done in InfluxQL, empty if nothing need be done, and what is said of it."""

    statement: str
    said: Phrase


WANTED: Mapping[str, Policy] = {
    bucket.partition("/")[2] or DEFAULT: Policy(keep, is_default="/" not in bucket)
    for bucket, keep in RETENTION.items()
}
PRIVILEGES = {"write": "WRITE", "read": "READ"}


def steps(found: Mapping[str, Policy] | None) -> Iterator[Step]:
    """Yield what is to be done to a database with these policies; None if there is no such database."""
    on, first = f"ON {identifier(DATABASE)}", WANTED[DEFAULT]
    if found is None:
        length = f"DURATION {first.keep // HOUR}h REPLICATION 1 NAME {identifier(DEFAULT)}"
        yield Step(f"CREATE DATABASE {identifier(DATABASE)} WITH {length}", _said_of_database(MADE))
        found = {DEFAULT: first}
    else:
        yield Step("", _said_of_database(KEPT))
    for name, wanted in WANTED.items():
        policy = f"RETENTION POLICY {identifier(name)} {on} DURATION {wanted.keep // HOUR}h"
        default = " DEFAULT" if wanted.is_default else ""
        match found.get(name):
            case None:
                yield Step(f"CREATE {policy} REPLICATION 1{default}", _said_of_policy(name, wanted, MADE))
            case Policy(keep, is_default) if keep != wanted.keep or is_default < wanted.is_default:
                yield Step(f"ALTER {policy}{default}", _said_of_policy(name, wanted, PUT_RIGHT))
            case _:
                yield Step("", _said_of_policy(name, wanted, KEPT))


def privileges_to_change(user: str, wanted: str, found: Mapping[str, str]) -> Iterator[str]:
    """Yield the statements after which a user has one privilege on our database and none on others."""
    for database, privilege in found.items():
        if database != DATABASE and privilege != "NO PRIVILEGES":
            yield f"REVOKE ALL PRIVILEGES ON {identifier(database)} FROM {identifier(user)}"
    if found.get(DATABASE) != wanted:
        yield f"GRANT {wanted} ON {identifier(DATABASE)} TO {identifier(user)}"


def provision(url: str, admin: Callable[[], Secret], directory: Path) -> Iterator[Phrase]:
    """Set the server up, yielding one line for each thing that was made or found; raise StoreError.

    The administrator's secret, `user:password`, is asked for if the server lets nobody in without one. The holders'
    are left in `directory` as `writer/influx-writer-token` and so on: `user:password`, mode 0400, without a newline;
    beside it lies the password alone.
    """
    server, is_guarded = _entrance(url, admin)
    for step in steps(_policies(server)):
        if step.statement:
            execute(server, step.statement)
        yield step.said
    if not is_guarded:
        yield Phrase("this server asks nobody for a password: no users were made, and whoever reaches it may do all")
        return
    users = {row.cells["user"]: row.cells["admin"] for row in ask(server, "SHOW USERS")}
    for grant in GRANTS:
        if users.get(grant.user):
            raise StoreError(
                Phrase(
                    "{user} is an administrator at {url}; take that away: it may do one thing only",
                    user=grant.user,
                    url=url,
                )
            )
        path = grant.path_in(directory)
        is_new = _ensure_user(server, grant, path, is_known=grant.user in users)
        fate = MADE if is_new else KEPT
        yield Phrase("token {path}: {fate}, {may}", path=path, fate=fate, may=grant.may)


def _entrance(url: str, admin: Callable[[], Secret]) -> tuple[Server, bool]:
    """Return the server as it lets us in, and whether it wants to know who we are."""
    everybody = Server(url)
    try:
        execute(everybody, "SHOW DATABASES")
    except UnansweredError as error:
        if not is_denied(error):
            raise
    else:
        return everybody, False
    secret = admin()
    if not all(secret.reveal().partition(":")):
        raise StoreError(Phrase("the administrator's secret for a server of 1.x is written user:password"))
    return Server(url, secret, is_basic=True), True


def _policies(server: Server) -> dict[str, Policy] | None:
    """Return the policies of our database, None if there is none."""
    if DATABASE not in {row.cells["name"] for row in ask(server, "SHOW DATABASES")}:
        return None
    rows = ask(server, f"SHOW RETENTION POLICIES ON {identifier(DATABASE)}")
    return {
        row.cells["name"]: Policy(_duration(row.cells["duration"]), is_default=row.cells["default"]) for row in rows
    }


def _duration(text: str) -> Millis:
    """Return a duration such as `2160h0m0s`; `0s` is for ever."""
    match = DURATION.fullmatch(text)
    return Millis(int(match[1] or 0) * HOUR if match else 0)


def _ensure_user(server: Server, grant: Grant, path: Path, *, is_known: bool) -> bool:
    """Return whether there is a new password; one whose file was lost, or does not fit, is replaced."""
    is_kept = is_known and path.is_file() and _lets_in(server.url, path.read_text(encoding="utf-8"))
    if not is_kept:
        password = secrets.token_urlsafe(32)
        change = "SET PASSWORD FOR {user} = {password}" if is_known else "CREATE USER {user} WITH PASSWORD {password}"
        execute(server, change.format(user=identifier(grant.user), password=literal(password)))
        write_private(path.with_name(f"influx-{grant.holder}-password"), password)
        write_private(path, f"{grant.user}:{password}")
    rows = ask(server, f"SHOW GRANTS FOR {identifier(grant.user)}")
    found = {row.cells["database"]: row.cells["privilege"] for row in rows}
    for statement in privileges_to_change(grant.user, PRIVILEGES[grant.action], found):
        execute(server, statement)
    return not is_kept


def _lets_in(url: str, secret: str) -> bool:
    try:
        execute(Server(url, Secret(secret), is_basic=True), "SHOW DATABASES")
    except UnansweredError as error:
        if is_denied(error):
            return False
        raise
    return True


def _said_of_database(fate: Phrase) -> Phrase:
    return Phrase("database {name}: {fate}", name=DATABASE, fate=fate)


def _said_of_policy(name: str, policy: Policy, fate: Phrase) -> Phrase:
    return Phrase(
        "retention policy {name}: {fate}, keeps {days:day|days}", name=name, fate=fate, days=policy.keep // DAY
    )
