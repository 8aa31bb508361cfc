"""What a row of probes says about one device: up, down since the first miss, or unknown."""

from dataclasses import replace

from netmon.clock import Millis
from netmon.judgement.situation import Track, Verdict
from netmon.settings import Detection


def observe(track: Track, *, answered: bool, at: Millis, valid_until: Millis, detection: Detection) -> Track:
    """Return the track after one more probe, which began at `at`.

    DOWN needs `detection.misses` failures in a row, UP `detection.answers` answers; both are
    back-dated to the start of the first of the row. A device of which nothing is known is up with
    its first answer.
    """
    return (
        _after_answer(track, at, valid_until, detection) if answered else _after_miss(track, at, valid_until, detection)
    )


def expire(track: Track, now: Millis) -> Track:
    """Return the track as it stands at `now`: unknown from the moment the last probe lost its validity."""
    if track.verdict is Verdict.UNKNOWN or now < track.valid_until:
        return track
    return Track(verdict=Verdict.UNKNOWN, since=track.valid_until, valid_until=track.valid_until)


def _after_answer(track: Track, at: Millis, valid_until: Millis, detection: Detection) -> Track:
    answers = track.answers + 1
    first = at if track.first_answer is None else track.first_answer
    row = replace(
        track,
        misses=0,
        first_miss=None,
        answers=answers,
        first_answer=first,
        valid_until=valid_until,
        answered_at=at,
    )
    needed = 1 if track.verdict is Verdict.UNKNOWN else detection.answers
    if track.verdict is Verdict.UP or answers < needed:
        return row
    return replace(row, verdict=Verdict.UP, since=first)


def _after_miss(track: Track, at: Millis, valid_until: Millis, detection: Detection) -> Track:
    misses = track.misses + 1
    first = at if track.first_miss is None else track.first_miss
    row = replace(track, misses=misses, first_miss=first, answers=0, first_answer=None, valid_until=valid_until)
    if track.verdict is Verdict.DOWN or misses < detection.misses:
        return row
    return replace(row, verdict=Verdict.DOWN, since=first, confirmed_at=at)
