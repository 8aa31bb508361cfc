"""What is scraped reads as Prometheus reads it, whatever a label says."""

import re
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.machines.exposition import Family, Kind, Sample, exposition

LINE = re.compile(r'(?P<name>[a-z_]+)(?:\{(?P<label>[a-z_]+)="(?P<value>(?:[^"\\\n]|\\["\\n])*)"\})? (?P<figure>\S+)')
"""A sample as the format's grammar has it, of at most one label."""
UNESCAPED = {"\\\\": "\\", '\\"': '"', "\\n": "\n"}


def gauge(value: float, **labels: str) -> Family:
    return Family("netmon_tried", Kind.GAUGE, "What was tried.", (Sample(value, labels),))


@given(st.text())
def test_any_label_comes_out_as_it_went_in(text: str) -> None:
    *_, line, end = exposition([gauge(1, what=text)]).split("\n")
    read = LINE.fullmatch(line)
    assert read is not None
    assert end == ""
    assert re.sub(r"\\.", lambda match: UNESCAPED[match[0]], read["value"]) == text


def test_help_stays_on_its_line() -> None:
    text = exposition([Family("netmon_tried", Kind.COUNTER, "one\ntwo \\", (Sample(1),))])
    assert text == "# HELP netmon_tried one\\ntwo \\\\\n# TYPE netmon_tried counter\nnetmon_tried 1\n"


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        (True, "1"), (0, "0"), (12.0, "12"), (0.25, "0.25"), (1_795_398_425.5, "1795398425.5"), (inf, "+Inf"),
        (-inf, "-Inf"), (nan, "NaN"),
    ],
)  # fmt: skip
def test_a_figure_is_written_as_go_reads_it(value: float, figure: str) -> None:
    assert exposition([gauge(value)]).endswith(f"\nnetmon_tried {figure}\n")


def test_what_is_not_known_has_no_figure() -> None:
    assert exposition([Family("netmon_tried", Kind.GAUGE, "Nothing.", ())]) == ""
