"""What a netmon on this machine knows now: read from its state directory, without asking it."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from netmon.clock import DAY, SECOND, Millis
from netmon.errors import StoreError
from netmon.foreign import one_line
from netmon.judgement.situation import Situation
from netmon.model import Delivery, Incident, Standing
from netmon.phrase import Phrase
from netmon.store.database import STATE_FILE, open_reader
from netmon.store.notifications import Waiting, count_waiting
from netmon.store.situation import last_beat, load_situation
from netmon.store.undelivered import given_up

ALIVE_WITHIN = Millis(30 * SECOND)
"""The heartbeat is written every 10 s; three missed ones mean that netmon does not run."""


MOST_LOST = 5
LONGEST_TEXT = 120


@dataclass(frozen=True, slots=True)
class Lost:
    """A message that was given up, for whom it was, and why."""

    at: Millis
    channel: str
    address: str
    summary: str
    error: str


@dataclass(frozen=True, slots=True)
class Status:
    """How many things are in which state, the open incidents, and whether netmon runs."""

    running: bool
    beat: Millis | None
    devices: dict[str, int]
    links: dict[str, int]
    municipalities: dict[str, int]
    incidents: tuple[Incident, ...]
    messages: Waiting
    lost: tuple[Lost, ...] = ()
    """What was given up within the last day, the newest first; not more than can be read at a glance."""


def read_status(directory: Path, now: Millis) -> Status:
    """Return the status of the netmon whose state lies here; raise StoreError if none ever ran, or it is damaged."""
    path = directory / STATE_FILE
    with closing(open_reader(path)) as connection:
        try:
            situation, beat, messages = load_situation(connection), last_beat(connection), count_waiting(connection)
            lost = tuple(map(_lost, given_up(connection, Millis(now - DAY), limit=MOST_LOST)))
        except (sqlite3.Error, ValueError) as error:
            raise StoreError(
                Phrase(
                    "{path}: cannot be read: {error}; is it the state of another version of netmon?",
                    path=path,
                    error=str(error),
                )
            ) from error
    return replace(compose(situation, beat, messages, now), lost=lost)


def compose(situation: Situation, beat: Millis | None, messages: Waiting, now: Millis) -> Status:
    """Return the status that these values make at `now`."""
    return Status(
        running=beat is not None and now - beat <= ALIVE_WITHIN,
        beat=beat,
        devices=_count(situation.devices.values()),
        links=_count(situation.links.values()),
        municipalities=_count(situation.municipalities.values()),
        incidents=situation.incidents,
        messages=messages,
    )


def _lost(delivery: Delivery) -> Lost:
    message = delivery.message
    return Lost(
        at=delivery.next_at,
        channel=message.channel,
        address=message.address,
        summary=one_line(str(message.payload.get("summary", "")))[:LONGEST_TEXT],
        error=one_line(delivery.error)[:LONGEST_TEXT],
    )


def _count(standings: Iterable[Standing]) -> dict[str, int]:
    return dict(Counter(standing.state.name.lower() for standing in standings))
