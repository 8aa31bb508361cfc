"""Every benchmark can be run and says what it measured."""

import importlib

import pytest

from tests.bench.__main__ import calibrate, names, run


@pytest.mark.parametrize("name", names())
def test_a_benchmark_measures_something(name: str) -> None:
    assert importlib.import_module(f"tests.bench.{name}").MEASURES


def test_figures_stand_beside_the_calibration_of_their_round() -> None:
    figures = run([lambda: {"answer_s": 42.0}])

    assert figures["answer_s"].median == 42.0
    assert len(figures["calibration_s"].rounds) == len(figures["answer_s"].rounds) >= 5


def test_the_calibration_takes_time() -> None:
    assert calibrate() > 0
