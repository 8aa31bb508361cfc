"""What the Grafana boards show is what netmon keeps: every query and variable, run by a real InfluxDB.

A scenario with one of everything goes through the engine, the embedded store and the writer, as at work.
Grafana's own drawing is not tested here: no Grafana can run where these tests run.
"""

import math
from collections.abc import Iterator
from itertools import product

import pytest

from dashboards.grafana.board import Board, Variable
from dashboards.grafana.boards import BOARDS
from dashboards.grafana.places import REGION
from dashboards.grafana.queries import Census, Latest, Query, Series, Values
from netmon.clock import MINUTE, Interval, Millis
from netmon.model import DeviceState, FieldValue, LinkState, MunicipalityState
from netmon.schema import SHAPES
from netmon.secret import Secret
from netmon.store.influx.writer import InfluxWriter
from netmon.store.samples import SampleStore
from tests.dashboards.embedded import Answer, Embedded
from tests.dashboards.scenario import END, PAUSE, RUNS, START, fill
from tests.dashboards.viewer import Viewer
from tests.parts.influxdb import Influx, Row

DATABASE = "boards"
WHOLE = Interval(START, END)
QUERIES = [query for board in BOARDS for panel in board.panels for query in panel.queries]
each_board = pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.name)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory, influxdb: Influx) -> Embedded:
    """Return what the embedded store keeps of the scenario, all of which InfluxDB has got, too."""
    directory = tmp_path_factory.mktemp("boards")
    influxdb.create(DATABASE)
    writer = InfluxWriter(influxdb.url, org="netmon", bucket=DATABASE, token=lambda: Secret("token"))
    for room in fill(directory):
        send(room.stores.samples, writer, room.clock.now())
    return Embedded.of(directory)


def send(samples: SampleStore, writer: InfluxWriter, now: Millis) -> None:
    """Send all that waits, as the forwarder does."""
    while batch := samples.next_batch():
        assert writer.write("\n".join(batch.lines)).status == 204
        samples.settle(batch, now=now)


def viewers(board: Board, embedded: Embedded, step: Millis) -> Iterator[Viewer]:
    """Yield a viewer for each choice that a board offers; where several can be chosen, all of them are."""
    offered = [choices(variable, embedded) for variable in board.variables]
    for values in product(*offered):
        names = [variable.name for variable in board.variables]
        yield Viewer(WHOLE, step, dict(zip(names, values, strict=True)))


def choices(variable: Variable, embedded: Embedded) -> list[tuple[str, ...]]:
    """Return what may be chosen of a variable."""
    everything = Viewer(WHOLE, MINUTE, dict.fromkeys(("orp", "device"), ()))
    return [()] if variable.several else [(value,) for value in sorted(embedded.values(variable.values, everything))]


def told(query: Query, rows: list[Row]) -> Answer:
    """Return InfluxDB's answer in the embedded store's terms."""
    match query:
        case Latest():
            columns = ("time", *query.told_by, *query.says)
            return {tuple(row[column] for column in columns): True for row in rows}
        case Series():
            by = query.by
        case Census():
            by = ()
    return {(*(row[tag] for tag in by), row["time"]): value for row in rows if (value := figure(row, by)) is not None}


def figure(row: Row, by: tuple[str, ...]) -> FieldValue | None:
    """Return the one value of a row that is neither its time nor a tag."""
    ((_, value),) = [(name, value) for name, value in row.items() if name not in ("time", *by)]
    assert value is None or isinstance(value, int | float)
    return value


def differs(found: Answer, expected: Answer) -> dict[tuple[object, ...], tuple[object, object]]:
    """Return where two answers are not the same: integers exactly, others to a billionth."""
    keys = {*found, *expected}
    return {key: (found.get(key), expected.get(key)) for key in keys if not is_same(found.get(key), expected.get(key))}


def is_same(found: FieldValue | None, expected: FieldValue | None) -> bool:
    """Say whether two values are one."""
    if isinstance(expected, float) and isinstance(found, int | float):
        return math.isclose(found, expected, rel_tol=1e-9)
    return found == expected and isinstance(found, type(expected))


