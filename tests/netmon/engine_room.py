"""An engine with real stores in virtual time, and devices that answer or fall silent as they are told."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netmon.clock import EPOCH, SECOND, ManualClock, Millis
from netmon.engine.engine import Engine, Outlook, Stores
from netmon.inventory.models import Inventory
from netmon.judgement.observation import turned
from netmon.judgement.situation import Situation
from netmon.model import DeviceName, Measurement, PollErrorKind, PollFailure, PollResult
from netmon.plan import Plan, find_collectors
from netmon.settings import Detection, Flapping, Settings
from netmon.store.database import SAMPLES_FILE, STATE_FILE
from netmon.store.reading import StoreReader
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.netmon.region import FAR, MID, region

NOON = Millis(1_795_000_020_000)
"""A full minute."""
PROBE = Millis(2 * SECOND)
PORTS = Millis(10 * SECOND)
SETTINGS = Settings(
    intervals={"snmp": PROBE, "interfaces": PORTS, "system": PORTS},
    detection=Detection(misses=2, answers=2, settle=Millis(4 * SECOND), settle_limit=Millis(8 * SECOND)),
    flapping=Flapping(reuse=2, messages=1_000),
    group_wait=EPOCH,
)
SAMPLES = """
    SELECT series.name, series.tags, samples.time, samples.fields
    FROM series JOIN samples ON samples.series = series.id ORDER BY samples.time
"""
UP, DOWN = 1, 2
"""ifOperStatus (RFC 2863)."""


@dataclass
class Room:
    """An engine, its clock and stores; `silent` devices do not answer."""

    directory: Path
    clock: ManualClock
    engine: Engine
    stores: Stores
    inventory: Inventory
    silent: set[DeviceName] = field(default_factory=set)
    hastened: list[DeviceName] = field(default_factory=list)
    woken: int = 0
    show: Callable[[Outlook], None] = lambda _: None

    def pass_time(self, seconds: int) -> Outlook | None:
        """Probe every device every two seconds; return the last outlook."""
        outlook = None
        for _ in range(seconds * SECOND // PROBE):
            for name in self.inventory.active_devices():
                self.engine.take(probe(name, self.clock.now(), answered=name not in self.silent))
            outlook = self.step() or outlook
            self.clock.advance(PROBE)
        return outlook

    def report_port(self, device: DeviceName, interface: str, status: int) -> None:
        """Have a device say of an interface that it is up or down."""
        self.engine.take(port_report(device, interface, status, self.clock.now()))

    def cut_spur(self) -> None:
        """Cut the link to far: far falls silent, and mid says that the port toward it is down."""
        self.silent.add(FAR)
        self.report_port(MID, "to-far", DOWN)

    def heal_spur(self) -> None:
        """Mend the link to far."""
        self.silent.discard(FAR)
        self.report_port(MID, "to-far", UP)

    def step(self) -> Outlook | None:
        """Let the engine look once."""
        outlook = self.engine.step(self.look_closer, self.wake)
        if outlook is not None:
            self.show(outlook)
        return outlook

    def look_closer(self, before: Situation, after: Situation) -> None:
        """Note who fell silent or came back."""
        self.hastened.extend(turned(before, after))

    def wake(self) -> None:
        """Count how often the couriers are woken."""
        self.woken += 1

    def rows(self, query: str, file: str = STATE_FILE) -> list[tuple[Any, ...]]:
        """Return what another process would read now."""
        with closing(sqlite3.connect(f"{(self.directory / file).as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()

    def samples(self, name: str, **tags: str) -> list[tuple[int, dict[str, Any]]]:
        """Return time and fields of the samples of a measurement with these tags, in order of time."""
        rows = self.rows(SAMPLES, SAMPLES_FILE)
        return [
            (time, json_of(fields))
            for found, those, time, fields in rows
            if found == name and tags.items() <= json_of(those).items()
        ]

    def forbid(self, table: str, file: str = STATE_FILE) -> None:
        """Make the file refuse new rows in a table, as a full disk would."""
        self._alter(
            f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'disk is full'); END", file
        )

    def allow(self, file: str = STATE_FILE) -> None:
        """Make the file take rows again."""
        self._alter("DROP TRIGGER full", file)

    def hide(self, table: str, file: str = STATE_FILE) -> None:
        """Make a table of the file unreadable, as a bad disk would."""
        self._alter(f"ALTER TABLE {table} RENAME TO hidden", file)

    def unhide(self, table: str, file: str = STATE_FILE) -> None:
        """Make it readable again."""
        self._alter(f"ALTER TABLE hidden RENAME TO {table}", file)

    def _alter(self, statement: str, file: str) -> None:
        with closing(sqlite3.connect(self.directory / file, isolation_level=None)) as connection:
            connection.execute(statement)


@contextmanager
def opened(
    directory: Path,
    *,
    at: Millis = NOON,
    inventory: Inventory | None = None,
    forwarding: bool = False,
    settings: Settings = SETTINGS,
) -> Iterator[Room]:
    """Start an engine on a state directory, as the daemon does."""
    clock, planned = ManualClock(at), inventory or region()
    with ExitStack() as closing_all:
        stores = Stores(
            state=closing_all.enter_context(StateStore(directory)),
            samples=closing_all.enter_context(SampleStore(directory, forwarding=forwarding)),
            pasts=closing_all.enter_context(closing(StoreReader(directory, clock))).pasts,
        )
        stores.state.release(at)
        restored = stores.state.restore()
        plan = Plan.of(planned, find_collectors(), settings)
        engine = Engine(plan, settings, clock, stores, restored)
        engine.mind_gap(restored.last_beat)
        engine.adopt(plan)
        engine.beat()
        yield Room(directory, clock, engine, stores, planned)


def as_after_a_kill(room: Room, directory: Path) -> Path:
    """Return a copy of the state as it lies on the disk at this moment: what a killed process leaves."""
    return shutil.copytree(room.directory, directory)


def probe(device: DeviceName, at: Millis, *, answered: bool) -> PollResult:
    """Return what the sign-of-life collector brings."""
    failure = None if answered else PollFailure(PollErrorKind.NO_RESPONSE, "no answer")
    return PollResult(device, "snmp", at, at, at, failure=failure, answered=answered)


def port_report(device: DeviceName, interface: str, status: int, at: Millis) -> PollResult:
    """Return what the interfaces' collector brings of one port."""
    return PollResult(device, "interfaces", at, at, at, (traffic(device, interface, status, at),), answered=True)


def traffic(device: DeviceName, interface: str, status: int, at: Millis) -> Measurement:
    """Return a port's measurement."""
    return Measurement("net_if", {"device": device, "ifname": interface}, {"oper": status, "in_bps": 1_000}, at)


def json_of(text: str) -> dict[str, Any]:
    """Return a JSON object."""
    value: dict[str, Any] = json.loads(text)
    return value
