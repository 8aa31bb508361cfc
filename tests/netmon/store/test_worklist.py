"""Which works are told around a moment, and what they have excused, as the store has it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, Interval, ManualClock, Millis
from netmon.commands import Actor, CancelMaintenance, PlanMaintenance
from netmon.inventory.models import Weekday, Window
from netmon.maintenance.listing import WorkState
from netmon.model import Entity, EntityKind, MunicipalityState, State, Transition
from netmon.store.reading import StoreReader
from netmon.store.state import StateStore
from tests.netmon.store.nouns import AS_ENTITY, T0, after

NOVAK = Actor("novak", "cli")
NIGHT = Window(title="noc", days=tuple(Weekday), start="01:30", length=Millis(2 * HOUR), links=("cheb-as",))
TOWN = Entity(EntityKind.MUNICIPALITY, "554499")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    with StateStore(tmp_path) as opened:
        yield opened


@pytest.fixture
def reader(store: StateStore, tmp_path: Path) -> Iterator[StoreReader]:
    assert store
    found = StoreReader(tmp_path, ManualClock(T0))
    yield found
    found.close()


def announce(store: StateStore, start: int, end: int, reason: str = "x", *, length: int | None = None) -> None:
    window = Interval(after(start), after(end))
    work = PlanMaintenance((TOWN, AS_ENTITY), window, reason, None if length is None else Millis(length))
    store.execute(work, NOVAK, T0)


def record(store: StateStore, new: State, at: int) -> None:
    store.record_history([Transition(TOWN, None, new, after(at), after(at), "test")], [])


def test_what_is_to_come_stands_in_order_and_what_is_over_the_newest_first(
    store: StateStore, reader: StoreReader
) -> None:
    announce(store, 9 * HOUR, 10 * HOUR, "later")
    announce(store, 5 * HOUR, 7 * HOUR, "now")
    announce(store, HOUR, 2 * HOUR, "old")
    announce(store, 3 * HOUR, 4 * HOUR, "older")
    announce(store, 20 * HOUR, 21 * HOUR, "off")
    store.execute(CancelMaintenance(5, "mráz"), NOVAK, after(HOUR))
    told = [(each.work.reason, each.state) for each in reader.works(after(6 * HOUR))]
    assert told == [
        ("now", WorkState.OPEN),
        ("later", WorkState.PLANNED),
        ("off", WorkState.CANCELLED),
        ("older", WorkState.OVER),
        ("old", WorkState.OVER),
    ]


def test_a_window_that_recurs_is_told_by_its_next_time_and_its_last(store: StateStore, reader: StoreReader) -> None:
    store.adopt_windows({"noc": NIGHT}, T0)
    now = after(10 * DAY)
    coming, gone = reader.works(now)
    assert 0 < coming.work.frame.end - now <= DAY
    assert 0 <= now - gone.work.frame.end < DAY
    (planned,) = reader.planned(Interval(now, Millis(now + 30 * DAY)))
    assert planned == coming.work


def test_what_is_older_than_a_year_is_not_told(store: StateStore, reader: StoreReader) -> None:
    announce(store, HOUR, 2 * HOUR, "old")
    assert len(reader.works(after(366 * DAY))) == 1
    assert reader.works(after(367 * DAY)) == []


def test_only_the_outage_inside_the_window_was_excused(store: StateStore, reader: StoreReader) -> None:
    announce(store, 2 * HOUR, 4 * HOUR, "x")
    record(store, MunicipalityState.OPERATIONAL, 0)
    record(store, MunicipalityState.ISOLATED, 2 * HOUR - MINUTE)
    record(store, MunicipalityState.OPERATIONAL, 2 * HOUR + 5 * MINUTE)
    record(store, MunicipalityState.DISCONNECTED, 4 * HOUR - MINUTE)

    def excused(at: int) -> list[int]:
        (each,) = reader.works(after(at))
        return list(reader.excused(each, after(at)).values())

    assert excused(HOUR) == []
    assert excused(2 * HOUR + 3 * MINUTE) == [3 * MINUTE]
    assert excused(6 * HOUR) == [6 * MINUTE]


def test_a_work_that_was_announced_late_excused_nothing(store: StateStore, reader: StoreReader) -> None:
    announce(store, -1, 4 * HOUR)
    record(store, MunicipalityState.ISOLATED, 2 * HOUR)
    (each,) = reader.works(after(3 * HOUR))
    assert reader.excused(each, after(3 * HOUR)) == {}


def test_a_flexible_work_excuses_from_the_first_outage_on(store: StateStore, reader: StoreReader) -> None:
    announce(store, HOUR, 6 * HOUR, "x", length=HOUR)
    record(store, MunicipalityState.OPERATIONAL, 0)
    (waiting,) = reader.works(after(2 * HOUR))
    assert (waiting.state, reader.excused(waiting, after(2 * HOUR))) == (WorkState.WAITING, {})
    record(store, MunicipalityState.ISOLATED, 2 * HOUR)
    (each,) = reader.works(after(5 * HOUR))
    assert (each.state, list(reader.excused(each, after(5 * HOUR)).values())) == (WorkState.OVER, [HOUR])
