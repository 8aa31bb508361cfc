"""The weathermap: both directions of every link, what is broken, and nothing that its reader must not see."""

import re
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from math import hypot

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboards.atlas.ground import outlines, projection_of
from dashboards.atlas.polyline import aside, at, beginning, length
from dashboards.atlas.weathermap import FIGURE, FIGURE_LETTERS, Weathermap, draw_weathermap
from dashboards.drawing.projection import WIDTH, Point
from dashboards.rights import ALL, PUBLIC, Rights
from netmon.geo.checking import checked
from netmon.geo.geography import NOWHERE, Geography
from netmon.geo.geojson import read_features
from netmon.model import LinkName, LinkState, Standing
from netmon.reader import Load, Snapshot
from netmon.settings import Settings
from tests.dashboards.exhibit import AS, CUT, NOW, busy_snapshot, calm_snapshot, shipped_inventory
from tests.dashboards.people import Who, come_as, exhibit_for, without_token
from tests.netmon.geo.shapes import collection, way
from tests.netmon.geo.shapes import outlines as squares

SPUR = LinkName("sokolov-kraslice")
POINTS = st.builds(Point, st.floats(0, 1000), st.floats(0, 800))
LINES = st.lists(POINTS, min_size=2, max_size=8).map(tuple)


@cache
def ground() -> Geography:
    """Return squares for every municipality, and the ways of two trunks."""
    inventory = shipped_inventory()
    shapes = collection(*squares(inventory), way(inventory, CUT), way(inventory, SPUR))
    geography, complaints = checked("f", read_features("f", shapes).shapes, inventory)
    assert complaints == []
    return geography


def drawn(
    snapshot: Snapshot, geography: Geography = NOWHERE, rights: Rights = ALL, orp: str | None = None
) -> Weathermap:
    return draw_weathermap(rights.view(snapshot), geography, rights, orp)


def test_every_place_and_every_link_between_places_is_on_it() -> None:
    inventory = shipped_inventory()
    drawing = drawn(calm_snapshot(Settings()))
    assert len(drawing.spots) == 134
    between = {
        name
        for name, link in inventory.active_links().items()
        if len({inventory.municipality_of(inventory.devices[end.device]) for end in link.ends}) > 1
    }
    assert {strand.link.name for strand in (*drawing.trunks, *drawing.threads) if strand.link} == between


