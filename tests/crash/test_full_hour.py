"""A disk that is full for an hour, in virtual time: what matters is told, and room is all it takes.

The databases have the pages that the disk has, and refuse to grow beyond them as on a full one (SQLITE_FULL).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from netmon.clock import MINUTE, SECOND, ManualClock
from netmon.engine.engine import Engine, Stores
from netmon.model import FieldValue
from netmon.plan import Plan, find_collectors
from netmon.process.caretaker import EVERY, Caretaker
from netmon.store.ballast import MEBIBYTE, PARTS, Ballast, Room
from netmon.store.reading import StoreReader
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.netmon.engine_room import NOON, SETTINGS
from tests.netmon.engine_room import Room as EngineRoom
from tests.netmon.region import region

PAGE = 4_096
DISK = 64 * MEBIBYTE
RULES = {"full": {"for_each": "netmon", "levels": {"critical": {"fire": "disk_full"}}, "summary": "plný disk"}}


class Disk(Ballast):
    """Ballast on a disk of which a filler takes what it wants."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory, PARTS * MEBIBYTE)
        self.directory = directory
        self.filled = 0

    def room(self, *, is_refused: bool = False) -> Room:
        """Return how things are on this disk."""
        return replace(super().room(is_refused=is_refused), free=self.free)

    @property
    def free(self) -> int:
        """Bytes that are free."""
        return max(0, DISK - self.filled - sum(path.stat().st_size for path in self.directory.iterdir()))

    def fill(self) -> None:
        """Take all that there is, as a log that nobody rotates does."""
        self.filled += self.free


@dataclass
class House:
    """A netmon with its caretaker, on a small disk."""

    room: EngineRoom
    caretaker: Caretaker
    disk: Disk
    connections: tuple[sqlite3.Connection, ...]
    told: list[tuple[str, str]] = field(default_factory=list)

    def pass_time(self, minutes: int) -> None:
        """Probe, judge, tell, and look after the files."""
        for second in range(0, minutes * 60, 2):
            self._limit()
            self.room.pass_time(2)
            self._carry()
            if second * SECOND % EVERY < 2 * SECOND:
                self._look()

    def fields(self) -> dict[str, FieldValue]:
        """Return what the caretaker says of the files."""
        return dict(self.caretaker.fields())

    def _limit(self) -> None:
        """Give the databases the pages that the disk has."""
        for connection in self.connections:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            connection.execute(f"PRAGMA max_page_count = {pages + self.disk.free // PAGE}")

    def _look(self) -> None:
        self.caretaker.look()
        self.caretaker.make_room()

    def _carry(self) -> None:
        """Send what waits, as couriers do."""
        now = self.room.clock.now()
        for delivery in self.room.stores.state.claim(now, limit=50, lease=MINUTE):
            self.told.append((delivery.message.subject_id, delivery.message.kind))
            self.room.stores.state.delivered(delivery.id, now)


@contextmanager
def house_in(directory: Path) -> Iterator[House]:
    """Start netmon's engine with a caretaker, as the daemon does."""
    clock, inventory = ManualClock(NOON), region(rules=RULES)
    with ExitStack() as closing_all:
        state = closing_all.enter_context(StateStore(directory))
        samples = closing_all.enter_context(SampleStore(directory, forwarding=True))
        reader = closing_all.enter_context(closing(StoreReader(directory, clock)))
        disk = Disk(directory)
        caretaker = Caretaker(directory, state, samples, clock, disk)
        plan = Plan.of(inventory, find_collectors(), SETTINGS)
        stores = Stores(state, samples, reader.pasts, caretaker.fields)
        engine = Engine(plan, SETTINGS, clock, stores, state.restore())
        engine.adopt(plan)
        engine.beat()
        connections = (state._connection, samples._connection)  # noqa: SLF001 -- a disk asks nobody
        yield House(EngineRoom(directory, clock, engine, stores, inventory), caretaker, disk, connections)


@pytest.mark.long
def test_an_hour_on_a_full_disk_is_told_survived_and_over_without_hands(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        house.pass_time(3)
        assert house.disk.room().parts == PARTS
        samples = house.room.stores.samples
        house.disk.fill()
        house.pass_time(2)
        assert house.fields()["disk_full"] is True
        assert "full/netmon/" in house.told[-1][0]
        assert house.told[-1][1] == "firing"
        kept = samples.count()
        house.room.cut_spur()
        house.pass_time(20)
        ((incident, kind),) = [told for told in house.told if told[0].endswith("mid-far")]
        assert kind == "firing"
        house.room.heal_spur()
        house.disk.fill()
        house.pass_time(20)
        assert house.told[-1] == (incident, "resolved")
        house.pass_time(20)
        house.room.engine.audit()
        assert house.room.engine.is_audited
        assert house.disk.room().parts > 0, "an hour does not eat the ballast"
        assert samples.count() == kept
        assert not house.room.engine.is_stuck
        house.disk.filled = 0
        house.pass_time(3)
        assert house.told[-1][1] == "resolved"
        assert house.fields()["disk_full"] is False
        assert house.disk.room().parts == PARTS
        assert samples.count() > kept
        assert len(house.told) == len(set(house.told)) == 4
        assert house.caretaker.storage() == "ok"
