"""The laws that the accounting of availability keeps, whatever the history."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import Interval
from netmon.judgement.availability import Availability, StateInterval, account
from netmon.judgement.parts import Part, part_of
from netmon.model import MunicipalityState
from tests.netmon.judgement.histories import MAINTENANCE, MEANT, TICKS, WINDOWS, M, histories, parts, span


@given(WINDOWS, histories(), MAINTENANCE)
def test_the_five_parts_add_up_to_the_period(
    window: Interval, states: list[StateInterval], maintenance: list[Interval]
) -> None:
    counted = parts(account(window, states, maintenance))
    assert counted.total() == window.length
    assert min(counted.values()) >= 0


@given(WINDOWS, histories(), MAINTENANCE, st.lists(TICKS, max_size=4))
def test_a_period_is_the_sum_of_its_pieces_wherever_it_is_cut(
    window: Interval, states: list[StateInterval], maintenance: list[Interval], cuts: list[int]
) -> None:
    edges = sorted([window.start, window.end, *(cut for cut in cuts if cut in window)])
    pieces = [account(span(*ends), states, maintenance) for ends in pairwise(edges)]
    summed = sum((parts(piece) for piece in pieces), Counter[Part]())
    assert summed == parts(account(window, states, maintenance))


@given(WINDOWS, histories(), MAINTENANCE, st.data())
def test_order_and_repeated_maintenance_change_nothing(
    window: Interval, states: list[StateInterval], maintenance: list[Interval], data: st.DataObject
) -> None:
    shuffled = account(window, data.draw(st.permutations(states)), data.draw(st.permutations(maintenance * 2)))
    assert shuffled == account(window, states, maintenance)


@given(WINDOWS, histories(), MAINTENANCE)
def test_accounting_equals_asking_every_millisecond(
    window: Interval, states: list[StateInterval], maintenance: list[Interval]
) -> None:
    assert parts(account(window, states, maintenance)) == tick_by_tick(window, states, maintenance)


@given(WINDOWS, histories(), MAINTENANCE, st.integers(-(10**13), 10**13))
def test_a_moved_period_has_the_same_parts(
    window: Interval, states: list[StateInterval], maintenance: list[Interval], shift: int
) -> None:
    def moved(interval: Interval) -> Interval:
        return span(interval.start + shift, interval.end + shift)

    there = account(
        moved(window),
        [replace(state, interval=moved(state.interval)) for state in states],
        [moved(interval) for interval in maintenance],
    )
    assert parts(there) == parts(account(window, states, maintenance))


@given(WINDOWS, histories(M), MAINTENANCE, st.sampled_from([M.DISCONNECTED, M.ISOLATED]), st.data())
def test_a_further_outage_never_raises_a_share(
    window: Interval,
    states: list[StateInterval],
    maintenance: list[Interval],
    outage: MunicipalityState,
    data: st.DataObject,
) -> None:
    fallen = [
        replace(state, state=outage) if part_of(state.state) is Part.UP and data.draw(st.booleans()) else state
        for state in states
    ]
    before, after = account(window, states, maintenance), account(window, fallen, maintenance)
    for share in ("worst", "best", "measured"):
        old, new = getattr(before, share), getattr(after, share)
        assert new is None or new <= old


@given(WINDOWS, histories(M), MAINTENANCE, st.data())
def test_knowing_less_only_widens_the_bounds(
    window: Interval, states: list[StateInterval], maintenance: list[Interval], data: st.DataObject
) -> None:
    forgotten = [replace(state, state=M.UNKNOWN) if data.draw(st.booleans()) else state for state in states]
    before, after = account(window, states, maintenance), account(window, forgotten, maintenance)
    if before.base:
        assert bounds(after)[0] <= bounds(before)[0]
        assert bounds(before)[1] <= bounds(after)[1]


@given(WINDOWS, histories(M), MAINTENANCE, st.data())
def test_whatever_the_unknown_was_the_truth_lies_within_the_bounds(
    window: Interval, states: list[StateInterval], maintenance: list[Interval], data: st.DataObject
) -> None:
    known = st.sampled_from([M.OPERATIONAL, M.DEGRADED, M.DISCONNECTED, M.ISOLATED])
    truth = [
        StateInterval(span(tick, tick + 1), data.draw(known))
        for tick in range(window.start, window.end)
        if not any(tick in state.interval and state.state is not M.UNKNOWN for state in states)
    ]
    observed = [state for state in states if state.state is not M.UNKNOWN]
    real = account(window, [*observed, *truth], maintenance)
    worst, best = bounds(account(window, states, maintenance))
    assert real.unknown == 0
    assert real.measured is None or worst <= real.measured <= best


@given(WINDOWS, histories(), MAINTENANCE)
def test_maintenance_takes_from_outages_alone(
    window: Interval, states: list[StateInterval], maintenance: list[Interval]
) -> None:
    without, with_it = account(window, states, []), account(window, states, maintenance)
    assert (with_it.up, with_it.unknown) == (without.up, without.unknown)
    assert with_it.outage + with_it.maintenance == without.outage
    assert with_it.down <= without.down
    assert with_it.unreachable <= without.unreachable


def tick_by_tick(window: Interval, states: Sequence[StateInterval], maintenance: Sequence[Interval]) -> Counter[Part]:
    """Return the same partition by asking every single millisecond."""
    meant = {(type(state), state): part for state, part in MEANT}
    counted: Counter[Part] = Counter()
    for tick in range(window.start, window.end):
        part = next((meant[type(s.state), s.state] for s in states if tick in s.interval), Part.UNKNOWN)
        is_outage = part in (Part.DOWN, Part.UNREACHABLE)
        counted[Part.MAINTENANCE if is_outage and any(tick in m for m in maintenance) else part] += 1
    return counted


def bounds(availability: Availability) -> tuple[Fraction, Fraction]:
    """Return (worst, best); where no time counts, everything is possible."""
    if availability.worst is None or availability.best is None:
        return Fraction(0), Fraction(1)
    return availability.worst, availability.best
