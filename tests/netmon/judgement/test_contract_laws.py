"""The laws that counting against a contract keeps, whatever the history, the hours and the corrections."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmon.clock import Interval, Millis
from netmon.judgement.availability import Availability, StateInterval, account
from netmon.judgement.contract import Terms, account_under, without_brief
from netmon.judgement.correction import corrected, worked
from netmon.judgement.parts import Part, part_of
from netmon.model import Correction, CountsAs, MunicipalityCode, MunicipalityState
from tests.netmon.judgement.histories import MAINTENANCE, TICKS, WINDOWS, M, histories, parts, span

CHEB = MunicipalityCode("554481")
OUTAGE = (Part.DOWN, Part.UNREACHABLE)
FAR = 200
"""Ticks that no drawn history reaches."""
HOURS = st.none() | MAINTENANCE.map(tuple)
TERMS = st.builds(
    Terms,
    hours=HOURS,
    excludes_maintenance=st.booleans(),
    minimum_outage=st.integers(0, 9).map(Millis),
)
CORRECTIONS = st.lists(
    st.tuples(TICKS, TICKS, st.sampled_from(CountsAs)).map(lambda drawn: (span(drawn[0], drawn[1]), drawn[2])),
    max_size=5,
).map(lambda drawn: [Correction(n, CHEB, window, kind, "", "", Millis(0)) for n, (window, kind) in enumerate(drawn)])

History = list[StateInterval]
Windows = list[Interval]
Law = Callable[..., None]


def partition(window: Interval, states: History, maintenance: Windows, terms: Terms) -> None:
    """Hold P1: the parts add up to the period."""
    counted = account_under(terms, window, states, maintenance)
    assert parts(counted).total() + counted.outside == window.length
    assert min(*parts(counted).values(), counted.outside) >= 0


def additivity(window: Interval, states: History, maintenance: Windows, terms: Terms, cuts: list[int]) -> None:
    """Hold P2: a period is the sum of its pieces, wherever it is cut."""
    edges = sorted([window.start, window.end, *(cut for cut in cuts if cut in window)])
    pieces = [account_under(terms, span(*ends), states, maintenance) for ends in pairwise(edges)]
    whole = account_under(terms, window, states, maintenance)
    assert sum((parts(piece) for piece in pieces), Counter[Part]()) == +parts(whole)
    assert sum(piece.outside for piece in pieces) == whole.outside


def invariance(window: Interval, states: History, maintenance: Windows, terms: Terms, data: st.DataObject) -> None:
    """Hold P3: order and repetitions change nothing."""
    hours = None if terms.hours is None else tuple(data.draw(st.permutations(terms.hours * 2)))
    shuffled = account_under(
        replace(terms, hours=hours),
        window,
        data.draw(st.permutations(states)),
        data.draw(st.permutations(maintenance * 2)),
    )
    assert shuffled == account_under(terms, window, states, maintenance)


def brute_force(window: Interval, states: History, maintenance: Windows, terms: Terms) -> None:
    """Hold P4: accounting equals asking every millisecond."""
    counted = account_under(terms, window, states, maintenance)
    assert +(parts(counted) + Counter({None: counted.outside})) == tick_by_tick(window, states, maintenance, terms)


def outages_lower(window: Interval, states: History, maintenance: Windows, terms: Terms, data: st.DataObject) -> None:
    """Hold P5: a further outage raises neither bound.

    But for one thing, which is as it should be: where an outage may have been brief, maintenance does not excuse it
    yet; that it was long can only be known by more outage, and then it does.
    """
    excuses = [] if terms.minimum_outage else maintenance
    fallen = [
        replace(state, state=M.ISOLATED) if part_of(state.state) is Part.UP and data.draw(st.booleans()) else state
        for state in states
    ]
    before = account_under(terms, window, states, excuses)
    after = account_under(terms, window, fallen, excuses)
    if before.worst is not None and before.best is not None and after.worst is not None and after.best is not None:
        assert after.worst <= before.worst
        assert after.best <= before.best


def knowing_less(window: Interval, states: History, maintenance: Windows, terms: Terms, data: st.DataObject) -> None:
    """Hold P5: knowing less only widens the bounds."""
    forgotten = [replace(state, state=M.UNKNOWN) if data.draw(st.booleans()) else state for state in states]
    before = account_under(terms, window, states, maintenance)
    after = account_under(terms, window, forgotten, maintenance)
    if before.worst is not None and before.best is not None and after.worst is not None and after.best is not None:
        assert after.worst <= before.worst
        assert before.best <= after.best


def truth_within(window: Interval, states: History, maintenance: Windows, terms: Terms, data: st.DataObject) -> None:
    """Hold P6: whatever the unknown was, the truth lies within the bounds."""
    known = [state for state in states if state.state is not M.UNKNOWN]
    guesses = st.sampled_from([M.OPERATIONAL, M.DISCONNECTED, M.ISOLATED])
    runs = data.draw(st.lists(st.tuples(st.integers(1, 12), guesses), min_size=20, max_size=20))
    guessed = [state for length, state in runs for _ in range(length)]
    filled = [
        StateInterval(span(tick, tick + 1), guessed[(tick + 15) % len(guessed)])
        for tick in range(-15, FAR)
        if not any(tick in state.interval for state in known)
    ]
    ends = [StateInterval(span(at, at + FAR), M.OPERATIONAL) for at in (-15 - FAR, FAR)]
    real = account_under(terms, window, [*known, *filled, *ends], maintenance)
    said = account_under(terms, window, states, maintenance)
    assert real.unknown == 0
    if real.measured is not None and said.worst is not None and said.best is not None:
        assert said.worst <= real.measured <= said.best


def shifted(window: Interval, states: History, maintenance: Windows, terms: Terms, shift: int) -> None:
    """Hold P7: a moved period has the same parts."""

    def moved(interval: Interval) -> Interval:
        return span(interval.start + shift, interval.end + shift)

    there = account_under(
        replace(terms, hours=None if terms.hours is None else tuple(map(moved, terms.hours))),
        moved(window),
        [replace(state, interval=moved(state.interval)) for state in states],
        [moved(interval) for interval in maintenance],
    )
    assert parts(there) == parts(account_under(terms, window, states, maintenance))


def maintenance_excuses(window: Interval, states: History, maintenance: Windows, terms: Terms) -> None:
    """Hold P9: maintenance takes from outages alone, and only where the contract excludes it."""
    without = account_under(terms, window, states, [])
    with_it = account_under(terms, window, states, maintenance)
    assert (with_it.up, with_it.unknown, with_it.outside) == (without.up, without.unknown, without.outside)
    assert with_it.outage + with_it.maintenance == without.outage
    assert terms.excludes_maintenance or with_it == without


def minimum_lets_off(window: Interval, states: History, maintenance: Windows, terms: Terms) -> None:
    """Hold that a longer minimum never makes a bound worse for whoever promised."""
    hard = account_under(replace(terms, minimum_outage=Millis(0)), window, states, maintenance)
    mild = account_under(terms, window, states, maintenance)
    assert mild.up >= hard.up
    assert mild.outage <= hard.outage


def corrections_apply(window: Interval, states: History, corrections: list[Correction]) -> None:
    """Hold that corrected time equals asking every millisecond what was said about it last."""
    counted = account(window, corrected(states, corrections), worked(corrections))
    assert +parts(counted) == +Counter(_as_said(tick, states, corrections) for tick in range(window.start, window.end))


def corrections_in_any_order(
    window: Interval, states: History, corrections: list[Correction], data: st.DataObject
) -> None:
    """Hold that corrections may be read in any order: that in which they were received counts."""
    shuffled = data.draw(st.permutations(corrections))
    assert account(window, corrected(states, shuffled), worked(shuffled)) == account(
        window, corrected(states, corrections), worked(corrections)
    )


def corrections_withdrawn(window: Interval, states: History, corrections: list[Correction]) -> None:
    """Hold that a last correction, back to what was recorded, restores every figure."""
    last = Correction(99, CHEB, span(-FAR, FAR), CountsAs.RECORDED, "", "", Millis(0))
    every = [*corrections, last]
    assert account(window, corrected(states, every), worked(every)) == account(window, states, [])


def corrections_know_nothing_new(window: Interval, states: History, corrections: list[Correction]) -> None:
    """Hold that no correction makes unknown time known."""
    assert account(window, corrected(states, corrections), []).unknown >= account(window, states, []).unknown


STATES = histories(M)
LAWS: Mapping[Law, Sequence[st.SearchStrategy[object]]] = {
    partition: (WINDOWS, STATES, MAINTENANCE, TERMS),
    additivity: (WINDOWS, STATES, MAINTENANCE, TERMS, st.lists(TICKS, max_size=4)),
    invariance: (WINDOWS, STATES, MAINTENANCE, TERMS, st.data()),
    brute_force: (WINDOWS, STATES, MAINTENANCE, TERMS),
    outages_lower: (WINDOWS, STATES, MAINTENANCE, TERMS, st.data()),
    knowing_less: (WINDOWS, STATES, MAINTENANCE, TERMS, st.data()),
    truth_within: (WINDOWS, STATES, MAINTENANCE, TERMS, st.data()),
    shifted: (WINDOWS, STATES, MAINTENANCE, TERMS, st.integers(-(10**13), 10**13)),
    maintenance_excuses: (WINDOWS, STATES, MAINTENANCE, TERMS),
    minimum_lets_off: (WINDOWS, STATES, MAINTENANCE, TERMS),
    corrections_apply: (WINDOWS, STATES, CORRECTIONS),
    corrections_in_any_order: (WINDOWS, STATES, CORRECTIONS, st.data()),
    corrections_withdrawn: (WINDOWS, STATES, CORRECTIONS),
    corrections_know_nothing_new: (WINDOWS, STATES, CORRECTIONS),
}
EACH_LAW = pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)


@EACH_LAW
def test_a_law_holds(law: Law) -> None:
    settings(max_examples=100, deadline=None)(given(*LAWS[law])(law))()


@pytest.mark.long
@EACH_LAW
def test_a_law_holds_for_many_more_histories(law: Law) -> None:
    settings(max_examples=2_000, deadline=None)(given(*LAWS[law])(law))()


def tick_by_tick(window: Interval, states: History, maintenance: Windows, terms: Terms) -> Counter[Part | None]:
    """Return the partition by asking every single millisecond; None is outside the hours."""
    known = {tick: part_of(state.state) for state in states for tick in range(state.interval.start, state.interval.end)}
    counted: Counter[Part | None] = Counter()
    for tick in range(window.start, window.end):
        if terms.hours is not None and not any(tick in hours for hours in terms.hours):
            counted[None] += 1
            continue
        part = _unless_brief(tick, known, terms.minimum_outage)
        excused = terms.excludes_maintenance and any(tick in work for work in maintenance)
        counted[Part.MAINTENANCE if part in OUTAGE and excused else part] += 1
    return counted


def _unless_brief(tick: int, known: Mapping[int, Part], minimum: int) -> Part:
    part = known.get(tick, Part.UNKNOWN)
    if part not in OUTAGE or _run(tick, known, OUTAGE) >= minimum:
        return part
    return Part.UNKNOWN if _run(tick, known, (*OUTAGE, Part.UNKNOWN)) >= minimum else Part.UP


def _run(tick: int, known: Mapping[int, Part], wanted: Iterable[Part]) -> int:
    """Return how many ticks around one are of the wanted parts, at most some more than any minimum."""
    kinds, start, end = tuple(wanted), tick, tick
    while known.get(start - 1, Part.UNKNOWN) in kinds and start > -FAR:
        start -= 1
    while known.get(end + 1, Part.UNKNOWN) in kinds and end < FAR:
        end += 1
    return end - start + 1


def _as_said(tick: int, states: History, corrections: Sequence[Correction]) -> Part:
    recorded = next((part_of(state.state) for state in states if tick in state.interval), Part.UNKNOWN)
    said = [correction.counts_as for correction in corrections if tick in correction.window][-1:]
    if said == [CountsAs.UNKNOWN]:
        return Part.UNKNOWN
    if recorded in OUTAGE and said == [CountsAs.UP]:
        return Part.UP
    return Part.MAINTENANCE if recorded in OUTAGE and said == [CountsAs.MAINTENANCE] else recorded


def brief_of(*runs: tuple[int, MunicipalityState], minimum: int) -> list[Part]:
    """Return what each run of states counts as when brief outages are left out."""
    states, at = [], 0
    for length, state in runs:
        states.append(StateInterval(span(at, at + length), state))
        at += length
    return [part_of(entry.state) for entry in without_brief(states, Millis(minimum))]


UP, LOST, OWN, BLIND = M.OPERATIONAL, M.ISOLATED, M.DISCONNECTED, M.UNKNOWN


@pytest.mark.parametrize(
    ("runs", "counted"),
    [
        ([(9, UP), (4, LOST), (9, UP)], [Part.UP, Part.UP, Part.UP]),
        ([(9, UP), (5, LOST), (9, UP)], [Part.UP, Part.UNREACHABLE, Part.UP]),
        ([(9, UP), (3, LOST), (2, OWN), (9, UP)], [Part.UP, Part.UNREACHABLE, Part.DOWN, Part.UP]),
        ([(9, UP), (3, LOST), (1, BLIND), (9, UP)], [Part.UP, Part.UP, Part.UNKNOWN, Part.UP]),
        ([(9, UP), (3, LOST), (2, BLIND), (9, UP)], [Part.UP, Part.UNKNOWN, Part.UNKNOWN, Part.UP]),
        ([(9, UP), (3, LOST), (1, BLIND), (1, OWN), (9, UP)], [Part.UP, *[Part.UNKNOWN] * 3, Part.UP]),
        ([(9, UP), (1, LOST)], [Part.UP, Part.UNKNOWN]),
        ([(1, LOST), (9, UP)], [Part.UNKNOWN, Part.UP]),
    ],
)
def test_an_outage_counts_if_it_lasted_and_is_unknown_if_it_may_have(
    runs: list[tuple[int, MunicipalityState]], counted: list[Part]
) -> None:
    assert brief_of(*runs, minimum=5) == counted


def test_an_outage_across_midnight_is_as_long_as_both_its_halves() -> None:
    states = [
        StateInterval(span(0, 97), UP),
        StateInterval(span(97, 103), LOST),
        StateInterval(span(103, 200), UP),
    ]
    terms = Terms(minimum_outage=Millis(5))
    halves = [account_under(terms, day, states, []) for day in (span(0, 100), span(100, 200))]
    assert [half.outage for half in halves] == [3, 3]


def test_an_outage_is_as_long_as_it_was_even_if_maintenance_excuses_most_of_it() -> None:
    states = [StateInterval(span(0, 10), UP), StateInterval(span(10, 20), OWN), StateInterval(span(20, 30), UP)]
    counted: Availability = account_under(Terms(minimum_outage=Millis(5)), span(0, 30), states, [span(0, 18)])
    assert (counted.down, counted.maintenance) == (2, 8)


@pytest.mark.parametrize(("start", "end"), [(0, 10), (1, 9), (1, 10), (0, 9), (5, 6), (-5, 15), (9, 10)])
def test_a_correction_takes_what_it_names_and_leaves_the_rest(start: int, end: int) -> None:
    lost = [StateInterval(span(0, 10), LOST, "behind link x")]
    correction = Correction(1, CHEB, span(start, end), CountsAs.UP, "sonda", "novak", Millis(0))
    counted = account(span(0, 10), corrected(lost, [correction]), [])
    taken = min(end, 10) - max(start, 0)
    assert (counted.up, counted.unreachable, counted.unknown) == (taken, 10 - taken, 0)
