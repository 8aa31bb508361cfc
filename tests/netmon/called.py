"""A night on which Jana and Petr were called by SMS to an incident, and may answer."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from netmon.alerting.notify.invitation import pin_of
from netmon.clock import Interval, ManualClock, Millis
from netmon.engine.publisher import Publisher
from netmon.model import Message, NotificationKind
from netmon.process.commander import StoreCommands
from netmon.reader import Health, Snapshot
from netmon.secret import Secret
from netmon.settings import Settings
from netmon.store.audit import first_broken_row
from netmon.store.database import STATE_FILE
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from netmon.telling.hearing import Hearing
from tests.netmon.alerting.occasions import message
from tests.netmon.region import region
from tests.netmon.store.nouns import T0, incident, opening

JANA, PETR, STRANGER = "+420777123456", "+420777654321", "+420777000000"
PEOPLE = {"jana": {"name": "Jana Dvořáková", "sms": JANA}, "petr": {"name": "Petr Malý", "sms": PETR}}
KEY = Secret("a" * 64)


@dataclass(frozen=True, slots=True)
class Night:
    """A netmon's store, clock and ear, without the rest of it."""

    directory: Path
    store: StateStore
    clock: ManualClock
    publisher: Publisher
    hearing: Hearing

    def call(self, number: str = JANA, key: str = "key", subject: str = "i-1") -> str:
        """Let a courier send an SMS about the incident, and return the PIN in it."""
        said = replace(sms(number), subject_id=subject, dedup_key=key)
        self.store.queue([said], self.clock.now())
        for delivery in self.store.claim(self.clock.now(), limit=1, lease=Millis(60_000)):
            self.store.delivered(delivery.id, self.clock.now())
        return pin_of(KEY, said)

    def end(self) -> None:
        """Let the incident end."""
        over = replace(opening(), opened=(), closed=(incident(ended=self.clock.now()),), transitions=())
        self.store.commit(judgement=over, now=self.clock.now())

    def taken(self) -> Interval | None:
        """From when until when somebody has the incident."""
        return self.store.acknowledged([incident()], self.clock.now()).get("i-1")

    def audited(self) -> list[tuple[str, str, str]]:
        """Return who did what in the audit, and what it says of it."""
        with closing(sqlite3.connect(self.directory / STATE_FILE)) as connection:
            assert first_broken_row(connection) is None
            return list(connection.execute("SELECT account, action, subject FROM audit ORDER BY id"))

    def everything(self) -> str:
        """Return all that is kept in `state.db`."""
        with closing(sqlite3.connect(self.directory / STATE_FILE)) as connection:
            return "\n".join(connection.iterdump())


def sms(number: str) -> Message:
    """Return an SMS that calls somebody to the incident."""
    return message(NotificationKind.FIRING, "sms", number)


def guess(*right: str) -> str:
    """Return a PIN that is none of these."""
    return next(each for each in ("000000", "000001", "000002") if each not in right)


def forgeries(count: int, right: Sequence[str]) -> list[str]:
    """Return so many PINs that are none of the right ones."""
    return [pin for pin in (f"{number:06}" for number in range(count + len(right))) if pin not in right][:count]


@contextmanager
def night(directory: Path, clock: ManualClock | None = None, **sections: Any) -> Iterator[Night]:  # noqa: ANN401 -- parts of an inventory
    """Open a night: an incident has begun, nobody was called yet."""
    clock = clock or ManualClock(T0)
    inventory = region(people=PEOPLE, **sections)
    with StateStore(directory) as store, closing(StoreReader(directory, clock)) as reader:
        store.commit(judgement=opening(), now=clock.now())
        health = Health(data_at=T0, polled=4, answered=0)
        publisher = Publisher(reader, Snapshot(0, T0, T0, inventory, Settings(), health), link_key=KEY)
        yield Night(directory, store, clock, publisher, Hearing(publisher, StoreCommands(store, clock)))
