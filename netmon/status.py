"""What a netmon on this machine knows now: read from its state directory, without asking it."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from netmon.clock import SECOND, Millis
from netmon.errors import StoreError
from netmon.judgement.situation import Situation
from netmon.model import Incident, Standing
from netmon.phrase import Phrase
from netmon.store.database import STATE_FILE, open_reader
from netmon.store.notifications import Waiting, count_waiting
from netmon.store.situation import last_beat, load_situation

ALIVE_WITHIN = Millis(30 * SECOND)
"""The heartbeat is written every 10 s; three missed ones mean that netmon does not run."""


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


def read_status(directory: Path, now: Millis) -> Status:
    """Return the status of the netmon whose state lies here; raise StoreError if none ever ran, or it is damaged."""
    path = directory / STATE_FILE
    with closing(open_reader(path)) as connection:
        try:
            situation, beat, messages = load_situation(connection), last_beat(connection), count_waiting(connection)
        except (sqlite3.Error, ValueError) as error:
            raise StoreError(
                Phrase(
                    "{path}: cannot be read: {error}; is it the state of another version of netmon?",
                    path=path,
                    error=str(error),
                )
            ) from error
    return compose(situation, beat, messages, now)


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


def _count(standings: Iterable[Standing]) -> dict[str, int]:
    return dict(Counter(standing.state.name.lower() for standing in standings))
