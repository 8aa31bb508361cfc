"""Works as the store keeps them: approved together, called off, begun by the event log, passed over if damaged."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.commands import Actor, CancelMaintenance, PlanMaintenance, PlanWorks
from netmon.errors import CommandRefused
from netmon.inventory.models import Weekday, Window
from netmon.judgement.situation import Situation
from netmon.model import (
    DeviceName,
    DeviceState,
    Entity,
    EntityKind,
    LinkState,
    MunicipalityState,
    Standing,
    State,
    Transition,
)
from netmon.store.database import STATE_FILE
from netmon.store.state import StateStore
from tests.netmon.store.nouns import AS_ENTITY, CHEB, T0, TRUNK, after

NOVAK = Actor("novak", "cli")
CHEB_ENTITY, TRUNK_ENTITY = Entity(EntityKind.DEVICE, CHEB), Entity(EntityKind.LINK, TRUNK)
FRAME = Interval(after(HOUR), after(7 * HOUR))
ALWAYS = Interval(after(-400 * DAY), after(400 * DAY))
NIGHT = Window(title="noc", days=(Weekday.SUN,), start="01:30", length=Millis(2 * HOUR), links=("cheb-as",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StateStore]:
    with StateStore(tmp_path) as opened:
        yield opened


def plan(*scope: Entity, window: Interval = FRAME, length: int | None = None) -> PlanMaintenance:
    return PlanMaintenance(scope or (AS_ENTITY,), window, "výměna", None if length is None else Millis(length))


def record(store: StateStore, new: State, entity: Entity, at: Millis) -> None:
    store.record_history([Transition(entity, None, new, at, at, "test")], [])


def damage(directory: Path, statement: str) -> None:
    with closing(sqlite3.connect(directory / STATE_FILE, isolation_level=None)) as connection:
        connection.execute(statement)


def test_works_are_approved_together(store: StateStore) -> None:
    store.execute(PlanWorks((plan(), plan(CHEB_ENTITY, length=HOUR))), NOVAK, T0)
    fixed, flexible = store.works(ALWAYS)
    assert (fixed.author, fixed.approved, fixed.length, fixed.frame) == ("novak", T0, None, FRAME)
    assert (flexible.scope, flexible.length) == ((CHEB_ENTITY,), HOUR)


@pytest.mark.parametrize(
    ("works", "reason"),
    [
        ((), "between 1 and 100 works"),
        ((plan(),) * 101, "between 1 and 100 works"),
        ((plan(), plan(window=Interval(T0, T0))), "ends before it begins"),
        ((plan(), plan(length=0)), "the length must"),
        ((plan(), plan(length=6 * HOUR + 1)), "fit between the earliest start and the latest end"),
    ],
)
def test_if_one_work_is_refused_none_is_approved(
    store: StateStore, works: tuple[PlanMaintenance, ...], reason: str
) -> None:
    with pytest.raises(CommandRefused, match=reason):
        store.execute(PlanWorks(works), NOVAK, T0)
    assert store.works(ALWAYS) == ()


def test_a_work_that_is_called_off_before_it_begins_excuses_nothing(store: StateStore) -> None:
    store.execute(plan(), NOVAK, T0)
    store.execute(CancelMaintenance(1, "nemoc"), NOVAK, after(1))
    assert store.maintenance(ALWAYS) == ()
    assert store.maintenance_in_force(after(2 * HOUR), Situation()) == ()


def test_a_work_that_is_called_off_in_the_middle_has_excused_until_then(store: StateStore) -> None:
    store.execute(plan(), NOVAK, T0)
    store.execute(CancelMaintenance(1, "hotovo"), NOVAK, after(2 * HOUR))
    (window,) = store.maintenance(ALWAYS)
    assert window.window == Interval(FRAME.start, after(2 * HOUR))
    assert store.maintenance_in_force(after(2 * HOUR - 1), Situation()) == (window,)
    assert store.maintenance_in_force(after(2 * HOUR), Situation()) == ()


@pytest.mark.parametrize(
    ("key", "reason", "now", "refusal"),
    [
        (2, "x", 1, "there is no maintenance 2"),
        (1, " \u200b", 1, "say why"),
        (1, "x", 7 * HOUR, "over already"),
    ],
)
def test_what_cannot_be_called_off_is_refused(store: StateStore, key: int, reason: str, now: int, refusal: str) -> None:
    store.execute(plan(), NOVAK, T0)
    with pytest.raises(CommandRefused, match=refusal):
        store.execute(CancelMaintenance(key, reason), NOVAK, after(now))
    assert len(store.maintenance(ALWAYS)) == 1


def test_nothing_is_called_off_twice(store: StateStore) -> None:
    store.execute(plan(), NOVAK, T0)
    store.execute(CancelMaintenance(1, "x"), NOVAK, after(1))
    with pytest.raises(CommandRefused, match="called off already"):
        store.execute(CancelMaintenance(1, "x"), NOVAK, after(2))


@pytest.mark.parametrize(
    ("entity", "new", "begins"),
    [
        (CHEB_ENTITY, DeviceState.DOWN, True),
        (CHEB_ENTITY, DeviceState.UNREACHABLE, True),
        (CHEB_ENTITY, DeviceState.UNKNOWN, False),
        (CHEB_ENTITY, DeviceState.UP, False),
        (TRUNK_ENTITY, LinkState.DOWN, True),
        (TRUNK_ENTITY, LinkState.UNKNOWN, False),
        (AS_ENTITY, MunicipalityState.ISOLATED, True),
        (AS_ENTITY, MunicipalityState.DISCONNECTED, True),
        (AS_ENTITY, MunicipalityState.DEGRADED, False),
        (AS_ENTITY, MunicipalityState.UNKNOWN, False),
        (Entity(EntityKind.DEVICE, "other"), DeviceState.DOWN, False),
    ],
)
def test_a_flexible_work_begins_with_the_first_outage_of_its_scope(
    store: StateStore, entity: Entity, new: State, *, begins: bool
) -> None:
    store.execute(plan(CHEB_ENTITY, TRUNK_ENTITY, AS_ENTITY, length=HOUR), NOVAK, T0)
    record(store, new, entity, after(2 * HOUR))
    found = [window.window for window in store.maintenance(ALWAYS)]
    assert found == ([Interval(after(2 * HOUR), after(3 * HOUR))] if begins else [])


@pytest.mark.parametrize(("at", "begins"), [(HOUR - 1, False), (HOUR, True), (7 * HOUR - 1, True), (7 * HOUR, False)])
def test_an_outage_begins_a_flexible_work_only_inside_its_frame(store: StateStore, at: int, *, begins: bool) -> None:
    store.execute(plan(CHEB_ENTITY, length=HOUR), NOVAK, T0)
    record(store, DeviceState.DOWN, CHEB_ENTITY, after(at))
    assert bool(store.maintenance(ALWAYS)) is begins


def test_an_outage_that_was_withdrawn_begins_nothing(store: StateStore) -> None:
    store.execute(plan(CHEB_ENTITY, length=HOUR), NOVAK, T0)
    record(store, DeviceState.DOWN, CHEB_ENTITY, after(3 * HOUR))
    record(store, DeviceState.UNKNOWN, CHEB_ENTITY, after(2 * HOUR))
    assert store.maintenance(ALWAYS) == ()


def test_what_is_down_in_the_very_evaluation_begins_a_flexible_work_and_the_log_agrees_afterwards(
    store: StateStore,
) -> None:
    store.execute(plan(CHEB_ENTITY, length=HOUR), NOVAK, T0)
    now, began = after(2 * HOUR), after(2 * HOUR - 10_000)
    seen = Situation(devices={DeviceName(CHEB): Standing(DeviceState.DOWN, began)})
    (at_once,) = store.maintenance_in_force(now, seen)
    record(store, DeviceState.DOWN, CHEB_ENTITY, began)
    assert store.maintenance(Interval(now, after(2 * HOUR + 1))) == (at_once,)
    back = Situation(devices={DeviceName(CHEB): Standing(DeviceState.UP, now)})
    assert store.maintenance_in_force(after(2 * HOUR + MINUTE), back) == (at_once,)
    assert store.maintenance_in_force(Millis(began + HOUR), seen) == (), "it excuses its length and no longer"


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ('UPDATE maintenance SET scope = \'[{"kind":"router"}]\' WHERE id = 1', "maintenance 1"),
        ("UPDATE maintenance SET scope = 'x' WHERE id = 1", "maintenance 1"),
        ("UPDATE recurring_windows SET body = '{}'", "recurring window night"),
        ("UPDATE recurring_windows SET body = replace(body, '7200000', '34560000000000')", "recurring window night"),
    ],
)
def test_what_cannot_be_read_is_passed_over_and_told_once(
    store: StateStore, tmp_path: Path, caplog: pytest.LogCaptureFixture, statement: str, name: str
) -> None:
    store.execute(PlanWorks((plan(), plan(CHEB_ENTITY))), NOVAK, T0)
    store.adopt_windows({"night": NIGHT}, T0)
    damage(tmp_path, statement)
    with caplog.at_level(logging.ERROR):
        for turn in range(3):
            found = store.maintenance_in_force(after(2 * HOUR + turn), Situation())
            assert CHEB_ENTITY in {entity for window in found for entity in window.scope}
    assert [name in message for message in caplog.messages] == [True]
    assert store.maintenance(ALWAYS)


def test_a_window_that_left_the_inventory_in_its_middle_is_the_same_whoever_asks_when(store: StateStore) -> None:
    store.adopt_windows({"night": NIGHT}, after(-DAY))
    opened = next(window.window for window in store.maintenance(ALWAYS))
    middle = Millis(opened.start + HOUR)
    store.adopt_windows({}, middle)
    (whole,) = store.maintenance(ALWAYS)
    (rest,) = store.maintenance(Interval(Millis(middle + 1), opened.end))
    assert (whole.window, rest.window) == (opened, opened)