def test_each_half_starts_at_the_end_that_sends_and_has_its_load() -> None:
    calm = calm_snapshot(Settings())
    capacity = calm.inventory.links[CUT].capacity
    loads = {CUT: Load(forward=capacity // 10, backward=capacity * 9 // 10)}
    (strand,) = (each for each in drawn(replace(calm, loads=loads)).trunks if each.link and each.link.name == CUT)
    first, second = strand.halves
    assert (first.share, second.share) == (0.1, 0.9)
    assert (first.step, second.step) == (1, 6)
    spots = {spot.name: spot.at for spot in drawn(calm).spots}
    assert (first.shaft[0], second.shaft[0]) == (spots["Cheb"], spots["Aš"])
    assert strand.load == 0.9


def test_a_cable_is_drawn_where_it_lies_and_its_halves_meet_in_its_middle() -> None:
    (strand,) = (
        each for each in drawn(calm_snapshot(Settings()), ground()).trunks if each.link and each.link.name == CUT
    )
    assert len(strand.line) == 5
    for half in strand.halves:
        assert length(half.shaft) < length(strand.line) / 2
    tips = [half.head.split()[1] for half in strand.halves]
    gaps = [[float(part) for part in tip.split(",")] for tip in tips]
    assert hypot(gaps[0][0] - gaps[1][0], gaps[0][1] - gaps[1][1]) < 0.5


def test_two_links_of_the_same_places_lie_side_by_side() -> None:
    trunks = drawn(calm_snapshot(Settings())).trunks
    pairs = [(one, two) for one, two in combinations(trunks, 2) if set(one.ends) == set(two.ends)]
    assert pairs
    for one, two in pairs:
        assert hypot(one.middle.x - two.middle.x, one.middle.y - two.middle.y) > (one.width + two.width) / 2


def test_what_is_down_has_no_load_and_says_since_when() -> None:
    (strand,) = drawn(busy_snapshot(Settings())).broken
    assert (strand.link and strand.link.name, strand.state, strand.halves, strand.load) == (
        CUT,
        "disconnected",
        (),
        None,
    )
    ((spanned, _),) = drawn(busy_snapshot(Settings())).spans
    assert spanned.since == strand.since


def test_a_link_that_nobody_knows_of_is_without_data() -> None:
    calm = calm_snapshot(Settings())
    unknown = replace(calm, links={**calm.links, CUT: Standing(LinkState.UNKNOWN, NOW)})
    (strand,) = (each for each in drawn(unknown).trunks if each.state == "unknown")
    assert strand.halves == ()


def test_figures_do_not_cover_each_other_and_towns_are_named() -> None:
    drawing = drawn(calm_snapshot(Settings()), ground())
    boxes = [label.box(FIGURE_LETTERS, FIGURE) for _, label in drawing.loads]
    assert len(boxes) >= 20
    assert not any(one.overlaps(two) for one, two in combinations(boxes, 2))
    assert len([spot for spot, _ in drawing.names if spot.is_town]) == 7


def test_a_district_is_drawn_larger_with_the_names_of_its_places() -> None:
    near = drawn(calm_snapshot(Settings()), orp="4104")
    assert {spot.name for spot, _ in near.names} >= {"Kraslice", "Rotava", "Oloví"}
    whole = {spot.name: spot.at for spot in drawn(calm_snapshot(Settings())).spots}
    close = {spot.name: spot.at for spot in near.spots}
    assert abs(close["Rotava"].x - close["Oloví"].x) > 2 * abs(whole["Rotava"].x - whole["Oloví"].x)


def test_outlines_meet_exactly_and_are_drawn_once() -> None:
    geography, inventory = ground(), shipped_inventory()
    projection = projection_of(inventory, geography, inventory.municipalities)
    paths = outlines(geography, projection)
    assert {code for code, _ in paths} == set(inventory.municipalities)
    assert all(re.fullmatch(r"(M-?\d+ -?\d+l(-?\d+ -?\d+ ?)+z)+", path) for _, path in paths)
    assert outlines(geography, projection) is paths


@pytest.mark.parametrize("orp", [None, "4101", "4104", "4107"])
def test_a_sheet_is_neither_flat_nor_endless(orp: str | None) -> None:
    drawing = drawn(calm_snapshot(Settings()), ground(), orp=orp)
    assert 0.44 * WIDTH <= drawing.height <= 1.11 * WIDTH


def test_outsiders_see_between_which_places_it_is_broken_and_nothing_of_links() -> None:
    drawing = drawn(busy_snapshot(Settings()), ground(), PUBLIC)
    assert drawing.threads == ()
    assert all(each.link is None and each.load is None and len(each.line) == 2 for each in drawing.trunks)
    assert len({each.width for each in drawing.trunks}) == 1
    assert [each.title for each in drawing.broken] == ["Aš – Cheb"] or [each.title for each in drawing.broken] == [
        "Cheb – Aš"
    ]


def test_a_town_sees_the_way_of_a_link_only_where_both_ends_are_its_own() -> None:
    inventory = shipped_inventory()
    both = frozenset(
        {AS, *(inventory.municipality_of(inventory.devices[end.device]) for end in inventory.links[CUT].ends)}
    )
    assert set(Rights(own=both).routes(ground(), inventory)) == {CUT}
    assert not Rights(own=frozenset({AS})).routes(ground(), inventory)
    assert not PUBLIC.routes(ground(), inventory)


@pytest.mark.parametrize("path", ["/mapa", "/mapa?orp=4101", "/mapa?orp=4102", "/", "/stena"])
@pytest.mark.parametrize("who", [Who.PUBLIC, Who.MUNICIPALITY])
def test_no_byte_of_a_cables_way_reaches_outsiders(who: Who, path: str) -> None:
    told, other = (page(who, path, geography) for geography in (ground(), Geography(ground().boundaries)))
    assert without_token(told.decode()) == without_token(other.decode())
    assert b"/linka/" not in told
    for link in shipped_inventory().links.values():
        assert f">{link.name}<".encode() not in told
        assert not link.circuit or link.circuit.encode() not in told


def test_an_operator_sees_the_way() -> None:
    told, other = (page(Who.OPERATOR, "/mapa", each) for each in (ground(), Geography(ground().boundaries)))
    assert told != other


def page(who: Who, path: str, geography: Geography) -> bytes:
    exhibit = exhibit_for(who)
    exhibit.ground = geography
    answer = come_as(who, exhibit).get(path)
    assert answer.status_code == 200
    return bytes(answer.data)


def test_a_district_that_is_none_is_not_found(client: FlaskClient) -> None:
    assert client.get("/mapa?orp=9999").status_code == 404


@given(LINES, st.floats(0, 1))
def test_a_lines_beginning_is_as_long_as_wanted(line: tuple[Point, ...], share: float) -> None:
    whole = length(line)
    assert length(beginning(line, whole * share)) == pytest.approx(whole * share, abs=0.5)
    assert all(hypot(b.x - a.x, b.y - a.y) <= whole + 0.5 for a, b in pairwise((line[0], at(line, share))))


@given(POINTS, POINTS, st.floats(-30, 30))
def test_a_line_set_aside_stays_parallel(start: Point, end: Point, shift: float) -> None:
    one, two = aside(start, end, shift)
    assert hypot(one.x - start.x, one.y - start.y) == pytest.approx(abs(shift), abs=0.2)
    assert hypot(two.x - one.x, two.y - one.y) == pytest.approx(hypot(end.x - start.x, end.y - start.y), abs=0.3)
