"""What counts as a change, how penalties rise and fall, and which flapping is noticed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil, inf, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import EPOCH, HOUR, MINUTE, SECOND, Millis
from netmon.judgement import flapping
from netmon.judgement.flapping import (
    Changes,
    Penalty,
    decayed,
    feed,
    is_steady,
    noted,
    of_establishments,
    of_neighbour_events,
    of_ports,
    of_restarts,
    of_transitions,
    of_trap,
    relax,
)
from netmon.judgement.situation import PortReport, Situation
from netmon.model import (
    DeviceName,
    DeviceState,
    Entity,
    EntityKind,
    LinkName,
    LinkState,
    MunicipalityState,
    Standing,
    State,
    Transition,
)
from netmon.settings import Flapping

SETTINGS = Flapping()
LINK = Entity(EntityKind.LINK, "mid-far")
NOW = Millis(1_795_000_020_000)
END = (DeviceName("mid"), "to-far")
LINKS = {LinkName("mid-far"): (END, (DeviceName("far"), "to-mid"))}
POLL = Millis(MINUTE)
HALF = Millis(SETTINGS.half_life)


def fed(*seconds: float) -> Penalty:
    """Return the penalty after a change at each of these seconds."""
    penalty = Penalty()
    for second in seconds:
        penalty = feed(penalty, 1, Millis(int(second * SECOND)), SETTINGS)
    return penalty


def test_a_penalty_halves_in_its_half_life() -> None:
    assert decayed(fed(0), HALF, SETTINGS) == pytest.approx(0.5)


def test_a_clock_that_was_set_back_takes_nothing_off() -> None:
    assert decayed(fed(100), EPOCH, SETTINGS) == 1


def test_two_quick_outages_flap_and_one_does_not() -> None:
    assert not fed(0, 30).is_flapping
    assert not fed(0, 30, 60).is_flapping
    assert fed(0, 30, 60, 90).since == 90 * SECOND


def steady_at(penalty: Penalty) -> Millis:
    """Return when the penalty will have fallen to `reuse` if nothing changes again, by the formula of decay."""
    return Millis(penalty.at + max(0, ceil(HALF * log2(penalty.value / SETTINGS.reuse))))


def test_what_flaps_stays_so_until_the_penalty_has_fallen_to_reuse() -> None:
    penalty = fed(0, 30, 60, 90)
    calm = steady_at(penalty)
    assert relax(penalty, Millis(calm - 1), SETTINGS).is_flapping
    assert not relax(penalty, calm, SETTINGS).is_flapping


def test_the_limit_bounds_the_time_after_the_last_change() -> None:
    penalty = fed(*range(1000))
    assert penalty.value == SETTINGS.limit
    assert steady_at(penalty) == 999 * SECOND + 2 * HALF


def test_one_brief_outage_is_steady_after_four_minutes() -> None:
    penalty = fed(0, 0)
    at = steady_at(penalty)
    assert 4 * MINUTE < at < 5 * MINUTE
    assert is_steady(penalty, at, SETTINGS)
    assert not is_steady(penalty, Millis(at - 1), SETTINGS)


def test_what_has_just_fallen_to_reuse_is_steady() -> None:
    assert is_steady(Penalty(SETTINGS.reuse, NOW), NOW, SETTINGS)
    assert not is_steady(Penalty(SETTINGS.reuse + 0.001, NOW), NOW, SETTINGS)


def test_a_small_penalty_is_steady_at_once() -> None:
    assert steady_at(fed(5)) == 5 * SECOND
    assert is_steady(fed(5), Millis(5 * SECOND), SETTINGS)


@given(st.lists(st.floats(0, 7200), max_size=30).map(sorted), st.floats(0, 7200))
def test_a_penalty_is_never_negative_nor_beyond_its_limit_and_only_changes_raise_it(
    seconds: list[float], later: float
) -> None:
    penalty = fed(*seconds)
    assert 0 <= penalty.value <= SETTINGS.limit
    assert decayed(penalty, Millis(penalty.at + int(later * SECOND)), SETTINGS) <= penalty.value


def transition(old: State | None, new: State) -> Transition:
    return Transition(LINK, old, new, NOW, NOW, "")


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        (LinkState.UP, LinkState.DOWN, True),
        (LinkState.DOWN, LinkState.UP, True),
        (DeviceState.UP, DeviceState.DOWN, True),
        (None, LinkState.UP, False),
        (LinkState.UNKNOWN, LinkState.UP, False),
        (LinkState.DOWN, LinkState.UNKNOWN, False),
        (DeviceState.UP, DeviceState.UNREACHABLE, False),
        (DeviceState.UNREACHABLE, DeviceState.UP, False),
        (MunicipalityState.DEGRADED, MunicipalityState.ISOLATED, False),
    ],
)
def test_only_going_up_or_down_by_itself_is_a_change(old: State | None, new: State, *, counts: bool) -> None:
    assert list(of_transitions([transition(old, new)])) == ([Changes(LINK, 1, NOW)] if counts else [])


def test_a_municipality_does_not_flap_beside_what_it_hangs_on() -> None:
    town = Entity(EntityKind.MUNICIPALITY, "500003")
    lost = replace(transition(MunicipalityState.OPERATIONAL, MunicipalityState.DISCONNECTED), entity=town)
    assert list(of_transitions([lost])) == []


def port(*, is_up: bool = True, heard: int = 0, changed: int | None = None) -> PortReport:
    """Return a report with moments in seconds after NOW."""
    moment = None if changed is None else Millis(NOW + changed * SECOND)
    return PortReport(is_up, Millis(NOW + heard * SECOND), Millis(NOW + HOUR), moment)


def known(state: LinkState, report: PortReport) -> Situation:
    """Return a situation in which a link is known to be in this state, and one end says this."""
    return Situation(ports={END: report}, links={LinkName("mid-far"): Standing(state, NOW)})


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (port(changed=-90), port(changed=50), 50),
        (port(changed=-90), port(changed=1), 1),
        (port(), port(changed=50), 50),
        (port(), port(changed=1), None),
        (port(changed=50), port(changed=51), None),
        (port(changed=-90), port(is_up=False, changed=50), None),
        (port(changed=-9000), port(changed=-5400), None),
        (port(changed=-90), port(), None),
    ],
    ids=[
        "moved",
        "moved right after the poll",
        "new",
        "new, or of before the poll",
        "jitter",
        "seen anyway",
        "the monitor's clock was set",
        "no longer told",
    ],
)
def test_an_interface_that_changed_between_two_polls_counts_twice(
    before: PortReport, after: PortReport, changed: int | None
) -> None:
    found = list(of_ports(Situation(ports={END: before}), known(LinkState.UP, after), LINKS))
    if changed is None:
        assert found == []
    else:
        assert found == [Changes(LINK, 2, Millis(NOW + (changed - 2) * SECOND), Millis(NOW + changed * SECOND))]


@pytest.mark.parametrize(
    ("state", "is_up", "count"),
    [
        (LinkState.UP, True, 1),
        (LinkState.DOWN, False, 1),
        (LinkState.DOWN, True, 0),
        (LinkState.UP, False, 0),
        (LinkState.UNKNOWN, True, 0),
    ],
)
def test_an_end_that_contradicts_its_link_tells_what_judgement_is_still_to_see(
    state: LinkState, count: int, *, is_up: bool
) -> None:
    before, after = port(is_up=is_up, changed=-90), port(is_up=is_up, changed=50)
    assert len(list(of_ports(Situation(ports={END: before}), known(state, after), LINKS))) == count


def test_an_interface_that_was_not_heard_before_tells_no_change() -> None:
    assert not list(of_ports(Situation(), known(LinkState.UP, port(changed=50)), LINKS))
    assert not list(of_ports(Situation(ports={END: port()}), Situation(), LINKS))


def test_both_ends_tell_of_one_change() -> None:
    penalties: Mapping[Entity, Penalty] = {}
    for told in (50, 51, 58):
        at, latest = Millis(NOW + (told - 2) * SECOND), Millis(NOW + told * SECOND)
        penalties = noted(penalties, [Changes(LINK, 2, at, latest)], Millis(NOW + MINUTE), SETTINGS)
    assert penalties[LINK].value == 4


def test_a_poll_that_finds_what_a_trap_has_told_counts_nothing() -> None:
    penalties = noted({}, [of_trap(LINK, Millis(NOW + SECOND))], Millis(NOW + SECOND), SETTINGS)
    again = noted(penalties, of_transitions([transition(LinkState.UP, LinkState.DOWN)]), Millis(NOW + MINUTE), SETTINGS)
    assert again == penalties


def test_what_is_spent_is_forgotten() -> None:
    penalties = noted({}, [of_trap(LINK, NOW)], NOW, SETTINGS)
    assert noted(penalties, (), Millis(NOW + 4 * HALF), SETTINGS) == penalties
    assert not noted(penalties, (), Millis(NOW + 5 * HALF), SETTINGS)


BACK = Millis(NOW - 2 * HOUR)
"""What the clock shows after it was set back."""


def test_a_clock_that_was_set_back_hides_no_change() -> None:
    penalties: Mapping[Entity, Penalty] = noted({}, [of_trap(LINK, NOW)], NOW, SETTINGS)
    for seconds in (0, 30, 60):
        now = Millis(BACK + seconds * SECOND)
        penalties = noted(penalties, [of_trap(LINK, now)], now, SETTINGS)
    assert penalties[LINK].is_flapping
    assert penalties[LINK].changed == BACK + MINUTE


def test_after_a_clock_was_set_back_the_same_change_still_counts_once() -> None:
    penalties = noted(noted({}, [of_trap(LINK, NOW)], NOW, SETTINGS), (), BACK, SETTINGS)
    late = Changes(LINK, 2, Millis(BACK - SECOND), Millis(BACK + SECOND))
    assert noted(penalties, [late], BACK, SETTINGS) == penalties
    told = noted(penalties, [replace(late, at=Millis(BACK + SECOND)), late], Millis(BACK + MINUTE), SETTINGS)
    assert told[LINK].value == pytest.approx(3, abs=0.2)


def test_after_a_clock_was_set_back_it_is_steady_as_soon_as_ever() -> None:
    penalties = noted({}, [Changes(LINK, 4, NOW)], NOW, SETTINGS)
    calm = Millis(steady_at(penalties[LINK]) - NOW)
    penalties = noted(penalties, (), BACK, SETTINGS)
    assert not is_steady(penalties[LINK], Millis(BACK + calm - 1), SETTINGS)
    assert is_steady(penalties[LINK], Millis(BACK + calm), SETTINGS)
    assert noted(penalties, (), Millis(BACK + MINUTE), SETTINGS) == penalties, "nothing is written while all is quiet"


@pytest.mark.parametrize(
    ("entered", "was_up", "is_up", "count"),
    [(0, True, True, 0), (1, True, True, 2), (0, True, False, 1), (1, False, True, 1), (3, False, False, 6)],
)
def test_a_session_changed_at_each_establishment_and_each_loss(
    entered: int, *, was_up: bool, is_up: bool, count: int
) -> None:
    found = of_establishments(LINK, entered, NOW, was_up=was_up, is_up=is_up)
    assert sum(changes.count for changes in found) == count


@pytest.mark.parametrize(
    ("events", "was_up", "is_up", "count"),
    [(1, True, True, 0), (4, True, True, 2), (9, True, True, 4), (7, True, False, 1)],
)
def test_an_adjacency_changed_if_it_had_time_to_return(events: int, *, was_up: bool, is_up: bool, count: int) -> None:
    found = of_neighbour_events(LINK, events, NOW, was_up=was_up, is_up=is_up)
    assert sum(changes.count for changes in found) == count


def test_a_device_that_restarted_between_two_polls_was_away_and_back() -> None:
    mid = DeviceName("mid")
    for restarts, count in ((1, 2), (2, 4)):
        assert list(of_restarts(mid, restarts, NOW)) == [Changes(Entity(EntityKind.DEVICE, mid), count, NOW)]
    assert not list(of_restarts(mid, 0, NOW))


def changes_until(now: int, period: Millis) -> int:
    """Return how often it changed by now: it goes down at 0, comes back half a period later, and so on."""
    return 0 if now < 0 else 1 + now * 2 // period


def polled(period: Millis, phase: Millis) -> Iterator[tuple[Millis, int]]:
    """Yield when polls look, and how often it changed since the poll before."""
    for now in range(phase, 2 * HOUR, POLL):
        yield Millis(now), changes_until(now, period) - changes_until(now - POLL, period)


def by_states(period: Millis, phase: Millis) -> Iterator[tuple[Millis, int]]:
    """Yield what polls see by the states alone."""
    return ((now, changed % 2) for now, changed in polled(period, phase))


def by_last_change(period: Millis, phase: Millis) -> Iterator[tuple[Millis, int]]:
    """Yield what polls see with ifLastChange."""
    return ((now, changed % 2 or 2 * (changed > 0)) for now, changed in polled(period, phase))


def by_traps(period: Millis, _: Millis) -> Iterator[tuple[Millis, int]]:
    """Yield what traps tell."""
    return ((Millis(now), 1) for now in range(0, 2 * HOUR, period // 2))


def noticed_at(heard: Iterator[tuple[Millis, int]]) -> float:
    """Return when it is found to flap."""
    penalty = Penalty()
    for now, count in heard:
        if count:
            penalty = feed(penalty, count, now, SETTINGS)
        if penalty.is_flapping:
            return now
    return inf


def in_words(span: float) -> str:
    if span == inf:
        return "never"
    return f"{span / SECOND:g} s" if span < 100 * SECOND else f"{-(-span // MINUTE):g} min"


PERIODS = {
    "2 s": 2,
    "10 s": 10,
    "30 s": 30,
    "60 s": 60,
    "90 s": 90,
    "2 min": 120,
    "5 min": 300,
    "10 min": 600,
    "11 min": 660,
    "12 min": 720,
    "30 min": 1800,
}
SOURCES = (by_states, by_last_change, by_traps)


@pytest.mark.parametrize(("name", "seconds"), PERIODS.items())
def test_the_band_that_is_noticed_is_as_documented(name: str, seconds: int) -> None:
    period = Millis(seconds * SECOND)
    phases = [Millis(phase * SECOND) for phase in range(1, 61)]
    worst = [max(noticed_at(source(period, phase)) for phase in phases) for source in SOURCES]
    row = " | ".join([name, *map(in_words, worst)])
    assert f"| {row} |" in str(flapping.__doc__)
