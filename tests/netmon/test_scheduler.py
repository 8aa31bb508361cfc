"""Cadences keep their phase, miss nothing twice, and survive a stepped clock."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import HOUR, SECOND, ManualClock, Millis
from netmon.scheduler import Calendar, Rounds, Visit, phase_of, slot_of

NOON = Millis(1_795_000_000_000)


def visits(count: int) -> dict[Visit, Millis]:
    return {Visit(f"router-{number}", "icmp"): Millis(10 * SECOND) for number in range(count)}


def test_every_visit_falls_due_once_an_interval() -> None:
    clock = ManualClock(NOON)
    rounds = Rounds(clock)
    rounds.replace(visits(50))
    seen: dict[Visit, int] = {}
    for _ in range(300):
        clock.advance(100)
        for due in rounds.take_due():
            seen[due.visit] = seen.get(due.visit, 0) + 1
    assert set(seen.values()) == {3}


def test_the_load_is_spread_over_the_interval() -> None:
    clock = ManualClock(NOON)
    rounds = Rounds(clock)
    rounds.replace(visits(1000))
    at_once = 0
    for _ in range(100):
        clock.advance(100)
        at_once = max(at_once, len(rounds.take_due()))
    assert at_once < 30


def test_a_late_loop_visits_once_and_not_for_every_missed_turn() -> None:
    clock = ManualClock(NOON)
    rounds = Rounds(clock)
    rounds.replace(visits(1))
    clock.advance(95 * SECOND)
    assert len(rounds.take_due()) == 1
    assert rounds.take_due() == []


def test_a_hastened_visit_is_due_now_and_keeps_its_regular_turn() -> None:
    clock = ManualClock(NOON)
    rounds = Rounds(clock)
    rounds.replace(visits(1))
    clock.advance(10 * SECOND)
    rounds.take_due()
    (visit,) = visits(1)
    rounds.hasten(visit)
    assert [due.visit for due in rounds.take_due()] == [visit]
    clock.advance(10 * SECOND)
    assert [due.visit for due in rounds.take_due()] == [visit]


@pytest.mark.parametrize("turns", range(5))
def test_rounds_end_when_they_are_told_to_even_if_a_visit_is_hastened_in_the_same_moment(turns: int) -> None:
    rounds = Rounds(ManualClock(NOON))
    rounds.replace(visits(1))
    (visit,) = visits(1)

    async def live() -> set[asyncio.Task[None]]:
        running = asyncio.create_task(rounds.run(lambda _: None))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        rounds.hasten(visit)
        for _ in range(turns):
            await asyncio.sleep(0)
        running.cancel()
        done, late = await asyncio.wait([running], timeout=30)
        for task in late:
            task.cancel()
        return done

    assert asyncio.run(live())


def test_a_visit_that_is_no_longer_planned_is_dropped() -> None:
    clock = ManualClock(NOON)
    rounds = Rounds(clock)
    rounds.replace(visits(3))
    rounds.replace(visits(1))
    clock.advance(10 * SECOND)
    assert len(rounds.take_due()) == 1


def test_a_visit_that_comes_back_has_one_turn_and_not_two() -> None:
    clock = ManualClock(NOON)
    rounds = Rounds(clock)
    rounds.replace(visits(3))
    rounds.replace(visits(1))
    clock.advance(3 * SECOND)
    rounds.replace(visits(3) | {visit: Millis(7 * SECOND) for visit in list(visits(3))[1:]})
    clock.advance(10 * SECOND)
    rounds.take_due()
    seen: list[Visit] = []
    for _ in range(140):
        clock.advance(SECOND // 2)
        seen += [due.visit for due in rounds.take_due()]
    assert [seen.count(visit) for visit in visits(3)] == [7, 10, 10]


@given(
    now=st.integers(NOON, NOON + HOUR),
    interval=st.integers(SECOND, HOUR),
    share=st.floats(0, 1, exclude_max=True),
)
def test_a_slot_is_a_multiple_of_the_interval_and_near_its_visit(now: int, interval: int, share: float) -> None:
    phase = Millis(int(interval * share))
    slot = slot_of(Millis(now), Millis(interval), phase)
    assert slot % interval == 0
    assert abs(slot + phase - now) <= interval / 2 + 1


def test_the_phase_of_a_device_is_the_same_at_every_start() -> None:
    assert phase_of("cheb-core-1", HOUR) == 139_073


def test_the_turns_of_a_device_coincide_where_one_interval_divides_the_other() -> None:
    phases = [phase_of("cheb-core-1", Millis(seconds * SECOND)) for seconds in (5, 60, 300, 3600)]
    assert [later % (seconds * SECOND) for later, seconds in zip(phases[1:], (5, 60, 300), strict=True)] == phases[:-1]


def test_jobs_are_rescheduled_when_the_wall_clock_steps_back() -> None:
    async def story() -> tuple[bool, bool]:
        clock = ManualClock(NOON)
        calendar = Calendar(clock)

        async def job() -> None:
            return

        calendar.every(Millis(5 * SECOND), "beat", job)
        watching = asyncio.create_task(calendar.run())
        await asyncio.sleep(0)
        steady = calendar.watch_clock()
        clock.wall = Millis(clock.wall - 2 * HOUR)
        stepped = calendar.watch_clock()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        return steady, stepped

    assert asyncio.run(story()) == (False, True)
