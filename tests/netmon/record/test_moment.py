"""Which moment is meant: the next one the clocks show, on the nights they change too."""

from datetime import datetime

import pytest

from netmon.clock import MINUTE, Millis, from_datetime, to_datetime
from netmon.errors import CommandRefused
from netmon.judgement.calendar import PRAGUE
from netmon.record.moment import next_moment


def at(text: str) -> Millis:
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=PRAGUE))


def shown(moment: Millis) -> str:
    return to_datetime(moment).astimezone(PRAGUE).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("text", "now", "meant"),
    [
        ("14:30", "2026-11-23T13:00", "2026-11-23T14:30+01:00"),
        ("14:30", "2026-11-23T14:30", "2026-11-24T14:30+01:00"),
        ("2:05", "2026-11-23T23:00", "2026-11-24T02:05+01:00"),
        ("+90m", "2026-11-23T23:00", "2026-11-24T00:30+01:00"),
        ("02:30", "2026-10-25T01:00", "2026-10-25T02:30+02:00"),
        ("02:30", "2026-03-29T01:00", "2026-03-29T03:30+02:00"),
    ],
)
def test_it_is_the_next_one_the_clocks_show(text: str, now: str, meant: str) -> None:
    assert shown(next_moment(text, at(now))) == meant


def test_the_hour_that_comes_twice_is_meant_the_second_time_once_the_first_is_over() -> None:
    first = next_moment("02:30", at("2026-10-25T01:00"))
    assert shown(next_moment("02:30", Millis(first + MINUTE))) == "2026-10-25T02:30+01:00"


@pytest.mark.parametrize("text", ["", "24:00", "12:60", "noon", "+", "+x", "90m", "١٢:٣٠", "+9999999d", "12:00:00"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(CommandRefused, match="write one such as 14:30"):
        next_moment(text, at("2026-11-23T13:00"))
