"""`make bench [BENCH=name]`: run measures, print medians, write `.bench/<name>.json`."""

import importlib
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import click

ROUNDS = 5
RESULTS = Path(__file__).parents[2] / ".bench"
CALIBRATION = 2_000_000

Measure = Callable[[], Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Figure:
    """What the rounds of a measure gave under one name."""

    median: float
    rounds: tuple[float, ...]


def names() -> list[str]:
    """Return the modules of this package that measure something."""
    modules = (path.stem for path in Path(__file__).parent.glob("*.py"))
    return sorted(name for name in modules if not name.startswith(("_", "test_")))


def calibrate() -> float:
    """Return the seconds that a fixed loop takes on this machine now."""
    begun = time.perf_counter()
    total = 0
    for number in range(CALIBRATION):
        total += number & 1
    return time.perf_counter() - begun


def run(measures: Iterable[Measure]) -> dict[str, Figure]:
    """Return the median and all rounds of every figure, the calibration's own among them."""
    rounds: dict[str, list[float]] = {}
    for measure in measures:
        measure()  # the first round fills caches and is not counted
        for _ in range(ROUNDS):
            for name, value in {"calibration_s": calibrate(), **measure()}.items():
                rounds.setdefault(name, []).append(value)
    return {name: Figure(statistics.median(values), tuple(values)) for name, values in rounds.items()}


@click.command()
@click.argument("chosen", nargs=-1, type=click.Choice(names()))
def main(chosen: tuple[str, ...]) -> None:
    """Run the chosen benchmarks, or all."""
    RESULTS.mkdir(exist_ok=True)
    for name in chosen or names():
        figures = run(importlib.import_module(f"tests.bench.{name}").MEASURES)
        machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
        result = {"bench": name, **machine, "figures": {key: asdict(figure) for key, figure in figures.items()}}
        (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
        for key, figure in figures.items():
            click.echo(f"{name:14} {key:32} {figure.median:>14,.4g}")


if __name__ == "__main__":
    main(prog_name="python -m tests.bench")
