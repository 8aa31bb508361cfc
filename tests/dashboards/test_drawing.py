"""The pictures: places where they belong, labels that do not cover each other, gaps that stay gaps."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.drawing.days import HEIGHT, draw_days
from dashboards.drawing.labels import Box
from dashboards.drawing.map import LOAD_LETTERS, LOAD_SIZE, draw_map, load_bin
from dashboards.drawing.plot import LOWEST_CEILING, draw_plot, nice_ceiling
from dashboards.drawing.projection import WIDTH
from dashboards.drawing.routes import routes
from dashboards.formats import Formats
from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.judgement.availability import Availability
from netmon.language import Language
from netmon.model import LinkName, LinkState, Standing
from netmon.reader import Chart, Day, Load, Snapshot
from netmon.settings import Settings
from tests.dashboards.exhibit import CUT, NOW, busy_snapshot, calm_snapshot

WINDOW = Interval(Millis(NOW - 6 * HOUR), NOW)


def bad_night() -> Snapshot:
    return busy_snapshot(Settings())


def test_every_municipality_lies_inside_the_sheet() -> None:
    drawn = draw_map(bad_night())
    assert len(drawn.places) == 134
    assert all(0 < place.at.x < WIDTH and 0 < place.at.y < drawn.height for place in drawn.places)


def test_north_is_up_and_east_is_right() -> None:
    at = {place.name: place.at for place in draw_map(bad_night()).places}
    assert at["Aš"].x < at["Cheb"].x < at["Karlovy Vary"].x
    assert at["Kraslice"].y < at["Cheb"].y < at["Mariánské Lázně"].y


def test_every_town_is_named_and_nothing_covers_a_figure() -> None:
    drawn = draw_map(calm_snapshot(Settings()))
    assert {place.name for place, _ in drawn.names} == {
        "Aš", "Cheb", "Karlovy Vary", "Kraslice", "Mariánské Lázně", "Ostrov", "Sokolov",
    }  # fmt: skip
    boxes = [label.box(LOAD_LETTERS, LOAD_SIZE) for _, label in drawn.loads]
    assert boxes
    assert not any(first.overlaps(second) for first, second in combinations(boxes, 2))


def test_a_broken_trunk_says_how_long_and_shows_no_load() -> None:
    drawn = draw_map(bad_night())
    ((stroke, _),) = drawn.spans
    assert [link.name for link in stroke.route.links] == [CUT]
    assert stroke.route.state == "disconnected"
    assert all(route is not stroke for route, _ in drawn.loads)


def test_half_a_route_that_is_left_is_degraded() -> None:
    calm = calm_snapshot(Settings())
    doubled = next(route for route in routes(calm) if len(route.links) > 1)
    links = {**calm.links, doubled.links[0].name: Standing(LinkState.DOWN, NOW)}
    seen = Snapshot(1, NOW, NOW, calm.inventory, calm.settings, calm.health, links=links)
    again = next(route for route in routes(seen) if route.ends == doubled.ends and route.is_trunk == doubled.is_trunk)
    assert again.state == "degraded"


def test_loads_point_the_same_way_however_the_link_is_written() -> None:
    calm = calm_snapshot(Settings())
    name = LinkName("cheb-as")
    route = next(route for route in routes(calm) if route.links[0].name == name)
    load, capacity = calm.loads[name], route.capacity
    assert {route.there, route.back} == {(load.forward or 0) / capacity, (load.backward or 0) / capacity}
    blind = Snapshot(1, NOW, NOW, calm.inventory, calm.settings, calm.health, loads={name: Load()})
    assert next(r for r in routes(blind) if r.links[0].name == name).there is None


@pytest.mark.parametrize(("share", "step"), [(None, None), (0.0, 0), (0.049, 0), (0.05, 1), (0.85, 6), (1.2, 6)])
def test_the_load_scale_has_seven_steps(share: float | None, step: int | None) -> None:
    assert load_bin(share) == step


@given(st.tuples(*[st.floats(0, 100)] * 4), st.tuples(*[st.floats(0, 100)] * 4))
def test_overlap_is_mutual(first: tuple[float, ...], second: tuple[float, ...]) -> None:
    one, other = Box(*first), Box(*second)
    assert one.overlaps(other) == other.overlaps(one)


def day(down: int, unknown: int = 0) -> Day:
    up = DAY - down - unknown
    parts = (Millis(up), Millis(0), Millis(down), Millis(unknown), Millis(0))
    return Day("2026-11-23", Availability(Interval(Millis(0), DAY), *parts))


def test_a_minutes_outage_can_be_seen_and_a_whole_day_fills_the_bar() -> None:
    short, whole, calm = draw_days([day(MINUTE), day(DAY), day(0)]).bars
    assert short.lost > 0
    assert whole.lost == HEIGHT
    assert calm.lost == 0


@given(st.integers(0, DAY), st.integers(0, DAY))
def test_a_bar_never_grows_out_of_its_frame(down: int, unknown: int) -> None:
    (bar,) = draw_days([day(down, min(unknown, DAY - down))]).bars
    assert 0 <= bar.lost <= HEIGHT
    assert bar.unmeasured >= 0
    assert bar.lost + bar.unmeasured <= HEIGHT


def chart(*values: float | None) -> Chart:
    step = Millis(WINDOW.length // len(values))
    times = tuple(Millis(WINDOW.start + number * step) for number in range(len(values)))
    return Chart(WINDOW, step, "bit/s", times, {"in_bps": values})


def test_a_gap_breaks_the_line() -> None:
    (line,) = draw_plot(chart(1.0, 2.0, None, 3.0, 4.0), Formats(Language.CS)).lines
    assert line.path.count("M") == 2
    assert (line.last, line.mean, line.largest) == (4.0, 2.5, 4.0)


def test_a_peak_is_the_largest_value_and_reaches_up_to_the_axis() -> None:
    calm = chart(1_000.0, 2_000.0)
    plot = draw_plot(replace(calm, peaks={"in_bps": (9_000.0, 2_000.0)}), Formats(Language.CS))
    (line,) = plot.lines
    assert (line.mean, line.largest) == (1_500.0, 9_000.0)
    assert line.peaks
    heights = [float(spot.split()[1]) for spot in line.peaks.removeprefix("M").split("L")]
    assert plot.top <= min(heights) < min(float(spot.split()[1]) for spot in line.path.removeprefix("M").split("L"))
    assert draw_plot(replace(calm, peaks=calm.series), Formats(Language.CS)).lines[0].peaks == ""


def test_a_lonely_point_is_still_seen() -> None:
    (line,) = draw_plot(chart(None, 5.0, None), Formats(Language.CS)).lines
    assert line.path.count("L") == 1


def test_nothing_measured_draws_nothing() -> None:
    plot = draw_plot(chart(None, None), Formats(Language.CS))
    assert plot.is_empty
    assert plot.lines[0].path == ""


@given(st.floats(0, 1e15))
def test_the_axis_reaches_over_the_largest_value_but_not_far(value: float) -> None:
    assert value <= nice_ceiling(value) * (1 + 1e-9)
    assert nice_ceiling(value) <= max(LOWEST_CEILING, value * 2.5) * (1 + 1e-9)


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e12)), min_size=1, max_size=50))
def test_every_point_lies_inside_the_frame(values: list[float | None]) -> None:
    plot = draw_plot(chart(*values), Formats(Language.EN))
    numbers = [float(n) for line in plot.lines for n in line.path.replace("M", " ").replace("L", " ").split()]
    assert all(plot.left <= x <= plot.right for x in numbers[::2])
    assert all(plot.top - 0.1 <= y <= plot.bottom + 0.1 for y in numbers[1::2])
