"""How long a month's accounting takes: 134 municipalities, 2,000 devices, from memory and through the store."""

import random
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from netmon.clock import HOUR, MINUTE, SECOND, Interval, ManualClock, Millis
from netmon.inventory.models import ServiceHours, SlaClass, Weekday
from netmon.judgement.availability import StateInterval
from netmon.judgement.calendar import whole_month
from netmon.judgement.contract import Terms, account_under
from netmon.model import (
    DeviceState,
    Entity,
    EntityKind,
    MunicipalityCode,
    MunicipalityState,
    State,
    Transition,
)
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore

OCTOBER = whole_month(2026, 10)
"""It has 745 hours."""
MUNICIPALITIES, DEVICES = 134, 2_000
OUTAGES = 20
"""Of one entity in a month: far more than a contract bears, two transitions each."""
LONGEST = 40 * MINUTE
NIGHTS = 9
"""Windows of the month that excuse."""
OFFICE = SlaClass(
    title="5×10",
    target=99.5,
    service_hours=ServiceHours(days=tuple(Weekday)[:5], start="07:00", end="17:00"),
    minimum_outage=Millis(MINUTE),
)


def municipalities_in_memory() -> Mapping[str, float]:
    """Count the month of all municipalities against a contract with hours and a minimum."""
    pasts, excuses = _pasts(MUNICIPALITIES, MunicipalityState.OPERATIONAL, MunicipalityState.ISOLATED), _excuses()
    begun = time.perf_counter()
    terms = Terms.of(OFFICE, OCTOBER)
    counted = [account_under(terms, OCTOBER, states, excuses) for states in pasts]
    return {"municipalities_134_ms": 1000 * (time.perf_counter() - begun), "municipalities": len(counted)}


def devices_in_memory() -> Mapping[str, float]:
    """Count the month of 2,000 devices in the same way."""
    pasts, excuses = _pasts(DEVICES, DeviceState.UP, DeviceState.DOWN), _excuses()
    begun = time.perf_counter()
    terms = Terms.of(OFFICE, OCTOBER)
    counted = [account_under(terms, OCTOBER, states, excuses) for states in pasts]
    return {"devices_2000_s": time.perf_counter() - begun, "devices": len(counted)}


def municipalities_from_the_store() -> Mapping[str, float]:
    """Read the log of all municipalities with its windows, and count it."""
    with TemporaryDirectory() as directory:
        pasts = _pasts(MUNICIPALITIES, MunicipalityState.OPERATIONAL, MunicipalityState.ISOLATED)
        codes = _write(Path(directory), EntityKind.MUNICIPALITY, pasts)
        with closing(StoreReader(Path(directory), ManualClock(OCTOBER.end))) as reader:
            begun = time.perf_counter()
            terms = Terms.of(OFFICE, OCTOBER)
            found = reader.pasts(map(MunicipalityCode, codes), OCTOBER)
            for past in found.values():
                account_under(terms, OCTOBER, past.states, past.excuses)
            return {"municipalities_134_stored_ms": 1000 * (time.perf_counter() - begun)}


def devices_from_the_store() -> Mapping[str, float]:
    """Read the log of 2,000 devices and count it."""
    with TemporaryDirectory() as directory:
        _write(Path(directory), EntityKind.DEVICE, _pasts(DEVICES, DeviceState.UP, DeviceState.DOWN))
        with closing(StoreReader(Path(directory), ManualClock(OCTOBER.end))) as reader:
            begun = time.perf_counter()
            terms = Terms.of(OFFICE, OCTOBER)
            for states in reader.states_of_all(EntityKind.DEVICE, OCTOBER).values():
                account_under(terms, OCTOBER, states, _excuses())
            return {"devices_2000_stored_s": time.perf_counter() - begun}


@cache
def _pasts(count: int, up: State, down: State) -> Sequence[Sequence[StateInterval]]:
    chance = random.Random(count)  # noqa: S311 -- a bench needs the same outages each time
    return tuple(_past(chance, up, down) for _ in range(count))


def _past(chance: random.Random, up: State, down: State) -> Sequence[StateInterval]:
    """Return a month of one entity, gapless: outages of some seconds to 40 minutes, and unknown time now and then."""
    begins = sorted(chance.sample(range(OCTOBER.start, OCTOBER.end - LONGEST, LONGEST), OUTAGES))
    unknown = type(up)(DeviceState.UNKNOWN)
    states, at = [], OCTOBER.start
    for begin in begins:
        end = Millis(begin + chance.randrange(5 * SECOND, LONGEST))
        states.append(StateInterval(Interval(at, Millis(begin)), up))
        states.append(StateInterval(Interval(Millis(begin), end), chance.choice([down, down, down, unknown])))
        at = end
    return (*states, StateInterval(Interval(at, OCTOBER.end), up))


def _excuses() -> tuple[Interval, ...]:
    starts = (Millis(OCTOBER.start + 72 * HOUR * night + 22 * HOUR) for night in range(NIGHTS))
    return tuple(Interval(start, Millis(start + 7 * HOUR)) for start in starts)


def _write(directory: Path, kind: EntityKind, pasts: Sequence[Sequence[StateInterval]]) -> list[str]:
    names = [f"{number:06}" for number in range(len(pasts))]
    changes = [
        Transition(Entity(kind, name), None, entry.state, entry.interval.start, entry.interval.start, "")
        for name, states in zip(names, pasts, strict=True)
        for entry in states
        if entry.interval.length
    ]
    with StateStore(directory) as store:
        store.record_history(changes, [])
    return names


MEASURES = (
    municipalities_in_memory,
    devices_in_memory,
    municipalities_from_the_store,
    devices_from_the_store,
)
