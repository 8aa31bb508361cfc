"""Figures look as people write them in each language."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from dashboards.formats import Formats
from netmon.clock import DAY, HOUR, MINUTE, SECOND, Millis, from_datetime
from netmon.language import Language

CS, EN = Formats(Language.CS), Formats(Language.EN)
NIGHT = from_datetime(datetime(2026, 11, 23, 1, 47, 5, tzinfo=UTC))


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (0, "0 s"),
        (45 * SECOND, "45 s"),
        (12 * MINUTE + 59 * SECOND, "12 min"),
        (3 * HOUR + 5 * MINUTE, "3 h 05 min"),
        (41 * DAY + 4 * HOUR, "41 d 04 h"),
        (-5, "0 s"),
    ],
)
def test_a_duration_is_short_and_rounded_down(span: int, said: str) -> None:
    assert CS.duration(span).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("span", "said"),
    [(5 * SECOND, "5 s"), (65 * SECOND, "1 min 05 s"), (3 * HOUR + 5 * SECOND, "3 h 00 min 05 s"), (999, "0 s")],
)
def test_an_exact_duration_keeps_its_seconds(span: int, said: str) -> None:
    assert CS.exact_duration(span).replace("\u00a0", " ") == said


def test_a_share_is_rounded_down_and_stands_before_a_hard_space() -> None:
    assert CS.percent(Fraction(9999599, 10_000_000)) == "99,99\u00a0%"
    assert EN.percent(Fraction(99959, 100_000)) == "99.95\u00a0%"


def test_one_lost_millisecond_of_a_month_is_never_a_hundred_per_cent() -> None:
    month = 31 * DAY
    assert CS.percent(Fraction(month - 1, month), 3) == "99,999\u00a0%"
    assert CS.percent(Fraction(1), 3) == "100\u00a0%"


def test_no_share_is_a_dash_and_nothing_is_zero() -> None:
    assert CS.percent(None) == "–"
    assert CS.percent(Fraction(0)) == "0\u00a0%"


def test_a_contract_is_quoted_as_it_stands() -> None:
    assert CS.target(99.9) == "99,9\u00a0%"
    assert CS.target(99.95) == "99,95\u00a0%"


def test_moments_are_told_on_the_regions_clock() -> None:
    assert CS.clock(NIGHT) == "02:47:05"
    assert CS.weekday(NIGHT) == "po 23.\u00a011.\u00a02026".replace(" ", "\u00a0")
    assert CS.moment(NIGHT).replace("\u00a0", " ") == "23. 11. 2026 02:47"
    assert EN.moment(NIGHT).replace("\u00a0", " ") == "23 Nov 2026 02:47"
    assert CS.iso(NIGHT) == "2026-11-23T01:47:05+00:00"


def test_summer_time_is_kept() -> None:
    summer = from_datetime(datetime(2026, 7, 1, 10, 0, tzinfo=UTC))
    assert CS.clock(summer) == "12:00:00"


def test_a_beginning_says_as_much_of_its_date_as_is_needed() -> None:
    assert CS.since(Millis(NIGHT - 12 * MINUTE), NIGHT) == "02:35"
    assert CS.since(Millis(NIGHT - 4 * HOUR), NIGHT).replace("\u00a0", " ") == "22. 11. 22:47"
    assert CS.since(Millis(NIGHT - 400 * DAY), NIGHT).replace("\u00a0", " ") == "19. 10. 2025 03:47"


@pytest.mark.parametrize(
    ("rate", "said"),
    [(None, "–"), (0, "0 b/s"), (999, "999 b/s"), (1_250_000, "1,2 Mb/s"), (10**9, "1 Gb/s"), (4.12e8, "412 Mb/s")],
)
def test_a_bit_rate_has_the_unit_that_fits(rate: float | None, said: str) -> None:
    assert CS.bit_rate(rate).replace("\u00a0", " ") == said
