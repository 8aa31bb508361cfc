"""`make bench [BENCH=name]`: run measures, print medians, write `.bench/<name>.json`."""

import importlib
import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

ROUNDS = 5
RESULTS = Path(__file__).parents[2] / ".bench"
CALIBRATION = 2_000_000
CALIBRATED = "calibration_s"
WHOLE = 1_000
"""Numbers from here on are shown without a fraction."""

Measure = Callable[[], Mapping[str, float]]
Row = Mapping[str, str | float]
Tabulate = Callable[[Mapping[str, float]], Sequence[Row]]
"""A module's `rows`, if it has one: given the medians by name, the lines of its table."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What the rounds of a measure gave under one name."""

    median: float
    rounds: tuple[float, ...]


def names() -> list[str]:
    """Return the modules of this package that measure something."""
    modules = Path(__file__).parent.glob("*.py")
    return sorted(path.stem for path in modules if "\nMEASURES = " in path.read_text(encoding="utf-8"))


def calibrate() -> float:
    """Return the seconds that a fixed loop takes on this machine now."""
    begun = time.perf_counter()
    total = 0
    for number in range(CALIBRATION):
        total += number & 1
    return time.perf_counter() - begun


def run(measures: Iterable[Measure], count: int = ROUNDS) -> dict[str, Figure]:
    """Return the median and all rounds of every figure, the calibration's own among them."""
    rounds: dict[str, list[float]] = {}
    for measure in measures:
        if count > 1:
            measure()  # the first round fills caches and is not counted
        for _ in range(count):
            for name, value in {CALIBRATED: calibrate(), **measure()}.items():
                rounds.setdefault(name, []).append(value)
    return {name: Figure(statistics.median(values), tuple(values)) for name, values in rounds.items()}


def no_rows(_medians: Mapping[str, float]) -> Sequence[Row]:
    """Make no table: the figures say all."""
    return ()


def aligned(rows: Sequence[Row]) -> list[str]:
    """Return a table as lines, the names in the first."""
    texts = [list(rows[0]), *(list(map(_text, row.values())) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    return ["  ".join(map(str.ljust, line, widths)).rstrip() for line in texts]


def _text(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if value >= WHOLE else f"{value:.3g}"


@click.command()
@click.argument("chosen", nargs=-1, type=click.Choice(names()))
def main(chosen: tuple[str, ...]) -> None:
    """Run the chosen benchmarks, or all."""
    RESULTS.mkdir(exist_ok=True)
    for name in chosen or names():
        bench = importlib.import_module(f"tests.bench.{name}")
        figures = run(bench.MEASURES, getattr(bench, "ROUNDS", ROUNDS))
        tabulate: Tabulate = getattr(bench, "rows", no_rows)
        rows = tabulate({key: figure.median for key, figure in figures.items()})
        _keep(name, figures, rows)
        _show(name, figures, rows)


def _keep(name: str, figures: Mapping[str, Figure], rows: Sequence[Row]) -> None:
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    result = {"bench": name, **machine, "figures": {key: asdict(figure) for key, figure in figures.items()}}
    text = json.dumps(result | ({"rows": rows} if rows else {}), indent=2)
    (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _show(name: str, figures: Mapping[str, Figure], rows: Sequence[Row]) -> None:
    for key in (CALIBRATED,) if rows else figures:  # the table says the others
        click.echo(f"{name:14} {key:32} {figures[key].median:>14,.4g}")
    for line in aligned(rows) if rows else ():
        click.echo(line)


if __name__ == "__main__":
    main(prog_name="python -m tests.bench")
