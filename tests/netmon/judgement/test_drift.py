"""Planned links and whom their ends hear: what fits, what does not, and what nobody can tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, HOUR, Millis
from netmon.judgement.drift import BELIEVED, NEVER, Accord, Bearings, Drift, Heard, Port, drift, is_it
from netmon.judgement.network import Ends
from netmon.model import DeviceName, LinkName
from tests.netmon.judgement.networks import vertex

NOW = Millis(1_795_000_000_000)
A, B, C = map(DeviceName, "abc")
LINK = LinkName("a-b")
HERE, THERE = (A, "xe1"), (B, "xe2")
ENDS: Ends = {LINK: (HERE, THERE)}
KNOWN = {
    A: Bearings(frozenset({"a", "Router-A.kraj.cz"}), "0a"),
    B: Bearings(frozenset({"b"}), "0b"),
    C: Bearings(frozenset({"c", "c.kraj.cz"}), "0c"),
}


def heard(name: str, chassis: str = "", ago: int = 0) -> Heard:
    return Heard(name, chassis, Millis(NOW - ago))


def found(*, here: Heard | None = None, there: Heard | None = None, now: Millis = NOW) -> Drift:
    told: dict[Port, Heard] = {port: each for port, each in ((HERE, here), (THERE, there)) if each}
    return drift(ENDS, told, KNOWN, now)


def accord(*, here: Heard | None = None, there: Heard | None = None, now: Millis = NOW) -> Accord | None:
    finding = found(here=here, there=there, now=now).findings.get(LINK)
    return finding.accord if finding else None


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("cheb-core-1", {"cheb-core-1"}),
        ("CHEB-CORE-1", {"cheb-core-1"}),
        ("Cheb-Core-1.kraj.cz.", {"cheb-core-1"}),
        ("cheb-core-1", {"cheb-core-1.kraj.cz"}),
        ("R7", {"cheb-core-1", "r7"}),
    ],
)
def test_a_name_fits_in_any_case_and_with_or_without_its_domain(said: str, names: set[str]) -> None:
    assert is_it(heard(said), Bearings(frozenset(names)))


@pytest.mark.parametrize("said", ["cheb-core-10", "core-1.cheb-core-1", "cheb-core-1.jinde.cz", ".", "r7"])
def test_another_name_is_another_device(said: str) -> None:
    assert is_it(heard(said), Bearings(frozenset({"cheb-core-1.kraj.cz"}))) is False


def test_the_chassis_tells_who_it_is_whatever_it_calls_itself() -> None:
    assert is_it(heard("renamed", "0b"), KNOWN[B])
    assert is_it(heard("", "0b"), KNOWN[B])
    assert is_it(heard("b", "another module"), KNOWN[B])
    assert is_it(heard("", "0c"), KNOWN[B]) is False


def test_who_tells_neither_can_be_anybody() -> None:
    assert is_it(heard(""), KNOWN[B]) is None
    assert is_it(heard("", "0c"), Bearings(frozenset({"b"}))) is None
    assert found(here=heard("")) == Drift()


def test_the_planned_neighbour_confirms_the_link() -> None:
    (finding,) = found(there=heard("ROUTER-A")).findings.values()
    assert (finding.accord, finding.port, finding.planned, finding.found) == (Accord.CONFIRMED, THERE, A, A)


@pytest.mark.parametrize(
    ("said", "title"), [(heard("C.kraj.cz"), "c"), (heard("stranger"), "stranger"), (heard("", "0c"), "c")]
)
def test_any_other_neighbour_is_a_mismatch_and_named(said: Heard, title: str) -> None:
    drifted = found(here=said)
    (finding,) = drifted.findings.values()
    assert (finding.accord, finding.port, finding.planned, finding.found) == (Accord.MISMATCH, HERE, B, title)
    assert drifted.contradicted == {vertex("a-b")}


def test_one_end_that_hears_another_contradicts_whatever_the_other_end_hears() -> None:
    assert accord(here=heard("c", ago=HOUR), there=heard("a")) is Accord.MISMATCH
    assert accord(here=heard("c", ago=BELIEVED), there=heard("a")) is Accord.CONFIRMED


def test_nobody_heard_is_no_evidence() -> None:
    assert found() == Drift({}, NEVER)
    assert found().contradicted == frozenset()


def test_what_was_heard_speaks_for_a_day_and_then_nobody_knows() -> None:
    for name, fresh in (("b", Accord.CONFIRMED), ("c", Accord.MISMATCH)):
        assert accord(here=heard(name, ago=DAY - 1)) is fresh
        assert accord(here=heard(name, ago=DAY)) is Accord.UNCONFIRMED
    stale = found(here=heard("c", ago=DAY))
    assert (stale.contradicted, stale.until) == (frozenset(), NEVER)


def test_heard_again_the_planned_neighbour_heals_it() -> None:
    assert accord(here=heard("c", ago=HOUR)) is Accord.MISMATCH
    assert accord(here=heard("b")) is Accord.CONFIRMED


SAID = st.builds(
    heard,
    st.sampled_from(["", "a", "B.kraj.cz", "c", "x"]),
    st.sampled_from(["", "0a", "0b", "0c"]),
    st.integers(0, 2 * DAY),
)
MAYBE = st.none() | SAID


@given(MAYBE, MAYBE)
def test_only_a_fresh_hearing_contradicts_and_more_of_them_never_less(here: Heard | None, there: Heard | None) -> None:
    both = found(here=here, there=there).contradicted
    assert both == found(here=here).contradicted | found(there=there).contradicted
    assert not both or any(each.at + BELIEVED > NOW for each in (here, there) if each)


@given(MAYBE, MAYBE, st.integers(0, 3 * DAY))
def test_nothing_changes_before_the_moment_that_is_named(here: Heard | None, there: Heard | None, later: int) -> None:
    drifted = found(here=here, there=there)
    then = Millis(NOW + later)
    assert drifted.until > NOW
    if then < drifted.until:
        assert found(here=here, there=there, now=then) == drifted


@given(SAID, SAID)
def test_the_two_ends_of_a_link_are_alike(one: Heard, other: Heard) -> None:
    mirrored = drift({LINK: (THERE, HERE)}, {HERE: one, THERE: other}, KNOWN, NOW)
    straight = found(here=one, there=other)
    assert (straight.contradicted, straight.until) == (mirrored.contradicted, mirrored.until)
    assert straight.findings.keys() == mirrored.findings.keys()
