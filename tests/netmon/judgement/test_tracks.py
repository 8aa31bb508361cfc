"""What a row of probes says of a device, against the plain way: look at the whole row again."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import SECOND, Millis
from netmon.judgement.situation import Track, Verdict
from netmon.judgement.tracks import expire, observe
from netmon.settings import Detection

DETECTION = Detection(misses=3, answers=2)
EVERY = 2 * SECOND


def track_of(probes: Sequence[bool], detection: Detection = DETECTION) -> Track:
    """Return the track after probes that began 0, 2, 4 … seconds."""
    track = Track()
    for number, answered in enumerate(probes):
        at = Millis(number * EVERY)
        track = observe(track, answered=answered, at=at, valid_until=Millis(at + 5 * SECOND), detection=detection)
    return track


def verdict_of(probes: Sequence[bool], detection: Detection) -> tuple[Verdict, int]:
    """Return the verdict and its start by looking for every row anew."""
    verdict, since = Verdict.UNKNOWN, 0
    for number in range(len(probes)):
        row = 1
        while row <= number and probes[number - row] == probes[number]:
            row += 1
        answers = 1 if verdict is Verdict.UNKNOWN else detection.answers
        needed = answers if probes[number] else detection.misses
        wanted = Verdict.UP if probes[number] else Verdict.DOWN
        if row >= needed and verdict is not wanted:
            verdict, since = wanted, (number - row + 1) * EVERY
    return verdict, since


@given(
    st.lists(st.booleans(), max_size=30),
    st.builds(Detection, misses=st.integers(1, 4), answers=st.integers(1, 4)),
)
def test_a_verdict_is_that_of_the_whole_row_and_begins_with_it(probes: list[bool], detection: Detection) -> None:
    track = track_of(probes, detection)
    assert (track.verdict, track.since) == verdict_of(probes, detection)


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_a_track_knows_the_present_row_and_the_last_answer(probes: list[bool]) -> None:
    track = track_of(probes)
    row = next((n for n, probe in enumerate(reversed(probes)) if probe != probes[-1]), len(probes))
    began = Millis((len(probes) - row) * EVERY)
    assert (track.answers, track.first_answer) == ((row, began) if probes[-1] else (0, None))
    assert (track.misses, track.first_miss) == ((0, None) if probes[-1] else (row, began))
    answered = [number for number, probe in enumerate(probes) if probe]
    assert track.answered_at == (max(answered) * EVERY if answered else 0)


def test_a_device_of_which_nothing_is_known_is_up_with_its_first_answer() -> None:
    assert track_of([True]).verdict is Verdict.UP
    assert track_of([False, False, True]).verdict is Verdict.UP
    assert track_of([False, False, False, True]).verdict is Verdict.DOWN


def test_a_verdict_is_unknown_from_the_end_of_its_validity() -> None:
    track = track_of([True, True])
    assert expire(track, Millis(track.valid_until - 1)) == track
    expired = expire(track, track.valid_until)
    assert expired == Track(Verdict.UNKNOWN, since=track.valid_until, valid_until=track.valid_until)
    assert expire(expired, Millis(track.valid_until + EVERY)) == expired


def test_a_down_device_that_is_asked_no_more_becomes_unknown_too() -> None:
    track = track_of([False] * 3)
    assert track.verdict is Verdict.DOWN
    assert expire(track, track.valid_until).verdict is Verdict.UNKNOWN
