"""The length of an outage lies between what probes prove and what they cannot rule out."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import MINUTE, SECOND, Interval, Millis
from netmon.judgement.availability import StateInterval
from netmon.judgement.contract import outages
from netmon.judgement.edges import Bracket, brackets
from netmon.judgement.situation import Track, Verdict
from netmon.judgement.tracks import observe
from netmon.model import DeviceState, MunicipalityState
from netmon.settings import Detection

M = MunicipalityState
FIVE = Millis(5 * SECOND)
DETECTION = Detection()
WHOLE = Interval(Millis(0), Millis(20 * MINUTE))
STATES = {Verdict.UP: DeviceState.UP, Verdict.DOWN: DeviceState.DOWN, Verdict.UNKNOWN: DeviceState.UNKNOWN}


def lived(*pieces: tuple[int, MunicipalityState]) -> list[StateInterval]:
    """Return states one after the other, each with its length."""
    states, at = [], Millis(0)
    for length, state in pieces:
        states.append(StateInterval(Interval(at, Millis(at + length)), state))
        at = Millis(at + length)
    return states


def probed(interval: Millis, phase: int, outage: Interval) -> list[StateInterval]:
    """Return what the log has of a device that is probed each interval and is silent in an outage."""
    tracks = list(_tracks(interval, phase, outage))
    changes = [(WHOLE.start, Verdict.UNKNOWN)]
    changes += [(track.since, track.verdict) for track in tracks if track.verdict is not Verdict.UNKNOWN]
    news = [change for number, change in enumerate(changes) if change != changes[number - 1] or not number]
    ends = [*(since for since, _ in news[1:]), WHOLE.end]
    return [
        StateInterval(Interval(since, end), STATES[verdict]) for (since, verdict), end in zip(news, ends, strict=True)
    ]


def _tracks(interval: Millis, phase: int, outage: Interval) -> Iterator[Track]:
    track = Track()
    for at in map(Millis, range(phase, WHOLE.end, interval)):
        valid_until = Millis(at + int(interval * DETECTION.validity))
        track = observe(track, answered=at not in outage, at=at, valid_until=valid_until, detection=DETECTION)
        yield track


@given(
    st.sampled_from([SECOND, FIVE, MINUTE]),
    st.integers(0, MINUTE - 1),
    st.integers(5 * MINUTE, 8 * MINUTE),
    st.integers(1, 6 * MINUTE),
)
def test_what_really_happened_lies_between_the_bounds(interval: Millis, phase: int, start: int, length: int) -> None:
    really = Interval(Millis(start), Millis(start + length))
    seen = brackets(probed(interval, phase % interval, really), interval)
    assert len(seen) == 1 or length < (DETECTION.misses + 1) * interval
    for found in seen:
        assert found.surely.length <= really.length <= found.perhaps.length
        assert found.began.start <= really.start <= found.began.end
        assert found.ended.start <= really.end <= found.ended.end


@given(st.lists(st.tuples(st.integers(1, 30), st.sampled_from(M)), max_size=12), st.integers(0, 20))
def test_what_is_recorded_lies_between_the_bounds_and_no_two_outages_share_time(
    pieces: Sequence[tuple[int, MunicipalityState]], resolution: int
) -> None:
    states = lived(*pieces)
    found = brackets(states, Millis(resolution))
    assert [Interval(each.began.end, each.ended.end) for each in found] == outages(states)
    for each in found:
        recorded = each.ended.end - each.began.end
        assert 0 <= each.surely.length <= recorded <= each.perhaps.length
        assert recorded - each.surely.length <= resolution
        assert each.perhaps.length - recorded <= resolution
    assert all(one.perhaps.end <= other.perhaps.start for one, other in pairwise(found))


def test_an_outage_began_after_the_last_good_probe_and_ended_after_the_last_bad_one() -> None:
    states = lived((60_000, M.OPERATIONAL), (30_000, M.ISOLATED), (60_000, M.DEGRADED))
    (found,) = brackets(states, FIVE)
    assert found == Bracket(Interval(Millis(55_000), Millis(60_000)), Interval(Millis(85_000), Millis(90_000)))
    assert (found.surely.length, found.perhaps.length, found.has_ended) == (25_000, 35_000, True)


def test_beside_unknown_time_nothing_is_added() -> None:
    (found,) = brackets(lived((60_000, M.UNKNOWN), (30_000, M.ISOLATED), (60_000, M.UNKNOWN)), FIVE)
    assert (found.began.length, found.ended.length, found.has_ended) == (0, 0, False)


def test_an_outage_that_changes_its_kind_is_one() -> None:
    states = lived((60_000, M.OPERATIONAL), (30_000, M.DISCONNECTED), (2_000, M.ISOLATED), (9_000, M.OPERATIONAL))
    (found,) = brackets(states, FIVE)
    assert (found.surely.length, found.perhaps.length) == (27_000, 37_000)


def test_of_two_outages_the_second_began_after_the_first_good_probe_between() -> None:
    states = lived((9_000, M.OPERATIONAL), (9_000, M.ISOLATED), (2_000, M.OPERATIONAL), (9_000, M.ISOLATED))
    _, second = brackets(states, FIVE)
    assert second.began == Interval(Millis(18_000), Millis(20_000))


def test_an_outage_between_two_probes_may_have_been_none() -> None:
    (found,) = brackets(lived((9_000, M.OPERATIONAL), (3_000, M.ISOLATED), (9_000, M.OPERATIONAL)), FIVE)
    assert (found.surely.length, found.perhaps.length) == (0, 8_000)
