"""A stranger's GeoJSON is read within bounds, or refused with a reason and a cure."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.errors import FileError
from netmon.geo.geojson import LARGEST_FILE, MOST_FEATURES, MOST_RINGS, Outline, Reading, Way, read_features
from tests.netmon.geo.shapes import collection, feature, square

HERE = 12.4, 50.1


def read(*features: object) -> Reading:
    return read_features("f.geojson", collection(*features))


def refused(content: bytes) -> str:
    with pytest.raises(FileError) as error:
        read_features("f.geojson", content)
    return str(error.value)


def test_polygons_become_outlines_and_lines_ways() -> None:
    ring, hole = square(*HERE), square(*HERE, 0.01)
    reading = read(
        feature("Polygon", [ring, hole], code="554499"),
        feature("MultiPolygon", [[ring], [hole]], kod=554634),
        {**feature("LineString", ring), "id": "cheb-as"},
    )
    assert reading.complaints == []
    polygon, both, line = reading.shapes
    assert isinstance(polygon, Outline)
    assert isinstance(both, Outline)
    assert isinstance(line, Way)
    assert (polygon.code, both.code, line.link) == ("554499", "554634", "cheb-as")
    assert len(polygon.rings) == len(both.rings) == 2
    assert line.line[0] == (12.38, 50.08)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 200_000, "nested too deeply"),
        (b"[]", "no GeoJSON FeatureCollection"),
        (b'{"type": "Feature"}', "no GeoJSON FeatureCollection"),
        (b'{"type": "FeatureCollection", "features": {}}', "no features"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "NaN is no number"),
        (b'{"type": "FeatureCollection", "features": [-Infinity]}', "-Infinity is no number"),
        (b'{"type": "FeatureCollection", "features": [' + b"9" * 5_000 + b"]}", "not JSON"),
        (b'{"type": "FeatureCollection", "crs": {"name": "EPSG:5514"}, "features": [1]}', "EPSG:4326"),
        (json.dumps({"type": "FeatureCollection", "features": [0] * (MOST_FEATURES + 1)}).encode(), "5,000 features"),
        (b" " * (LARGEST_FILE + 1), "64,000,000 bytes"),
    ],
    ids=range(13),
)
def test_what_is_no_collection_is_refused_whole(content: bytes, said: str) -> None:
    assert said in refused(content)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (None, "is no Feature"),
        ({"type": "Feature", "geometry": None}, "is neither Polygon"),
        (feature("Point", HERE, code="1"), "is neither Polygon"),
        (feature("GeometryCollection", [], code="1"), "is neither Polygon"),
        (feature("Polygon", [square(*HERE)]), 'write the property "code"'),
        (feature("Polygon", [square(*HERE)], code=True), 'write the property "code"'),
        (feature("Polygon", [square(*HERE)], code=[1]), 'write the property "code"'),
        (feature("Polygon", [square(*HERE)], code="\u202e"), 'write the property "code"'),
        (feature("Polygon", [], code="1"), "no list of positions"),
        (feature("Polygon", {"a": 1}, code="1"), "no list of positions"),
        (feature("Polygon", [square(*HERE)[:-1]], code="1"), "does not end where it begins"),
        (feature("Polygon", [square(*HERE)[:3]], code="1"), "fewer than 4"),
        (feature("LineString", [HERE], link="x"), "fewer than 2"),
        (feature("LineString", [HERE, "ab"], link="x"), "no pair of numbers"),
        (feature("LineString", [HERE, [1]], link="x"), "no pair of numbers"),
        (feature("LineString", [HERE, [True, False]], link="x"), "no pair of numbers"),
        (feature("LineString", [HERE, [[1, 2], 3]], link="x"), "no pair of numbers"),
        (feature("LineString", [HERE, [-851_000.5, -1_010_000.25]], link="x"), "no degrees"),
        (feature("LineString", [HERE, [10**400, 50]], link="x"), "no degrees"),
    ],
    ids=range(19),
)
def test_a_wrong_feature_is_told_by_its_number_with_the_cure(wrong: object, said: str) -> None:
    reading = read(feature("Polygon", [square(*HERE)], code="554499"), wrong)
    assert len(reading.shapes) == 1
    (complaint,) = reading.complaints
    assert complaint.startswith("f.geojson: feature 2: ")
    assert said in complaint


def test_an_infinite_number_is_no_degree() -> None:
    content = collection(feature("LineString", [HERE, [7777, 50]], link="x")).replace(b"7777", b"1e999")
    (complaint,) = read_features("f", content).complaints
    assert "no degrees" in complaint


def test_points_and_rings_are_bounded_over_all_features_together() -> None:
    reading = read(feature("LineString", [HERE] * 2, link="x"), feature("LineString", [(12, 50)] * 999_999, link="y"))
    assert len(reading.shapes) == 1
    assert "1,000,000 points" in reading.complaints[0]
    rings = read(feature("MultiPolygon", [[square(*HERE)]] * (MOST_RINGS + 1), code="1"))
    assert "20,000 rings" in rings.complaints[0]


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=4),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(["type", "features", "geometry", "coordinates", "properties", "id"]), inner),
                    max_leaves=20))  # fmt: skip
def test_whatever_is_read_becomes_shapes_or_complaints(tree: object) -> None:
    try:
        content = json.dumps({"type": "FeatureCollection", "features": [tree]}, allow_nan=True).encode()
        reading = read_features("f", content)
    except FileError as error:
        assert "no number" in str(error)  # noqa: PT017 -- the one refusal that such a tree can meet
    else:
        assert len(reading.shapes) + len(reading.complaints) == 1
