"""The figures of a month as they were given away: versions that are added, and never changed."""

import sqlite3

from netmon.clock import Interval, Millis
from netmon.commands import Actor, Basis, PublishFigures
from netmon.commands.publication import Publication, digest_of
from netmon.errors import CommandRefused
from netmon.foreign import one_line
from netmon.phrase import Phrase
from netmon.report.period import Period
from netmon.store.refusal import refuse_if

LONGEST_REASON = 500
MOST_PUBLICATIONS = 500
COLUMNS = "month, version, at, author, reason, events, last_event, corrections, last_correction, sha256, figures"
EVENTS = """
    SELECT count(*), coalesce(max(transitions.id), 0)
    FROM entities JOIN transitions ON transitions.entity = entities.id
    WHERE entities.kind = 'municipality' AND transitions.superseded = 0
      AND transitions.at >= :start AND transitions.at < :end
"""
CORRECTIONS = """
    SELECT count(*), coalesce(max(id), 0) FROM corrections WHERE "end" > :start AND start < :end
"""


def month_of(name: str) -> Period:
    """Return the month that is to be published; raise CommandRefused for what is none."""
    period = Period.named(name)
    if not period.is_month:
        raise CommandRefused(Phrase("{period} is no month; months are published, such as 2026-10", period=name))
    return period


def publish(connection: sqlite3.Connection, command: PublishFigures, actor: Actor, now: Millis) -> None:
    """Keep the figures of a month as its next version; raise CommandRefused with the reason."""
    month, reason = month_of(command.month), one_line(command.reason)[:LONGEST_REASON]
    version = _last_version(connection, month.name) + 1
    refuse_if(not month.is_over(now), Phrase("{month} is not over yet; publish it when it is", month=month.name))
    refuse_if(
        version > 1 and not reason,
        Phrase(
            "{month} was published already, as version {version}; say by --reason why it is published anew",
            month=month.name,
            version=version - 1,
        ),
    )
    refuse_if(
        command.sha256 != digest_of(command.figures) or command.basis != basis_of(connection, month.interval),
        Phrase("something about {month} was recorded while its figures were made; publish it again", month=month.name),
    )
    basis = command.basis
    connection.execute(
        f"INSERT INTO publications ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 -- our own columns
        (
            *(month.name, version, now, actor.account, reason),
            *(basis.events, basis.last_event, basis.corrections, basis.last_correction),
            *(command.sha256, command.figures),
        ),
    )


def basis_of(connection: sqlite3.Connection, window: Interval) -> Basis:
    """Return what the figures of a period rest on now."""
    span = {"start": window.start, "end": window.end}
    return Basis(*connection.execute(EVENTS, span).fetchone(), *connection.execute(CORRECTIONS, span).fetchone())


def publications(connection: sqlite3.Connection, month: str | None) -> tuple[Publication, ...]:
    """Return what was published of a month, or of any, the newest first; at most 500."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM publications WHERE ?1 IS NULL OR month = ?1 ORDER BY id DESC LIMIT ?2",  # noqa: S608 -- as above
        (month, MOST_PUBLICATIONS),
    )
    return tuple(
        Publication(name, version, Millis(at), author, reason, Basis(*basis), sha256, figures)
        for name, version, at, author, reason, *basis, sha256, figures in rows
    )


def last_published(connection: sqlite3.Connection, month: str) -> Publication | None:
    """Return the last version of a month, if there is any."""
    return next(iter(publications(connection, month)), None)


def _last_version(connection: sqlite3.Connection, month: str) -> int:
    row = connection.execute("SELECT coalesce(max(version), 0) FROM publications WHERE month = ?", (month,)).fetchone()
    version: int = row[0]
    return version
