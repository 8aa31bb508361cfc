"""Shapes that do not fit the region are told: unknown, elsewhere, twice, or turned around."""

import pytest

from netmon.geo.checking import checked, distance
from netmon.geo.geography import Geography
from netmon.geo.geojson import read_features
from netmon.model import LinkName, MunicipalityCode
from tests.dashboards.exhibit import AS, CUT, shipped_inventory
from tests.netmon.geo.shapes import collection, feature, outlines, square, way

INVENTORY = shipped_inventory()
LUBY = MunicipalityCode("554634")
HOME = INVENTORY.municipalities[AS]


def check(*features: object) -> tuple[Geography, list[str]]:
    reading = read_features("f", collection(*features))
    assert reading.complaints == []
    geography, complaints = checked("f", reading.shapes, INVENTORY)
    return geography, list(complaints)


def test_what_fits_is_taken_whole() -> None:
    geography, complaints = check(*outlines(INVENTORY), way(INVENTORY, CUT))
    assert complaints == []
    assert geography.boundaries.keys() == INVENTORY.municipalities.keys()
    assert geography.routes.keys() == {CUT}
    assert geography.points == 5 * 134 + 3


def test_a_cable_may_be_drawn_from_either_end() -> None:
    line = way(INVENTORY, CUT)
    coordinates = line["geometry"]["coordinates"]  # type: ignore[index]
    assert check(feature("LineString", coordinates[::-1], link=CUT))[1] == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (feature("Polygon", [square(12.2, 50.2)], code="999999"), 'no municipality has the code "999999"'),
        (feature("LineString", [[12.2, 50.2], [12.3, 50.1]], link="cheb-aš"), 'did you mean "cheb-as"?'),
        (feature("LineString", [[12.2, 50.2], [12.3, 50.1]], link="x\x1b[2J"), 'no link is called "x[2J"'),
        (feature("Polygon", [square(HOME.latitude, HOME.longitude)], code=AS), "latitude stands before longitude"),
        (feature("Polygon", [square(14.4, 50.1)], code=AS), "outside the region"),
        (feature("Polygon", [square(13.0, 50.2)], code=AS), "Aš lies elsewhere"),
        (feature("LineString", [[12.9, 50.2], [13.1, 50.3]], link=CUT), "the line ends elsewhere"),
    ],
    ids=["code", "name", "hostile", "swapped", "abroad", "mixed up", "cable"],
)
def test_what_does_not_fit_is_told(wrong: object, said: str) -> None:
    _, (complaint,) = check(wrong)
    assert complaint.startswith("f: feature 1: ")
    assert said in complaint


def test_two_shapes_of_one_thing_are_both_told() -> None:
    _, complaints = check(*outlines(INVENTORY, [LUBY]), *outlines(INVENTORY, [LUBY]))
    assert len(complaints) == 2
    assert all("second shape" in complaint for complaint in complaints)


def test_distances_are_those_of_a_map() -> None:
    assert distance((12.0, 50.0), (12.0, 51.0)) == pytest.approx(111.2)
    assert distance((12.0, 50.0), (13.0, 50.0)) == pytest.approx(71.5, abs=0.1)
    assert LinkName("cheb-as") in INVENTORY.links
