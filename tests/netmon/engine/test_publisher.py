"""What threads outside the loop see: one snapshot at a time, and the news of the next."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.clock import HOUR, Interval, ManualClock, Millis
from netmon.engine.publisher import Publisher
from netmon.judgement.availability import account
from netmon.judgement.situation import Judgement, Situation
from netmon.model import MunicipalityState, Standing, Transition
from netmon.reader import Health, Snapshot
from netmon.settings import Settings
from netmon.store.reading import StoreReader
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.netmon.region import TOWNS, municipality, region

NOON = Millis(1_795_000_000_000)
WAITERS = 20
LONG, SHORT = 30.0, 0.05


def snapshot(version: int) -> Snapshot:
    health = Health(data_at=NOON, polled=4, answered=0)
    return Snapshot(version, NOON, NOON, region(), Settings(), health)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[StateStore, StoreReader]]:
    with StateStore(tmp_path) as state, SampleStore(tmp_path):
        reader = StoreReader(tmp_path, ManualClock(NOON))
        yield state, reader
        reader.close()


@pytest.fixture
def publisher(stores: tuple[StateStore, StoreReader]) -> Publisher:
    return Publisher(stores[1], snapshot(0))


def test_a_new_version_wakes_everybody_who_waits(publisher: Publisher) -> None:
    with ThreadPoolExecutor(WAITERS) as threads:
        waits = [threads.submit(publisher.wait, 0, LONG) for _ in range(WAITERS)]
        publisher.publish(snapshot(1))
        assert {wait.result(LONG).version for wait in waits} == {1}


def test_who_is_behind_does_not_wait(publisher: Publisher) -> None:
    publisher.publish(snapshot(7))
    assert publisher.wait(6, LONG).version == 7


def test_a_snapshot_of_the_same_version_is_shown_and_wakes_nobody(publisher: Publisher) -> None:
    with ThreadPoolExecutor(1) as threads:
        wait = threads.submit(publisher.wait, 0, LONG)
        publisher.publish(replace(snapshot(0), at=Millis(NOON + 1)))
        assert publisher.snapshot().at == NOON + 1
        assert not wait.done()
        publisher.publish(snapshot(1))
        assert wait.result(LONG).version == 1


def test_without_news_the_same_snapshot_comes_back_in_time(publisher: Publisher) -> None:
    began = time.monotonic()
    assert publisher.wait(0, SHORT).version == 0
    assert time.monotonic() - began >= SHORT


def test_after_closing_nobody_waits_any_more(publisher: Publisher) -> None:
    with ThreadPoolExecutor(1) as threads:
        wait = threads.submit(publisher.wait, 0, LONG)
        publisher.close()
        assert wait.result(LONG).version == 0
    assert publisher.wait(0, LONG).version == 0


def test_a_reader_never_sees_half_a_change(publisher: Publisher) -> None:
    ended = threading.Event()

    def look() -> set[bool]:
        seen = set()
        while not ended.is_set():
            now = publisher.snapshot()
            seen.add(now.version == now.health.answered)
        return seen

    with ThreadPoolExecutor(4) as threads:
        looks = [threads.submit(look) for _ in range(4)]
        for version in range(500):
            publisher.publish(replace(snapshot(version), health=Health(NOON, 4, version)))
        ended.set()
        assert {verdict for each in looks for verdict in each.result(LONG)} <= {True}


def test_days_of_a_municipality_are_calendar_days_with_unknown_where_nothing_is_known(
    publisher: Publisher, stores: tuple[StateStore, StoreReader]
) -> None:
    since = Millis(NOON - HOUR)
    change = Transition(municipality(TOWNS["c"]), None, MunicipalityState.OPERATIONAL, since, since, "connected")
    stores[0].commit(judgement=Judgement(Situation(), (change,)), now=NOON)
    days = publisher.days(TOWNS["c"], 3)
    assert [day.date for day in days] == ["2026-11-16", "2026-11-17", "2026-11-18"]
    assert [day.availability.up > 0 for day in days] == [False, False, True]


def test_one_municipality_s_past_is_the_same_alone_and_among_all(
    publisher: Publisher, stores: tuple[StateStore, StoreReader]
) -> None:
    state, _ = stores
    window = Interval(Millis(NOON - HOUR), NOON)
    town = municipality(TOWNS["c"])
    states = (MunicipalityState.OPERATIONAL, MunicipalityState.ISOLATED)
    changes = tuple(
        Transition(town, None, new, Millis(window.start + place * 600_000), window.start, "as it was")
        for place, new in enumerate(states)
    )
    standing = Standing(states[-1], changes[-1].at)
    state.commit(judgement=Judgement(Situation(municipalities={TOWNS["c"]: standing}), changes), now=NOON)
    (alone,) = publisher.pasts([TOWNS["c"]], window).values()
    assert publisher.pasts(TOWNS.values(), window)[TOWNS["c"]] == alone
    assert account(window, alone.states, alone.excuses).up == 600_000