@pytest.mark.parametrize("step", [MINUTE, 5 * MINUTE], ids=["1m", "5m"])
@each_board
def test_every_panel_shows_what_the_embedded_store_keeps(
    board: Board, step: Millis, embedded: Embedded, influxdb: Influx
) -> None:
    seen = dict.fromkeys(query for panel in board.panels for query in panel.queries)
    shown = dict.fromkeys(seen, 0)
    for viewer in viewers(board, embedded, step):
        for query in seen:
            found = told(query, influxdb.query(viewer.asks(query.text), DATABASE))
            assert differs(found, embedded.answer(query, viewer)) == {}, query.text
            shown[query] += len(found)
    assert [query.text for query, values in shown.items() if not values] == []


@each_board
def test_every_variable_offers_what_the_embedded_store_knows(
    board: Board, embedded: Embedded, influxdb: Influx
) -> None:
    for viewer in viewers(board, embedded, MINUTE):
        for variable in board.variables:
            rows = influxdb.query(viewer.asks(variable.values.text), DATABASE)
            assert rows, variable.values.text
            assert {row["value"] for row in rows} == embedded.values(variable.values, viewer)


def test_a_name_that_would_end_an_expression_is_found_alone(embedded: Embedded, influxdb: Influx) -> None:
    (board,) = [board for board in BOARDS if board.name == "link"]
    query = next(query for panel in board.panels for query in panel.queries if "ifname" in query.text)
    viewer = Viewer(WHOLE, MINUTE, {"device": ("hub",), "ifname": ("xe-0/0/1.100", "to-mid"), "link": ()})
    rows = influxdb.query(viewer.asks(query.text), DATABASE)
    assert {row["ifname"] for row in rows} == {"xe-0/0/1.100", "to-mid"}
    assert differs(told(query, rows), embedded.answer(query, viewer)) == {}


def test_the_counts_by_state_add_up_to_the_region(embedded: Embedded, influxdb: Influx) -> None:
    (viewer,) = viewers(REGION, embedded, MINUTE)
    for panel, there_are in zip(REGION.panels, (3, 4, 4), strict=False):
        counts: dict[int, int] = {}
        for query in panel.queries:
            for row in influxdb.query(viewer.asks(query.text), DATABASE):
                counts[row["time"]] = counts.get(row["time"], 0) + row["count"]
        assert set(counts.values()) == {there_are}, panel.title


def test_a_time_without_netmon_is_unknown_and_a_time_without_points_is_a_gap(
    embedded: Embedded, influxdb: Influx
) -> None:
    query = next(query for panel in REGION.panels for query in panel.queries if isinstance(query, Series))
    late = Interval(START, Millis(END + 10 * MINUTE))
    rows = influxdb.query(Viewer(late, MINUTE, {"orp": ()}).asks(query.text), DATABASE)
    paused = range(START // 1_000 + RUNS * 60, START // 1_000 + (RUNS + PAUSE) * 60)
    assert {row["last"] for row in rows if row["time"] in paused} == {4}
    assert {row["last"] for row in rows if row["time"] > END // 1_000} == {None}
    assert embedded.points


def test_the_scenario_has_every_state_and_maintenance(embedded: Embedded) -> None:
    kinds = {"net_dev": DeviceState, "net_link": LinkState, "net_muni": MunicipalityState}
    for name, states in kinds.items():
        points = [point.fields for point in embedded.points if point.name == name]
        assert {fields["state"] for fields in points if "state" in fields} == set(map(int, states))
        assert {fields["maintenance"] for fields in points if "maintenance" in fields} == {0, 1}


def test_the_schema_names_all_that_is_written_and_nothing_else(embedded: Embedded) -> None:
    fields: dict[str, set[str]] = {}
    for point in embedded.points:
        assert set(point.tags) == SHAPES[point.name].tags, point.name
        fields.setdefault(point.name, set()).update(point.fields)
    assert fields == {name: set(shape.fields) for name, shape in SHAPES.items()}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.measurement)
def test_every_panel_asks_for_what_is_written(query: Query) -> None:
    shape = SHAPES[query.measurement]
    assert query.tags <= shape.tags
    assert query.fields <= shape.fields


@each_board
def test_every_variable_asks_for_what_is_written(board: Board) -> None:
    for variable in board.variables:
        for measurement in variable.values.measurements:
            assert variable.values.tags <= SHAPES[measurement].tags


@each_board
def test_every_variable_that_is_asked_for_is_on_the_board(board: Board) -> None:
    offered: list[Query | Values] = [variable.values for variable in board.variables]
    asked = [*offered, *(query for panel in board.panels for query in panel.queries)]
    names = {variable.name for variable in board.variables}
    assert {where.variable for each in asked for where in each.where} <= names
