"""What netmon's own store answers to a panel's question: the same question, reckoned anew from `samples.db`."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dashboards.grafana.queries import Census, Latest, Query, Series, Summary, Values, Where
from netmon.clock import SECOND, Millis
from netmon.model import FieldValue, Measurement
from netmon.store.database import SAMPLES_FILE
from tests.dashboards.viewer import Viewer

SAMPLES = """
    SELECT series.name, series.tags, samples.time, samples.fields
    FROM series JOIN samples ON samples.series = series.id ORDER BY samples.time
"""
Answer = Mapping[tuple[object, ...], FieldValue]
"""A value by what tells its series apart and by the second at which its step begins; of tables, True by row."""
OVER: Mapping[Summary, Callable[[Sequence[float]], float]] = {
    Summary.LAST: lambda values: values[-1],
    Summary.MEAN: lambda values: sum(values) / len(values),
    Summary.MAX: max,
    Summary.SUM: sum,
    Summary.RATE: lambda values: values[-1],
}


@dataclass(frozen=True, slots=True)
class Embedded:
    """Everything that was kept."""

    points: tuple[Measurement, ...]

    @classmethod
    def of(cls, directory: Path) -> "Embedded":
        """Return what a state directory holds."""
        with closing(sqlite3.connect(f"{(directory / SAMPLES_FILE).as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute(SAMPLES).fetchall()
        return cls(tuple(Measurement(name, json.loads(tags), json.loads(told), at) for name, tags, at, told in rows))

    def answer(self, query: Query, viewer: Viewer) -> Answer:
        """Return the answer to a panel's question."""
        match query:
            case Series():
                return self._series(query, viewer)
            case Census():
                return self._census(query, viewer)
            case Latest():
                return self._latest(query, viewer)

    def values(self, offered: Values, viewer: Viewer) -> set[str]:
        """Return what a variable offers, at whatever time it was told."""
        return {
            point.tags[offered.tag]
            for point in self.points
            if point.name in offered.measurements and _is_chosen(point, offered.where, viewer)
        }

    def _series(self, query: Series, viewer: Viewer) -> Answer:
        steps = self._steps(query.measurement, query.field, query.by, query.where, viewer)
        summed = {key: OVER[query.summary](values) for key, values in steps.items()}
        return _rates(summed) if query.summary is Summary.RATE else summed

    def _census(self, query: Census, viewer: Viewer) -> Answer:
        counts: dict[tuple[object, ...], int] = defaultdict(int)
        steps = self._steps(query.measurement, "state", (query.of,), query.where, viewer)
        for (_, second), values in steps.items():
            if values[-1] == query.state:
                counts[second,] += 1
        return counts

    def _latest(self, query: Latest, viewer: Viewer) -> Answer:
        return {
            (
                point.time // SECOND,
                *(point.tags[tag] for tag in query.told_by),
                *(point.fields.get(field) for field in query.says),
            ): True
            for point in self._of(query.measurement, query.where, viewer)
            if query.fields & set(point.fields)
        }

    def _steps(
        self, measurement: str, field: str, by: tuple[str, ...], where: tuple[Where, ...], viewer: Viewer
    ) -> dict[tuple[object, ...], list[float]]:
        steps: dict[tuple[object, ...], list[float]] = defaultdict(list)
        for point in self._of(measurement, where, viewer):
            value = point.fields.get(field)
            if value is not None:
                assert isinstance(value, int | float)
                begins = Millis(point.time // viewer.step * viewer.step)
                steps[*(point.tags[tag] for tag in by), begins // SECOND].append(value)
        return steps

    def _of(self, measurement: str, where: tuple[Where, ...], viewer: Viewer) -> Iterator[Measurement]:
        return (
            point
            for point in self.points
            if point.name == measurement
            and viewer.period.start <= point.time <= viewer.period.end
            and _is_chosen(point, where, viewer)
        )


def _is_chosen(point: Measurement, where: tuple[Where, ...], viewer: Viewer) -> bool:
    """Say whether a point's tags are among the values that are chosen; of a variable with none, all are."""
    return all(not (values := viewer.chosen[each.variable]) or point.tags.get(each.tag) in values for each in where)


def _rates(last: Mapping[tuple[object, ...], float]) -> Answer:
    """Return how much each series grew a second since its step before, where it did not fall."""
    before: dict[tuple[object, ...], tuple[int, float]] = {}
    rates: dict[tuple[object, ...], float] = {}
    for key, value in sorted(last.items(), key=lambda item: str(item[0][-1])):
        *tags, second = key
        assert isinstance(second, int)
        if tuple(tags) in before:
            then, was = before[tuple(tags)]
            if value >= was:
                rates[key] = (value - was) / (second - then)
        before[tuple(tags)] = second, value
    return rates
