"""A device is what its last probes say, since the first of them, and for as long as they are valid."""

import pytest

from netmon.clock import Millis
from netmon.judgement.situation import Track, Verdict
from netmon.judgement.tracks import expire, observe
from netmon.settings import Detection

DETECTION = Detection(misses=3, answers=2)


def track_of(probes: str) -> Track:
    """Return the track after probes a second apart: `+` answered, `-` not."""
    track = Track()
    for second, probe in enumerate(probes):
        at = Millis(1000 * second)
        track = observe(track, answered=probe == "+", at=at, valid_until=Millis(at + 2500), detection=DETECTION)
    return track


@pytest.mark.parametrize(
    ("probes", "verdict", "since"),
    [
        ("", Verdict.UNKNOWN, 0),
        ("+", Verdict.UP, 0),
        ("-", Verdict.UNKNOWN, 0),
        ("--", Verdict.UNKNOWN, 0),
        ("---", Verdict.DOWN, 0),
        ("++--", Verdict.UP, 0),
        ("++---", Verdict.DOWN, 2000),
        ("++--+--+", Verdict.UP, 0),
        ("++-----", Verdict.DOWN, 2000),
        ("+---+", Verdict.DOWN, 1000),
        ("+---++", Verdict.UP, 4000),
        ("+---+-++", Verdict.UP, 6000),
    ],
)
def test_a_verdict_needs_its_row_and_begins_with_it(probes: str, verdict: Verdict, since: int) -> None:
    track = track_of(probes)
    assert (track.verdict, track.since) == (verdict, since)


def test_a_track_is_unknown_from_the_end_of_its_validity() -> None:
    track = track_of("+")
    assert expire(track, Millis(2499)) == track
    late = expire(track, Millis(9000))
    assert (late.verdict, late.since, late.answers) == (Verdict.UNKNOWN, 2500, 0)


def test_an_expired_track_needs_one_answer_to_be_up_again() -> None:
    late = expire(track_of("+---"), Millis(9000))
    track = observe(late, answered=True, at=Millis(9500), valid_until=Millis(12_000), detection=DETECTION)
    assert (track.verdict, track.since) == (Verdict.UP, 9500)
