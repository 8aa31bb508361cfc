"""What promtool's notation means here."""

import pytest

from netmon.inventory.complaint import Misfit
from netmon.rehearsal.series import MOST_SAMPLES, Silence, parse_series


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("80", (80,)),
        ("80x2", (80, 80, 80)),
        ("0+5x3", (0, 5, 10, 15)),
        ("9-1.5x2", (9, 7.5, 6)),
        ("1e9", (10**9,)),
        ("-3+1x1", (-3, -2)),
        ("_ _x2", (Silence.MISSING,) * 3),
        ("upx1 down stale", ("up", "up", "down", Silence.STALE)),
        ("true false", (True, False)),
        ("", ()),
    ],
)
def test_a_run_is_its_samples(text: str, heard: tuple[object, ...]) -> None:
    assert parse_series(text) == heard


def test_true_is_a_flag_and_no_number() -> None:
    assert parse_series("true")[0] is True
    assert parse_series("1")[0] is not True


@pytest.mark.parametrize("text", ["5x", "+5", "5+x3", "5y3", "0x99999", " ".join(["0x9999"] * 2)])
def test_what_is_no_run_or_has_no_end_is_refused(text: str) -> None:
    with pytest.raises(Misfit):
        parse_series(text)


def test_a_series_may_be_as_long_as_it_may() -> None:
    assert len(parse_series(f"0x{MOST_SAMPLES - 1}")) == MOST_SAMPLES
